// Many shapes without an object for each: whole numbers in flat arrays, drawn on a canvas of their own and found under the mouse.
// They come as GeoJSON, or as the server packs them (actions/map/pack.py); the arrays hold decimetres of Web Mercator.
import { paint } from "./canvas.js";

const HALF_M = 20037508.342789244; // half the world's width in Web Mercator, EPSG:3857
const PER_M = 10; // what the arrays count in
const SEEN_PX = 0.6; // points nearer to each other than this draw as one
const POINT_PX = 5;
const MARGIN_PX = 9; // how far a line or a point may be drawn past its shape
const POINT = 0, AREA = 2;

export class Shapes {
  /**
   * @param {Record<string, any[]>} facts one array for each property
   * @param {ArrayLike<number>} dimension of each shape
   * @param {Uint32Array} first the first ring of each shape, and one past the last
   * @param {Uint32Array} start the first number of each ring, and one past the last
   * @param {Int32Array} xy
   * @param {number[]} origin in metres of Web Mercator
   */
  constructor(facts, dimension, first, start, xy, origin) {
    this.facts = facts; this.dimension = dimension; this.first = first; this.start = start; this.xy = xy; this.origin = origin;
    this.count = dimension.length;
    this.boxes = boxesOf(this);
  }

  fact(index) {
    return Object.fromEntries(Object.entries(this.facts).map(([name, values]) => [name, values[index] ?? null]));
  }

  // Lower left and upper right corner in metres of Web Mercator, of one shape or of all; null where nothing has a place.
  extent(only) {
    const found = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = only ?? 0; i < (only === undefined ? this.count : only + 1); i++) {
      if (this.first[i] === this.first[i + 1]) continue;
      for (let side = 0; side < 4; side++) found[side] = (side < 2 ? Math.min : Math.max)(found[side], this.boxes[4 * i + side]);
    }
    return found[0] === Infinity ? null : found.map((value, side) => this.origin[side % 2] + value / PER_M);
  }

  // The uppermost shape at a place in metres of Web Mercator, or within so many metres of it where it is a line or a point; −1 for none.
  at([east, north], near) {
    const x = Math.round((east - this.origin[0]) * PER_M), y = Math.round((north - this.origin[1]) * PER_M), reach = near * PER_M, { boxes } = this;
    for (let i = this.count - 1; i >= 0; i--) {
      if (x < boxes[4 * i] - reach || y < boxes[4 * i + 1] - reach || x > boxes[4 * i + 2] + reach || y > boxes[4 * i + 3] + reach) continue;
      if (this.dimension[i] === AREA ? this.covers(i, x, y) : this.passes(i, x, y, reach)) return i;
    }
    return -1;
  }

  // Whether a line, or one of several points, comes within reach of a place.
  passes(index, x, y, reach) {
    const { xy, start } = this;
    for (let ring = this.first[index]; ring < this.first[index + 1]; ring++) {
      for (let i = start[ring]; i < start[ring + 1]; i += 2) {
        const next = Math.min(i + 2, start[ring + 1] - 2), dx = xy[next] - xy[i], dy = xy[next + 1] - xy[i + 1];
        const along = Math.min(1, Math.max(0, ((x - xy[i]) * dx + (y - xy[i + 1]) * dy) / (dx * dx + dy * dy || 1)));
        if (Math.hypot(xy[i] + along * dx - x, xy[i + 1] + along * dy - y) <= reach) return true;
      }
    }
    return false;
  }

  // The middle of a shape in metres of Web Mercator: the centre of gravity of its largest ring, or of its box where it has no area.
  middle(index) {
    const { xy, start, boxes, origin } = this, box = 4 * index;
    let largest = 0, x = (boxes[box] + boxes[box + 2]) / 2, y = (boxes[box + 1] + boxes[box + 3]) / 2;
    for (let ring = this.first[index]; ring < this.first[index + 1]; ring++) {
      const x0 = xy[start[ring]], y0 = xy[start[ring] + 1];
      let twice = 0, sumX = 0, sumY = 0;
      for (let i = start[ring], j = start[ring + 1] - 2; i < start[ring + 1]; j = i, i += 2) {
        const cross = (xy[j] - x0) * (xy[i + 1] - y0) - (xy[i] - x0) * (xy[j + 1] - y0);
        twice += cross; sumX += cross * (xy[i] + xy[j] - 2 * x0); sumY += cross * (xy[i + 1] + xy[j + 1] - 2 * y0);
      }
      if (Math.abs(twice) <= largest) continue;
      largest = Math.abs(twice); x = x0 + sumX / (3 * twice); y = y0 + sumY / (3 * twice);
    }
    return [origin[0] + x / PER_M, origin[1] + y / PER_M];
  }

  // Whether an area covers a point: its borders are crossed an odd number of times on the way out.
  covers(index, x, y) {
    const { xy, start } = this;
    let inside = false;
    for (let ring = this.first[index]; ring < this.first[index + 1]; ring++) {
      for (let i = start[ring], j = start[ring + 1] - 2; i < start[ring + 1]; j = i, i += 2) {
        if (xy[i + 1] > y !== xy[j + 1] > y && x < (xy[j] - xy[i]) * (y - xy[i + 1]) / (xy[j + 1] - xy[i + 1]) + xy[i]) inside = !inside;
      }
    }
    return inside;
  }
}

