"""Pages that are made from the code say what the code says; the others name only what is there: paths, modules, commands, settings."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
import typer

from commands.main import app
from parks import settings
from scripts.describe_layers import PAGE, page
from tests.imports import BESIDE, ROOMS, ROOT, files

_BESIDE_FILES = (ROOT / "data" / "README.md", ROOT / "tests" / "vendor" / "README.md")
_PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")), *_BESIDE_FILES]
_FOLDERS = (*ROOMS, *BESIDE, "docs", "static", "data")
_MADE = ("data/settings.toml", "data/register.sqlite", "data/parcels/min-park", "bench/data")  # by who uses it; never kept with the code
_CODE = re.compile(r"```\w*\n(.*?)```|`([^`]+)`", re.DOTALL)
_PATH = re.compile(rf"(?:{'|'.join(_FOLDERS)})/[\w./*-]*")
_FILE = re.compile(r"[\w-]+\.(?:py|js|css)")
_NAME = re.compile(rf"((?:{'|'.join(ROOMS)})(?:\.\w+)+)(?:\(.*\))?")
_LINK = re.compile(r"\]\(([^)\s#]+)[^)\s]*\)|src=\"([^\"]+)\"")
_MODULE = re.compile(r"python -m ([\w.]+)")
_TARGET = re.compile(r"^(?:[A-Z]+=\S+ )?make ((?:[a-z][\w-]*\s?)+)")
_COMMAND = re.compile(r"^(?:\./parkareal|python -m landuse) ([a-z][\w-]*)(.*)")
_OPTION = re.compile(r"(?<![\w-])--?[a-z][\w-]*")
_VARIABLE = re.compile(r"PARKAREAL_[A-Z_]+")
_ROW = re.compile(r"^\| (`.+?`) \|", re.MULTILINE)


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def _commands() -> dict[str, set[str]]:
    """Each command with the options that it takes."""
    group = typer.main.get_command(app)
    return {name: {option for param in command.params for option in param.opts} | {"--help"} for name, command in group.commands.items()}


def _pieces(text: str) -> list[str]:
    """What a page sets as code: the words between backticks, and each line of a block without its remark."""
    found = _CODE.findall(text)
    lines = [line.split(" # ")[0].strip() for block, _ in found for line in block.splitlines()]
    return lines + [" ".join(words.split()) for _, words in found if words]


def _missing(text: str) -> list[str]:
    """What a page names and is not there."""
    return [piece for piece in _pieces(text) if not (_paths_are_there(piece) and _name_is_there(piece) and _calls_are_there(piece))]


def _paths_are_there(piece: str) -> bool:
    if _FILE.fullmatch(piece):
        return piece in _own_files()
    if not _PATH.fullmatch(piece) or piece.startswith(_MADE):
        return True
    return any(ROOT.glob(piece.rstrip("/"))) if "*" in piece else (ROOT / piece).exists()


@cache
def _own_files() -> set[str]:
    return {"app.py", *(path.name for folder in (*ROOMS, *BESIDE, "static") for path in (ROOT / folder).rglob("*.*"))}


def _name_is_there(piece: str) -> bool:
    """A dotted name is a module, or the first name after a module is one that it makes."""
    named = _NAME.fullmatch(piece)
    if named is None or piece.endswith((".py", ".sqlite")):
        return True
    parts = named[1].split(".")
    for length in range(len(parts), 0, -1):
        place = ROOT.joinpath(*parts[:length])
        if place.with_suffix(".py").is_file():
            return length == len(parts) or parts[length] in _names_in(place.with_suffix(".py"))
        if place.is_dir():
            return length == len(parts)
    return False


def _names_in(path: Path) -> set[str]:
    made = ast.parse(_text(path)).body
    plain = {target.id for node in made if isinstance(node, ast.Assign) for target in node.targets if isinstance(target, ast.Name)}
    return plain | {node.name for node in made if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def _calls_are_there(piece: str) -> bool:
    """`make TARGET`, `python -m MODULE`, and commands of ours with their options."""
    target, command = _TARGET.match(piece), _COMMAND.match(piece)
    if target and not set(target[1].split()) <= _targets():
        return False
    modules = [name for name in _MODULE.findall(piece) if name.split(".")[0] in (*ROOMS, *BESIDE)]
    if any(not (_name_file(name).is_file() or (ROOT / name.replace(".", "/")).is_dir()) for name in modules):
        return False
    return command is None or set(_OPTION.findall(command[2])) <= _commands().get(command[1], {""}) and command[1] in _commands()


def _name_file(name: str) -> Path:
    return ROOT / f"{name.replace('.', '/')}.py"


@cache
def _targets() -> set[str]:
    return set(re.findall(r"^([a-z][\w-]*):", _text(ROOT / "Makefile"), re.MULTILINE))


def test_the_page_of_layers_is_of_today() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m scripts.describe_layers"


@pytest.mark.parametrize("path", _PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_a_page_names_is_there(path: Path) -> None:
    assert _missing(_text(path)) == []


@pytest.mark.parametrize("path", _PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_page_links_to_what_is_there(path: Path) -> None:
    named = [link or picture for link, picture in _LINK.findall(_text(path))]
    assert [link for link in named if not link.startswith("http") and not (path.parent / link).exists()] == []


@pytest.mark.parametrize(
    "said",
    [
        "`landuse/no_such.py`",
        "`views/*_routes.py`",
        "`no_such.py`",
        "`landuse.within.areas_within`",
        "`actions.units.classify.no_such(x)`",
        "`tests/no/`",
        "`python -m scripts.no_such`",
        "`make nothing`",
        "```\n./parkareal classified min-park\n```",
        "`./parkareal\nclassified min-park`",
        "`./parkareal status --no-such`",
    ],
)
def test_a_planted_wrong_name_is_seen(said: str) -> None:
    assert len(_missing(f"Some words, {said}, and some more.")) == 1


def test_the_readme_has_every_command_with_options_that_it_takes() -> None:
    table = _text(ROOT / "README.md").partition("## The command line")[2]
    rows = [code for row in _ROW.findall(table) for code in re.findall("`([^`]+)`", row)]
    assert sorted(row.split()[0] for row in rows) == sorted(_commands())
    assert {row: wrong for row in rows if (wrong := set(_OPTION.findall(row)) - _commands()[row.split()[0]])} == {}


def test_every_record_of_a_decision_is_in_their_list() -> None:
    folder = ROOT / "docs" / "adr"
    listed = {link for link, _ in _LINK.findall(_text(folder / "README.md"))}
    assert listed == {path.name for path in folder.glob("*.md")} - {"README.md"}


def test_the_pages_name_every_setting_and_variable_and_no_other() -> None:
    code = "\n".join([*(_text(ROOT / path) for path in files() if not path.startswith("tests/")), _text(ROOT / "parkareal")])
    told = "\n".join(_text(path) for path in _PAGES)
    named = {name for name in _VARIABLE.findall(code) if not name.endswith("_")} | {one.variable for one in settings.known()}
    assert set(_VARIABLE.findall(told)) == named
    assert [one for one in settings.known() if f"`{one.part}` | `{one.key}`" not in told] == []
