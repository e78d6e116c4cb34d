"""Write all that Parkareal tells into a folder: every command, every export, paper and route, and the content of every page.

    python scripts/write_outputs.py OUT [--tree CHECKOUT] [--module landuse] [--page views/main.py]

Two example parks (skogmo and verdal) on today and the baseline date, in both languages, and the small park of `tests/migration`, where
people have said, offered, proposed and staged things. `scripts/compare_outputs.py` holds two such folders against each other: before and
after the code has moved they must not differ. So this script knows none of the code's modules: it goes through the command line, through
the app in `app.py` and through the page as Streamlit runs it. The data are a copy; nothing is written beside the code.
"""

import argparse
import asyncio
import contextlib
import io
import json
import os
import runpy
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_PEOPLE = Path(__file__).parent.parent / "tests" / "migration" / "data.tar.xz"
_EXAMPLES, _PEOPLES_PARK = ("skogmo", "verdal"), "neset"
_LANGS, _DAYS = ("nb", "en"), {"today": "2026-06-30", "baseline": "2024-01-01"}
_ENDINGS = ("geojson", "gpkg", "parquet", "xlsx", "csv", "html", "pdf")
_LAYERS = ("perimeter", "zoning", "parcels", "plots", "buildings", "land_resource", "roads", "restrictions")
_SIDES = {"tomter": ("side", ("investors", "propose", "nominations")), "data": ("data", ("layers", "new", "import", "export"))}
_PAGES = ("kart", "fremdrift", "bekreftelse", "ledig_forst", "tomter", "data", "om_tallene")
_ROWS = (  # plots with faults: sound, its ring crossing itself under the same name, and nowhere
    ("A", "own", ((11.44, 63.79), (11.45, 63.79), (11.45, 63.8), (11.44, 63.8), (11.44, 63.79))),
    ("A", "??", ((11.44, 63.79), (11.45, 63.8), (11.45, 63.79), (11.44, 63.8), (11.44, 63.79))),
    (None, "own", None),
)


class Commands:
    """The command line of a checkout, run in this process, since its modules take long to load."""

    def __init__(self, module: str, out: Path, files: Path):
        self.module, self.out, self.files = module, out, files

    def __call__(self, place: str, *words: object) -> None:
        """Run one command and keep what it says, and how it ended."""
        said, aside = io.StringIO(), io.StringIO()
        sys.argv = [self.module, *map(str, words)]
        code: object = 0
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(aside):
            try:
                runpy.run_module(self.module, run_name="__main__", alter_sys=True)
            except SystemExit as ended:
                code = ended.code or 0
        _write(self.out / "command" / f"{place}.txt", f"{said.getvalue()}--- stderr\n{aside.getvalue()}--- exit code {code}\n")

    def both(self, place: str, *words: object) -> None:
        """A command's text and its JSON."""
        self(f"{place}-text", *words)
        self(f"{place}-json", *words, "--json")

    def export(self, place: str, park: str, *words: object, endings: tuple[str, ...] = _ENDINGS) -> None:
        """Every format of an export."""
        for ending in endings:
            file = self.out / "export" / f"{place}.{ending}"
            self(f"{place}-export-{ending}", "export", park, "-o", file, *words)


def commands(run: Commands) -> None:
    """All that the command line tells."""
    for lang in _LANGS:
        run(f"{lang}/classify", "classify", "--lang", lang)
        run(f"{lang}/classify-baseline", "classify", "--date", "baseline", "--lang", lang)
        run.both(f"{lang}/parks", "parks", "--lang", lang)
        run.both(f"{lang}/check", "check", run.files / "broken.geojson", "--layer", "plots", "--lang", lang)
        run.both(f"{lang}/check-park", "check", run.files / "broken.geojson", "--park", _PEOPLES_PARK, "--layer", "plots", "--lang", lang)
        for ending in ("xlsx", "geojson"):
            found = run.out / "export" / lang / f"findings.{ending}"
            run(f"{lang}/check-{ending}", "check", run.files / "broken.geojson", "--layer", "plots", "-o", found, "--lang", lang)
        for day in _DAYS:
            for park in (*_EXAMPLES, _PEOPLES_PARK):
                _of_a_park(run, park, day, lang)
        run.export(f"{lang}/published", _PEOPLES_PARK, "--published", "--lang", lang, endings=_ENDINGS[:-1])
        run.both(f"{lang}/status-all", "status", "--lang", lang)
        run(f"{lang}/unknown-park", "status", "atlantis", "--lang", lang)
    everything = run.out / "export" / "nb" / "skogmo-today.parquet"
    run("overlay", "overlay", everything, everything, "--by", "class", "-o", run.out / "export" / "overlay.parquet")


