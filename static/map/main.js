// The park map: Leaflet over our own layers, fetched by URL; a pick goes back as one id.
import { patternedCanvas } from "./canvas.js";
import { drawLegend, drawLayerPanel, drawWatermark } from "./frame.js";
import { loadScript, loadStyles } from "./load.js";
import { drawMarkers } from "./markers.js";
import { showTiles } from "./tiles.js";

const maps = new WeakMap();
let leaflet;

const loadLeaflet = () => leaflet ??= window.L ? Promise.resolve() : loadScript("../vendor/leaflet/leaflet.js");

const PANES = { background: 210, tiles: 230, area: 260, units: 400, above: 430, outline: 440, chosen: 450, names: 620 };

function makeMap(div, data) {
  // Leaflet takes the focus when a mouse goes down; were the page scrolled for it, the click would fall on other ground.
  div.focus = options => HTMLElement.prototype.focus.call(div, { preventScroll: true, ...options });
  const map = L.map(div, { center: [64.5, 13], zoom: 4, zoomControl: false, zoomSnap: 0.25, zoomDelta: 0.5, maxZoom: 20, wheelPxPerZoomLevel: 90, attributionControl: true });
  map.attributionControl.setPrefix("");
  L.control.zoom({ zoomInTitle: data.words.zoom_in, zoomOutTitle: data.words.zoom_out }).addTo(map);
  L.control.scale({ imperial: false, maxWidth: 140 }).addTo(map);
  const renderers = {};
  for (const [name, z] of Object.entries(PANES)) {
    map.createPane(name).style.zIndex = z;
    if (name !== "units") map.getPane(name).style.pointerEvents = "none";
    renderers[name] = patternedCanvas(L, { pane: name });
  }
  return { map, renderers };
}

