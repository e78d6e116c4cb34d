// Scripts and styles of the app itself, loaded where they are first needed.
const at = path => new URL(path, import.meta.url).href;

export function loadScript(path) {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = at(path);
    script.onload = done;
    script.onerror = () => failed(new Error(script.src));
    document.head.appendChild(script);
  });
}

export function loadStyles(root, ...paths) {
  return Promise.all(paths.map(path => new Promise(done => {
    const link = document.createElement("link");
    link.rel = "stylesheet"; link.href = at(path); link.onload = link.onerror = done;
    root.appendChild(link);
  })));
}
