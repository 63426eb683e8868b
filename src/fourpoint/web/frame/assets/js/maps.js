// Clicks on drawn maps, and the moving map, which is fetched only when the first map comes into view.

let loading;

function loadMap() {
  loading ??= import(new URL("./map.js", import.meta.url).href);
  return loading;
}

function followAreas(figure) {
  const first = document.querySelector(".fp-map .fp-area-link");
  if (!first) return;
  // Drawn maps without links lead to the same pages as the one with them.
  const links = new Map([...document.querySelectorAll(".fp-area-link")].map((link) => [
    link.querySelector("[data-area]")?.dataset.area, link.getAttribute("href"),
  ]));
  figure.addEventListener("click", (event) => {
    const area = event.target.closest("[data-area]");
    if (area && !event.target.closest("a") && links.has(area.dataset.area)) location.assign(links.get(area.dataset.area));
  });
}

export function watchMaps(root) {
  const figures = [...root.querySelectorAll("figure[data-map]")];
  figures.forEach(followAreas);
  const host = figures[0];
  if (!host) return;
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    loadMap().then((module) => module.explore(host)).catch(() => {
      // The drawn map is still there; nothing is lost.
    });
  }, { rootMargin: "200px" });
  watcher.observe(host);
}
