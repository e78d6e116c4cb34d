"""Formats of strangers' files are declared: one file each, and nothing else in the house tests which one a file is of."""

import ast
from collections.abc import Iterable, Iterator

import pytest

from actions.imports import file_formats
from door.formats import registry
from door.formats.base import Format
from parks import gdal_fence
from scripts import describe_formats
from tests.imports import ROOMS, ROOT, files

FORMATS = registry.all_formats()
_WRITTEN = {  # files of ours in the private folder, and what is written for a person
    *{("door/gml/plain.py", ".gml"), ("door/gml/plain.py", ".json")},
    ("door/report/rejected.py", ".geojson"),
}


def _modules(rooms: Iterable[str] = ROOMS) -> Iterator[tuple[str, str]]:
    for path in files(tuple(rooms)):
        if not path.startswith("door/formats/"):
            yield path, (ROOT / path).read_text(encoding="utf-8")


def _asks_its_format(source: str) -> bool:
    """Whether a file compares what a file's `format` is, or matches on it."""
    return any(isinstance(side, ast.Attribute) and side.attr == "format" for node in ast.walk(ast.parse(source)) for side in _sides(node))


def _sides(node: ast.AST) -> list[ast.expr]:
    """What a node compares."""
    if isinstance(node, ast.Compare):
        return [node.left, *node.comparators]
    return [node.subject] if isinstance(node, ast.Match) else []


def _named(source: str) -> set[str]:
    words = {*FORMATS, *registry.by_ending()}
    return {node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant) and node.value in words}


def test_nothing_but_a_declaration_asks_which_format_a_file_is() -> None:
    assert [name for name, source in _modules() if _asks_its_format(source)] == [], "a word of the format's own declaration"


def test_the_door_names_a_format_only_where_one_is_written() -> None:
    found = {(name, word) for name, source in _modules(("door",)) for word in _named(source)}
    assert found == _WRITTEN, "say it in the format's own file (door/formats/base.py)"


@pytest.mark.parametrize(
    "line",
    ['if file.format == "gpkg": pass', 'x = "shp" != file.format', 'y = a.b.format in ("csv", "ods")', "match f.format:\n  case _: pass"],
)
def test_a_planted_question_is_seen(line: str) -> None:
    assert _asks_its_format(line)


def test_a_planted_name_is_seen() -> None:
    assert _named('ending = ".gpkg"\nkind = "sosi"\nother = "more"') == {".gpkg", "sosi"}


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_declared_of_a_format_holds_together(name: str) -> None:
    declared = FORMATS[name]
    assert all(ending == ending.lower() and ending.startswith(".") for ending in (*declared.endings, *declared.parts, *declared.beside))
    assert not declared.parts or declared.parts[0] == declared.endings[0]
    assert declared.title("nb") and declared.title("en") and declared.how
    assert declared.is_raster or not declared.is_list or declared.tables is not None
    assert declared.driver is None or declared.driver in gdal_fence.ALLOWED


def test_no_two_formats_share_an_ending_or_a_place() -> None:
    assert len(registry.by_ending()) == sum(len(declared.endings) for declared in FORMATS.values())
    assert len({declared.rank for declared in FORMATS.values()}) == len(FORMATS)


def test_every_driver_that_is_let_in_belongs_to_a_format_or_is_written_with() -> None:
    assert gdal_fence.ALLOWED - {declared.driver for declared in FORMATS.values()} == {"MEM", "Memory"}


def test_every_word_of_a_declaration_is_read() -> None:
    read = {node.attr for path in files() for node in ast.walk(_tree(path)) if isinstance(node, ast.Attribute)}
    described = (ROOT / "scripts" / "describe_formats.py").read_text(encoding="utf-8")
    words = [
        word for word in Format.__dataclass_fields__ if word not in ("title_nb", "title_en", "driver")
    ]  # by language; by the test above
    assert [word for word in words if word not in read and f".{word}" not in described] == []


def _tree(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def test_the_page_about_files_has_every_format() -> None:
    page = describe_formats.PAGE.read_text(encoding="utf-8")
    assert describe_formats.written(page) == page, "python -m scripts.describe_formats"


def test_what_can_be_chosen_are_files_and_what_belongs_beside_them() -> None:
    offered = file_formats.endings()
    assert (
        offered[0] == "zip" and {"gpkg", "sos", "dbf", "cpg"} <= set(offered) and "gdb" not in offered and len(offered) == len(set(offered))
    )
    assert "shapefil" in file_formats.titles("nb") and "shapefile" in file_formats.titles("en")