def changes(run: Commands) -> None:
    """What the commands that change something tell, and the backup that they leave."""
    register = run.out / "export" / "register.zip"
    run("backup", "backup", register)
    run("new-park", "new-park", "nytt", "--name", "Nytt", "--municipality", "5038")
    run("import", "import", _PEOPLES_PARK, run.files / "broken.geojson", "--layer", "plots")
    run("import-refused", "import", "skogmo", run.files / "broken.geojson", "--layer", "plots")
    run("restore-refused", "restore", register)
    run("restore", "restore", register, "--replace")
    run("migrate", "migrate")


def _of_a_park(run: Commands, park: str, day: str, lang: str) -> None:
    place, words = f"{lang}/{park}-{day}", ("--lang", lang, "--date", "baseline" if day == "baseline" else _DAYS[day])
    run.both(f"{place}-status", "status", park, *words)
    if day == "today":
        run.both(f"{place}-nature", "nature", park, "--lang", lang)
        run.export(f"{place}-A3", park, *words, "--paper", "A3", endings=("pdf",))
    run.export(place, park, *words)
    units, beside = _units(run, park)
    for number, unit in enumerate(units.values()):
        run.both(f"{place}-explain-{number}", "explain", unit, *words)
    run.both(f"{place}-encroach-file", "encroach", park, beside, "--needs", "daa=12,width_m=40", "--weights", "nature=7", *words)
    run.both(f"{place}-encroach-units", "encroach", park, units["vacant_zoned"], *words)


def _units(run: Commands, park: str) -> tuple[dict[str, str], Path]:
    """A unit of each class by its id, and a file with a square of 0.002° beside the park; of today, so that both days ask the same."""
    inventory = json.loads((run.out / "export" / "nb" / f"{park}-today.geojson").read_text(encoding="utf-8"))["features"]
    units = {one["properties"]["class"]: one["properties"]["unit_id"] for one in inventory}
    corners = [point for one in inventory for point in _points(one["geometry"]["coordinates"])]
    east, north = max(x for x, _ in corners), max(y for _, y in corners)
    ring = [[east + dx, north + dy] for dx, dy in ((0, 0), (0.002, 0), (0.002, 0.002), (0, 0.002), (0, 0))]
    file = run.files / f"beside-{park}.geojson"
    _write(file, _geojson([({}, ring)]))
    return dict(sorted(units.items())), file


def _geojson(rows: list[tuple[dict, Any]]) -> str:
    shapes = [ring and {"type": "Polygon", "coordinates": [ring]} for _, ring in rows]
    features = [{"type": "Feature", "properties": one, "geometry": shape} for (one, _), shape in zip(rows, shapes, strict=True)]
    return json.dumps({"type": "FeatureCollection", "features": features})


def _points(coordinates: list) -> Iterator[tuple[float, float]]:
    if isinstance(coordinates[0], (int, float)):
        yield coordinates[0], coordinates[1]
        return
    for part in coordinates:
        yield from _points(part)


def routes(out: Path) -> None:
    """What the app's addresses answer: shapes, exports, papers, photos, staged imports."""
    from app import app

    for place, address in _addresses():
        path, _, query = address.partition("?")
        status, headers, body = asyncio.run(_get(app, path, query))
        named = {name: headers.get(name) for name in ("content-type", "content-disposition", "cache-control", "content-encoding")}
        ending = Path(path).suffix
        _write(out / "route" / f"{place}.head.json", json.dumps({"address": address, "status": status} | named, indent=1))
        _write(out / "route" / f"{place}{'.gz' if named['content-encoding'] == 'gzip' else ''}{ending}", body)


def _addresses() -> Iterator[tuple[str, str]]:
    yield "norway", "/geo/norway.geojson"
    yield "unknown-park", "/geo/atlantis/units.shapes?date=2026-06-30"
    token = sorted(path.name for path in Path(os.environ["PARKAREAL_DATA"]).glob(f"parcels/{_PEOPLES_PARK}/pending/*"))[0]
    for lang in _LANGS:
        for park in (*_EXAMPLES, _PEOPLES_PARK):
            for day, on in _DAYS.items():
                yield f"{lang}/{park}-{day}-map", f"/geo/{park}/map.html?date={on}&lang={lang}"
                yield f"{lang}/{park}-{day}-export", f"/export/x.xlsx?park={park}&when={day}&lang={lang}"
                for layer in ("units", *_LAYERS) if lang == "nb" else ():
                    yield f"{park}-{day}-{layer}", f"/geo/{park}/{layer}.shapes?date={on}"
        yield f"{lang}/published", f"/geo/published.geojson?lang={lang}"
        for number in range(1, 8):
            yield f"{lang}/plot-{number}", f"/plots/{number}/tomteark.pdf?lang={lang}"
            yield f"{lang}/photo-{number}", f"/plots/{number}/photo.jpg?lang={lang}"
        for case in (1, 2, 3):
            yield f"{lang}/case-{case}-paper", f"/cases/{case}/saksframlegg.docx?lang={lang}"
            yield f"{lang}/case-{case}-answer", f"/cases/{case}/saksframlegg.json?lang={lang}"
        for name in ("rows.geojson", "findings.geojson", "rejected.geojson", "report.xlsx", "report.geojson"):
            yield f"{lang}/staged-{name.replace('.', '-')}", f"/geo/{_PEOPLES_PARK}/import/{token}/{name}?lang={lang}"


