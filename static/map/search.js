// Search with suggestions: arrow keys, Enter, Escape. Parks are found among those on the map, units by the server, which has all their names and numbers.
import { el, written } from "./dom.js";

/** @typedef {{ id: string, name: string | null, parcel?: string | null, cls?: string, area_m2?: number, figure?: string }} Hit */

const MOST = 8;
const STILL_MS = 120; // between two letters
const plain = text => (text ?? "").toLowerCase().replace(/\s+/g, " ").trim();

/**
 * Which parks a few letters mean, those that begin with them first.
 * @param {Hit[]} rows
 * @param {string} asked
 * @returns {Hit[]}
 */
export function among(rows, asked) {
  const at = row => plain(row.name).indexOf(plain(asked));
  return rows.filter(row => at(row) >= 0).sort((one, other) => at(one) - at(other)).slice(0, MOST);
}

/**
 * @param {HTMLElement} box has the field and the list
 * @param {any} state of the map
 * @param {(hit: Hit) => void} chosen
 */
export function startSearch(box, state, chosen) {
  const input = box.querySelector("input"), list = box.querySelector("ul");
  let hits = [], marked = -1, turn = 0, timer = 0;
  input.id = "map-search"; list.id = "map-hits";
  input.setAttribute("aria-controls", list.id);

  async function found(asked) {
    if (state.data.markers) return among(state.data.markers, asked);
    const url = new URL(state.data.search.url, document.baseURI);
    url.searchParams.set("q", asked);
    const answer = await fetch(url, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(`${answer.status} ${url}`);
    return answer.json();
  }

  async function find() {
    const asked = input.value.trim(), mine = ++turn;
    if (!asked) { close(); return; }
    let rows = [], words = state.data.words.search_none;
    try { rows = await found(asked); }
    catch { words = state.data.words.failed; }
    if (mine !== turn || state.gone) return;
    hits = rows.slice(0, MOST);
    list.replaceChildren(...hits.map(option));
    if (!hits.length) list.append(el("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, words));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(hits.length ? 0 : -1);
  }

  function option(hit, index) {
    const { lang, classes, words } = state.data;
    const told = hit.figure ?? [classes[hit.cls]?.label, hit.area_m2 == null ? null : `${written(lang, hit.area_m2 / 1000, 1)} daa`].filter(Boolean).join(" · ");
    const item = el("li", { role: "option", id: `map-hit-${index}`, "aria-selected": "false", onpointerdown: event => { event.preventDefault(); take(index); } });
    item.append(el("b", {}, hit.name || words.unregistered), el("span", {}, hit.parcel && hit.parcel !== hit.name ? hit.parcel : ""), el("small", {}, told));
    return item;
  }

  function mark(index) {
    marked = index;
    for (const [i, item] of [...list.children].entries()) item.setAttribute("aria-selected", String(i === marked));
    marked >= 0 ? input.setAttribute("aria-activedescendant", `map-hit-${marked}`) : input.removeAttribute("aria-activedescendant");
  }

  function close() {
    turn += 1;
    hits = [];
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function take(index) {
    const hit = hits[index];
    if (!hit) return;
    input.value = hit.name ?? "";
    close();
    chosen(hit);
  }

  input.oninput = () => { clearTimeout(timer); timer = setTimeout(find, STILL_MS); };
  input.onblur = () => { clearTimeout(timer); close(); };
  input.onkeydown = event => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && hits.length) { event.preventDefault(); mark((marked + step + hits.length) % hits.length); }
    if (event.key === "Enter") { event.preventDefault(); take(marked); }
    if (event.key === "Escape") { input.value = ""; close(); }
  };
  return {
    update() {
      const { words, markers, search } = state.data, asks = markers ? words.search_park : words.search;
      box.hidden = !markers && !search; // a map of what is published has no units to search among
      input.placeholder = asks;
      input.setAttribute("aria-label", asks);
      list.setAttribute("aria-label", words.search_hits);
    },
  };
}
