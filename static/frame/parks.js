// The table of parks: a name is a button that opens the park.
import { el } from "../map/dom.js";
import { loadStyles } from "../map/load.js";

/**
 * @typedef {{ id: string, name: string, example: boolean, cells: string[] }} Row
 * @typedef {{ caption: string, head: string[], mark: string, rows: Row[] }} ParksData
 */

/** @type {WeakMap<Node, { told?: string, styles: Promise<any> }>} */
const tables = new WeakMap();

/**
 * @param {Row} row
 * @param {ParksData} data
 * @param {(id: string) => void} pick
 */
function line(row, data, pick) {
  const name = el("button", { type: "button", "data-park": row.id, onclick: () => pick(row.id) }, row.name);
  const mark = row.example ? [el("small", {}, data.mark)] : [];
  const cells = row.cells.map((said, place) => el("td", { "data-head": data.head[place + 1] }, said));
  return el("tr", {}, el("th", { scope: "row" }, name, ...mark), ...cells);
}

export default function mount(component) {
  const root = component.parentElement, { data } = component;
  if (!tables.has(root)) tables.set(root, { styles: loadStyles(root, "../frame/parks.css") });
  const table = tables.get(root), told = JSON.stringify(data);
  if (table.told === told) return;
  table.told = told;
  table.styles.then(() => root.querySelector("table").replaceChildren(
    el("caption", {}, data.caption),
    el("thead", {}, el("tr", {}, ...data.head.map(word => el("th", { scope: "col" }, word)))),
    el("tbody", {}, ...data.rows.map(row => line(row, data, id => component.setTriggerValue("picked", id))))));
}
