// The park map: Leaflet over our own layers, fetched by URL; a pick goes back as one id.
import { drawLegend, drawLayerPanel, drawWatermark } from "./frame.js";
import { loadScript, loadStyles } from "./load.js";
import { drawMarkers } from "./markers.js";
import { latlngOf, shapesLayer, shapesOf } from "./shapes.js";
import { showTiles } from "./tiles.js";
import { chooseUnit, dropUnits, listenToUnits, pick, repaintUnits, takeUnits, unitsBounds } from "./units.js";
import { free, startWhole } from "./whole.js";

const maps = new WeakMap();
let leaflet;

const loadLeaflet = () => leaflet ??= window.L ? Promise.resolve() : loadScript("../vendor/leaflet/leaflet.js");

const PANES = { background: 210, tiles: 230, area: 260, units: 400, above: 430, outline: 440, chosen: 450, names: 620, ranks: 630 };

function makeMap(div, data) {
  // Leaflet takes the focus when a mouse goes down; were the page scrolled for it, the click would fall on other ground.
  div.focus = options => HTMLElement.prototype.focus.call(div, { preventScroll: true, ...options });
  const map = L.map(div, { center: [64.5, 13], zoom: 4, zoomControl: false, zoomSnap: 0.25, zoomDelta: 0.5, maxZoom: 20, wheelPxPerZoomLevel: 90, attributionControl: true });
  // A ring around the map is for the keyboard: Leaflet focuses the map by script, which browsers take for a key.
  div.addEventListener("pointerdown", () => div.classList.add("pointed"));
  div.addEventListener("keydown", () => div.classList.remove("pointed"));
  map.attributionControl.setPrefix("");
  L.control.zoom({ zoomInTitle: data.words.zoom_in, zoomOutTitle: data.words.zoom_out }).addTo(map);
  L.control.scale({ imperial: false, maxWidth: 140 }).addTo(map);
  for (const [name, z] of Object.entries(PANES)) {
    map.createPane(name).style.zIndex = z;
    map.getPane(name).style.pointerEvents = "none";
  }
  return map;
}

