// A figure's panel opens in a dialog at the side. Its address stands in the address bar while it is open: it can be
// sent, and "back" closes it. Without this file the same link leads to the same panel as a page.
import { contentOf, fetchFragment } from "./fetching.js";

let dialog;
let opener;

function make() {
  dialog = document.createElement("dialog");
  dialog.className = "fp-dialog";
  dialog.setAttribute("aria-labelledby", "panel-title");
  const bar = document.createElement("div");
  bar.className = "fp-dialog__bar";
  const whole = document.createElement("a");
  whole.className = "govuk-link";
  whole.textContent = "Open as a page";
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "Close";
  close.addEventListener("click", leave);
  bar.append(whole, close);
  const body = document.createElement("div");
  body.className = "fp-dialog__body";
  dialog.append(bar, body);
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); leave(); });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) leave(); });
  document.body.append(dialog);
}

function leave() {
  if (history.state?.panel) history.back();
  else shut();
}

function shut() {
  if (!dialog?.open) return;
  dialog.close();
  // The page may have been swapped since: find the same link again if the old one is gone.
  const link = opener?.isConnected ? opener : document.querySelector(`a[data-figure][href="${opener?.getAttribute("href")}"]`);
  link?.focus();
  // Going back to an address with a fragment takes the focus away again, a beat later.
  setTimeout(() => { if (document.activeElement === document.body) link?.focus(); }, 30);
}

async function open(href, enhance) {
  try {
    const fragment = await fetchFragment(href);
    const panel = contentOf(fragment).querySelector("[data-panel]");
    if (!panel) { location.assign(href); return false; }
    if (!dialog) make();
    const body = dialog.querySelector(".fp-dialog__body");
    body.replaceChildren(panel);
    dialog.querySelector(".fp-dialog__bar a").href = href;
    enhance(body);
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    dialog.querySelector("#panel-title").focus();
    return true;
  } catch (error) {
    if (error.name !== "AbortError") location.assign(href);
    return false;
  }
}

export function watchPanels(enhance) {
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-figure]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    opener = link;
    if (await open(link.href, enhance)) history.pushState({ panel: true }, "", link.href);
  });
  // The panel is likely wanted once the pointer rests on its link: have it ready.
  let resting;
  document.addEventListener("pointerover", (event) => {
    clearTimeout(resting);
    const link = event.target.closest?.("a[data-figure]");
    if (link) resting = setTimeout(() => fetchFragment(link.href).catch(() => {}), 90);
  });
  addEventListener("popstate", (event) => {
    if (event.state?.panel) open(location.href, enhance);
    else shut();
  });
}
