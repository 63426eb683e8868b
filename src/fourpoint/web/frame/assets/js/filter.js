// A change of the filter fetches the profile anew and swaps map, charts and tables together. The address keeps up, so
// that back, forward and sending the link all work. The choice that was changed keeps the focus.
import { announce } from "./announce.js";
import { contentOf, fetchFragment } from "./fetching.js";

const READY = "data-ready";
let running;

function addressOf(form) {
  const address = new URL(form.action, location.href);
  for (const [name, value] of new FormData(form)) if (value) address.searchParams.set(name, value);
  return address.href;
}

async function show(href, { focus, enhance }) {
  const profile = document.querySelector("[data-profile]");
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  profile.setAttribute("data-busy", "");
  profile.setAttribute("aria-busy", "true");
  try {
    const fragment = await fetchFragment(href, { signal });
    if (signal.aborted) return;
    const fresh = contentOf(fragment).querySelector("[data-profile]");
    if (!fresh) { location.assign(href); return; }
    profile.replaceWith(fresh);
    document.title = fragment.title;
    prepare(fresh, enhance);
    const target = fresh.querySelector(".govuk-error-summary") ?? (focus && document.getElementById(focus));
    target?.focus({ preventScroll: fragment.ok });
    const summary = fresh.querySelector(".fp-lead__summary")?.textContent.trim();
    announce(fragment.ok ? `Now showing ${summary}` : "The choice cannot be shown.");
  } catch (error) {
    if (error.name !== "AbortError") location.assign(href);
  } finally {
    if (!signal.aborted) {
      const now = document.querySelector("[data-profile]");
      now?.removeAttribute("data-busy");
      now?.removeAttribute("aria-busy");
    }
  }
}

function prepare(root, enhance) {
  const form = root.querySelector("[data-filter]");
  if (form && !form.hasAttribute(READY)) {
    form.setAttribute(READY, "");
    const hint = document.createElement("p");
    hint.className = "fp-filter__hint";
    hint.textContent = "The page follows each choice as you make it.";
    form.append(hint);
  }
  enhance(root);
}

export function watchFilters(enhance) {
  const profile = document.querySelector("[data-profile]");
  if (!profile) return;
  prepare(profile, () => {});

  document.addEventListener("change", (event) => {
    const form = event.target.closest("[data-filter]");
    if (form) go(form, event.target.id);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-filter]");
    if (!form) return;
    event.preventDefault();
    go(form, event.submitter?.id);
  });
  addEventListener("popstate", (event) => {
    if (!event.state?.panel && shown !== withoutHash(location.href)) {
      shown = withoutHash(location.href);
      show(location.href, { enhance });
    }
  });

  let shown = withoutHash(location.href);
  function go(form, focus) {
    const href = addressOf(form);
    if (href === shown) return;
    shown = href;
    history.pushState(null, "", href);
    show(href, { focus, enhance });
  }
}

function withoutHash(href) {
  const address = new URL(href);
  address.hash = "";
  return address.href;
}
