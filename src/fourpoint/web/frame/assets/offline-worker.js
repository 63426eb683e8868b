// Answers a page that cannot be had without a network with one that says so, and on which something can be written down.
// It keeps that page and what draws it, and nothing else: no page with anybody's words is ever put by.

const KEPT = "fourpoint-offline-1";
const PAGE = "/intelligence/offline/";
const DRAWN = /(?:href|src)="(\/static\/[^"]+)"/g;

async function put() {
  const page = await fetch(PAGE, { credentials: "same-origin", cache: "no-store" });
  // Signed out: what was kept before stays.
  if (!page.ok || page.redirected) return;
  const held = await caches.open(KEPT);
  const text = await page.clone().text();
  await held.addAll([...text.matchAll(DRAWN)].map((found) => found[1]));
  await held.put(PAGE, page);
}

async function fromNetwork(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const held = await caches.open(KEPT);
    const answer = await held.match(request.mode === "navigate" ? PAGE : request, { ignoreVary: true });
    if (answer) return answer;
    throw error;
  }
}

self.addEventListener("install", (event) => event.waitUntil(put().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(put().catch(() => {})));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const isStatic = request.method === "GET" && new URL(request.url).pathname.startsWith("/static/");
  if (request.mode === "navigate" || isStatic) event.respondWith(fromNetwork(request));
});