function boxesOf({ count, first, start, xy }) {
  const boxes = new Int32Array(4 * count);
  for (let i = 0; i < count; i++) {
    let left = Infinity, low = Infinity, right = -Infinity, high = -Infinity;
    for (let at = start[first[i]]; at < start[first[i + 1]]; at += 2) {
      const x = xy[at], y = xy[at + 1];
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < low) low = y;
      if (y > high) high = y;
    }
    if (left <= right) boxes.set([left, low, right, high], 4 * i);
  }
  return boxes;
}

const sums = counts => {
  const found = new Uint32Array(counts.length + 1);
  for (let i = 0; i < counts.length; i++) found[i + 1] = found[i] + counts[i];
  return found;
};

// What the server has packed: each number is the step from the one before it on its axis.
function unpacked({ facts, dimension, rings, points, steps, origin }) {
  const xy = new Int32Array(steps.length);
  let x = 0, y = 0;
  for (let i = 0; i < steps.length; i += 2) { xy[i] = x += steps[i]; xy[i + 1] = y += steps[i + 1]; }
  return new Shapes(facts, dimension, sums(rings), sums(points).map(count => 2 * count), xy, origin);
}

const RINGS = {
  Point: place => [[place]], MultiPoint: places => places.map(place => [place]), LineString: line => [line], MultiLineString: lines => lines,
  Polygon: rings => rings, MultiPolygon: parts => parts.flat(),
};
const ringsOf = shape => shape?.type === "GeometryCollection" ? shape.geometries.flatMap(ringsOf) : shape ? RINGS[shape.type](shape.coordinates) : [];
const dimensionOf = shape => /Polygon|Collection/.test(shape?.type ?? "") ? AREA : /Line/.test(shape?.type ?? "") ? 1 : POINT;

function ofGeoJson({ features }) {
  const rings = features.map(feature => ringsOf(feature.geometry)), names = Object.keys(features[0]?.properties ?? {});
  const facts = Object.fromEntries(names.map(name => [name, features.map(feature => feature.properties[name])]));
  const places = rings.flat(2).map(([lon, lat]) => L.CRS.EPSG3857.project(L.latLng(lat, lon)));
  const origin = places.length ? [places[0].x, places[0].y] : [0, 0];
  const xy = Int32Array.from(places.flatMap(({ x, y }) => [Math.round((x - origin[0]) * PER_M), Math.round((y - origin[1]) * PER_M)]));
  const start = sums(rings.flat().map(ring => 2 * ring.length));
  return new Shapes(facts, features.map(feature => dimensionOf(feature.geometry)), sums(rings.map(one => one.length)), start, xy, origin);
}

export const shapesOf = told => told.steps ? unpacked(told) : ofGeoJson(told);

/** @param {number[]} place in metres of Web Mercator */
export const latlngOf = ([x, y]) => L.CRS.EPSG3857.unproject(L.point(x, y));
export const placeOf = latlng => { const { x, y } = L.CRS.EPSG3857.project(latlng); return [x, y]; };

export const boundsOf = extent => extent && L.latLngBounds(latlngOf(extent.slice(0, 2)), latlngOf(extent.slice(2)));

// A layer of the map that draws shapes; paintOf gives the style of one, only is the one that is drawn alone, order lies later ones above.
/**
 * @param {Shapes} shapes
 * @param {(index: number) => any} paintOf
 * @param {{ pane: string, order?: number, only?: number }} place
 */
export function shapesLayer(shapes, paintOf, { pane, order = 0, only }) {
  return new (layerClass())({ shapes, paintOf, pane, order, only, padding: 0.4 });
}

