// Marks the section being read in the list of contents.

let watcher;

export function watchContents(root) {
  const links = new Map([...root.querySelectorAll(".fp-contents a")].map((link) => [link.hash.slice(1), link]));
  if (!links.size) return;
  watcher?.disconnect();
  watcher = new IntersectionObserver((entries) => {
    const seen = entries.filter((entry) => entry.isIntersecting).at(0);
    if (!seen) return;
    for (const link of links.values()) link.removeAttribute("aria-current");
    links.get(seen.target.id)?.setAttribute("aria-current", "true");
  }, { rootMargin: "0px 0px -70% 0px" });
  for (const id of links.keys()) {
    const heading = root.querySelector(`#${CSS.escape(id)}`);
    if (heading) watcher.observe(heading);
  }
}
