// Names of the units, from the zoom on where they fit into them; painted on one canvas, so that thousands cost nothing.
import { latlngOf } from "./shapes.js";

const FROM_ZOOM = 14.25;
const FONT = "600 11.5px Inter, 'Source Sans', system-ui, sans-serif";
const LEAST_HEIGHT_PX = 16, BESIDE_PX = 8, PER_M = 10; // shapes count in decimetres
const LEVELS = [0.5, 0.4, 0.6, 0.3, 0.7];

/**
 * The middle of the widest level line through a shape, and its width: a bent shape does not hold its centre of gravity.
 * @param {any} shapes
 * @param {number} index
 * @returns {{ x: number, y: number, width: number }} in metres of Web Mercator
 */
export function spotOf(shapes, index) {
  const { boxes, origin } = shapes, low = boxes[4 * index + 1], high = boxes[4 * index + 3];
  let best = { x: 0, y: 0, width: 0 };
  for (const level of LEVELS) {
    const y = low + (high - low) * level + 0.5, xs = crossings(shapes, index, y);
    for (let i = 0; i + 1 < xs.length; i += 2) {
      const width = xs[i + 1] - xs[i];
      if (width > best.width * 1.2) best = { x: (xs[i] + xs[i + 1]) / 2, y, width };
    }
  }
  return { x: origin[0] + best.x / PER_M, y: origin[1] + best.y / PER_M, width: best.width / PER_M };
}

/** Where a level line meets the borders of a shape, from west to east. */
function crossings({ xy, start, first }, index, y) {
  const xs = [];
  for (let ring = first[index]; ring < first[index + 1]; ring++) {
    for (let i = start[ring], j = start[ring + 1] - 2; i < start[ring + 1]; j = i, i += 2) {
      if (xy[i + 1] > y !== xy[j + 1] > y) xs.push(xy[i] + (y - xy[i + 1]) * (xy[j] - xy[i]) / (xy[j + 1] - xy[i + 1]));
    }
  }
  return xs.sort((one, other) => one - other);
}

/**
 * What a unit may be called on the map: its name; where that does not fit, its number alone.
 * @param {string | null} name
 * @returns {string[]}
 */
export const callings = name => {
  const whole = (name ?? "").replace(/^\d{4}-/, ""), short = whole.replace(/^\D+ (?=\d)/, "");
  return whole ? [...new Set([whole, short])] : [];
};

/**
 * @param {any} state of the map; `state.named` says whether names are shown
 */
export function startNames(state) {
  const { map } = state, canvas = L.DomUtil.create("canvas", "names", map.getPane("names")), c = canvas.getContext("2d");
  let held = null, spots = [];
  map.on("moveend zoomend resize", draw);
  map.on("zoomstart", () => { canvas.style.visibility = "hidden"; });

  function draw() {
    const size = map.getSize(), ratio = devicePixelRatio || 1, shapes = state.units?.shapes;
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    Object.assign(canvas, { width: size.x * ratio, height: size.y * ratio });
    Object.assign(canvas.style, { width: `${size.x}px`, height: `${size.y}px`, visibility: "" });
    canvas.dataset.drawn = "0";
    if (!shapes || !state.named || map.getZoom() < FROM_ZOOM) return;
    if (held !== shapes) { held = shapes; spots = []; }
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    Object.assign(c, { font: FONT, textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 3.2 });
    canvas.dataset.drawn = String(write(shapes, size));
  }

  function write(shapes, size) {
    const bounds = map.getBounds(), counted = ({ x, y }) => [(x - shapes.origin[0]) * PER_M, (y - shapes.origin[1]) * PER_M];
    const [west, south] = counted(metres(bounds.getSouthWest())), [east, north] = counted(metres(bounds.getNorthEast()));
    const perM = size.x / (east - west) * PER_M, taken = [];
    for (let i = 0; i < shapes.count; i++) {
      const low = shapes.boxes[4 * i + 1], high = shapes.boxes[4 * i + 3];
      if (shapes.boxes[4 * i + 2] < west || shapes.boxes[4 * i] > east || high < south || low > north) continue;
      if ((high - low) / PER_M * perM < LEAST_HEIGHT_PX) continue;
      const spot = spots[i] ??= spotOf(shapes, i), room = spot.width * perM - BESIDE_PX;
      const words = callings(shapes.facts.name?.[i]).find(text => c.measureText(text).width < room);
      if (!words) continue;
      const at = map.latLngToContainerPoint(latlngOf([spot.x, spot.y])), half = c.measureText(words).width / 2 + 2;
      const box = [at.x - half, at.y - 8, at.x + half, at.y + 8];
      if (taken.some(other => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
      taken.push(box);
      c.strokeStyle = "#ffffffe0";
      c.fillStyle = "#14262d";
      c.strokeText(words, at.x, at.y);
      c.fillText(words, at.x, at.y);
    }
    return taken.length;
  }
  return { draw };
}

const metres = latlng => L.CRS.EPSG3857.project(latlng);
