// Saves a draft as it is typed. What cannot be saved now (no network, signed out) stays in this browser, is put back into
// the form when it is opened again, and is saved then. It goes from the browser once saved, sent, thrown away or on
// signing out. Without this file the form's buttons save.

import { forgetWaiting } from "./waiting.js";

const PREFIX = "fourpoint-draft:";
const PAUSE = 1500;
const SAVED = "Saved.";
const HERE = "Not saved yet: kept in this browser, and saved when you are back online.";

const nameOf = (form) => `${PREFIX}${form.dataset.draft}:${form.dataset.step}`;
const OWN = new Set(["csrfmiddlewaretoken", "form_token", "saves", "kept_form", "later", "more"]);

function typed(form) {
  return Object.fromEntries([...new FormData(form)].filter(([name]) => !OWN.has(name)));
}

// A browser may refuse to keep anything; the draft is then saved by the network alone.
function keep(form) {
  try {
    localStorage.setItem(nameOf(form), JSON.stringify({ saves: form.elements.saves.value, fields: typed(form) }));
  } catch { /* full, or not allowed */ }
}

function forget(key = "") {
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX + key)) localStorage.removeItem(name);
  } catch { /* not allowed */ }
}

function putBack(form) {
  let kept;
  try { kept = JSON.parse(localStorage.getItem(nameOf(form))); } catch { return false; }
  const unsaved = Object.entries(kept?.fields ?? {}).filter(([name, value]) => form.elements[name]?.value !== value);
  if (!unsaved.length) {
    forget(`${form.dataset.draft}:${form.dataset.step}`);
    return false;
  }
  for (const [name, value] of unsaved) {
    if (form.elements[name]) form.elements[name].value = value;
  }
  // With the count that it was typed on: what was saved elsewhere since is not saved over.
  form.elements.saves.value = kept.saves;
  return true;
}

function advise(form, advice) {
  const place = form.querySelector("[data-advice]");
  if (!place) return;
  const items = advice.map(([stretch, sentence]) => {
    const item = document.createElement("li");
    item.textContent = stretch ? `“${stretch}”: ${sentence}` : sentence;
    return item;
  });
  const list = document.createElement("ul");
  list.className = "govuk-list govuk-list--bullet";
  list.append(...items);
  place.replaceChildren(...(items.length ? [list] : []));
}

export function watchDrafts() {
  for (const form of document.querySelectorAll("form[data-draft-sent]")) {
    form.addEventListener("submit", () => forget(form.dataset.draftSent));
  }
  for (const form of document.querySelectorAll('form[action="/account/logout/"]')) {
    form.addEventListener("submit", () => { forget(); forgetWaiting(); });
  }
  for (const form of document.querySelectorAll("form[data-draft]")) watch(form);
}

function watch(form) {
  const state = form.querySelector("[data-draft-state]");
  let timer, running = false, again = false, stopped = false;

  async function save() {
    if (running) { again = true; return; }
    running = true;
    const sent = JSON.stringify(typed(form));
    const body = new FormData(form);
    // Not sent as this form: a save acts as often as it is asked, and is not kept for after a sign-in.
    for (const name of ["form_token", "kept_form"]) body.delete(name);
    body.set("step", form.dataset.step);
    try {
      const response = await fetch(form.dataset.save, { method: "POST", body, credentials: "same-origin" });
      const answer = response.redirected ? {} : await response.json();
      if (response.ok && answer.saves) {
        form.elements.saves.value = answer.saves;
        if (sent === JSON.stringify(typed(form))) { forget(`${form.dataset.draft}:${form.dataset.step}`); }
        state.textContent = SAVED;
        advise(form, answer.advice);
      } else {
        stopped = response.status === 409;
        state.textContent = answer.error ?? HERE;
      }
    } catch {
      state.textContent = HERE;
    }
    running = false;
    if (again) { again = false; soon(); }
  }

  function soon() {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, PAUSE);
  }

  form.addEventListener("input", () => { keep(form); soon(); });
  form.addEventListener("submit", () => { clearTimeout(timer); stopped = true; });
  addEventListener("online", () => { if (state.textContent === HERE) soon(); });
  if (putBack(form)) soon();
}
