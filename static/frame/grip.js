// The handle of the panel. On a phone the panel is a sheet with three heights; a tap takes the next, a drag follows the finger.
import { loadStyles } from "../map/load.js";

/** Heights in px: a first line; the answer with the map still the larger part of the window; all of it. */
const HEIGHTS = { peek: () => 64, half: () => innerHeight * 0.31, full: () => innerHeight - 104 };
const NEXT = { peek: "half", half: "full", full: "peek" };
const STILL_PX = 4; // a finger is never quite still
/** @type {WeakMap<Node, { opens?: string, panel?: HTMLElement }>} */
const grips = new WeakMap();

/**
 * The height that lies nearest to where a drag ended.
 * @param {number} height px
 * @returns {"peek" | "half" | "full"}
 */
export function nearest(height) {
  const apart = name => Math.abs(HEIGHTS[name]() - height);
  return /** @type {any} */ (Object.keys(HEIGHTS).reduce((best, name) => apart(name) < apart(best) ? name : best));
}

/**
 * Let the sheet stand at a height.
 * @param {HTMLElement | null} panel
 * @param {"peek" | "half" | "full"} name
 */
export function setSheet(panel, name) {
  if (!panel) return;
  panel.dataset.sheet = name;
  panel.style.removeProperty("--sheet");
  for (const node of panel.querySelectorAll("*")) {
    node.shadowRoot?.querySelector("button.grip")?.setAttribute("aria-expanded", String(name !== "peek"));
  }
}

function listen(button, grip) {
  let from = null, moved = 0;
  button.onpointerdown = event => {
    from = { y: event.clientY, height: grip.panel.getBoundingClientRect().height };
    moved = 0;
    button.setPointerCapture(event.pointerId);
  };
  button.onpointermove = event => {
    if (!from) return;
    moved = from.y - event.clientY;
    if (Math.abs(moved) > STILL_PX) grip.panel.style.setProperty("--sheet", `${from.height + moved}px`);
  };
  button.onpointerup = button.onpointercancel = () => {
    if (from && Math.abs(moved) > STILL_PX) setSheet(grip.panel, nearest(from.height + moved));
    from = null;
  };
  button.onclick = () => {
    if (Math.abs(moved) <= STILL_PX) setSheet(grip.panel, NEXT[grip.panel.dataset.sheet ?? "peek"]);
    moved = 0;
  };
}

export default function mount(component) {
  const root = component.parentElement, button = root.querySelector("button");
  const panel = (root.host ?? root.getRootNode().host ?? root).closest(".st-key-panel");
  if (!panel) return;
  button.setAttribute("aria-label", component.data.label);
  let grip = grips.get(root);
  if (!grip) {
    loadStyles(root, "../frame/grip.css");
    grips.set(root, grip = {});
    listen(button, grip);
  }
  if (grip.opens === component.data.opens && grip.panel === panel) return;
  Object.assign(grip, { opens: component.data.opens, panel });
  setSheet(panel, component.data.opens ? "half" : "peek");
  panel.scrollTop = 0;
}
