// The map file's own script: reads what the page holds as data and draws it. No text of the data is ever read as HTML.
(() => {
  const told = JSON.parse(document.getElementById("told").textContent);
  const make = (name, ...inner) => { const made = document.createElement(name); made.append(...inner); return made; };
  const html = text => make("span", text).innerHTML; // for Leaflet's layer list, which reads its names as HTML
  const sample = ({ fill, line }, dashed) => {
    const made = make("i");
    made.style.cssText = `border:2px ${dashed ? "dashed" : "solid"} ${line};background:${fill ?? "none"}`;
    return made;
  };
  const path = ({ fill, opacity, line, weight, dash }) => ({
    fill: fill !== null, fillColor: fill, fillOpacity: opacity, color: line, weight, dashArray: dash ? dash.join(" ") : null,
  });

  document.title = told.title;
  const heading = document.querySelector("header");
  heading.append(make("b", told.title));
  if (told.mark) heading.append(Object.assign(make("b", told.mark), { className: "mark" }));
  for (const { label, style } of told.classes) heading.append(make("span", sample(style), label));
  heading.append(make("span", sample(told.in_doubt.style, true), told.in_doubt.label));

  const map = window.map_park.fitBounds(told.bounds); // folium has made it
  const list = L.control.layers(null, null, { collapsed: true });
  L.control.scale({ imperial: false }).addTo(map);
  for (const { title, shown, features, styles, tips } of told.layers) {
    const layer = L.geoJSON(features, { interactive: Boolean(tips), style: feature => path(styles[feature.properties.style]) });
    if (tips) layer.bindTooltip(shape => make("div", ...tips[shape.feature.properties.tip].map(text => make("span", text))), { sticky: true });
    if (shown) layer.addTo(map);
    list.addOverlay(layer, html(title));
  }
  list.addTo(map);
})();
