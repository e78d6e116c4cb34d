// What stands around the map: key, layers and the mark of example data. All words arrive as text.
import { swatch } from "./canvas.js";
import { el as made } from "./dom.js";

const el = (name, className, text) => {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
};

export function drawLegend(state) {
  const key = JSON.stringify([state.data.legend, state.data.words.legend]);
  if (state.legendKey === key) return;
  state.legendKey = key;
  const list = state.root.querySelector(".legend");
  state.root.querySelector(".key summary").textContent = state.data.words.legend;
  list.setAttribute("aria-label", state.data.words.legend);
  list.replaceChildren(...state.data.legend.map(row => {
    const item = el("li");
    if (row.style.only === "ring") item.append(ring(row.style));
    else item.append(swatch(row.style));
    item.append(el("span", "", row.label));
    return item;
  }));
}

function ring(style) {
  const dot = el("i", "ring", style.sign ?? "");
  dot.style.background = style.fill;
  dot.style.borderColor = style.line;
  return dot;
}

const TILE = { width: 260, height: 150 }; // px; a cut of 436 by 250 px of bare map holds a whole word

/** The one mark, part of the picture: over all that is drawn, and in the way of no click. */
export function drawWatermark(state) {
  const mark = state.root.querySelector(".watermark"), corner = state.root.querySelector(".corner"), words = state.data.watermark || "";
  mark.hidden = corner.hidden = !words;
  corner.textContent = state.data.corner || "";
  if (mark.dataset.words === words) return;
  mark.dataset.words = words;
  const plain = words.replace(/[^\p{L} ]/gu, ""), { width, height } = TILE;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><text x="130" y="80" text-anchor="middle" `
    + `transform="rotate(-24 130 75)" font-family="sans-serif" font-size="25" font-weight="700" letter-spacing="4" fill="#1c2a2f" fill-opacity=".13">${plain}</text></svg>`;
  mark.style.backgroundImage = plain ? `url("data:image/svg+xml,${encodeURIComponent(svg)}")` : "";
}

export function drawLayerPanel(state, toggled) {
  const panel = state.root.querySelector(".layers"), list = panel.querySelector("ul");
  const notes = {};
  L.DomEvent.disableClickPropagation(panel);
  L.DomEvent.disableScrollPropagation(panel);
  const row = spec => {
    const item = el("li"), label = el("label"), box = el("input"), words = el("em");
    box.type = "checkbox"; box.checked = state.shown[spec.id]; box.name = spec.id;
    box.onchange = () => { state.shown[spec.id] = box.checked; toggled(specNow(state, spec.id)); };
    notes[spec.id] = words; words.textContent = state.notes[spec.id] ?? "";
    const title = el("span", "", spec.title);
    if (spec.dated) title.append(el("small", "", spec.dated));
    label.append(box, swatch(spec.style), title, words);
    item.append(label, ...codes(spec.key ?? []));
    return item;
  };
  let key;
  return {
    note: (id, words) => { if (notes[id]) notes[id].textContent = words ?? ""; },
    update: () => {
      const specs = state.data.layers.filter(spec => spec.title);
      panel.hidden = specs.length === 0;
      const now = JSON.stringify([specs.map(spec => [spec.id, spec.title, spec.dated]), state.data.words.layers, state.data.whole]);
      if (now === key) return;
      key = now;
      panel.querySelector("summary").textContent = state.data.words.layers;
      list.replaceChildren(...specs.map(row), ...(state.data.whole && state.data.units ? [namesRow(state)] : []));
    },
  };
}

const specNow = (state, id) => state.data.layers.find(spec => spec.id === id);

/** What the colours of one layer mean, where it has several. */
const codes = rows => rows.length ? [made("ul", { class: "codes" }, ...rows.map(row => made("li", {}, swatch(row.style), made("span", {}, row.label))))] : [];

function namesRow(state) {
  const box = made("input", { type: "checkbox", name: "names", onchange: () => { state.named = box.checked; state.names.draw(); } });
  box.checked = state.named;
  return made("li", {}, made("label", {}, box, made("b", { "aria-hidden": "true" }, "Aa"), made("span", {}, state.data.words.names)));
}
