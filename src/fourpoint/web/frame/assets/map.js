// The moving map of a profile: our own outlines and no other host's tiles. One canvas shows the layers that the drawn
// maps show; the drawn one, its sentence and its table stay for whoever cannot see into a canvas.
// The worker is a file of its own beside this one, as the content security policy asks.
import { Map as Canvas, NavigationControl, ScaleControl, setWorkerUrl } from "maplibre-gl";

setWorkerUrl(new URL("./maplibre-worker.js", import.meta.url).href);

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

async function styled() {
  const href = new URL("./map.css", import.meta.url).href;
  if (document.querySelector(`link[href="${href}"]`)) return;
  const link = element("link", { rel: "stylesheet", href });
  await new Promise((done, fail) => { link.onload = done; link.onerror = fail; document.head.append(link); });
}

// Outlines as one layer needs them: its fill, edge and words lifted out of each area's lists.
function dressed(areas, layer) {
  return {
    type: "FeatureCollection",
    features: areas.features.map((area) => ({
      ...area,
      properties: { ...area.properties.fills[layer.id], words: area.properties.words[layer.id], href: area.properties.href },
    })),
  };
}

function swatch({ fill, edge, width, hatch }) {
  const space = "http://www.w3.org/2000/svg";
  const box = document.createElementNS(space, "svg");
  for (const [name, value] of Object.entries({ width: 22, height: 16, viewBox: "0 0 22 16", "aria-hidden": "true" })) box.setAttribute(name, value);
  const shape = document.createElementNS(space, "rect");
  for (const [name, value] of Object.entries({ x: 1, y: 1, width: 20, height: 14, fill, stroke: edge, "stroke-width": width * 1.4 })) shape.setAttribute(name, value);
  box.append(shape);
  if (hatch) {
    const lines = document.createElementNS(space, "path");
    for (const [name, value] of Object.entries({ d: "M1 15L15 1M9 15L21 3", stroke: "#7b8489" })) lines.setAttribute(name, value);
    box.append(lines);
  }
  return box;
}

function legend(layer) {
  const list = element("ul", { className: `fp-explorer__legend${layer.kind === "bivariate" ? " fp-explorer__legend--square" : ""}` });
  for (const entry of layer.legend) list.append(element("li", {}, swatch(entry), entry.label));
  return list;
}

function hatch() {
  const size = 8;
  const data = new Uint8ClampedArray(size * size * 4);
  for (let at = 0; at < size * size; at += 1) {
    const on = (at % size) + Math.floor(at / size);
    data.set(on % size < 2 ? [140, 148, 153, 255] : [255, 255, 255, 255], at * 4);
  }
  return { width: size, height: size, data };
}

function layersOf() {
  return [
    { id: "surface", type: "fill", source: "surface", paint: { "fill-color": ["get", "fill"], "fill-antialias": false, "fill-opacity": 0.85 } },
    { id: "areas", type: "fill", source: "areas", filter: ["!", ["has", "hollow"]], paint: { "fill-color": ["get", "fill"] } },
    { id: "absent", type: "fill", source: "areas", filter: ["has", "hatch"], paint: { "fill-pattern": "hatch" } },
    { id: "touch", type: "fill", source: "areas", paint: { "fill-opacity": 0 } },
    { id: "edges", type: "line", source: "areas", paint: { "line-color": ["get", "edge"], "line-width": ["get", "width"] } },
    { id: "pointed", type: "line", source: "areas", paint: { "line-color": "#0b0c0c", "line-width": ["case", ["boolean", ["feature-state", "pointed"], false], 3, 0] } },
  ];
}

function choices(layers, choose) {
  const set = element("fieldset", { className: "fp-explorer__layers" }, element("legend", { textContent: "Show on the map" }));
  layers.forEach((layer, index) => {
    const input = element("input", { type: "radio", name: "map-layer", value: layer.id, checked: index === 0 });
    input.addEventListener("change", () => choose(layer));
    set.append(element("label", {}, input, element("span", { textContent: layer.name })));
  });
  return set;
}

