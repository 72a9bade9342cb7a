
"use strict";
// Columns of a row: name, id, verdict, speculation, quality, own hedges, quotes, named sources, href, note.
const rows = JSON.parse(document.getElementById("data").textContent);
const [NAME, ID, VERDICT, SPECULATION, QUALITY, HREF, NOTE] = [0, 1, 2, 3, 4, 8, 9];
const DIGITS = {3: 2, 4: 1, 5: 0, 6: 0, 7: 0};
const PAGE = 50;
const element = (id) => document.getElementById(id);
const form = document.querySelector(".filters");
const headers = [...document.querySelectorAll("[data-column]")];
const cells = [...document.querySelectorAll("[data-cell]")];
const collator = new Intl.Collator("en", {numeric: true});
let shown = rows, page = 0, cell = null;
let sorting = {column: null, falling: false};

function cellOf(row) {
  if (row[SPECULATION] === null || row[QUALITY] === null) return null;
  const column = Math.min(Math.trunc(row[SPECULATION] * 10), 9);
  return Math.min(Math.trunc((row[QUALITY] - 1) * 8 / 4), 7) * 10 + column;
}

function compare(a, b) {
  const [x, y] = [a[sorting.column], b[sorting.column]];
  if (x === null || y === null) return (x === null) - (y === null);  // what has no figure comes last, either way
  const order = typeof x === "number" ? x - y : collator.compare(x, y);
  return sorting.falling ? -order : order;
}

function choose() {
  const words = element("words").value.trim().toLowerCase(), verdict = element("verdict").value;
  shown = rows.filter((row) => (!verdict || row[VERDICT] === verdict) && (cell === null || cellOf(row) === cell)
    && (!words || `${row[NAME]} ${row[ID]}`.toLowerCase().includes(words)));
  if (sorting.column !== null) shown.sort(compare);
  page = 0;
  draw();
}

function made(tag, text, className) {
  const node = document.createElement(tag);
  node.textContent = text;
  if (className) node.className = className;
  return node;
}

function drawn(row) {
  const line = document.createElement("tr"), head = document.createElement("th"), name = made("bdi", row[NAME]);
  head.scope = "row";
  if (row[HREF]) {
    const link = document.createElement("a");
    link.href = row[HREF];
    link.append(name);
    head.append(link);
  } else head.append(name);
  for (const extra of [row[ID], row[NOTE]]) if (extra) head.append(made("bdi", extra, "extra"));
  line.append(head, made("td", row[VERDICT], `verdict ${row[VERDICT]}`));
  for (const [column, digits] of Object.entries(DIGITS)) {
    line.append(made("td", row[column] === null ? "–" : row[column].toFixed(digits)));
  }
  return line;
}

function draw() {
  const pages = Math.max(1, Math.ceil(shown.length / PAGE));
  element("rows").replaceChildren(...shown.slice(page * PAGE, (page + 1) * PAGE).map(drawn));
  element("count").textContent = `${shown.length.toLocaleString("en")} of ${rows.length.toLocaleString("en")} shown`;
  element("page").textContent = `page ${page + 1} of ${pages}`;
  element("previous").disabled = page === 0;
  element("next").disabled = page === pages - 1;
  for (const header of headers) {
    const own = sorting.column === Number(header.dataset.column);
    header.parentElement.ariaSort = own ? (sorting.falling ? "descending" : "ascending") : null;
  }
  for (const button of cells) button.ariaPressed = Number(button.dataset.cell) === cell;
}

for (const header of headers) header.addEventListener("click", () => {
  const column = Number(header.dataset.column);
  // Figures are looked at from the highest down, words from A to Z.
  sorting = {column, falling: sorting.column === column ? !sorting.falling : column >= SPECULATION};
  choose();
});

// One stop for the Tab key; the arrow keys walk from number to number.
cells.forEach((button, at) => {
  button.tabIndex = at ? -1 : 0;
  button.addEventListener("click", () => {
    cell = cell === Number(button.dataset.cell) ? null : Number(button.dataset.cell);
    choose();
  });
  button.addEventListener("keydown", (event) => {
    const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[event.key];
    const next = cells[at + step];
    if (!next) return;
    event.preventDefault();
    button.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
});
form.addEventListener("input", choose);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => {
  cell = null;
  sorting = {column: null, falling: false};
  setTimeout(choose);  // the fields are emptied after this event
});
element("previous").addEventListener("click", () => { page -= 1; draw(); });
element("next").addEventListener("click", () => { page += 1; draw(); });
draw();
