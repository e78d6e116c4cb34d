// The parks on the map of Norway: rings sized by land, coloured by rate, each with its name and its figure.
// Labels look for the first free side of their ring; a click or Enter opens the park.
const SIDES = [[1, 0], [-1, 0], [1, -1], [-1, -1], [1, 1], [-1, 1], [0, -1], [0, 1]];

const overlaps = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

function button(marker, open) {
  const node = document.createElement("button");
  node.type = "button"; node.className = "park";
  node.setAttribute("aria-label", marker.aria);
  node.dataset.park = marker.id;
  const ring = document.createElement("i"), label = document.createElement("span");
  ring.style.width = ring.style.height = `${marker.size}px`;
  ring.style.background = marker.fill; ring.style.borderColor = marker.line;
  const name = document.createElement("b"); name.textContent = marker.name;
  const figure = document.createElement("em"); figure.textContent = marker.figure;
  label.append(name, figure);
  node.append(ring, label);
  L.DomEvent.disableClickPropagation(node);
  node.onclick = () => open(marker.id);
  return node;
}

function place(state) {
  const spots = state.markerNodes.map(({ marker, node }) => {
    const point = state.map.latLngToContainerPoint(marker.place);
    node.style.transform = `translate(${point.x}px, ${point.y}px)`;
    const r = marker.size / 2;
    return { marker, node, point, r };
  });
  const taken = spots.map(({ point, r }) => ({ x: point.x - r, y: point.y - r, w: 2 * r, h: 2 * r }));
  const width = state.div.clientWidth;
  for (const { node, point, r } of spots.sort((a, b) => b.r - a.r)) {
    const label = node.lastChild, w = label.offsetWidth, h = label.offsetHeight;
    const boxes = SIDES.map(([sx, sy]) => ({
      x: point.x + (sx > 0 ? r + 4 : sx < 0 ? -r - 4 - w : -w / 2),
      y: point.y - h / 2 + sy * (sx ? h * 0.62 : r + h / 2 + 3), w, h,
    }));
    const inside = box => box.x > 2 && box.x + w < width - 2;
    const box = boxes.find(b => inside(b) && !taken.some(t => overlaps(b, t))) ?? boxes.find(inside) ?? boxes[0];
    taken.push(box);
    label.style.transform = `translate(${box.x - point.x}px, ${box.y - point.y}px)`;
  }
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