function follow(map, words) {
  let pointed;
  const point = (id, on) => id !== undefined && map.setFeatureState({ source: "areas", id }, { pointed: on });
  map.on("mousemove", "touch", (event) => {
    const [area] = event.features;
    if (area.id === pointed) return;
    point(pointed, false);
    pointed = area.id;
    point(pointed, true);
    words.textContent = area.properties.words;
    map.getCanvas().style.cursor = area.properties.href ? "pointer" : "";
  });
  map.on("mouseleave", "touch", () => {
    point(pointed, false);
    pointed = undefined;
    words.textContent = "";
    map.getCanvas().style.cursor = "";
  });
  map.on("click", "touch", (event) => {
    const [area] = event.features;
    // A finger cannot hover: the first tap says what it is, the second goes there.
    const touched = event.originalEvent.pointerType === "touch" || matchMedia("(hover: none)").matches;
    if (touched && words.dataset.area !== String(area.id)) {
      words.dataset.area = String(area.id);
      words.textContent = `${area.properties.words}. Tap again to open.`;
      point(pointed, false);
      pointed = area.id;
      point(pointed, true);
    } else if (area.properties.href) location.assign(area.properties.href);
  });
}

function canvasOf(holder, shapes, layer) {
  const map = new Canvas({
    container: holder,
    style: {
      version: 8,
      sources: {
        areas: { type: "geojson", data: dressed(shapes.areas, layer) },
        surface: { type: "geojson", data: layer.surface },
      },
      layers: [],
    },
    bounds: shapes.bounds,
    fitBoundsOptions: { padding: 12 },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    cooperativeGestures: true,
    renderWorldCopies: false,
    fadeDuration: 0,
    maxPitch: 0,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl({ unit: "metric" }), "bottom-right");
  return map;
}

export async function explore(figure) {
  const [response] = await Promise.all([fetch(figure.dataset.shapes, { credentials: "same-origin" }), styled()]);
  if (!response.ok || !figure.isConnected) return;
  const shapes = await response.json();
  if (!shapes.layers.length) return;
  const drawn = figure.querySelector(".fp-map__drawing");
  let current = shapes.layers[0];

  const holder = element("div", { className: "fp-explorer__canvas" });
  const words = element("p", { className: "fp-explorer__words" });
  const title = element("p", { className: "fp-explorer__title" });
  const key = element("div");
  const back = element("button", { type: "button", textContent: "Show the drawn map instead" });
  const explorer = element("div", { className: "fp-explorer" },
    choices(shapes.layers, (layer) => show(layer)),
    element("div", { className: "fp-explorer__frame" }, holder, words),
    title, key,
    element("p", { className: "fp-explorer__choice" }, back));
  drawn.before(explorer);
  drawn.hidden = true;

  const map = canvasOf(holder, shapes, current);
  map.getCanvas().setAttribute("aria-label", "Map of the area. The drawn map and the table hold the same values.");
  map.on("load", () => {
    map.addImage("hatch", hatch());
    for (const layer of layersOf()) map.addLayer(layer);
    follow(map, words);
    figure.dataset.ready = "map";
  });

  function show(layer) {
    current = layer;
    map.getSource("areas")?.setData(dressed(shapes.areas, layer));
    map.getSource("surface")?.setData(layer.surface);
    words.textContent = "";
    describe();
  }
  function describe() {
    title.textContent = current.legend_title;
    key.replaceChildren(legend(current));
  }
  describe();

  back.addEventListener("click", () => {
    drawn.hidden = !drawn.hidden;
    const moving = drawn.hidden;
    for (const part of explorer.children) if (!part.contains(back)) part.hidden = !moving;
    back.textContent = moving ? "Show the drawn map instead" : "Show the moving map instead";
    if (moving) map.resize();
  });
}
