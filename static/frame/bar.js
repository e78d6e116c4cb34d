// The bar over every page: name, park, day, pages, the one mark, the other languages. Links are true addresses; a plain click stays in the session.
import { el } from "../map/dom.js";
import { loadStyles } from "../map/load.js";

/**
 * @typedef {{ id: string, label: string, href?: string }} Choice
 * @typedef {{ page: string, pages: Choice[], park: string, parks: Choice[], date: string, dates: Choice[], others: Choice[], lang: string,
 *   example: boolean, words: Record<string, string> }} BarData
 */

/** @type {WeakMap<Node, { told?: string, styles: Promise<any> }>} */
const bars = new WeakMap();

/**
 * @param {string} label
 * @param {Choice[]} rows
 * @param {string} chosen
 * @param {(id: string) => void} changed
 */
function choice(label, rows, chosen, changed) {
  const list = el("select", { "aria-label": label, onchange: () => changed(list.value) }, ...rows.map(row => el("option", { value: row.id }, row.label)));
  list.value = chosen;
  return list;
}

/** Whether a click asks for more than to follow the link here. */
const elsewhere = event => event.ctrlKey || event.metaKey || event.shiftKey || event.button > 0;

/** What opens under its word and closes by Escape, or when the focus leaves it. */
function folded(className, words, ...inner) {
  const node = el("details", { class: className }, el("summary", {}, words), ...inner);
  node.onkeydown = event => { if (event.key === "Escape") { node.open = false; node.querySelector("summary").focus(); } };
  node.addEventListener("focusout", event => { if (event.relatedTarget && !node.contains(event.relatedTarget)) node.open = false; });
  return node;
}

/**
 * @param {HTMLElement} header
 * @param {{ data: BarData, setTriggerValue: (name: string, value: any) => void }} component
 */
function draw(header, { data, setTriggerValue }) {
  const { words } = data;
  const go = chosen => setTriggerValue("go", chosen);
  const stays = chosen => event => {
    if (elsewhere(event)) return;
    event.preventDefault();
    go(chosen);
  };
  const pages = () => data.pages.map(page =>
    el("a", { href: page.href, "aria-current": page.id === data.page && "page", "data-page": page.id, onclick: stays({ page: page.id }) }, page.label));
  const day = () => choice(words.day, data.dates, data.date, date => go({ date }));
  const others = () => data.others.map(other =>
    el("a", { class: "other", href: other.href, lang: other.id, hreflang: other.id, onclick: stays({ lang: other.id }) }, other.label));
  const days = () => data.dates.length ? [day()] : [];
  const opened = [...header.querySelectorAll("details[open]")].map(part => part.className); // what somebody reads stays open
  header.replaceChildren(
    el("a", { class: "skip", href: "#innhold", onclick: skip }, words.skip),
    folded("menu", words.menu, el("div", {}, el("nav", { "aria-label": words.menu }, ...pages()), ...days(), ...others())),
    el("h1", {}, words.name),
    ...(data.parks.length ? [choice(words.park, data.parks, data.park, park => go({ park }))] : []),
    el("span", { class: "wide" }, ...days()),
    el("nav", { class: "wide", "aria-label": words.pages }, ...pages()),
    ...(data.example ? [folded("example", words.mark, el("p", { role: "note" }, words.sentence))] : []),
    el("span", { class: "wide" }, ...others()));
  for (const part of header.querySelectorAll("details")) part.open = opened.includes(part.className) && data.page === header.dataset.page;
  header.dataset.page = data.page;
}

function skip(event) {
  event.preventDefault();
  document.getElementById("innhold")?.focus();
}

export default function mount(component) {
  const root = component.parentElement;
  document.documentElement.lang = component.data.lang;
  // Back and forward give an address that the page does not show yet; a place within the page is no other page.
  window.parkarealBack ??= (addEventListener("popstate", () => { if (!location.hash) location.reload(); }), true);
  if (!bars.has(root)) bars.set(root, { styles: loadStyles(root, "../frame/bar.css") });
  const bar = bars.get(root), told = JSON.stringify(component.data);
  if (bar.told === told) return;
  bar.told = told;
  bar.styles.then(() => draw(root.querySelector("header"), component));
}
