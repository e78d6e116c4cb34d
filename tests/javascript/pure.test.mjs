// The pure parts of the scripts in static/: sizes, names, search, shapes, heights and numbers.
import "./setup.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";

const { written } = await import("./static/map/dom.js");
const { sizes } = await import("./static/map/measure.js");
const { callings, spotOf } = await import("./static/map/names.js");
const { among } = await import("./static/map/search.js");
const { daaOf } = await import("./static/map/sketch_size.js");
const { Shapes, shapesOf } = await import("./static/map/shapes.js");
const { nearestBorder } = await import("./static/map/snap.js");
const { degrees } = await import("./static/map/whole.js");
const { placeOf, told } = await import("./static/frame/days.js");
const { nearest } = await import("./static/frame/grip.js");

/** A square of 100 m, and a line beside it, in decimetres from an origin. */
const drawn = () => new Shapes(
  { name: ["a", "b"] }, [2, 1], Uint32Array.of(0, 1, 2), Uint32Array.of(0, 10, 14),
  Int32Array.of(0, 0, 1000, 0, 1000, 1000, 0, 1000, 0, 0, 2000, 0, 2000, 1000), [500, 700]);

test("numbers are written as people of each language write them", () => {
  assert.equal(written("nb", 1234.5, 1).replace(/\s/g, " "), "1 234,5");
  assert.equal(written("en", 1234.5, 1), "1,234.5");
});

test("a square of a hundredth of a degree at the equator has its sides and its area", () => {
  const { length, around, area } = sizes([{ lat: 0, lng: 0 }, { lat: 0, lng: 0.01 }, { lat: 0.01, lng: 0.01 }, { lat: 0.01, lng: 0 }]);
  assert.ok(Math.abs(length - (2 * 1113.19 + 1105.74)) < 0.1);
  assert.ok(Math.abs(around - length - 1105.74) < 0.1 && Math.abs(area - 1113.19 * 1105.74) < 50);
});

test("one point has no length", () => assert.deepEqual(sizes([{ lat: 63, lng: 11 }]), { length: 0, around: 0, area: 0 }));

test("a unit is called by its name, and where that is too wide by its number", () => {
  assert.deepEqual(callings("5038-Tomt 12"), ["Tomt 12", "12"]);
  assert.deepEqual(callings("A1"), ["A1"]);
  assert.deepEqual(callings(null), []);
});

test("parks that begin with the letters come first", () => {
  const rows = [{ id: "1", name: "Nord-Verdal" }, { id: "2", name: "Verdal" }, { id: "3", name: "Mo" }];
  assert.deepEqual(among(rows, " VERD ").map(row => row.id), ["2", "1"]);
  assert.deepEqual(among([{ id: "1", name: null }], "x"), []);
});

test("a shape is found under a place, a line within reach, and nothing beside them", () => {
  const shapes = drawn();
  assert.equal(shapes.at([550, 750], 0), 0);
  assert.equal(shapes.at([705, 750], 6), 1);
  assert.equal(shapes.at([705, 750], 2), -1);
  assert.deepEqual(shapes.extent(0), [500, 700, 600, 800]);
  assert.deepEqual(shapes.extent(), [500, 700, 700, 800]);
  assert.deepEqual(shapes.middle(0), [550, 750]);
  assert.deepEqual(shapes.fact(1), { name: "b" });
});

test("a name stands in the middle of its shape", () => {
  const { x, y, width } = spotOf(drawn(), 0);
  assert.deepEqual([x, Math.round(y), width], [550, 750, 100]);
});

test("what the server packs is unpacked to the same shapes", () => {
  const shapes = shapesOf({
    facts: { name: ["a"] }, dimension: [2], rings: [1], points: [4], steps: [0, 0, 1000, 0, 0, 1000, -1000, -1000], origin: [0, 0],
  });
  assert.deepEqual([...shapes.xy], [0, 0, 1000, 0, 1000, 1000, 0, 0]);
  assert.deepEqual(shapes.extent(0), [0, 0, 100, 100]);
});

test("places are written with the language's own east", () => {
  assert.match(degrees({ lat: 63.79, lng: 11.44 }, "nb", "Ø"), /63,79000° N\s+11,44000° Ø/);
});

test("a drag ends at the nearest height", () => {
  globalThis.innerHeight = 800;
  assert.deepEqual([50, 300, 700].map(nearest), ["peek", "half", "full"]);
});

test("a size is read with comma or point, and what is no number is none", () => {
  for (const [words, daa] of [["12,5", 12.5], ["12.5", 12.5], ["1 200", 1200], [" 20 ", 20]]) assert.equal(daaOf(/** @type {string} */ (words)), daa);
  for (const words of ["", "tolv", "1,2,3", "-5", "1e3"]) assert.ok(Number.isNaN(daaOf(words)));
});

test("a slider of time stands on its day, on today where there is no such day, and tells what changed", () => {
  const days = [{ id: "baseline", label: "1. januar 2024", note: "" }, { id: "2025-03-01", label: "1. mars 2025", note: "Bygninger" }, { id: "today", label: "I dag", note: "" }];
  assert.deepEqual(["baseline", "2025-03-01", "1900-01-01"].map(id => placeOf(days, id)), [0, 1, 2]);
  assert.deepEqual(days.slice(0, 2).map(told), ["1. januar 2024", "1. mars 2025 · Bygninger"]);
});

test("the border nearest to a place is found within reach, a corner as the end of one, and points have none", () => {
  const shapes = drawn();
  assert.deepEqual(nearestBorder(shapes, [550, 705], 10), { from: [500, 700], to: [600, 700], apart_m: 5 });
  assert.deepEqual(nearestBorder(shapes, [690, 730], 20), { from: [700, 700], to: [700, 800], apart_m: 10 });
  const corner = nearestBorder(shapes, [603, 804], 6);
  assert.ok(corner.apart_m === 5 && [corner.from, corner.to].some(end => end[0] === 600 && end[1] === 800));
  assert.equal(nearestBorder(shapes, [550, 750], 40), null);
  shapes.dimension = [0, 0];
  assert.equal(nearestBorder(shapes, [550, 705], 10), null);
});
