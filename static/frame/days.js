// A slider of time: the days on which something changed, told as it moves and asked for where it rests. Keys move it a day, as they do any slider.
import { el, icon } from "../map/dom.js";
import { loadStyles } from "../map/load.js";

/**
 * @typedef {{ id: string, label: string, note: string }} Day
 * @typedef {{ days: Day[], date: string, words: Record<string, string> }} DaysData
 * @typedef {{ data: DaysData, setTriggerValue: (name: string, value: any) => void }} Component
 */

const REST_MS = 250; // a key that is held passes over days
const BEFORE = "M15 5l-7 7 7 7", AFTER = "M9 5l7 7-7 7";
/** @type {WeakMap<Node, { key?: string, show?: (component: Component) => void, styles: Promise<any> }>} */
const sliders = new WeakMap();

/**
 * Where a day stands among the days; the last, today, for one that is not among them.
 * @param {Day[]} days
 * @param {string} id
 */
export function placeOf(days, id) {
  const place = days.findIndex(day => day.id === id);
  return place < 0 ? days.length - 1 : place;
}

/** What is told of a day: its words, and what changed on it. */
export const told = ({ label, note }) => note ? `${label} · ${note}` : label;

/**
 * @param {HTMLElement} box
 * @param {DaysData} data as it is when the slider is made: its days and words stay
 */
function build(box, { days, words }) {
  let send = chosen => void chosen, rest;
  const day = el("b"), note = el("small"), ticks = el("datalist", { id: "stops" }, ...days.map((_, place) => el("option", { value: place })));
  const slider = el("input", { type: "range", min: 0, max: days.length - 1, step: 1, list: "stops", "aria-label": words.label });
  const before = el("button", { type: "button", "aria-label": words.before, title: words.before }, icon(BEFORE));
  const after = el("button", { type: "button", "aria-label": words.after, title: words.after }, icon(AFTER));
  const tell = () => {
    const place = Number(slider.value);
    day.textContent = days[place].label;
    note.textContent = note.title = days[place].note;
    slider.setAttribute("aria-valuetext", told(days[place]));
    before.disabled = place === 0;
    after.disabled = place === days.length - 1;
  };
  const moved = () => {
    tell();
    clearTimeout(rest);
    rest = setTimeout(() => { rest = null; send(days[Number(slider.value)].id); }, REST_MS);
  };
  const step = by => () => { slider.value = String(Number(slider.value) + by); moved(); slider.focus(); };
  Object.assign(slider, { oninput: tell, onchange: moved });
  before.onclick = step(-1);
  after.onclick = step(1);
  box.setAttribute("aria-label", words.label);
  box.replaceChildren(before, el("div", {}, el("p", { "aria-hidden": "true" }, day, note), slider, ticks), after);
  return ({ data, setTriggerValue }) => {
    send = chosen => setTriggerValue("day", chosen);
    if (rest) return; // somebody is moving it: what they choose comes next
    slider.value = String(placeOf(days, data.date));
    tell();
  };
}

export default function mount(component) {
  const root = component.parentElement, { data } = component;
  if (!sliders.has(root)) sliders.set(root, { styles: loadStyles(root, "../frame/days.css") });
  const slider = sliders.get(root), key = JSON.stringify([data.days, data.words]);
  slider.styles.then(() => {
    if (slider.key !== key) slider.show = build(root.querySelector(".days"), data);
    slider.key = key;
    slider.show(component);
  });
}
