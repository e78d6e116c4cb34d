"""Every place where text leaves the tool, given the corpus and read back: the text stands there as data, and nothing of it was run."""

import json
import logging
import re
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote

import geopandas as gpd
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.applications import Starlette

from actions.exports import backup, print_map
from actions.exports import export as exports
from actions.imports import findings_file
from actions.imports.check import checked
from actions.imports.pending import safe_name
from actions.map import map_data
from actions.offers import plot_sheet
from actions.vacant_first import cases
from commands.main import main
from door.answers import Asked
from exchange import _drawing, geojson, geopackage, geoparquet, html_map, table_csv, workbook
from exchange import print_map as paper_map
from exchange._font import for_paper
from exchange.columns import columns
from exchange.council_sheet import CouncilFacts, council_sheet
from exchange.dataset import Dataset, dataset
from exchange.findings import COLUMNS
from exchange.folium_map import standalone_map
from exchange.land_account import LandSheet, land_account_sheet
from exchange.programme_paper import Paper, Section, programme_paper
from exchange.programme_sheet import Page, form_sheet, return_sheet
from landuse.programme import sealed
from landuse.words import foreign, messages
from landuse.words.errors import LanduseError
from landuse.words.log import LOG
from parks.toml import toml
from tests import asgi
from tests.sinks import readers
from tests.sinks.conftest import ON, PARK_ID, Planted
from tests.sinks.corpus import EVERY, HALVES, KEPT, LONG, RAN, TEXTS
from tests.squares import rect
from views.web.geodata import routes

Found = tuple[set[str] | str, set[str]]
_NAMED = " ⁂"  # tells the units' names from all other texts of a file
_ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


_OF_PARK = [("status",), ("nature",), ("sources",), ("covers",), ("plans",), ("hold",)]  # commands that tell of a park in words


@dataclass(frozen=True)
class Sink:
    """Where text leaves the tool.

    places : the modules, endings and routes that it stands for (see test_every_sink.py)
    written : writes the corpus; what a reader found there, and what it must have found
    """

    places: tuple[str, ...]
    written: Callable[[Planted, Path], Found]


def _data(planted: Planted) -> Dataset:
    """The planted park's inventory with a text of the corpus as each name, those too that no GeoPackage can hold."""
    found = exports.export_data([planted.park], {PARK_ID: ON}, "nb", None)
    units = exports._units(planted.park, ON, "nb")
    names = [KEPT[number % len(KEPT)] + _NAMED for number in range(len(units))]
    about = {key: value for key, value in found.about.items() if key not in ("codes", "language", "checksum", "columns")}
    return dataset(units.assign(name=names), columns(), about | {"left_out": list(HALVES)}, list(found.figures), "nb")


def _in_quiet_json(content: bytes) -> set[str]:
    assert not _ACTS.search(content.decode())
    return readers.in_json(content)


def _exported(ending: str, write: Callable, read: Callable, by_path: bool = False) -> Callable[[Planted, Path], Found]:
    def written(planted: Planted, folder: Path) -> Found:
        path = folder / f"fil{ending}"
        write(path, _data(planted))
        longest = 32_767 if ending == ".xlsx" else None
        return read(path if by_path else path.read_bytes()), {foreign.for_xml(text + _NAMED)[:longest] for text in KEPT}

    return written


def _map_page(planted: Planted, folder: Path) -> Found:
    html_map.write_html_map(folder / "hostile.html", data := _data(planted), {"zoning": _ground(list(KEPT))})
    plain = replace(data, rows=data.rows.assign(name="Tomt"), about=data.about | {"title": "Parken"})
    html_map.write_html_map(folder / "plain.html", plain, {})
    content = (folder / "hostile.html").read_bytes()
    assert not _ACTS.search(content.decode())
    assert readers.skeleton(content) == readers.skeleton((folder / "plain.html").read_bytes())
    return readers.in_map_page(content), {foreign.seen(foreign.for_xml(text + _NAMED)) for text in KEPT}


def _ground(codes: list[str]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"code": codes}, geometry=[rect(0, 0)] * len(codes), crs=25832)


