// The map of a profile. The worker is a file of its own beside this one, as the content security policy asks.
import { setWorkerUrl } from "maplibre-gl";

setWorkerUrl(new URL("./maplibre-worker.js", import.meta.url).href);
