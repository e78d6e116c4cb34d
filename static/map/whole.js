// The map that fills the window: search, tools, key and layers stand in it; nothing is shown behind the panel that lies over it.
import { el, icon, panel, phone, written } from "./dom.js";
import { setSheet } from "../frame/grip.js";
import { startMeasure } from "./measure.js";
import { startNames } from "./names.js";
import { startSearch } from "./search.js";

const ICONS = {
  zoom_in: "M12 5v14M5 12h14", zoom_out: "M5 12h14", fit: "M4 11l8-7 8 7v9h-5v-6H9v6H4z", full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  measure: "M3 16L16 3l5 5L8 21zM7 12l2 2M10 9l3 3M13 6l2 2", print: "M7 9V3h10v6M7 18H4v-8h16v8h-3M7 14h10v7H7z",
};
const EDGE_PX = 16, OVER_PX = 72, KEY_PX = 288, SHEET_SHARE = 0.5, PHONE_OVER_PX = 160, PHONE_TOOLS_PX = 48;
const PRINTED = { width: 1040, height: 650 }; // px of A4 across within its margins, under the bar

/**
 * What panel, key and sheet leave over of a map that fills the window, as Leaflet's paddings.
 * @param {any} state of the map
 */
export function free(state) {
  const over = panel()?.getBoundingClientRect();
  if (!state.data.whole || !over) return { padding: [14, 14] };
  const time = timePx();
  if (phone.matches) return { paddingTopLeft: [10, PHONE_OVER_PX + (state.data.drawing ? PHONE_TOOLS_PX : 0)], paddingBottomRight: [10, Math.min(innerHeight * SHEET_SHARE, over.height) + 12 + time] };
  const key = [...state.root.querySelectorAll(".side details")].some(part => part.open);
  return { paddingTopLeft: [key ? KEY_PX : EDGE_PX, OVER_PX], paddingBottomRight: [over.width + 28, 40 + time] };
}

/** What the slider of time takes of the map's foot. */
const timePx = () => /** @type {HTMLElement | null} */ (document.querySelector(".st-key-days"))?.offsetHeight ?? 0;

/**
 * @param {any} state of the map
 * @param {{ fit: () => void, pick: (id: string) => void }} acts what the map itself does
 */
export function startWhole(state, acts) {
  const { root, map } = state, whole = { update, placed };
  const measure = startMeasure(state, root.querySelector(".reading"));
  const names = state.names = startNames(state);
  const search = startSearch(root.querySelector(".search"), state, hit => acts.pick(hit.id));
  const place = root.querySelector(".place");
  map.on("mousemove move", event => { place.textContent = degrees(event.latlng ?? map.getCenter(), state.data.lang, state.data.words.east); });
  addEventListener("beforeprint", () => {
    const stage = root.querySelector(".stage"), { clientWidth: width, clientHeight: height } = stage;
    const zoom = Math.min(PRINTED.width / width, PRINTED.height / height, 1);
    for (const [name, value] of Object.entries({ zoom, width: `${width}px`, height: `${height}px` })) stage.style.setProperty(`--printed-${name}`, String(value));
  }, { signal: state.ended.signal });
  for (const part of root.querySelectorAll(".side, .place, .reading")) {
    L.DomEvent.disableClickPropagation(part);
    L.DomEvent.disableScrollPropagation(part);
  }

  // A panel that grows hides what is spoken of; on a phone the sheet is moved by whoever reads it.
  let wide = 0, watched = null;
  const watcher = new ResizeObserver(() => {
    const now = panel()?.offsetWidth ?? 0;
    if (wide && now && wide !== now && !phone.matches && !state.gone) acts.fit();
    wide = now;
  });
  state.ended.signal.addEventListener("abort", () => watcher.disconnect());
  function watch() {
    if (watched === panel()) return;
    watcher.disconnect();
    watched = panel();
    wide = 0;
    if (watched) watcher.observe(watched);
  }

  const tools = {
    zoom_in: () => map.zoomIn(),
    zoom_out: () => map.zoomOut(),
    fit: acts.fit,
    full: () => document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen(),
    measure: button => {
      if (measure.on) { measure.stop(); return; }
      measure.left = () => button.setAttribute("aria-pressed", "false");
      button.setAttribute("aria-pressed", "true");
      setSheet(panel(), "peek"); // a finger needs the ground that the sheet lies on
      measure.start();
    },
    print: () => print(),
  };

  function drawTools() {
    const bar = root.querySelector(".buttons"), { words, lang } = state.data;
    if (bar.dataset.lang === lang) return;
    bar.dataset.lang = lang;
    measure.stop();
    bar.setAttribute("aria-label", words.map_tools);
    bar.replaceChildren(...Object.entries(tools).map(([id, act]) => {
      const button = el("button", { type: "button", class: id, title: words[id], "aria-label": words[id] }, icon(ICONS[id]));
      button.onclick = () => act(button);
      return button;
    }));
  }

  /** Key and layers stand in the map where it fills the window, and below and over it where it does not. */
  function placed() {
    const now = Boolean(state.data.whole), side = root.querySelector(".side"), stage = root.querySelector(".stage");
    const key = root.querySelector(".key"), layers = root.querySelector(".layers");
    if (state.frame.classList.contains("whole") === now) return;
    state.frame.classList.toggle("whole", now);
    side.hidden = place.hidden = !now;
    if (now) side.append(key, layers);
    else { stage.append(layers); state.frame.append(key); measure.stop(); }
    key.open = !now || (innerWidth >= 1000 && innerHeight >= 700);
    map.invalidateSize();
  }

  function update() {
    root.querySelector(".north").title = state.data.words.north;
    if (!state.data.whole) { names.draw(); return; }
    watch();
    drawTools();
    search.update();
    names.draw();
  }
  return whole;
}

/**
 * A place as people of the language write it.
 * @param {{ lat: number, lng: number }} place
 * @param {string} lang
 */
export const degrees = ({ lat, lng }, lang, east) => `${written(lang, lat, 5)}° N  ${written(lang, lng, 5)}° ${east}`;
