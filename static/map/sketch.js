// Drawing on the map: polygons, lines and points by Geoman, with tools of our own over the map.
// What is drawn goes back as one GeoJSON collection each time it changes; nothing here decides whether it is right.
import { setSheet } from "../frame/grip.js";
import { panel } from "./dom.js";
import { loadScript, loadStyles } from "./load.js";
import { squareTool, startRunning } from "./sketch_size.js";
import { reachPx, startSnap } from "./snap.js";
import { closeTip, unitsBounds } from "./units.js";
import { free } from "./whole.js";

const SHAPES = { polygon: "Polygon", line: "Line", point: "CircleMarker" };
const PANE = "drawn";
const LOOK = { color: "#8a0f5c", weight: 3, fillColor: "#8a0f5c", fillOpacity: 0.16, pane: PANE };
const POINT = { ...LOOK, radius: 7, fillOpacity: 0.9, color: "#ffffff" };
const DECIMALS = 8;
const SETTLED_MS = 250, HINT_PX = 5;
let geoman;

const loadGeoman = () => geoman ??= window.L.PM ? Promise.resolve() : loadScript("../vendor/leaflet-geoman-free/leaflet-geoman.min.js");

export async function startSketch(state) {
  const bar = state.root.querySelector(".tools"), said = state.root.querySelector(".hint");
  try { await Promise.all([loadGeoman(), loadStyles(state.root, "../vendor/leaflet-geoman-free/leaflet-geoman.css", "sketch.css")]); }
  catch {
    said.hidden = false;
    return { update: () => { said.textContent = state.data.drawing?.words.say_failed ?? ""; } };
  }
  if (state.gone) return { update: () => {} };
  const sketch = { state, bar, said, tool: null, turn: null };
  prepareMap(sketch);
  startRunning(state, state.root.querySelector(".running"));
  const under = new ResizeObserver(() => { said.style.top = state.data.whole ? `${bar.getBoundingClientRect().bottom + HINT_PX}px` : ""; });
  under.observe(bar); // the tools take one row or two
  state.ended.signal.addEventListener("abort", () => under.disconnect());
  return { update: () => update(sketch) };
}

function prepareMap(sketch) {
  const { map } = sketch.state;
  L.PM.reInitLayer(map);
  map.createPane(PANE).style.zIndex = 460;
  map.createPane("corners").style.zIndex = 640;
  sketch.group = sketch.state.drawing = L.featureGroup().addTo(map);
  map.pm.setGlobalOptions({
    layerGroup: sketch.group, snapDistance: reachPx(), allowSelfIntersection: false, continueDrawing: false, tooltips: true,
    panes: { layerPane: PANE, vertexPane: "corners", markerPane: "corners" },
    pathOptions: LOOK, templineStyle: LOOK, hintlineStyle: { ...LOOK, dashArray: "5 5" }, resizeableCircleMarker: false,
  });
  map.pm.Draw.CircleMarker.setPathOptions(POINT);
  sketch.snap = startSnap(sketch.state, PANE);
  map.on("pm:create pm:remove", () => told(sketch));
  map.on("pm:globaldrawmodetoggled", event => { if (!event.enabled && !sketch.switching) use(sketch, null); });
  sketch.group.on("pm:edit pm:dragend", () => told(sketch));
  sketch.state.div.addEventListener("keydown", event => onKey(sketch, event));
}

function onKey(sketch, event) {
  if (!sketch.tool) return;
  if (event.key === "Escape") use(sketch, null);
  else if (event.key === "Enter") finish(sketch);
  else if (event.key === "Backspace") undo(sketch);
  else return;
  event.preventDefault();
}

// What stands on the map goes back when it has stood still for a moment.
function told(sketch) {
  clearTimeout(sketch.timer);
  sketch.timer = setTimeout(() => {
    if (sketch.state.gone) return;
    const features = sketch.group.getLayers().map(layer => ({ ...layer.toGeoJSON(DECIMALS), properties: {} }));
    sketch.state.div.dataset.drawn = features.length;
    sketch.state.send("drawn", { type: "FeatureCollection", features });
  }, SETTLED_MS);
}

function update(sketch) {
  const { state, bar, said } = sketch, asked = state.data.drawing;
  bar.hidden = said.hidden = !asked;
  if (!asked) { use(sketch, null); sketch.group.clearLayers(); sketch.turn = null; return; }
  speak(sketch, asked.words);
  drawTools(sketch, asked);
  if (sketch.turn === asked.turn) return;
  sketch.turn = asked.turn;
  clearTimeout(sketch.timer);
  use(sketch, null);
  sketch.group.clearLayers();
  L.geoJSON(asked.shapes, { ...LOOK, pointToLayer: (_, place) => L.circleMarker(place, POINT) })
    .eachLayer(layer => sketch.group.addLayer(layer));
  state.div.dataset.drawn = sketch.group.getLayers().length;
  show(state, sketch.group.getBounds());
}

