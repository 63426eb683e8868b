// What every page runs. Each part finds its own elements, does nothing without them, and can be run again after a swap.
import { createAll, ErrorSummary, Radios, ServiceNavigation, SkipLink } from "govuk-frontend";
import { watchContents } from "./js/contents.js";
import { watchDrafts } from "./js/drafts.js";
import { watchFilters } from "./js/filter.js";
import { watchKeys } from "./js/keys.js";
import { watchMaps } from "./js/maps.js";
import { watchPanels } from "./js/panel.js";
import { watchPasskeys } from "./js/passkeys.js";
import { watchSharing } from "./js/sharing.js";
import { sortTables } from "./js/tables.js";
import { watchWaiting } from "./js/waiting.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
createAll(SkipLink);
createAll(ServiceNavigation);

export function enhance(root) {
  createAll(ErrorSummary, {}, root);
  createAll(Radios, {}, root);
  sortTables(root);
  watchContents(root);
  watchMaps(root);
}

enhance(document);
watchDrafts();
watchFilters(enhance);
watchKeys();
watchPanels(sortTables);
watchPasskeys();
watchSharing(() => {});
watchWaiting();
