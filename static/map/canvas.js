// How a shape is painted: a pattern can lie over its fill and a white casing under its line, so that classes differ in more than colour.
const TILE = 10;
const strokes = {
  hatch: c => { c.moveTo(-2, TILE + 2); c.lineTo(TILE + 2, -2); c.moveTo(-2, 2); c.lineTo(2, -2); c.moveTo(TILE - 2, TILE + 2); c.lineTo(TILE + 2, TILE - 2); },
  cross: c => { strokes.hatch(c); c.moveTo(-2, -2); c.lineTo(TILE + 2, TILE + 2); },
  lines: c => { c.moveTo(0, TILE / 2); c.lineTo(TILE, TILE / 2); },
};

function tile(name, colour) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = TILE;
  const c = canvas.getContext("2d");
  c.strokeStyle = c.fillStyle = colour;
  c.lineWidth = 1.6;
  c.beginPath();
  if (name === "dots") { c.arc(TILE / 2, TILE / 2, 1.2, 0, 7); c.fill(); }
  else { strokes[name](c); c.stroke(); }
  return canvas;
}

const tiles = {};
const pattern = (ctx, style) => ctx.createPattern(tiles[style.pattern + style.line] ??= tile(style.pattern, style.line), "repeat");

export function paint(ctx, style) {
  if (style.fill) {
    ctx.globalAlpha = style.opacity ?? 1;
    ctx.fillStyle = style.fill;
    ctx.fill("evenodd");
    ctx.globalAlpha = 1;
    if (style.pattern) { ctx.fillStyle = pattern(ctx, style); ctx.fill("evenodd"); }
  }
  if (!style.weight) return;
  ctx.lineJoin = "round";
  if (style.casing) { ctx.setLineDash([]); ctx.lineWidth = style.weight + 2.5; ctx.strokeStyle = style.casing; ctx.stroke(); }
  ctx.setLineDash(style.dash || []);
  ctx.lineWidth = style.weight;
  ctx.strokeStyle = style.line;
  ctx.stroke();
  ctx.setLineDash([]);
}

export function swatch(style) {
  const canvas = document.createElement("canvas");
  const ratio = 2, width = 34, height = 18;
  canvas.width = width * ratio; canvas.height = height * ratio;
  canvas.setAttribute("aria-hidden", "true");
  const ctx = canvas.getContext("2d");
  ctx.scale(ratio, ratio);
  ctx.beginPath();
  if (style.only === "line") { ctx.moveTo(2, height / 2); ctx.lineTo(width - 2, height / 2); }
  else ctx.rect(2.5, 2.5, width - 5, height - 5);
  paint(ctx, style.only === "line" ? { ...style, fill: null } : style);
  return canvas;
}
