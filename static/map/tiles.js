// The background map: tiles of another host, asked for only after a person has turned it on. Its failure is told in the layer list.
export function showTiles(state, spec) {
  const note = words => { state.notes[spec.id] = words; state.panel?.note(spec.id, words); };
  if (spec.broken) { note(spec.broken); return; }
  const held = state.layers[spec.id];
  if (held?.url === spec.url) { held.layer.addTo(state.map); return; }
  held?.layer.remove();
  const text = document.createElement("span");
  text.textContent = spec.attribution;
  const layer = L.tileLayer(spec.url, { pane: "tiles", maxZoom: 20, maxNativeZoom: spec.most_zoom, attribution: text.innerHTML, pmIgnore: true });
  let failed = 0;
  layer.on("loading", () => { failed = 0; });
  layer.on("tileerror", () => { failed += 1; note(state.data.words.tiles_failed); });
  layer.on("load", () => { if (!failed) note(null); });
  state.layers[spec.id] = { url: spec.url, layer };
  layer.addTo(state.map);
}
