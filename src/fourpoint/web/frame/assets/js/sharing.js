// The share control answers as you choose: who will see it, and why. Without this file a button asks the same question.
// The choice is sent in the body, never in an address: it may name people.

const QUIET = new Set(["reason", "words", "necessity"]);
let running;

// A day of which one box is filled is still being typed.
function isHalf(box) {
  const boxes = [...(box.closest(".govuk-date-input")?.querySelectorAll("input") ?? [])];
  return boxes.some((one) => one.value.trim()) && !boxes.every((one) => one.value.trim());
}

async function ask(form, enhance) {
  const answer = form.querySelector("[data-sharing-answer]");
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  const body = new FormData(form);
  // A file has no say in who reads it, and stays where it is.
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  body.set("check", "1");
  answer.setAttribute("data-busy", "");
  try {
    const headers = { "Fourpoint-Fragment": "1" };
    const response = await fetch(location.href, { method: "POST", body, headers, signal, credentials: "same-origin" });
    const holder = document.createElement("template");
    holder.innerHTML = await response.text();
    const fresh = holder.content.querySelector("[data-sharing-answer]");
    if (fresh && !signal.aborted) { answer.replaceChildren(...fresh.childNodes); enhance(answer); }
  } catch (error) {
    // The button still asks; a failed answer must not take the form away.
    if (error.name !== "AbortError") answer.setAttribute("data-stale", "");
  } finally {
    if (!signal.aborted) answer.removeAttribute("data-busy");
  }
}

export function watchSharing(enhance) {
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-sharing]");
    const choice = form?.querySelector("[data-sharing-choice]");
    if (form && !QUIET.has(event.target.name) && !isHalf(event.target) && (!choice || choice.contains(event.target))) ask(form, enhance);
  });
}