def _map_page_itself(_planted: Planted, _folder: Path) -> Found:
    """Every argument of the page that is a text, those of our own catalogues too."""
    square = {"type": "Polygon", "coordinates": [[[11, 63], [11, 64], [12, 64], [11, 63]]]}
    told = [{"type": "Feature", "properties": {"name": text, "cls": "used", "undecided": True}, "geometry": square} for text in EVERY]
    text = "".join(TEXTS)
    words = dict.fromkeys(("title", "mark", "undecided", "unregistered"), text)
    words |= {"lang": '"><script>x</script>', "classes": {"used": text}}
    ground = [("roads", text, {"features": [{"type": "Feature", "properties": {"code": text}, "geometry": square}]})]
    content = standalone_map({"features": told, "bbox": [11, 63, 12, 64]}, ground, words).encode()
    found = readers.in_map_page(content)
    assert not [tip for tip in found if tip != text and _ACTS.search(tip)]
    return found, {foreign.seen(text) for text in EVERY} | {foreign.seen(text), text}


def _paper_map(planted: Planted, _folder: Path) -> Found:
    page = print_map.pages([planted.park], {PARK_ID: ON}, "nb")[0]
    texts = [text for text in EVERY if text != LONG]
    held = [text for text in texts if text in KEPT]
    shown = page.units.assign(short_name=[held[number % len(held)] for number in range(len(page.units))])
    parts = [texts[start : start + 12] for start in range(0, len(texts), 12)]
    pages = [replace(page, units=shown, title=part[0], mark=part[1], sources=part[2], figures=[(part[3], part[4])]) for part in parts]
    pages = [replace(page, plans=part) for page, part in zip(pages, parts)]
    said = readers.in_pdf(paper_map.print_map(pages, "A4", "nb"))
    return said, {_on_paper(text) for text in texts}


def _on_paper(text: str) -> str:
    return "".join(for_paper(text).split())


def _drawn(_planted: Planted, _folder: Path) -> Found:
    from lxml import etree
    from shapely import Point

    svg = _drawing.document(9, 9, [_drawing.text_svg(Point(1, 1), text, 2.0) for text in EVERY], [])
    tree = etree.fromstring(svg.encode(), etree.XMLParser(huge_tree=True))
    assert {node.tag.rpartition("}")[2] for node in tree.iter()} == {"svg", "defs", "clipPath", "rect", "g", "text"}
    return {node.text for node in tree.iter("{*}text")}, {for_paper(text) for text in EVERY}


def _plot_sheet(planted: Planted, _folder: Path) -> Found:
    said, texts = "", [text for text in EVERY if text != LONG and text.strip()]
    for start in range(0, len(texts), 15):
        part = (texts + texts)[start : start + 15]
        facts = {"title": part[0], "description": part[1], "unmet_conditions": part[2:7], "why": part[7:13], "contact_role": part[-1]}
        facts |= {"facts_text": [("x", part[-2], part[-2])], "photo_alt": part[0]}
        said += readers.in_pdf(plot_sheet.plot_sheet(planted.unit_id, facts, ON, "nb"))
    return said, {_on_paper(text) for text in texts}


def _council_sheet(planted: Planted, _folder: Path) -> Found:
    units = print_map.pages([planted.park], {PARK_ID: ON}, "nb")[0].units
    texts = [text for text in EVERY if text != LONG and text.strip()]
    held = [text for text in texts if text in KEPT]
    shown, said = units.assign(short_name=[held[number % len(held)] for number in range(len(units))]), ""
    for start in range(0, len(texts), 9):
        part = (texts + texts)[start : start + 9]
        pairs = [(part[3], part[4])], [(part[5], part[6])]
        facts = CouncilFacts(part[0], ON, 25832, shown, {}, part[1:2], part[2:3], *pairs, sources=part[7], snapshot="x", mark=part[8])
        said += readers.in_pdf(council_sheet(facts, "nb"))
    return said, {_on_paper(text) for text in texts}


def _land_account(_planted: Planted, _folder: Path) -> Found:
    rows = [(text, text, text, 1, 1) for text in KEPT]
    told = LandSheet("x", ON, ("a", "b", "c", "d", "e"), rows, (1, 1), [(text, text, text) for text in KEPT], KEPT[0])
    return readers.in_workbook(land_account_sheet(told, "nb")), {foreign.for_xml(text)[:32_767] for text in KEPT}


def _programme_sheet(_planted: Planted, _folder: Path) -> Found:
    page = Page("Ark", ("a", "b", "c"), [(text, text, 1) for text in KEPT])
    written = [return_sheet("x", ON, [page], KEPT[0]), form_sheet(page, ON)]
    found = [readers.in_workbook(content) for content in written]
    assert {foreign.for_xml(text)[:32_767] for text in KEPT} <= found[1]
    return found[0], {foreign.for_xml(text)[:32_767] for text in KEPT}


