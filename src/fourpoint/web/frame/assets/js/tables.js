// Headers of tables become buttons that sort. Numbers are compared by their bare values, words as words.

const ORDER = { none: "ascending", descending: "ascending", ascending: "descending" };

function valueOf(row, index) {
  const cell = row.children[index];
  const bare = cell.dataset.value;
  if (bare !== undefined) return Number(bare);
  const text = cell.textContent.trim();
  const number = Number(text.replace(/[,%]/g, "").replace("\u2212", "-"));
  return text !== "" && Number.isFinite(number) ? number : text;
}

// What is not known stands last either way.
function compare(first, second, sign) {
  const numbers = [typeof first === "number", typeof second === "number"];
  if (numbers[0] && numbers[1]) return sign * (first - second);
  if (numbers[0] !== numbers[1]) return numbers[0] ? -1 : 1;
  return sign * first.localeCompare(second, "en-GB", { numeric: true });
}

function sort(table, header, index) {
  const order = ORDER[header.getAttribute("aria-sort") ?? "none"] ?? "ascending";
  for (const other of table.tHead.rows[0].cells) other.setAttribute("aria-sort", "none");
  header.setAttribute("aria-sort", order);
  const body = table.tBodies[0];
  const sign = order === "ascending" ? 1 : -1;
  const rows = [...body.rows].map((row) => ({ row, value: valueOf(row, index) }));
  rows.sort((one, two) => compare(one.value, two.value, sign));
  body.append(...rows.map(({ row }) => row));
}

export function sortTables(root) {
  for (const table of root.querySelectorAll("table[data-sortable]")) {
    if (table.tBodies[0].rows.length < 3) continue;
    table.removeAttribute("data-sortable");
    [...table.tHead.rows[0].cells].forEach((header, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...header.childNodes);
      button.addEventListener("click", () => sort(table, header, index));
      header.replaceChildren(button);
      header.setAttribute("aria-sort", "none");
    });
  }
}
