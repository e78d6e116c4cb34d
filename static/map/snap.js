// Snapping to borders while something is drawn or reshaped: Geoman snaps to what is drawn by it; the units and outlines are on a canvas, so the
// border nearest to the hand lies there as a line of Geoman's own kind, moved along with it. The Alt key lets go for as long as it is held.
import { latlngOf, placeOf } from "./shapes.js";

const PER_M = 10, POINT = 0; // as in shapes.js
const NOWHERE = [[-80, 0], [-80, 1e-4]]; // where nothing is drawn
const SEEN = { color: "#0b5876", weight: 4, interactive: false, pmIgnore: true, snapIgnore: false };
let patched = false;

/** How near the hand must come, in pixels; a finger is less exact. */
export const reachPx = () => matchMedia("(pointer: coarse)").matches ? 24 : 14;

/**
 * The border nearest to a place, within reach; null where there is none.
 * @param {import("./shapes.js").Shapes} shapes
 * @param {number[]} place in metres of Web Mercator
 * @param {number} reach_m
 * @returns {{ from: number[], to: number[], apart_m: number } | null}
 */
export function nearestBorder(shapes, [east, north], reach_m) {
  const { xy, start, first, boxes, origin, dimension } = shapes, x = (east - origin[0]) * PER_M, y = (north - origin[1]) * PER_M;
  let apart = reach_m * PER_M, found = -1;
  for (let i = 0; i < shapes.count; i++) {
    const box = 4 * i;
    if (dimension[i] === POINT || x < boxes[box] - apart || y < boxes[box + 1] - apart || x > boxes[box + 2] + apart || y > boxes[box + 3] + apart) continue;
    for (let ring = first[i]; ring < first[i + 1]; ring++) {
      for (let at = start[ring]; at + 2 < start[ring + 1]; at += 2) {
        const dx = xy[at + 2] - xy[at], dy = xy[at + 3] - xy[at + 1];
        const along = Math.min(1, Math.max(0, ((x - xy[at]) * dx + (y - xy[at + 1]) * dy) / (dx * dx + dy * dy || 1)));
        const far = Math.hypot(xy[at] + along * dx - x, xy[at + 1] + along * dy - y);
        if (far < apart) { apart = far; found = at; }
      }
    }
  }
  const spot = at => [origin[0] + xy[at] / PER_M, origin[1] + xy[at + 1] / PER_M];
  return found < 0 ? null : { from: spot(found), to: spot(found + 2), apart_m: apart / PER_M };
}

/** What there is to snap to: the units, and the outlines that are shown. */
function borders(state) {
  const shown = state.data.layers.filter(spec => spec.snaps && state.shown[spec.id]).map(spec => state.layers[spec.id]?.layer.options.shapes);
  return [state.units?.shapes, ...shown].filter(Boolean);
}

/**
 * Let what is drawn on a map snap; `on` of the answer is the switch.
 * @param {any} state of the map
 * @param {string} pane
 */
export function startSnap(state, pane) {
  const { map } = state, guide = L.polyline(NOWHERE, { ...SEEN, pane, opacity: 0 }).addTo(map), snap = { on: true, aim, rest };
  function aim(latlng) {
    const point = map.latLngToContainerPoint(latlng), place = placeOf(latlng);
    const reach_m = Math.abs(placeOf(map.containerPointToLatLng(point.add([reachPx(), 0])))[0] - place[0]);
    const found = borders(state).map(shapes => nearestBorder(shapes, place, reach_m)).filter(Boolean).sort((a, b) => a.apart_m - b.apart_m)[0];
    guide.setLatLngs(found ? [latlngOf(found.from), latlngOf(found.to)] : NOWHERE).setStyle({ opacity: found ? 0.9 : 0 });
  }
  function rest() { guide.setLatLngs(NOWHERE).setStyle({ opacity: 0 }); }
  map.on("mousemove", event => { if (event.originalEvent?.altKey) rest(); });
  map.on("pm:drawend", rest);
  map.borderSnap = snap;
  patch();
  return snap;
}

// Geoman asks for what lies nearest each time a corner moves, by mouse and by finger: then the border is laid beside what it knows.
function patch() {
  if (patched) return;
  patched = true;
  for (const kind of [L.PM.Draw.prototype, L.PM.Edit.prototype]) {
    const own = kind._calcClosestLayer;
    kind._calcClosestLayer = function closest(latlng, layers) {
      const snap = this._map?.borderSnap;
      if (snap && !snap.on) { snap.rest(); return {}; }
      snap?.aim(latlng);
      return own.call(this, latlng, layers);
    };
  }
}