async def _get(app: Any, path: str, query: str) -> tuple[int, dict[str, str], bytes]:
    said: list[dict[str, Any]] = []
    scope = {"type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "root_path": "", "path": path,
             "raw_path": path.encode(), "query_string": query.encode(), "client": ("127.0.0.1", 50000), "server": ("localhost", 8501),
             "headers": [(b"host", b"localhost:8501"), (b"accept-encoding", b"gzip")]}  # fmt: skip

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        said.append(message)

    await app(scope, receive, send)
    headers = {name.decode(): value.decode() for name, value in said[0]["headers"]}
    return said[0]["status"], headers, b"".join(message.get("body", b"") for message in said[1:])


def pages(main: Path, out: Path, units: dict[str, str]) -> None:
    """What stands on every page, in the states that an address can ask for."""
    from streamlit.testing.v1 import AppTest

    for lang in _LANGS:
        for place, asked in _states(units):
            page = AppTest.from_file(str(main), default_timeout=300)
            for key, value in (asked | {"lang": lang}).items():
                page.query_params[key] = value
            page.run()
            content = {"asked": asked, "exceptions": [one.value for one in page.exception], "content": _content(page.main)}
            _write(out / "page" / lang / f"{place}.json", json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True))


def _states(units: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    for park in ("norway", *_EXAMPLES, _PEOPLES_PARK):
        for day in _DAYS:
            for page in _PAGES:
                if day == "baseline" and page in ("tomter", "data", "om_tallene"):
                    continue  # they tell the same on every day
                key, sides = _SIDES.get(page, ("date", (day,)))
                for side in sides:
                    yield f"{park}-{day}-{page}-{side}", {"park": park, "page": page, "date": day, key: side}
    for name, unit in units.items():
        yield f"unit-{name}", {"park": unit.rpartition("-")[0], "unit": unit}
    yield "filter", {"park": "verdal", "show": "vacant_zoned"}
    yield "unknown-park", {"park": "atlantis"}
    for number in ("1", "3", "7", "99"):
        yield f"plot-{number}", {"park": _PEOPLES_PARK, "page": "tomt", "plot": number}
    for number in ("1", "2", "99"):
        yield f"case-{number}", {"park": _PEOPLES_PARK, "page": "ledig_forst", "case": number}


def _content(node: Any) -> dict[str, Any]:
    """An element with all that it was given, and what stands in it."""
    from google.protobuf.json_format import MessageToDict

    proto = getattr(node, "proto", None)
    given = {} if proto is None else {"given": MessageToDict(proto)}
    inside = [_content(one) for one in getattr(node, "children", {}).values()]
    return {"type": node.type} | given | ({"inside": inside} if inside else {})


def _scratch_data(tree: Path, folder: Path) -> Path:
    """The example parks and the people's park, with its register."""
    with tarfile.open(_PEOPLE) as archive:
        archive.extractall(folder, filter="data")
    data = folder / "data"
    for park in _EXAMPLES:
        shutil.copytree(tree / "data" / "parcels" / park, data / "parcels" / park)
    shutil.copyfile(tree / "data" / "municipalities.geojson", data / "municipalities.geojson")
    return data


def _write(file: Path, content: str | bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)


def main() -> None:
    """Write the folder."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("out", type=Path)
    words.add_argument("--tree", type=Path, default=Path(__file__).parent.parent, help="the checkout whose code runs")
    words.add_argument("--module", default="landuse", help="the command line: python -m MODULE")
    words.add_argument("--page", default="views/main.py", help="Streamlit's main script in the checkout")
    asked = words.parse_args()
    out, tree = asked.out.absolute(), asked.tree.absolute()
    shutil.rmtree(out, ignore_errors=True)
    for lang in _LANGS:
        (out / "export" / lang).mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="outputs-") as scratch:
        files = Path(scratch)
        os.environ["PARKAREAL_DATA"] = str(_scratch_data(tree, files))
        os.environ.pop("PARKAREAL_DATABASE_URL", None)
        os.chdir(tree)
        sys.path[0] = str(tree)
        _write(files / "broken.geojson", _geojson([({"plot_id": name, "tenure": tenure}, ring) for name, tenure, ring in _ROWS]))
        run = Commands(asked.module, out, files)
        commands(run)
        routes(out)
        pages(tree / asked.page, out, {park: _units(run, park)[0]["vacant_zoned"] for park in _EXAMPLES})
        changes(run)


if __name__ == "__main__":
    main()
