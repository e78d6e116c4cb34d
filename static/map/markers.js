// The parks on the map of Norway: circles sized by land and filled with the share in use, each with its name and its figure.
// A park without a share has a sign instead of a filling, so that no answer never looks like a figure.
// Labels look for the first free side of their ring; a click or Enter opens the park.
import { panel } from "./dom.js";

const NEAR = [[1, 0], [-1, 0], [1, -0.62], [-1, -0.62], [1, 0.62], [-1, 0.62], [0, -1], [0, 1]];
const FAR = [-1.4, 1.4, -2.2, 2.2, -3, 3, -3.8, 3.8].flatMap(dy => [[1, dy], [-1, dy]]);

const overlaps = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

function button(marker, open) {
  const node = document.createElement("button");
  node.type = "button"; node.className = "park";
  node.setAttribute("aria-label", marker.aria);
  node.dataset.park = marker.id;
  const ring = document.createElement("i"), label = document.createElement("span");
  ring.style.width = ring.style.height = `${marker.size}px`;
  ring.style.background = marker.pct == null ? marker.fill : `conic-gradient(${marker.fill} ${marker.pct}%, ${marker.rest} 0)`;
  ring.style.borderColor = marker.line;
  ring.textContent = marker.sign ?? "";
  const name = document.createElement("b"); name.textContent = marker.name;
  const figure = document.createElement("em"); figure.textContent = marker.figure;
  label.append(name, " ", figure);
  node.append(document.createElement("u"), ring, label);
  L.DomEvent.disableClickPropagation(node);
  node.onclick = () => open(marker.id);
  return node;
}

function boxesOf(point, r, w, h) {
  const near = NEAR.map(([sx, sy]) => ({
    x: point.x + (sx > 0 ? r + 4 : sx < 0 ? -r - 4 - w : -w / 2),
    y: point.y - h / 2 + sy * (sx ? h : r + h / 2 + 3), w, h,
  }));
  const far = FAR.map(([sx, sy]) => ({ x: point.x + (sx > 0 ? r + 22 : -r - 22 - w), y: point.y - h / 2 + sy * h, w, h, led: true }));
  return [...near, ...far];
}

function lead(line, box, point) {
  line.hidden = !box.led;
  if (!box.led) return;
  const dx = (box.x > point.x ? box.x : box.x + box.w) - point.x, dy = box.y + box.h / 2 - point.y;
  line.style.width = `${Math.hypot(dx, dy)}px`;
  line.style.transform = `rotate(${Math.atan2(dy, dx)}rad)`;
}

function place(state) {
  const width = state.div.clientWidth, height = state.div.clientHeight;
  const spots = state.markerNodes.map(({ marker, node }) => {
    const point = state.map.latLngToContainerPoint(marker.place);
    node.style.transform = `translate(${point.x}px, ${point.y}px)`;
    return { node, point, r: marker.size / 2 };
  });
  const taken = spots.map(({ point, r }) => ({ x: point.x - r, y: point.y - r, w: 2 * r, h: 2 * r }));
  taken.push({ x: width - 230, y: height - 56, w: 230, h: 56 }, { x: 0, y: height - 40, w: 150, h: 40 }, { x: 0, y: 0, w: 50, h: 130 });
  taken.push(...covered(state));
  for (const { node, point, r } of spots.sort((a, b) => a.point.y - b.point.y)) {
    const label = node.querySelector("span"), boxes = boxesOf(point, r, label.offsetWidth, label.offsetHeight);
    const inside = box => box.x > 2 && box.x + box.w < width - 2;
    const box = boxes.find(b => inside(b) && !taken.some(t => overlaps(b, t))) ?? boxes.find(inside) ?? boxes[0];
    taken.push(box);
    label.style.transform = `translate(${box.x - point.x}px, ${box.y - point.y}px)`;
    lead(node.querySelector("u"), box, point);
  }
}

/** What lies over a map that fills the window, so that no name is put behind it. */
function covered(state) {
  if (!state.data.whole) return [];
  const stage = state.div.getBoundingClientRect(), parts = [...state.root.querySelectorAll(".side > *"), panel(), document.querySelector(".st-key-strip")];
  return parts.filter(Boolean).map(part => part.getBoundingClientRect()).map(box => ({ x: box.x - stage.x, y: box.y - stage.y, w: box.width, h: box.height }));
}

export function drawMarkers(state, open) {
  const holder = state.root.querySelector(".parks");
  const key = JSON.stringify(state.data.markers ?? null);
  state.openPark = open;
  if (state.markerKey === key) return;
  state.markerKey = key;
  state.markerNodes = (state.data.markers ?? []).map(marker => ({ marker, node: button(marker, id => state.openPark(id)) }));
  holder.replaceChildren(...state.markerNodes.map(({ node }) => node));
  if (!state.placing) {
    state.placing = () => place(state);
    state.map.on("move zoom resize viewreset", state.placing);
  }
  place(state);
}