async function features(state, url) {
  const answer = await fetch(new URL(url, document.baseURI), { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${answer.status} ${url}`);
  return answer.json();
}

function paintOf(spec, feature) {
  return spec.codes?.[feature.properties.code] ?? spec.style;
}

async function showLayer(state, spec) {
  if (spec.kind === "tiles") { showTiles(state, spec); return; }
  const held = state.layers[spec.id];
  if (held?.url === spec.url) { held.layer.addTo(state.map); return; }
  held?.layer.remove();
  delete state.layers[spec.id];
  try {
    const found = await features(state, spec.url);
    if (state.gone) return;
    if (state.url !== state.data.units?.url && spec.url !== specOf(state, spec.id)?.url) return;
    const layer = L.geoJson(found, {
      pane: spec.pane, renderer: state.renderers[spec.pane], interactive: false, pmIgnore: true,
      style: feature => ({ paint: paintOf(spec, feature) }),
    });
    if (spec.labels) layer.eachLayer(one => one.bindTooltip(plain(one.feature.properties.label), { permanent: true, direction: "center", className: "rank", pane: "names" }));
    state.layers[spec.id] = { url: spec.url, layer };
    if (state.shown[spec.id]) layer.addTo(state.map);
    note(state, spec.id, null);
  } catch (error) { note(state, spec.id, state.data.words.failed); }
}

const specOf = (state, id) => state.data.layers.find(spec => spec.id === id);

function note(state, id, words) {
  state.notes[id] = words;
  state.panel?.note(id, words);
}

function unitPaint(state, feature) {
  const { cls, undecided, asks } = feature.properties;
  const style = state.data.classes[undecided ? `${cls}?` : cls] ?? state.data.classes.not_counted;
  const show = state.data.filter ?? "all";
  const hidden = show !== "all" && !(show === "confirm" ? asks : cls === show);
  return hidden ? { ...style, fill: "#f4f4f1", pattern: null, casing: null, line: "#b9c0bd", dash: [2, 3], weight: 0.8 } : style;
}

function plain(words) {
  const span = document.createElement("span");
  span.textContent = words ?? "";
  return span;
}

function tip(state, feature) {
  const p = feature.properties, words = state.data.words;
  const span = document.createElement("span");
  const small = p.area_m2 < 50, measured = p.area_m2 != null;
  const number = new Intl.NumberFormat(state.data.lang === "nb" ? "nb-NO" : "en-GB", { maximumFractionDigits: 1 });
  const area = small ? `${number.format(p.area_m2)} m²` : `${number.format(p.area_m2 / 1000)} daa`;
  const parts = [p.name ?? words.unregistered, state.data.classes[p.cls]?.label ?? p.cls, ...(measured ? [area] : [])];
  if (p.undecided) parts.push(words.undecided);
  span.textContent = parts.join(" · ");
  return span;
}

async function showUnits(state) {
  const url = state.data.units?.url ?? null;
  if (url === state.url) { repaint(state); return; }
  state.url = url;
  state.div.dataset.ready = "";
  state.units?.remove(); state.units = null;
  if (!url) return;
  let found;
  try { found = await features(state, url); }
  catch (error) { state.alert.textContent = state.data.words.failed; return; }
  if (state.gone || state.url !== url) return;
  state.alert.textContent = "";
  state.units = L.geoJson(found, {
    pane: "units", renderer: state.renderers.units, pmIgnore: true,
    style: feature => ({ paint: unitPaint(state, feature) }),
  });
  state.units.bindTooltip(layer => tip(state, layer.feature), { sticky: true, className: "tip" });
  state.units.on("click", event => pick(state, event.propagatedFrom.feature.properties.unit_id));
  state.units.addTo(state.map);
  fit(state);
  choose(state, false);
  state.div.dataset.units = state.units.getLayers().length;
  state.div.dataset.ready = url;
}

function repaint(state) {
  if (!state.units) return;
  state.units.eachLayer(layer => { layer.options.paint = unitPaint(state, layer.feature); });
  state.renderers.units._redraw ? state.renderers.units._reset() : null;
  choose(state, false);
}

function pick(state, id) {
  state.data.selected = id;
  choose(state, true);
  state.send("picked", id);
}

function choose(state, clicked) {
  const id = state.data.selected ?? null;
  if (id === state.chosenId && state.chosen && state.map.hasLayer(state.chosen)) return;
  state.chosen?.remove(); state.chosen = null; state.chosenId = id;
  if (!id || !state.units) return;
  const layer = state.units.getLayers().find(l => l.feature.properties.unit_id === id);
  if (!layer) return;
  state.chosen = L.geoJson(layer.feature, {
    pane: "chosen", renderer: state.renderers.chosen, interactive: false, pmIgnore: true,
    style: { paint: { line: "#0a0f12", weight: 3.5, casing: "#ffffff" } },
  }).addTo(state.map);
  const seen = state.map.getBounds().contains(layer.getBounds());
  if (!clicked && !seen) state.map.fitBounds(layer.getBounds(), { maxZoom: state.map.getZoom(), animate: false });
}

function fit(state) {
  const bounds = state.data.bounds ?? state.units?.getBounds();
  if (bounds) state.map.fitBounds(bounds, { padding: [14, 14], animate: false });
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
  const state = { root, layers: {}, shown: {}, notes: {}, data };
  state.ready = Promise.all([loadLeaflet(), loadStyles(root, "../vendor/leaflet/leaflet.css", "map.css")]).then(() => {
    if (state.gone) return;
    state.frame = root.querySelector(".frame");
    state.frame.hidden = false;
    state.div = root.querySelector(".map");
    state.alert = root.querySelector(".alert");
    Object.assign(state, makeMap(state.div, data));
    state.div.leafletMap = state.map;
    showFitButton(state);
    state.panel = drawLayerPanel(state, spec => { state.shown[spec.id] ? showLayer(state, spec) : state.layers[spec.id]?.layer.remove(); });
    state.watcher = new ResizeObserver(() => { if (!state.gone) state.map.invalidateSize(); });
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
  drawWatermark(state);
  drawLegend(state);
  for (const id of Object.keys(state.layers)) if (!specOf(state, id)) { state.layers[id].layer.remove(); delete state.layers[id]; }
  for (const spec of data.layers) {
    state.shown[spec.id] ??= spec.on;
    if (state.shown[spec.id]) showLayer(state, spec);
    else if (state.layers[spec.id]?.url !== spec.url) { state.layers[spec.id]?.layer.remove(); delete state.layers[spec.id]; }
  }
  state.panel.update();
  const view = data.markers ? "norway" : data.view ?? "park";
  if (state.view !== view) { state.view = view; if (view !== "park") fit(state); }
  drawMarkers(state, id => state.send("picked", id));
  updateSketch(state);
  return showUnits(state).then(() => { if (view !== "park") state.div.dataset.ready = view; });
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