// What does not lie within the view is shown together with the units that it is judged against.
function show(state, bounds) {
  if (!bounds.isValid() || state.map.getBounds().contains(bounds)) return;
  bounds.extend(unitsBounds(state) ?? bounds);
  state.map.fitBounds(bounds, { ...free(state), maxZoom: 17, animate: false });
}

function speak(sketch, words) {
  const lang = sketch.state.data.lang;
  if (sketch.lang === lang) return;
  sketch.lang = lang;
  sketch.state.map.pm.setLang(`parkareal${lang}`, { tooltips: {
    firstVertex: words.tip_first, continueLine: words.tip_next, finishLine: words.tip_line, finishPoly: words.tip_polygon,
    placeCircleMarker: words.tip_point,
  } });
}

function drawTools(sketch, { kinds, words }) {
  const key = JSON.stringify([kinds, words]);
  if (sketch.toolKey !== key) {
    sketch.toolKey = key;
    sketch.bar.setAttribute("aria-label", words.tools);
    const choose = [...kinds, "edit", "remove"].map(name => button(name, words[name], () => use(sketch, sketch.tool === name ? null : name)));
    /** @type {[string, (sketch: any) => void][]} */
    const ends = [["finish", finish], ["undo", undo], ["cancel", () => use(sketch, null)], ["done", () => use(sketch, null)]];
    const act = ends.map(([name, run]) => button(name, words[name], () => run(sketch), true));
    const squares = kinds.includes("polygon") ? [squareTool(sketch.state, words, corners => lay(sketch, corners))] : [];
    sketch.bar.replaceChildren(...choose, ...squares, snapSwitch(sketch, words), ...act);
  }
  showTool(sketch);
}

// A square stands where the map is bare, to be dragged to its place and reshaped.
function lay(sketch, corners) {
  use(sketch, null);
  sketch.group.addLayer(L.polygon(corners, LOOK));
  told(sketch);
  use(sketch, "edit");
}

// Whether corners snap; one that is held by the Alt key is free for so long.
function snapSwitch(sketch, words) {
  const node = button("snap", words.snap, () => { sketch.snap.on = !sketch.snap.on; showSnap(); });
  const showSnap = () => node.setAttribute("aria-pressed", String(sketch.snap.on));
  delete node.dataset.tool;
  node.dataset.snap = "";
  node.title = words.snap_help;
  showSnap();
  return node;
}

function button(name, words, run, acts = false) {
  const node = document.createElement("button");
  node.type = "button"; node.textContent = words; node.onclick = run;
  node.dataset[acts ? "act" : "tool"] = name;
  return node;
}

function showTool(sketch) {
  const { bar, said, tool } = sketch, words = sketch.state.data.drawing?.words;
  if (!words) return;
  for (const node of bar.querySelectorAll("[data-tool]")) node.setAttribute("aria-pressed", String(node.dataset.tool === tool));
  const acts = tool === "polygon" || tool === "line" ? ["finish", "undo", "cancel"] : tool ? ["done"] : [];
  for (const node of bar.querySelectorAll("[data-act]")) node.hidden = !acts.includes(node.dataset.act);
  said.textContent = words[`say_${tool ?? "idle"}`];
}

// While a tool is in hand, the units under it neither answer nor show their tips.
function use(sketch, tool) {
  const { map } = sketch.state, before = sketch.tool;
  if (before === tool) return;
  sketch.tool = tool;
  sketch.switching = true;
  map.pm.disableDraw(SHAPES[before] ?? "Polygon");
  map.pm.disableGlobalEditMode();
  map.pm.disableGlobalRemovalMode();
  sketch.switching = false;
  if (tool) closeTip(sketch.state);
  if (tool && sketch.state.data.whole) setSheet(panel(), "peek"); // a finger needs the ground that the sheet lies on
  if (SHAPES[tool]) map.pm.enableDraw(SHAPES[tool], { finishOnEnter: false });
  else if (tool === "edit") map.pm.enableGlobalEditMode({ allowSelfIntersection: false, draggable: true, snapDistance: reachPx() });
  else if (tool === "remove") map.pm.enableGlobalRemovalMode();
  sketch.state.div.dataset.tool = tool ?? "";
  showTool(sketch);
}

const drawing = sketch => SHAPES[sketch.tool] && sketch.state.map.pm.Draw[SHAPES[sketch.tool]];

function finish(sketch) {
  if (sketch.tool === "polygon" || sketch.tool === "line") drawing(sketch)._finishShape();
}

function undo(sketch) {
  if (sketch.tool === "polygon" || sketch.tool === "line") drawing(sketch)._removeLastVertex();
}
