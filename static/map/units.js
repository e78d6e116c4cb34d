// The land units: how they are painted, what their tips say, which one is picked and chosen.
import { boundsOf, placeOf, shapesLayer } from "./shapes.js";
import { free } from "./whole.js";

const CHOSEN = { line: "#0a0f12", weight: 3.5, casing: "#ffffff" };
const ASIDE = { fill: "#f4f4f1", pattern: null, casing: null, line: "#b9c0bd", dash: [2, 3], weight: 0.8 };
const NEAR_ZOOM = 16.5; // where a searched unit stands among its neighbours
const SHEET_MS = 240; // a sheet has its new height only after the page's answer
const REACH_PX = 6; // how near to a point the mouse must come

export function takeUnits(state, shapes) {
  state.units = { shapes, layer: shapesLayer(shapes, index => unitPaint(state, shapes.facts, index), { pane: "units" }), looks: looksOf(state) };
  state.div.parkUnits = shapes;
  state.div.dataset.units = shapes.count;
}

export function dropUnits(state) {
  state.units?.layer.remove();
  state.units = null;
  delete state.div.parkUnits;
  closeTip(state);
}

// Every answer of the page comes here; the units are drawn anew only where they look different.
export function repaintUnits(state) {
  const looks = looksOf(state);
  if (state.units && state.units.looks !== looks) { state.units.looks = looks; state.units.layer.redraw(); }
  chooseUnit(state, false);
}

const looksOf = state => JSON.stringify([state.data.filter, state.data.classes, state.data.changed]);

// Units answer to the mouse unless something is being drawn over them.
export function listenToUnits(state) {
  const { map, div } = state;
  map.on("mousemove", event => showTip(state, event.latlng));
  map.on("mouseout dragstart zoomstart", () => closeTip(state));
  map.on("click", event => {
    const index = unitAt(state, event.latlng);
    div.classList.toggle("over", index >= 0);
    if (index >= 0) pick(state, state.units.shapes.facts.unit_id[index]);
  });
}

export function closeTip(state) {
  state.div.classList.remove("over");
  state.tip?.remove();
  state.tipOf = -1;
}

function unitAt(state, latlng) {
  if (!state.units || state.div.dataset.tool || state.div.classList.contains("late")) return -1;
  const place = placeOf(latlng), beside = placeOf(state.map.layerPointToLatLng(state.map.latLngToLayerPoint(latlng).add([REACH_PX, 0])));
  return state.units.shapes.at(place, beside[0] - place[0]);
}

function showTip(state, latlng) {
  const index = unitAt(state, latlng);
  if (index < 0) { closeTip(state); return; }
  state.div.classList.add("over");
  state.tip ??= L.tooltip({ className: "tip", pane: "tooltipPane" });
  if (state.tipOf !== index) state.tip.setContent(tipWords(state, state.units.shapes.fact(index)));
  state.tipOf = index;
  state.tip.setLatLng(latlng);
  if (!state.map.hasLayer(state.tip)) state.tip.addTo(state.map);
}

function unitPaint(state, { cls, undecided, asks, unit_id }, index) {
  const { changed, looks } = state.data;
  if (changed) return looks[changed[unit_id[index]]] ?? { ...state.data.classes.not_counted, ...ASIDE };
  const code = cls[index], style = state.data.classes[undecided?.[index] ? `${code}?` : code] ?? state.data.classes.not_counted;
  const show = state.data.filter ?? "all";
  return show === "all" || (show === "confirm" ? asks?.[index] : code === show) ? style : { ...style, ...ASIDE };
}

function tipWords(state, unit) {
  const words = state.data.words, small = unit.area_m2 < 50, measured = unit.area_m2 != null;
  const number = new Intl.NumberFormat(state.data.lang, { maximumFractionDigits: 1 });
  const area = small ? `${number.format(unit.area_m2)} m²` : `${number.format(unit.area_m2 / 1000)} daa`;
  const parts = [unit.name ?? words.unregistered, state.data.classes[unit.cls]?.label ?? unit.cls, ...(measured ? [area] : [])];
  if (unit.undecided) parts.push(words.undecided);
  const span = document.createElement("span");
  span.append(...parts.flatMap((part, place) => [place ? " · " : "", Object.assign(document.createElement("bdi"), { textContent: part })]));
  return span;
}

/** A unit is picked: by a click on it, or by its name, and then the map goes there. */
export function pick(state, id, named = false) {
  state.data.selected = id;
  if (named) { state.chosenId = null; showUnit(state, id); }
  chooseUnit(state, true);
  state.send("picked", id);
}

function showUnit(state, id) {
  const index = state.units?.shapes.facts.unit_id?.indexOf(id) ?? -1, bounds = index < 0 ? null : boundsOf(state.units.shapes.extent(index));
  if (bounds) state.map.fitBounds(bounds, { ...free(state), maxZoom: NEAR_ZOOM, animate: false });
}

export function chooseUnit(state, clicked) {
  const id = state.data.selected ?? null, shapes = state.units?.shapes;
  if (id === state.chosenId && state.chosen?.options.shapes === shapes) return;
  state.chosen?.remove(); state.chosen = null; state.chosenId = id;
  const index = id && shapes ? shapes.facts.unit_id?.indexOf(id) ?? -1 : -1;
  if (index < 0) return;
  state.chosen = shapesLayer(shapes, () => CHOSEN, { pane: "chosen", only: index }).addTo(state.map);
  const bounds = boundsOf(shapes.extent(index));
  if (!clicked && bounds && !state.map.getBounds().contains(bounds)) state.map.fitBounds(bounds, { ...free(state), maxZoom: state.map.getZoom(), animate: false });
  if (state.data.whole && bounds) setTimeout(() => { if (!state.gone) state.map.panInside(bounds.getCenter(), { ...free(state), animate: false }); }, SHEET_MS);
}

export const unitsBounds = state => boundsOf(state.units?.shapes.extent() ?? null);
