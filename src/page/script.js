"use strict";
// The sessions, a line of JSON each, become a table.
const lines = document.querySelector("#sessions");
const sessions = lines.textContent.split("\n").filter((line) => line).map((line) => JSON.parse(line));
if (sessions.length > 0) {
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  const body = table.createTBody();
  for (const name of Object.keys(sessions[0])) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = name.replaceAll("_", " ");
    head.append(cell);
  }
  for (const session of sessions) {
    const row = body.insertRow();
    for (const [name, value] of Object.entries(session)) {
      const cell = row.insertCell();
      cell.textContent = Array.isArray(value) ? value.join(name === "command_line" ? " " : ", ") : value ?? "";
      if (typeof value === "number") cell.dataset.value = value;
    }
  }
  table.className = "sortable";
  const scroll = document.createElement("div");
  scroll.className = "scroll";
  scroll.id = lines.id;
  scroll.tabIndex = 0;
  scroll.append(table);
  lines.replaceWith(scroll);
}
// Tables are sorted by their heads, with mouse or keyboard; empty cells stay at the end.
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = Array.from(table.tHead.rows[0].cells);
  const key = (row, column) => {
    const cell = row.cells[column];
    const value = cell.dataset.value;
    if (value === undefined) return cell.textContent;
    return value === "" ? null : Number(value);
  };
  const compare = (a, b) => typeof a === "number" ? a - b : a.localeCompare(b, "en", { numeric: true });
  heads.forEach((head, column) => {
    if (head.textContent === "") return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const body = table.tBodies[0];
      const numbers = body.rows.length > 0 && body.rows[0].cells[column].dataset.value !== undefined;
      const before = head.getAttribute("aria-sort");
      // numbers are first wanted from the largest down
      const down = before === null ? numbers : before === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = Array.from(body.rows, (row) => [key(row, column), row]);
      rows.sort(([a], [b]) => {
        if (a === null || b === null) return (a === null) - (b === null);
        return down ? compare(b, a) : compare(a, b);
      });
      body.append(...rows.map(([, row]) => row));
    });
  });
}
// On a narrow screen figures are small until they are enlarged.
for (const figure of document.querySelectorAll("figure > .scroll")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "enlarge";
  button.textContent = "Enlarge";
  button.addEventListener("click", () => {
    button.textContent = figure.classList.toggle("large") ? "Fit the screen" : "Enlarge";
  });
  figure.after(button);
}
// What is folded away is printed all the same.
let opened = [];
addEventListener("beforeprint", () => {
  opened = Array.from(document.querySelectorAll("details:not([open])"));
  for (const details of opened) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
});