def _programme_paper(_planted: Planted, _folder: Path) -> Found:
    texts = [text for text in EVERY if text != LONG and text.strip()]
    half = len(texts) // 2
    section = Section(texts[0], tuple(texts[:half]), tuple((text, text) for text in texts[half:]))
    said = readers.in_pdf(programme_paper(Paper(texts[1], texts[2], ON, tuple(texts[:3]), (section,), (texts[4],), texts[5]), "nb"))
    return said, {_on_paper(text) for text in texts}


def _sealed_return(_planted: Planted, _folder: Path) -> Found:
    content = sealed.sealed("x", {"park": list(EVERY)}, Ed25519PrivateKey.generate())
    assert sealed.opened("x", content, "x").parts["park"] == list(EVERY)
    return _in_quiet_json(content), set(EVERY)


def _word(planted: Planted, _folder: Path) -> Found:
    found, draft = cases._kept(planted.case)
    said = {step: told | {"reason": text} if "choice" in told else told for (step, told), text in zip(draft.said.items(), KEPT)}
    answer = cases.answer_of(draft.park_id, draft.asked)
    alike = {"sources": [{"layer_id": "plots", "source": text, "dated": None, "licence": text} for text in KEPT]}
    _, content = cases.paper(replace(draft, title="".join(TEXTS), said=said), answer | alike, HALVES[0] + TEXTS[0], "nb")
    found = readers.in_word(content)
    assert not [line for line in found if _ACTS.search(line)]
    return found, {foreign.seen(text) for text in KEPT} | {foreign.seen(HALVES[0] + TEXTS[0])}


def _case_json(planted: Planted, _folder: Path) -> Found:
    name, content = cases.kept_json(planted.case)
    assert re.fullmatch(r"[a-z0-9.-]+", name)
    return readers.in_json(content), {cases.case(planted.case)["title"]}


def _findings(ending: str, read: Callable) -> Callable[[Planted, Path], Found]:
    def written(_planted: Planted, folder: Path) -> Found:
        rows = [_finding(text) for text in EVERY]
        findings_file.write(rows, folder / f"funn{ending}", "nb")
        keep = foreign.for_xml if ending == ".xlsx" else str
        return read((folder / f"funn{ending}").read_bytes()), {keep(text)[: 32_767 if ending == ".xlsx" else None] for text in EVERY}

    return written


def _finding(text: str) -> dict:
    row = dict.fromkeys((*COLUMNS, "sentence_nb", "remedy_nb"), text)
    return row | {"severity": "error", "who": "park", "issue": "question", "row": 1, "count": 1, "lon": 11.0, "lat": 63.0}


def _toml(_planted: Planted, _folder: Path) -> Found:
    settings = {"name": "x", "layers": {"plots": {f"k{number}": text for number, text in enumerate(EVERY)}}, "list": [{"a": EVERY[0]}]}
    return readers._texts(tomllib.loads(toml(settings))), {foreign.for_xml(text) for text in EVERY}


def _backup(planted: Planted, folder: Path) -> Found:
    import zipfile

    backup.backup(folder / "register.zip")
    with zipfile.ZipFile(folder / "register.zip") as parts:
        lines = [line for name in parts.namelist() if name.endswith("l") for line in parts.read(name).decode().splitlines()]
    said = set().union(*(readers._texts(json.loads(line)) for line in lines))
    return said, {cases.case(planted.case)["title"]}


def _log(_planted: Planted, _folder: Path) -> Found:
    heard: list[str] = []
    ear = logging.Handler()
    ear.emit = lambda entry: heard.append(ear.format(entry))
    LOG.addHandler(ear)
    for text in EVERY:
        LOG.warning("%s: %s", text, LanduseError("unknown_park", park=text, known=text))
        LOG.error(text)
    LOG.removeHandler(ear)
    assert len(heard) == 2 * len(EVERY) and not [line for line in heard if _ACTS.search(line) or "\n" in line]
    return set(heard), {foreign.for_line(text) for text in EVERY}


