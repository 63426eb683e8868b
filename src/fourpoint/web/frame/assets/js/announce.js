// Says in one line, to those who listen to the page, what has changed.

let region;

export function announce(words) {
  if (!region) {
    region = document.createElement("div");
    region.className = "govuk-visually-hidden";
    region.setAttribute("role", "status");
    region.setAttribute("aria-live", "polite");
    document.body.append(region);
  }
  region.textContent = "";
  // A beat later, so that the same words are read again.
  setTimeout(() => { region.textContent = words; }, 60);
}
