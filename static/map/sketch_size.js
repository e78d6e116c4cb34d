// How large a drawing is while it is drawn, and a square of so many daa to begin with.
import { el, written } from "./dom.js";
import { sizes } from "./measure.js";
import { free } from "./whole.js";

/** @typedef {{ lat: number, lng: number }} Point */

const M2_PER_DAA = 1000, STEP_DEG = 1e-3, LEAST_DAA = 0.1, MOST_DAA = 100000;

/**
 * The size of what the points draw: an area from the third point of a polygon on, else a length.
 * @param {Point[]} points
 * @param {boolean} closed whether it is to be a polygon
 * @param {string} lang
 */
export function sizeWords(points, closed, lang) {
  const { length, around, area } = sizes(points);
  return closed && points.length > 2 ? `${written(lang, area / M2_PER_DAA, 1)} daa · ${written(lang, around)} m` : `${written(lang, length)} m`;
}

/**
 * Let the size run along in a box while something is drawn; it is read by the eye alone, the finished size stands beside the map.
 * @param {any} state of the map
 * @param {HTMLElement} box
 */
export function startRunning(state, box) {
  const { map } = state;
  let working = null, closed = false;
  const show = more => {
    const points = [...(working?.getLatLngs?.() ?? []), ...more];
    box.hidden = points.length < 2;
    if (!box.hidden) box.textContent = sizeWords(points, closed, state.data.lang);
  };
  map.on("pm:drawstart", event => {
    working = event.workingLayer;
    closed = event.shape === "Polygon";
    working?.on?.("pm:vertexadded", () => show([]));
  });
  map.on("mousemove", event => { if (working?.getLatLngs?.().length) show([event.latlng]); });
  map.on("pm:drawend", () => { working = null; box.hidden = true; });
}

/**
 * The corners of a square of so many daa around a place, on the ellipsoid.
 * @param {Point} middle
 * @param {number} daa
 * @returns {Point[]}
 */
export function square(middle, daa) {
  const { lat, lng } = middle, north = sizes([middle, { lat: lat + STEP_DEG, lng }]).length / STEP_DEG;
  const east = sizes([middle, { lat, lng: lng + STEP_DEG }]).length / STEP_DEG;
  const at = half => [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([x, y]) => ({ lat: lat + y * half / north, lng: lng + x * half / east }));
  const half = Math.sqrt(daa * M2_PER_DAA) / 2;
  return at(half * Math.sqrt(daa * M2_PER_DAA / sizes(at(half)).area));
}

/**
 * A size as people write it, with comma or point and with blanks between thousands; NaN for what is no number.
 * @param {string} words
 */
export function daaOf(words) {
  const plain = words.replace(/\s/g, "").replace(",", ".");
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : NaN;
}

/**
 * The field and button that lay a square on the bare part of the map.
 * @param {any} state of the map
 * @param {Record<string, string>} words
 * @param {(corners: Point[]) => void} add
 */
export function squareTool(state, words, add) {
  const field = el("input", { type: "text", maxlength: "9", inputmode: "decimal", "aria-label": words.square_daa, placeholder: "daa" });
  const lay = event => {
    event.preventDefault();
    const daa = daaOf(field.value), fits = daa >= LEAST_DAA && daa <= MOST_DAA;
    field.setCustomValidity(fits ? "" : words.square_wrong);
    if (fits) add(square(bareMiddle(state), daa));
    else field.reportValidity();
  };
  field.addEventListener("input", () => field.setCustomValidity(""));
  return el("form", { class: "square", onsubmit: lay }, field, el("button", { type: "submit", "data-tool-square": "" }, words.square));
}

/** The middle of what panel, key and sheet leave over. */
function bareMiddle({ map, ...state }) {
  const { paddingTopLeft: [left, top] = [0, 0], paddingBottomRight: [right, bottom] = [0, 0] } = free({ map, ...state }), { x, y } = map.getSize();
  return map.containerPointToLatLng([(left + x - right) / 2, (top + y - bottom) / 2]);
}