async function shapesAt(url) {
  const answer = await fetch(new URL(url, document.baseURI), { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${answer.status} ${url}`);
  return shapesOf(await answer.json());
}

// The ground waits for the units, so that they are there as soon as can be.
async function showLayer(state, spec, before = null) {
  if (spec.kind === "tiles") { showTiles(state, spec); return; }
  const held = state.layers[spec.id];
  if (held?.url === spec.url) { held.layer.addTo(state.map); return; }
  held?.layer.remove();
  delete state.layers[spec.id];
  if (state.asked[spec.id] === spec.url) return;
  state.asked[spec.id] = spec.url;
  try {
    await before;
    const shapes = await shapesAt(spec.url);
    if (state.gone || state.asked[spec.id] !== spec.url || !specOf(state, spec.id)) return;
    const layer = groundLayer(state, specOf(state, spec.id), shapes);
    state.layers[spec.id] = { url: spec.url, layer };
    if (state.shown[spec.id]) layer.addTo(state.map);
    note(state, spec.id, null);
  } catch { note(state, spec.id, state.data.words.failed); }
  if (state.asked[spec.id] === spec.url) delete state.asked[spec.id];
}

function groundLayer(state, spec, shapes) {
  const paintOf = index => specOf(state, spec.id)?.codes?.[shapes.facts.code?.[index]] ?? spec.style;
  const drawn = shapesLayer(shapes, paintOf, { pane: spec.pane, order: state.data.layers.indexOf(spec) });
  if (!spec.labels) return drawn;
  const labels = shapes.facts.label ?? [];
  return L.layerGroup([drawn, ...labels.map((words, index) => label(words, latlngOf(shapes.middle(index))))]);
}

const label = (words, place) => L.tooltip(place, { content: plain(words), permanent: true, direction: "center", className: "rank", pane: "ranks" });

const specOf = (state, id) => state.data.layers.find(spec => spec.id === id);

function note(state, id, words) {
  state.notes[id] = words;
  state.panel?.note(id, words);
}

function plain(words) {
  const span = document.createElement("span");
  span.textContent = words ?? "";
  return span;
}

const pathOf = url => url?.split("?")[0];

async function showUnits(state) {
  const url = state.data.units?.url ?? null;
  if (url === state.url) { repaintUnits(state); return; }
  const again = Boolean(url) && pathOf(state.url) === pathOf(url); // the same park on another day: the map stays where it is
  state.url = url;
  state.div.dataset.ready = "";
  state.div.classList.toggle("late", again);
  if (!again) dropUnits(state);
  if (!url) { chooseUnit(state, false); return; }
  let found;
  try { found = await shapesAt(url); }
  catch {
    if (state.gone || state.url !== url) return;
    dropUnits(state);
    state.alert.textContent = state.data.words.failed;
    return;
  }
  if (state.gone || state.url !== url) return;
  state.alert.textContent = "";
  dropUnits(state);
  state.div.classList.remove("late");
  takeUnits(state, found);
  if (!again) fit(state);
  state.units.layer.addTo(state.map);
  chooseUnit(state, false);
  state.names.draw();
  state.div.dataset.ready = url;
}

function fit(state) {
  const place = state.data.bounds ?? unitsBounds(state), drawn = state.drawing?.getBounds();
  const bounds = drawn?.isValid() && place ? L.latLngBounds(place).extend(drawn) : place;
  if (bounds) state.map.fitBounds(bounds, { ...free(state), animate: false });
}

function showFitButton(state) {
  const control = L.control({ position: "topleft" });
  control.onAdd = () => {
    const bar = L.DomUtil.create("div", "leaflet-bar");
    const button = L.DomUtil.create("button", "fit", bar);
    button.type = "button"; button.textContent = "⤢";
    L.DomEvent.disableClickPropagation(bar);
    L.DomEvent.on(button, "click", () => fit(state));
    state.fitButton = button;
    return bar;
  };
  control.addTo(state.map);
}

function startState(component) {
  const root = component.parentElement, data = component.data;
  const state = { root, layers: {}, asked: {}, shown: {}, notes: {}, data, ended: new AbortController() };
  state.ready = Promise.all([loadLeaflet(), loadStyles(root, "../vendor/leaflet/leaflet.css", "map.css")]).then(() => {
    if (state.gone) return;
    state.frame = root.querySelector(".frame");
    state.frame.hidden = false;
    state.div = root.querySelector(".map");
    state.alert = root.querySelector(".alert");
    state.map = state.div.leafletMap = makeMap(state.div, data);
    listenToUnits(state);
    showFitButton(state);
    state.named = true;
    state.whole = startWhole(state, { fit: () => fit(state), pick: id => state.data.markers ? state.send("picked", id) : pick(state, id, true) });
    state.panel = drawLayerPanel(state, spec => { state.shown[spec.id] ? showLayer(state, spec) : state.layers[spec.id]?.layer.remove(); });
    state.watcher = new ResizeObserver(() => {
      if (state.gone) return;
      const hidden = state.wide === 0; // it stood in a folded part
      state.wide = state.div.clientWidth;
      state.map.invalidateSize();
      if (hidden && state.wide) fit(state);
    });
    state.watcher.observe(state.div);
  });
  return state;
}

function update(state) {
  const data = state.data;
  document.documentElement.lang = data.lang;
  state.div.setAttribute("aria-label", data.words.map_label);
  state.div.className = state.div.className.replace(/\bsea\b/, "") + (data.markers ? " sea" : "");
  state.fitButton.title = data.words.fit; state.fitButton.setAttribute("aria-label", data.words.fit);
  if (state.attribution !== data.attribution) {
    if (state.attribution) state.map.attributionControl.removeAttribution(state.attribution);
    state.attribution = data.attribution;
    const text = document.createElement("span"); text.textContent = data.attribution;
    state.attribution = text.innerHTML;
    state.map.attributionControl.addAttribution(state.attribution);
  }
  state.whole.placed();
  drawWatermark(state);
  drawLegend(state);
  for (const id of Object.keys(state.layers)) if (!specOf(state, id)) { state.layers[id].layer.remove(); delete state.layers[id]; }
  const units = showUnits(state);
  for (const spec of data.layers) {
    state.shown[spec.id] ??= spec.on;
    if (state.shown[spec.id]) showLayer(state, spec, units);
    else if (state.layers[spec.id]?.url !== spec.url) { state.layers[spec.id]?.layer.remove(); delete state.layers[spec.id]; }
  }
  state.panel.update();
  state.whole.update();
  const view = data.markers ? "norway" : data.view ?? "park";
  if (state.view !== view) { state.view = view; if (view !== "park") fit(state); }
  drawMarkers(state, id => state.send("picked", id));
  updateSketch(state);
  return units.then(() => { if (view !== "park") state.div.dataset.ready = view; });
}

// Drawing is loaded when a page first asks for it.
function updateSketch(state) {
  if (!state.data.drawing && !state.sketch) return;
  state.sketch ??= import("./sketch.js").then(({ startSketch }) => startSketch(state));
  state.sketch.then(sketch => { if (!state.gone) sketch.update(); });
}

// Streamlit takes the element away when the page's shape changes; nothing may touch the map after that.
function leave(root, state) {
  state.gone = true;
  state.ended.abort();
  state.watcher?.disconnect();
  state.map?.off();
  state.map?.stop();
  state.map?.remove();
  maps.delete(root);
}

export default function mount(component) {
  const root = component.parentElement;
  let state = maps.get(root);
  if (!state) { state = startState(component); maps.set(root, state); }
  state.data = component.data;
  state.send = component.setTriggerValue;
  state.ready.then(() => { if (!state.gone) update(state); });
  return () => leave(root, state);
}
