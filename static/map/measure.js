// Measuring: the length runs along from the second point, the area from the third. By mouse, by finger, or by key:
// space sets a point in the middle of the map, Enter finishes, Backspace takes one back, Escape leaves.
import { el, written } from "./dom.js";
import { closeTip } from "./units.js";

/** @typedef {{ lat: number, lng: number }} Point */

const E2 = 0.00669437999014, A = 6378137, RAD = Math.PI / 180; // the ellipsoid GRS 80
const LOOK = { color: "#7a0f4b", weight: 3, fillColor: "#7a0f4b", fillOpacity: 0.18, interactive: false, pane: "measure", pmIgnore: true };
const DOT = { ...LOOK, radius: 5, fillColor: "#ffffff", fillOpacity: 1, weight: 2 };

/**
 * Metres east and north of the first point, on the ellipsoid at its latitude.
 * @param {Point[]} points
 * @returns {[number, number][]}
 */
function metres(points) {
  const lat = points[0].lat * RAD, w = 1 - E2 * Math.sin(lat) ** 2;
  const east = A * Math.cos(lat) / Math.sqrt(w) * RAD, north = A * (1 - E2) / w ** 1.5 * RAD;
  return points.map(point => [(point.lng - points[0].lng) * east, (point.lat - points[0].lat) * north]);
}

/**
 * Length of the line through the points and around them, in m, and the area within, in m².
 * @param {Point[]} points at least one
 * @returns {{ length: number, around: number, area: number }}
 */
export function sizes(points) {
  const xy = metres(points), last = xy.length - 1;
  const step = i => Math.hypot(xy[i + 1][0] - xy[i][0], xy[i + 1][1] - xy[i][1]);
  const length = xy.slice(0, last).reduce((sum, _, i) => sum + step(i), 0);
  const twice = xy.reduce((sum, [x, y], i) => { const [x2, y2] = xy[i === last ? 0 : i + 1]; return sum + x * y2 - x2 * y; }, 0);
  return { length, around: length + Math.hypot(xy[last][0] - xy[0][0], xy[last][1] - xy[0][1]), area: Math.abs(twice) / 2 };
}

/**
 * The measuring tool of a map.
 * @param {any} state of the map
 * @param {HTMLElement} box where the sizes are read, and what ends the tool
 */
export function startMeasure(state, box) {
  const { map, div } = state, said = box.querySelector("span"), keys = box.querySelector("div");
  let points = [], ghost = null, drawn = [], done = false;
  map.createPane("measure").style.zIndex = "640";
  const tool = { on: false, start, stop };

  function start() {
    Object.assign(tool, { on: true });
    points = []; ghost = null; done = false;
    closeTip(state);
    div.dataset.tool = "measure";
    map.doubleClickZoom.disable();
    const { words } = state.data, button = (text, act) => el("button", { type: "button", onclick: act }, text);
    keys.replaceChildren(button(words.measure_done, finish), button(words.measure_undo, undo), button(words.measure_close, stop));
    box.hidden = false;
    show();
    div.focus();
  }

  function stop() {
    tool.on = false;
    points = []; ghost = null;
    for (const layer of drawn) layer.remove();
    drawn = [];
    box.hidden = true;
    if (div.dataset.tool === "measure") div.dataset.tool = "";
    map.doubleClickZoom.enable();
    tool.left?.();
  }

  function show() {
    const all = ghost && points.length && !done ? [...points, ghost] : points, shape = all.length > 2 ? L.polygon(all, LOOK) : L.polyline(all, LOOK);
    for (const layer of drawn) layer.remove();
    drawn = [shape, ...points.map(point => L.circleMarker(point, DOT))].map(layer => layer.addTo(map));
    said.textContent = words(all);
    /** @type {HTMLButtonElement} */ (keys.firstChild).disabled = done || points.length < 2;
  }

  function words(all) {
    const { words, lang } = state.data;
    if (all.length < 2) return words.measure_start;
    const { length, around, area } = sizes(all), m = value => `${written(lang, value)} m`;
    return all.length === 2 ? m(length) : `${written(lang, area / 1000, 1)} daa · ${m(length)} · ${words.measure_around} ${m(around)}`;
  }

  function add(point) {
    if (done) { points = []; done = false; }
    points.push(point);
    show();
  }
  function undo() { points.pop(); done = false; show(); }
  function finish() { done = points.length > 1; ghost = null; show(); }

  map.on("click", event => { if (tool.on) add(event.latlng); });
  map.on("dblclick", () => { if (tool.on) { points.pop(); finish(); } });
  map.on("mousemove", event => { if (tool.on && points.length && !done) { ghost = event.latlng; show(); } });
  div.addEventListener("keydown", event => {
    const act = tool.on && { Enter: finish, Backspace: undo, Escape: stop, " ": () => add(map.getCenter()) }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
  return tool;
}