let drawing;
const layerClass = () => drawing ??= L.Renderer.extend({
  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.style.zIndex = this.options.order;
    this._ctx = this._container.getContext("2d");
  },
  _destroyContainer() { this._container.remove(); delete this._ctx; },
  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const { min, size } = this._frame(), fine = L.Browser.retina ? 2 : 1, canvas = this._container;
    this._corner = this._map.layerPointToLatLng(min);
    L.DomUtil.setPosition(canvas, min);
    canvas.width = fine * size.x; canvas.height = fine * size.y;
    canvas.style.width = `${size.x}px`; canvas.style.height = `${size.y}px`;
    this._ctx.setTransform(fine, 0, 0, fine, 0, 0);
    if (size.x && size.y) this._draw(min, size);
    this.fire("update");
  },
  // The part of the canvas's bounds where there is anything to draw: a map of many layers lays many canvases on each other.
  _frame() {
    const extent = boundsOf(this._extent ??= this.options.shapes.extent(this.options.only));
    if (!extent) return { min: this._bounds.min, size: L.point(0, 0) };
    const ends = [extent.getNorthWest(), extent.getSouthEast()].map(corner => this._map.latLngToLayerPoint(corner));
    const far = L.point(MARGIN_PX, MARGIN_PX), all = this._bounds;
    const clip = (value, axis) => Math.min(Math.max(value, all.min[axis]), all.max[axis]);
    const [min, max] = [ends[0].subtract(far), ends[1].add(far)].map(({ x, y }) => L.point(clip(x, "x"), clip(y, "y")));
    return { min, size: max.subtract(min) };
  },
  _updateTransform(center, zoom) {
    if (this._corner) L.DomUtil.setTransform(this._container, this._map._latLngToNewLayerPoint(this._corner, zoom, center), this._map.getZoomScale(zoom, this._zoom));
  },
  redraw() { if (this._map) this._update(); },
  _draw(min, size) {
    const { shapes, only } = this.options, corner = this._map.getPixelOrigin().add(min);
    const perM = 256 * 2 ** this._map.getZoom() / (2 * HALF_M);
    const view = { scale: perM / PER_M, left: (shapes.origin[0] + HALF_M) * perM - corner.x, top: (HALF_M - shapes.origin[1]) * perM - corner.y, size };
    if (only !== undefined) { this._one(only, view); return; }
    for (let i = 0; i < shapes.count; i++) this._one(i, view);
  },
  _one(index, view) {
    const { shapes, paintOf } = this.options, { boxes, dimension } = shapes, { scale, left, top, size } = view, at = 4 * index;
    const low = left + boxes[at] * scale, high = left + boxes[at + 2] * scale, up = top - boxes[at + 3] * scale, down = top - boxes[at + 1] * scale;
    if (high < -MARGIN_PX || down < -MARGIN_PX || low > size.x + MARGIN_PX || up > size.y + MARGIN_PX || shapes.first[index] === shapes.first[index + 1]) return;
    const style = paintOf(index), kind = dimension[index];
    this._ctx.beginPath();
    if (kind === POINT) dots(this._ctx, shapes, index, view);
    else trace(this._ctx, shapes, index, view, kind === AREA);
    paint(this._ctx, kind === 1 ? { ...style, fill: null } : style);
  },
});

function dots(ctx, { first, start, xy }, index, { scale, left, top }) {
  for (let ring = first[index]; ring < first[index + 1]; ring++) {
    const x = left + xy[start[ring]] * scale, y = top - xy[start[ring] + 1] * scale;
    ctx.moveTo(x + POINT_PX, y);
    ctx.arc(x, y, POINT_PX, 0, 2 * Math.PI);
  }
}

function trace(ctx, { first, start, xy }, index, { scale, left, top }, closed) {
  for (let ring = first[index]; ring < first[index + 1]; ring++) {
    const end = start[ring + 1] - 2;
    let x = left + xy[start[ring]] * scale, y = top - xy[start[ring] + 1] * scale;
    ctx.moveTo(x, y);
    for (let at = start[ring] + 2; at <= end; at += 2) {
      const nextX = left + xy[at] * scale, nextY = top - xy[at + 1] * scale;
      if (at < end && Math.abs(nextX - x) < SEEN_PX && Math.abs(nextY - y) < SEEN_PX) continue;
      ctx.lineTo(x = nextX, y = nextY);
    }
    if (closed) ctx.closePath();
  }
}
