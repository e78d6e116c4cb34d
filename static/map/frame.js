// What stands around the map: legend, layer panel and the mark of example data. All words arrive as text.
import { swatch } from "./canvas.js";

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
  const dot = el("i", "ring");
  dot.style.background = style.fill;
  dot.style.borderColor = style.line;
  return dot;
}

export function drawWatermark(state) {
  const mark = state.root.querySelector(".watermark"), corner = state.root.querySelector(".corner");
  const words = state.data.watermark || "";
  mark.hidden = corner.hidden = !words;
  if (mark.dataset.words === words + state.data.corner) return;
  mark.dataset.words = words + state.data.corner;
  mark.replaceChildren(...Array.from({ length: words ? 12 : 0 }, () => {
    const span = el("span");
    span.dataset.words = words; // drawn by the style sheet: decoration, not text that must be read
    return span;
  }));
  corner.textContent = state.data.corner || "";
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
    item.append(label);
    return item;
  };
  let key;
  return {
    note: (id, words) => { if (notes[id]) notes[id].textContent = words ?? ""; },
    update: () => {
      const specs = state.data.layers.filter(spec => spec.title);
      panel.hidden = specs.length === 0;
      const now = JSON.stringify(specs.map(spec => [spec.id, spec.title, spec.dated])) + state.data.words.layers;
      if (now === key) return;
      key = now;
      panel.querySelector("summary").textContent = state.data.words.layers;
      list.replaceChildren(...specs.map(row));
    },
  };
}

const specNow = (state, id) => state.data.layers.find(spec => spec.id === id);
