"""Copy pinned npm packages into `static/vendor`, so that the pages need no internet.

    npm install --ignore-scripts leaflet@1.9.4 @geoman-io/leaflet-geoman-free@2.20.2 @fontsource-variable/inter@5.2.8
    python -m views.web.vendor node_modules

Every file is kept with the package's licence and its SHA-256 in `static/vendor/vendor.lock.json`;
a test compares the two.
"""

import hashlib
import json
import shutil
import sys
from pathlib import Path

VENDOR_DIR = Path(__file__).parent.parent.parent / "static" / "vendor"
LOCK = VENDOR_DIR / "vendor.lock.json"
WANTED = {
    "leaflet": ("dist/leaflet.js", "dist/leaflet.css", "dist/images", "LICENSE"),
    "@geoman-io/leaflet-geoman-free": ("dist/leaflet-geoman.min.js", "dist/leaflet-geoman.css", "LICENSE"),
    "@fontsource-variable/inter": (
        "files/inter-latin-wght-normal.woff2",
        "files/inter-latin-ext-wght-normal.woff2",
        "LICENSE",
    ),
}


def vendor(node_modules: Path) -> None:
    """Replace the vendored copies with those of `node_modules` and write the lock."""
    lock = {}
    for package, items in WANTED.items():
        folder = VENDOR_DIR / package.rsplit("/", 1)[-1]
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for item in items:
            _copy(node_modules / package / item, folder)
        about = json.loads((node_modules / package / "package.json").read_text(encoding="utf-8"))
        lock[package] = {
            "version": about["version"],
            "licence": about["license"],
            "files": checksums(folder),
        }
    LOCK.write_text(json.dumps(lock, indent=1) + "\n", encoding="utf-8")


def checksums(folder: Path) -> dict[str, str]:
    """SHA-256 of every file under a folder, by its path from `static/vendor`."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(VENDOR_DIR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _copy(source: Path, folder: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, folder / source.name)
    else:
        shutil.copy(source, folder / source.name)


if __name__ == "__main__":
    vendor(Path(sys.argv[1]))
