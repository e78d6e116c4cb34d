// What the modules ask of a browser while they are loaded; their pure parts need no more.
globalThis.matchMedia = () => /** @type {any} */ ({ matches: false, addEventListener() {} });
globalThis.HTMLElement ??= /** @type {any} */ (class {});
