"""No text leaves the tool unseen: every place that the code has for it is in the registry of sinks, or it is named here why it is none."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from actions.exports.formats import ENDINGS
from tests.imports import ROOMS
from tests.sinks.test_sinks import SINKS
from views.web.geodata import routes

_ROOT = Path(__file__).parent.parent.parent
_OF_SINKS = {place for sink in SINKS.values() for place in sink.places}

# Each way out of the tool by the calls that are it, and the modules that go it. A module of a sink may go any; of the others each
# says what it writes: nothing of a stranger's, or JSON and tables that only the tool itself reads, whose writers take any text.
_WAYS = {
    "a line of a terminal": ("echo", "print", "secho"),
    "a log": ("getLogger", "basicConfig"),
    "a format string": (".format", "format_map", "vformat", "Formatter"),
    "a template": ("Template", "Environment", "render_template", "eval", "exec"),
    "a workbook": ("Workbook", "write_string", "write_formula", "write_url", "write_rich_string", "add_worksheet"),
    "a Word document": ("Document", "add_run", "add_paragraph", "add_heading"),
    "a typeset page": ("typst.compile",),
    "a table as text": ("csv.writer", "csv.DictWriter", "to_csv", "to_html", "to_excel", "to_markdown"),
    "a table of geodata": ("write_arrow", "write_dataframe", "to_file", "to_parquet", "write_table"),
    "a text file": ("write_text", "writestr", "writelines"),
    "an answer over HTTP": (
        "Response",
        "PlainTextResponse",
        "HTMLResponse",
        "JSONResponse",
        "StreamingResponse",
        "FileResponse",
        "RedirectResponse",
    ),
    "JSON": ("json.dumps", "json.dump", "to_json"),
    "a program": ("subprocess.run", "subprocess.Popen", "subprocess.call", "Popen", "os.system", "os.popen", "check_output"),
}
_NOT_SINKS = {
    "door/answers.py": "JSON that the tool alone reads: answers by a file's digest",
    "actions/vacant_first/sites.py": "JSON as a key of a cache",
    "parks/log_setup.py": "JSON of the log, whose words come through landuse/words/log.py",
    "parks/versions.py": "settings of a park, by parks/toml.py",
    "actions/map/pack.py": "JSON of the map, which shows texts as text nodes",
    "bulk/result.py": "GeoParquet of the overlay: numbers by the user's own ids",
    "bulk/tile.py": "GeoParquet between processes",
    "door/formats/geojson_lines.py": "JSON that the reading process alone reads: a stranger's own lines, by json",
    "door/report/rejected.py": "GeoJSON of a stranger's own rows, by json",
    "actions/vacant_first/answer_map.py": "JSON of the map, which shows texts as text nodes",
    "actions/units/classify.py": "JSON as a checksum",
    "actions/map/map_data.py": "JSON of the map, which shows texts as text nodes",
    "actions/imports/extents.py": "JSON that the tool alone reads: what a source of a version was told to cover",
    "actions/imports/new_park.py": "settings of a park, by parks/toml.py",
    "actions/offers/published.py": "JSON of the map, which shows texts as text nodes",
    "actions/imports/pending.py": "JSON that the tool alone reads: the report of a staged import",
    "actions/imports/pending_map.py": "JSON of the map, which shows texts as text nodes",
    "actions/progress/progress.py": "a table as a checksum",
    "actions/imports/set_up_park.py": "GeoJSON for the tool's own import",
    "actions/drop/outline.py": "JSON that the tool alone reads: the outline of a plan on its way in through the door",
    "actions/drop/staged_drop.py": "JSON that the tool alone reads: what was read of files that were given at once",
    "actions/imports/staged.py": "JSON that the tool alone reads: the digests of a staged import",
    "actions/imports/taken.py": "JSON that the tool alone reads: what a park's versions are",
    "actions/imports/upload_shapes.py": "GeoJSON of shapes alone",
    "actions/imports/versions.py": "JSON that the tool alone reads: a park's versions",
    "fetch/kept.py": "JSON as a key",
    "fetch/order.py": "JSON to a service that the settings name: its own row and a number of a municipality",
    "fetch/receipt.py": "JSON that the tool alone reads: what was asked of a service and what came",
    "commands/upkeep.py": "starts the server with the words of the person at the terminal, without a shell",
    "exchange/_case_parts.py": "headings of the case paper, which exchange/case_paper.py cleans before it begins",
    "exchange/_rows.py": "a table as a checksum",
    "landuse/units/classify.py": "JSON as a column of a snapshot",
    "landuse/units/holders.py": "JSON as a column of a frame",
    "landuse/units/inventory.py": "JSON as a column of a frame",
    "landuse/units/method.py": "JSON as a checksum",
    "landuse/quality/drawn.py": "JSON for shapely",
    "landuse/units/plans.py": "JSON as a column of a snapshot",
    "landuse/units/snapshot.py": "JSON as a column of a snapshot",
    "landuse/vacant_first/case.py": "JSON as a checksum",
    "door/choice.py": "JSON as a key",
    "door/columns/arrow.py": "JSON between processes",
    "door/gml/checks.py": "numbers in a constant",
    "door/gml/plain.py": "a copy of a stranger's file for the process that reads it, every text and attribute escaped",
    "door/formats/gml.py": "a copy of a stranger's file for the process that reads it",
    "door/geometry/mend.py": "a table between processes",
    "door/geometry/shared.py": "a table between processes",
    "parks/gpkg.py": "the file of exchange/geopackage.py",
    "door/formats/parquet.py": "JSON for pyproj",
    "door/process/client.py": "JSON to the process for strangers' files, started without a shell",
    "door/formats/sosi.py": "a stranger's file through Debian's GDAL, started without a shell",
    "bulk/sorted.py": "a table between processes",
    "door/process/started.py": "starts the process for strangers' files, without a shell",
    "door/process/supervisor.py": "JSON from the process for strangers' files",
    "door/write.py": "a park's own tables, by Arrow",
    "register/snapshots.py": "a snapshot, by Arrow and JSON",
    "register/trail.py": "JSON as a checksum",
    "register/baselines.py": "a kept baseline, by Arrow and JSON",
    "actions/progress/restating.py": "a digest of what a restatement would change",
    "landuse/progress/restated_parts.py": "a digest of a part of a restatement",
    "actions/progress/baseline_made.py": "the facts of a baseline of parts, by Arrow",
    "actions/progress/baseline_inputs.py": "digests of what a baseline rests on",
    "views/data_eksport/export_file.py": "a table as a checksum",
    "views/kart/table.py": "the look of a table's numbers",
    "views/web/vendor.py": "the list of vendored files",
}
_ROUTES_FILES = {
    "views/data_eksport/export_routes.py",
    "views/data_eksport/import_routes.py",
    "views/ledig_forst/routes.py",
    "views/tomter/routes.py",
    "views/web/answered.py",
    "views/web/entrance.py",
    "views/web/geodata.py",
    "views/web/login_routes.py",
    "views/web/refusals.py",
}
_ASSETS = "/assets"  # files of ours
_TO_AND_FRO = {"/login", "/login/back", "/logout"}  # addresses and words of the catalogue alone

# Streamlit reads these as Markdown. What stands there is a text of our own catalogue without a stranger's word in it, or `for_markdown`.
_MARKDOWN = {
    "button", "caption", "checkbox", "date_input", "download_button", "error", "expander", "file_uploader", "form_submit_button", "header",
    "info", "link_button", "markdown", "metric", "multiselect", "number_input", "page_link", "pills", "popover", "progress", "radio",
    "segmented_control", "select_slider", "selectbox", "slider", "spinner", "status", "subheader", "success", "tabs", "text_area",
    "text_input", "title", "toast", "toggle", "update", "warning", "write", "badge", "chat_message", "feedback", "exception",
}  # fmt: skip
_OWN_WORDS = {
    ("views/bekreftelse/answer.py", "form_submit_button"): "how many units",
    ("views/bekreftelse/answer.py", "radio"): "our own classes",
    ("views/bekreftelse/history.py", "expander"): "how many answers",
    ("views/tomter/fact_form.py", "date_input"): "the names of our own facts",
    ("views/ledig_forst/question.py", "selectbox"): "the number of a line",
    ("views/ledig_forst/case.py", "expander"): "our own word",
    ("views/ledig_forst/case.py", "form_submit_button"): "our own word",
    ("views/ledig_forst/case.py", "text_area"): "our own step of the ladder",
    ("views/data_eksport/export.py", "caption"): "the day looked at",
    ("views/data_eksport/import_drop.py", "number_input"): "our own questions, by their number",
    ("views/data_eksport/import_drop.py", "selectbox"): "our own questions, by their number",
    ("views/tomter/nomination.py", "form_submit_button"): "our own steps",
    ("views/tomter/nomination.py", "radio"): "our own steps",
    ("views/tomter/investor.py", "caption"): "how many plots",
    ("views/tomter/filters.py", "multiselect"): "the names of our own facts",
    ("views/tomter/filters.py", "number_input"): "the names of our own facts",
    ("views/fremdrift/moves.py", "expander"): "our own causes with figures",
    ("views/fremdrift/grey_map.py", "expander"): "our own sides with figures",
    ("views/fremdrift/moves.py", "selectbox"): "from and to",
    ("views/map/drawing.py", "button"): "the number of a shape",
    ("views/kart/table.py", "pills"): "our own filters",
    ("views/parts/upload.py", "file_uploader"): "the labels of our own fields",
    ("views/om_tallene/page.py", "markdown"): "the tool's own text of how figures are made",
}
_NO_PLACES = ("notice", "parts_notice", "LOG", "shell", "findings_file", "look", "declared", "all_layers", "registry")
_COUNTED = {"count", "most_mb", "found", "all", "number", "day", "step", "which", "unit_count"}  # values that no stranger writes


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def _modules() -> dict[str, ast.Module]:
    paths = [path for room in ROOMS for path in sorted((_ROOT / room).rglob("*.py"))]
    return {path.relative_to(_ROOT).as_posix(): _tree(path) for path in paths} | {"app.py": _tree(_ROOT / "app.py")}


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


@cache
def _ways(tree: ast.AST) -> set[str]:
    """The ways out that a module goes."""
    names = {name for name, _ in _calls(tree)}
    names |= {name.rpartition(".")[2] for name in names} | {f".{name.rpartition('.')[2]}" for name in names if "." in name}
    return {way for way, calls in _WAYS.items() if names & set(calls)}


def test_every_format_route_and_writer_of_exchange_is_a_sink() -> None:
    writers = {path.relative_to(_ROOT).as_posix() for path in (_ROOT / "exchange").glob("*.py") if not path.name.startswith("_")}
    without_a_file = {"exchange/columns.py", "exchange/dataset.py", "exchange/formats.py", "exchange/sharing.py"}
    assert writers - without_a_file <= _OF_SINKS
    assert set(ENDINGS) <= _OF_SINKS
    assert {route.path for route in routes()} - {_ASSETS} - _TO_AND_FRO <= _OF_SINKS


def test_every_module_that_writes_is_in_a_registry() -> None:
    known = _OF_SINKS | set(_NOT_SINKS) | _ROUTES_FILES
    unknown = {path: ways for path, tree in _modules().items() if path not in known and (ways := _ways(tree))}
    assert unknown == {}
    assert {path for path in known if path.endswith(".py")} <= set(_modules()), "a module that is gone"
    assert {path for path in _NOT_SINKS if not _ways(_modules()[path])} == set(), "modules that write nothing"


@pytest.mark.parametrize(
    ("way", "only"),
    [
        ("a line of a terminal", {"commands/_said.py"}),
        ("a log", {"landuse/words/log.py"}),
        ("a format string", {"landuse/words/messages.py", "door/gml/checks.py", "views/kart/table.py"}),
        ("a template", set()),
        ("a workbook", {"exchange/workbook.py", "exchange/findings.py", "exchange/land_account.py", "exchange/programme_sheet.py"}),
        ("a typeset page", {"exchange/_typst.py"}),
        ("an answer over HTTP", _ROUTES_FILES),
    ],
)
def test_a_way_is_gone_in_its_own_place(way: str, only: set[str]) -> None:
    assert {path for path, tree in _modules().items() if way in _ways(tree)} - only == set()


def test_html_is_escaped_and_downloads_are_named_in_one_place() -> None:
    for path, tree in _modules().items():
        if path == "landuse/words/foreign.py":
            continue
        imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)} | {
            alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
        }
        assert not imported & {"html", "markupsafe"}, path
        texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        assert not [text for text in texts if "attachment;" in text or "filename=" in text], path
        named = {value.arg for _, call in _calls(tree) for value in call.keywords}
        assert not named & {"unsafe_allow_html", "unsafe_allow_javascript"}, path


def test_labels_and_messages_are_markdown_made_safe() -> None:
    wrong = defaultdict(list)
    for path, tree in _modules().items():
        for kind, call in _widgets(tree) if path.startswith("views/") else ():
            if (path, kind) not in _OWN_WORDS:
                wrong[path] += [f"{call.lineno} {kind}: {ast.unparse(words)}" for words in _read(kind, call) if not _is_ours(words)]
    assert {path: found for path, found in wrong.items() if found} == {}


def _widgets(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """What Streamlit draws, and by which call."""
    for name, call in _calls(tree):
        place, _, kind = name.rpartition(".")
        if kind in _MARKDOWN and place and not place.startswith(_NO_PLACES):
            yield kind, call


def _read(kind: str, call: ast.Call) -> list[ast.expr]:
    """What is read as Markdown of a call."""
    read = {"label", "body", "text", "help", *(("format_func",) if kind in ("radio", "pills", "segmented_control") else ())}
    named = [value.value for value in call.keywords if value.arg in read]
    return [*call.args[1 if kind == "progress" else 0 : 2 if kind == "progress" else 1], *named]


def _is_safe(words: ast.expr) -> bool:
    return isinstance(words, ast.Call) and ast.unparse(words.func) == "for_markdown"


def _is_ours(words: ast.expr) -> bool:
    """Whether an expression is text of ours: constant, a sentence with counted values, or made safe; a number is no text."""
    if isinstance(words, (ast.Constant, ast.BinOp)):
        return True
    if isinstance(words, ast.Lambda):
        return _is_ours(words.body)
    if not isinstance(words, ast.Call):
        return isinstance(words, ast.Name) and words.id in ("lang", "state", "help", "shown")
    name = ast.unparse(words.func)
    if name == "told_apart":
        return all(_is_ours(said) for said in words.args[1:])
    if name in ("for_markdown", "_need_label"):
        return True
    return name == "messages.text" and all(value.arg in _COUNTED or _is_safe(value.value) for value in words.keywords)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("exchange/new.py", "import xlsxwriter\nbook = xlsxwriter.Workbook('x')"),
        ("views/_new.py", "from starlette.responses import HTMLResponse\nHTMLResponse(name)"),
        ("actions/new.py", "path.write_text(name)"),
        ("commands/new.py", "print(name)"),
        ("layers/_new.py", "import logging\nlogging.getLogger('x').info(name)"),
        ("actions/new.py", "from jinja2 import Environment\nEnvironment().from_string(name)"),
        ("actions/new.py", "import csv\ncsv.writer(stream)"),
    ],
)
def test_a_planted_way_out_is_seen(path: str, line: str) -> None:
    assert path not in _OF_SINKS | set(_NOT_SINKS) and _ways(ast.parse(line))


@pytest.mark.parametrize(
    "line", ["st.warning(name)", 'st.caption(f"{name}")', 'st.error(messages.text(lang, "x", park=name))', "st.button(row.title)"]
)
def test_a_planted_label_is_seen(line: str) -> None:
    call = next(call for _, call in _calls(ast.parse(line)))
    assert not _is_ours(call.args[0])
