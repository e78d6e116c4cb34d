// The key figures in one strip over the map; one that counts units of a kind is a button that shows only those.
import { el } from "../map/dom.js";
import { loadStyles } from "../map/load.js";

/**
 * @typedef {{ label: string, value: string, note: string, reached: boolean | null, show: string | null }} Figure
 * @typedef {{ figures: Figure[], shown: string, label: string }} StripData
 */

/** @type {WeakMap<Node, { told?: string, styles: Promise<any> }>} */
const strips = new WeakMap();

/**
 * @param {Figure} row
 * @param {StripData} data
 * @param {(show: string) => void} show
 */
function figure(row, data, show) {
  const inner = [el("span", {}, row.label), el("b", {}, row.value)];
  if (row.note) inner.push(el("small", { class: row.reached === null ? "" : row.reached ? "yes" : "no" }, row.note));
  if (!row.show) return el("div", {}, ...inner);
  const pressed = data.shown === row.show;
  return el("button", { type: "button", "aria-pressed": String(pressed), "data-show": row.show, onclick: () => show(pressed ? "all" : row.show) }, ...inner);
}

export default function mount(component) {
  const root = component.parentElement, { data } = component;
  if (!strips.has(root)) strips.set(root, { styles: loadStyles(root, "../frame/strip.css") });
  const strip = strips.get(root), told = JSON.stringify(data);
  if (strip.told === told) return;
  strip.told = told;
  strip.styles.then(() => {
    const box = root.querySelector(".strip");
    box.setAttribute("aria-label", data.label);
    box.replaceChildren(...data.figures.map(row => figure(row, data, show => component.setTriggerValue("shown", show))));
  });
}
