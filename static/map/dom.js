// Small tools for what is drawn in the browser. Words arrive as text and stay text.

/**
 * An element with its properties and children; a property that is false or missing is left out.
 * @param {string} name
 * @param {Record<string, any>} [properties] `on…` are listeners
 * @param {...(Node|string)} children
 * @returns {any}
 */
export function el(name, properties = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "class") node.className = value;
    else if (key.startsWith("on")) node[key] = value;
    else if (value !== false && value != null) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

/**
 * A drawn sign, so that a machine without such a font shows it too.
 * @param {string} path of a picture of 24 by 24
 * @returns {SVGSVGElement}
 */
export function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), line = document.createElementNS(svg.namespaceURI, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/**
 * A number as people of the page's language write it.
 * @param {string} lang
 * @param {number} value
 * @param {number} [digits]
 * @returns {string}
 */
export const written = (lang, value, digits = 0) =>
  new Intl.NumberFormat(lang, { maximumFractionDigits: digits, minimumFractionDigits: digits }).format(value);

/**
 * The panel of a page whose map fills the window; null where there is none.
 * @returns {HTMLElement | null}
 */
export const panel = () => document.querySelector(".st-key-panel");

export const phone = matchMedia("(max-width: 640px)");
