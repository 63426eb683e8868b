// What was written on this device without a network: kept in this browser alone, sent when its writer is back and signed
// in, and gone from the browser as soon as it was taken. Nobody else's words are shown or sent: each entry carries the
// sign of who was signed in here last, and signing out removes everything.

const WAITING = "fourpoint-waiting:";
const WRITER = "fourpoint-writer";

function read(name) {
  try { return localStorage.getItem(name); } catch { return null; }
}

export function list() {
  const names = (() => { try { return Object.keys(localStorage); } catch { return []; } })();
  return names.filter((name) => name.startsWith(WAITING)).flatMap((name) => {
    try { return [{ name, ...JSON.parse(read(name)) }]; } catch { return []; }
  });
}

export function forgetWaiting() {
  try {
    for (const { name } of list()) localStorage.removeItem(name);
    localStorage.removeItem(WRITER);
  } catch { /* not allowed */ }
}

const cookie = (name) => document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.split("=")[1] ?? "";

async function send(entry, address) {
  const body = new FormData();
  for (const [name, value] of Object.entries({ ...entry.fields, key: entry.key })) body.set(name, value);
  const response = await fetch(address, {
    method: "POST", body, credentials: "same-origin", headers: { "X-CSRFToken": cookie("csrftoken") },
  });
  return response.redirected ? { error: "Sign in, and it is sent." } : response.json();
}

function line(words, link) {
  const item = document.createElement("li");
  item.append(words);
  if (link) {
    const led = document.createElement("a");
    [led.className, led.href, led.textContent] = ["govuk-link", link.href, link.text];
    item.append(" ", led);
  }
  return item;
}

function show(host, items) {
  const title = document.createElement("h2");
  [title.className, title.textContent] = ["govuk-heading-m", "Written without a network"];
  const drawn = document.createElement("ul");
  drawn.className = "govuk-list govuk-list--bullet";
  drawn.append(...items);
  host.replaceChildren(title, drawn);
}

async function sendAll(host) {
  const items = [];
  const others = list().filter((entry) => entry.writer !== host.dataset.writer);
  for (const entry of list().filter((one) => one.writer === host.dataset.writer)) {
    let told;
    try { told = await send(entry, host.dataset.send); } catch { told = { error: "There is still no network." }; }
    if (told.kept) localStorage.removeItem(entry.name);
    items.push(line(told.words ?? told.error, told.href && { href: told.href, text: told.text }));
  }
  if (others.length) {
    const item = line(`Somebody else wrote ${others.length} here, which waits in this browser. Only they can send it.`);
    const remove = document.createElement("button");
    Object.assign(remove, { type: "button", className: "govuk-button govuk-button--secondary fp-button", textContent: "Delete it" });
    remove.addEventListener("click", () => { others.forEach(({ name }) => localStorage.removeItem(name)); item.remove(); });
    item.append(" ", remove);
    items.push(item);
  }
  if (items.length) show(host, items);
}

function write(form) {
  const note = document.querySelector("[data-waiting-note]");
  const writer = read(WRITER);
  const tell = () => {
    const mine = list().filter((entry) => entry.writer === writer).length;
    note.textContent = mine ? `${mine} kept in this browser, sent when you are back online and signed in.` : "";
  };
  if (!writer) {
    note.textContent = "Nobody is signed in on this device, so nothing can be kept here. Write it on paper, or call.";
    form.hidden = true;
    return;
  }
  form.addEventListener("change", () => {
    document.querySelector("[data-call-first]").hidden = !["now", "unsure"].includes(form.elements.danger.value);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(form));
    if (!fields.danger || !fields.what.trim()) {
      note.textContent = "Say whether anyone is in danger now, and what you know: everything else may stay empty.";
      return;
    }
    const now = new Date();
    fields.when ||= `Written without a network on ${now.toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" })}`;
    const key = crypto.randomUUID();
    try {
      localStorage.setItem(`${WAITING}${key}`, JSON.stringify({ key, writer, fields }));
      form.reset();
      document.querySelector("[data-call-first]").hidden = true;
      tell();
    } catch {
      note.textContent = "This browser keeps nothing now, so leave this page open until you are back online.";
    }
  });
  document.querySelector("[data-waiting-delete]").addEventListener("click", () => {
    list().filter((entry) => entry.writer === writer).forEach(({ name }) => localStorage.removeItem(name));
    note.textContent = "Deleted from this browser.";
  });
  const back = () => { if (navigator.onLine && !form.elements.what.value) location.assign("/intelligence/"); };
  addEventListener("online", back);
  tell();
}

export function watchWaiting() {
  const form = document.querySelector("form[data-waiting-form]");
  if (form) { write(form); return; }
  const host = document.querySelector("[data-waiting]");
  if (!host) return;
  try { localStorage.setItem(WRITER, host.dataset.writer); } catch { /* nothing is kept then */ }
  sendAll(host);
  navigator.serviceWorker?.register(host.dataset.worker, { scope: "/" })
    .then((held) => held.active?.postMessage("again")).catch(() => { /* without it, drafts are saved by the network alone */ });
}
