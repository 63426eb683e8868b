// Fetches a page as a fragment: its title and content without the frame. The last few are kept while the page is open.

const kept = new Map();
const KEEP = 24;

export async function fetchFragment(href, { signal, fresh = false } = {}) {
  const address = new URL(href, location.href);
  address.hash = "";
  const key = address.href;
  if (!fresh && kept.has(key)) return kept.get(key);
  const response = await fetch(key, { headers: { "Fourpoint-Fragment": "1" }, signal, credentials: "same-origin" });
  // Signed out, or sent elsewhere: let the browser go there and show it.
  if (response.redirected || !response.headers.get("Content-Type")?.startsWith("text/html")) {
    location.assign(response.redirected ? response.url : key);
    throw new DOMException("The page went elsewhere.", "AbortError");
  }
  const holder = document.createElement("template");
  holder.innerHTML = await response.text();
  const title = holder.content.querySelector("template[data-title]");
  const fragment = { ok: response.ok, title: title?.dataset.title ?? document.title, html: holder };
  title?.remove();
  if (response.ok) {
    kept.set(key, fragment);
    if (kept.size > KEEP) kept.delete(kept.keys().next().value);
  }
  return fragment;
}

export function contentOf(fragment) {
  return fragment.html.content.cloneNode(true);
}
