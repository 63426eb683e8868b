// Single keys for whoever works a queue all day: j and k walk, a key of its own presses each button. They do nothing in
// a text box, are listed on the page, and can be switched off (WCAG 2.1.4). Without this file everything is still there.
import { announce } from "./announce.js";

const KEPT = "fourpoint-keys";
const TYPED_IN = "input, textarea, select, [contenteditable]";
const WALK = [["j", "Down the queue"], ["k", "Up the queue"], ["Enter", "Open it"]];

const isOn = () => localStorage.getItem(KEPT) !== "off";

function listed(root) {
  const own = [...root.ownerDocument.querySelectorAll("[data-key]")].map((one) => [one.dataset.key, one.dataset.keyName]);
  return [...(root.querySelector("[data-row]") ? WALK : []), ...own, ["Ctrl + Enter", "Send what is typed"]];
}

function draw(root) {
  const place = root.querySelector("[data-keys-list]");
  const box = document.createElement("section");
  box.className = "fp-keys";
  box.setAttribute("aria-label", "Keys");
  const label = document.createElement("label");
  label.className = "fp-keys__switch";
  const choice = document.createElement("input");
  choice.type = "checkbox";
  choice.checked = isOn();
  label.append(choice, "Work by single keys");
  const list = document.createElement("dl");
  for (const [key, name] of listed(root)) {
    const term = document.createElement("dt");
    const shown = document.createElement("kbd");
    shown.textContent = key;
    term.append(shown);
    const meaning = document.createElement("dd");
    meaning.textContent = name;
    list.append(term, meaning);
  }
  list.hidden = !choice.checked;
  choice.addEventListener("change", () => {
    localStorage.setItem(KEPT, choice.checked ? "on" : "off");
    list.hidden = !choice.checked;
    announce(choice.checked ? "Single keys are on." : "Single keys are off.");
  });
  box.append(label, list);
  place.replaceChildren(box);
}

function walk(root, step) {
  const rows = [...root.querySelectorAll("[data-row]")];
  const place = rows.indexOf(document.activeElement);
  rows[Math.min(Math.max(place + step, 0), rows.length - 1)]?.focus();
}

function press(one) {
  if (one.tagName !== "DETAILS") { one.click(); return; }
  one.open = true;
  one.querySelector("select, textarea, input:not([type=hidden])")?.focus();
}

export function watchKeys() {
  const root = document.querySelector("[data-keys]");
  if (!root) return;
  // A form of another page has no keys of its own, only the sending of what is typed.
  if (root.querySelector("[data-keys-list]")) draw(root);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.(TYPED_IN);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && typing?.form) {
      event.preventDefault();
      // A button with a name does something else: it adds a part of the form, or takes one out.
      typing.form.requestSubmit(typing.form.querySelector("button:not([name])"));
      return;
    }
    if ((typing && typing.type !== "checkbox") || event.ctrlKey || event.metaKey || event.altKey || event.repeat || !isOn()) return;
    const one = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    const step = { j: 1, k: -1 }[event.key];
    if (one) press(one);
    else if (step) walk(root, step);
    else return;
    event.preventDefault();
  });
}