def _terminal(_planted: Planted, _folder: Path) -> Found:
    """What commands say of names, on stderr in one line, on stdout as JSON of the very same texts and as words."""
    texts = [text for text in EVERY if "\0" not in text and text != LONG and text.strip() and not text.startswith("-")]
    refused = [_run("classify", "--", text)[1] for text in texts]
    assert not [line for line in refused if line.count("\n") != 1 or _ACTS.search(line)]
    told, words = _run("parks", "--json")[0], _run("parks")[0]
    assert not _ACTS.search(told) and not _ACTS.search(words) and json.loads(told)[0]["name"] == map_data.park(PARK_ID).name
    of_park = [_run(*command, PARK_ID) for command in _OF_PARK]
    forged = {tail for text in EVERY for tail in re.split(r"[\r\n]+", text)[1:] if tail.strip()}
    begun = [line for said, erred in [*of_park, (words, "")] for line in f"{said}\n{erred}".splitlines() if line.startswith(tuple(forged))]
    assert forged and all(said for said, _ in of_park) and begun == []
    return "".join(refused), {foreign.for_line(text) for text in texts}


def _run(*words: str) -> tuple[str, str]:
    from contextlib import redirect_stderr, redirect_stdout
    from io import StringIO

    before, sys.argv = sys.argv, ["landuse", *words]
    try:
        with redirect_stdout(StringIO()) as said, redirect_stderr(StringIO()) as erred, pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "exit", lambda code=0: None)
            main()
    except SystemExit:
        pass
    finally:
        sys.argv = before
    return said.getvalue(), erred.getvalue()


def _sentences(_planted: Planted, _folder: Path) -> Found:
    """Every refusal that there is, with each of its values taken from the corpus."""
    said: list[str] = []
    for lang in messages.LANGS:
        for key, sentence in messages.catalogue(lang).items():
            names = set(re.findall(r"{(\w+)", sentence))
            if names and key.startswith("error.") and not re.search(r"{\w+:[^|}]*}", sentence):
                said.append(LanduseError(key.removeprefix("error."), **dict.fromkeys(names, "".join(TEXTS[:-1]))).text(lang))
    assert len(said) > 300 and not [line for line in said if _ACTS.search(line)]
    return "".join(said), {foreign.seen(text) for text in TEXTS[:-1]}


def _file_names(_planted: Planted, folder: Path) -> Found:
    """Names of uploads become files; names of downloads a header of one line that gives the name back."""
    for text in (*EVERY, "🏭" * 300, "a." + "b" * 300):
        (folder / safe_name(text + ".gpkg")).write_bytes(b"")
    heads = [foreign.for_download(f"{text}.gpkg") for text in EVERY]
    assert not [head for head in heads if not head.isascii() or _ACTS.search(head) or head.split('"')[1].count("/")]
    given = {unquote(head.partition("filename*=UTF-8''")[2]) or head.split('"')[1] for head in heads}
    return given, {foreign.for_line(f"{text}.gpkg").replace("/", "_").replace("\\", "_") for text in EVERY}


def _checked_file(_planted: Planted, folder: Path) -> Found:
    """A stranger's GeoJSON with the corpus as names, keys and file name: its report as JSON."""
    ring = [[11.44, 63.79], [11.45, 63.79], [11.45, 63.80], [11.44, 63.79]]
    shape, texts = {"type": "Polygon", "coordinates": [ring]}, [text for text in EVERY if text != LONG]
    rows = [{"type": "Feature", "properties": {"plot_id": text, "name": text, text: text}, "geometry": shape} for text in texts]
    path = folder / "tomt {{7}} \u202e\n.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}))
    told = checked(path, None, Asked("plots"), "en")
    assert told["file"] == "tomt {{7}} ��.geojson" and not _ACTS.search(str(told["summary"]))
    return readers.in_json(foreign.for_json(told).encode()), {told["file"]}


def _route(address: str) -> Callable[[Planted, Path], Found]:
    def written(planted: Planted, _folder: Path) -> Found:
        answer = asgi.get(Starlette(routes=routes()), address.format(**vars(planted), park_id=PARK_ID))
        assert not [value for value in answer.headers.values() if _ACTS.search(value) or "\n" in value]
        assert answer.status_code in (200, 404)
        kind = answer.headers.get("content-type", "")
        found = readers.in_json(answer.text.encode()) if "json" in kind and answer.status_code == 200 else set()
        return found, set()

    return written


SINKS = {
    "GeoJSON": Sink(("exchange/geojson.py", ".geojson"), _exported(".geojson", geojson.write_geojson, _in_quiet_json)),
    "GeoPackage": Sink(
        ("exchange/geopackage.py", "exchange/qgis_style.py", ".gpkg"),
        _exported(".gpkg", geopackage.write_geopackage, readers.in_geopackage, by_path=True),
    ),
    "GeoParquet": Sink(
        ("exchange/geoparquet.py", ".parquet"), _exported(".parquet", geoparquet.write_geoparquet, readers.in_parquet, by_path=True)
    ),
    "workbook": Sink(("exchange/workbook.py", ".xlsx"), _exported(".xlsx", workbook.write_workbook, readers.in_workbook)),
    "CSV": Sink(("exchange/table_csv.py", ".csv"), _exported(".csv", table_csv.write_csv, readers.in_csv)),
    "map file": Sink(("exchange/html_map.py", ".html"), _map_page),
    "map page": Sink(("exchange/folium_map.py", "/geo/{park}/map.html"), _map_page_itself),
    "printed map": Sink(("exchange/print_map.py", "exchange/paper.py", ".pdf"), _paper_map),
    "drawing": Sink(("exchange/_drawing.py", "exchange/case_map.py"), _drawn),
    "plot sheet": Sink(("exchange/plot_sheet.py", "exchange/_typst.py"), _plot_sheet),
    "council's page": Sink(("exchange/council_sheet.py", "/geo/{park}/fremdrift.pdf"), _council_sheet),
    "programme's workbooks": Sink(("exchange/programme_sheet.py",), _programme_sheet),
    "programme's papers": Sink(("exchange/programme_paper.py",), _programme_paper),
    "sealed return": Sink(("landuse/programme/sealed.py",), _sealed_return),
    "land account": Sink(("exchange/land_account.py", "/geo/{park}/arealregnskap.xlsx"), _land_account),
    "case paper": Sink(("exchange/case_paper.py", "exchange/_docx.py", "/cases/{case:row}/saksframlegg.docx"), _word),
    "case answer": Sink(("actions/vacant_first/cases.py", "/cases/{case:row}/saksframlegg.json"), _case_json),
    "findings, workbook": Sink(("exchange/findings.py",), _findings(".xlsx", readers.in_workbook)),
    "findings, GeoJSON": Sink(("actions/imports/findings_file.py",), _findings(".geojson", _in_quiet_json)),
    "settings": Sink(("parks/toml.py",), _toml),
    "backup": Sink(("register/backup.py",), _backup),
    "log": Sink(("landuse/words/log.py",), _log),
    "terminal": Sink(("commands/_said.py",), _terminal),
    "sentences": Sink(("landuse/words/messages.py",), _sentences),
    "file names": Sink(("landuse/words/foreign.py",), _file_names),
    "report of a file": Sink(("actions/imports/check.py",), _checked_file),
    **{
        f"route {path}": Sink((path,), _route(address))
        for path, address in {
            "/geo/norway.geojson": "/geo/norway.geojson",
            "/geo/published.geojson": "/geo/published.geojson?park={park_id}",
            "/plots/{nomination:row}/tomteark.pdf": "/plots/{nomination}/tomteark.pdf",
            "/plots/{nomination:row}/photo.jpg": "/plots/{nomination}/photo.jpg",
            "/geo/answer/{token}/{part}.geojson": "/geo/answer/%0d%0a{{7}}%e2%80%ae/<b>.geojson",
            "/export/{name}": "/export/x%0d%0aset-cookie%3a1%22.geojson?park={park_id}&lang=%0d%0ax&when=%0d",
            "/geo/{park}/import/{token}/{name}": "/geo/{park_id}/import/%e2%80%ae/rows.geojson",
            "/geo/{park}/search.json": "/geo/{park_id}/search.json?date=2026-06-30&q=t%0d%0a{{7}}%e2%80%ae<b>",
            "/geo/{park}/{layer}.shapes": "/geo/{park_id}/units.shapes?date=2026-06-30",
        }.items()
    },
}


@pytest.mark.parametrize("name", SINKS)
def test_a_sink_holds_texts_as_data(name: str, planted: Planted, tmp_path: Path) -> None:
    found, wanted = SINKS[name].written(planted, tmp_path)
    said = found if isinstance(found, str) else "\n".join(found)
    assert RAN not in said.replace("48172", "") and "root:x:" not in said
    assert sorted(text for text in wanted if text not in found) == []
