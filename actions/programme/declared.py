"""The report's own four figures, declared on a form by a park that has no geodata: the form, and reading it back through the door."""

import re
from pathlib import Path

from door.open import guarded_copy
from door.tables import read_table, table_names
from exchange.programme_sheet import Page, form_sheet
from landuse.programme.rollup import FOUR, Declared
from landuse.quality.dates import norwegian_today
from landuse.words import messages
from landuse.words.errors import LanduseError
from parks.park import park_ids, read_park
from parks.sources import plain_id

_FIELDS = ("park", "year", *FOUR, "by", "on", "basis")
_NEEDED = ("park", "year", "by", "on")
_LARGEST = {"total_daa": 1_000_000.0, "vacant_daa": 1_000_000.0, "floor_m2": 100_000_000.0, "vacant_floor_m2": 100_000_000.0}
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_THOUSAND_OR_NOT = re.compile(r"\d{1,3}[.,]\d{3}")  # eighteen, or eighteen thousand?
_YEAR = re.compile(r"20\d\d")
_FIRST_YEAR = 2020
_LONGEST = 500


def form(lang: str, park: str = "", year: int | None = None) -> bytes:
    """The form as a workbook, with the park's name and the year where they are known."""
    today = norwegian_today()
    known = {"park": park or None, "year": str(year or today.year)}
    rows = [(_label(name, lang), known.get(name), messages.text(lang, f"return_form.{name}.about")) for name in _FIELDS]
    head = tuple(messages.text(lang, f"return_form.column.{name}") for name in ("question", "answer", "about"))
    return form_sheet(Page(messages.text(lang, "return_form.sheet"), head, rows), today)


def read_form(path: Path) -> Declared:
    """What a filled form says; a blank cell is not answered, which is no nought.

    Raises
    ------
    LanduseError : form_question, form_missing, form_number, form_more_vacant, form_year, form_empty; as the door says of a file
    """
    with guarded_copy(path) as copy:
        names = table_names(copy)
        table = read_table(copy, names[0]) if names else None
    rows = [] if table is None or len(table.plain.columns) < 2 else table.plain.iloc[:, :2].itertuples(index=False)
    said = _answers([(_text(question), _text(answer)) for question, answer in rows], path.name)
    for name in _NEEDED:
        if not said.get(name):
            raise LanduseError("form_missing", file=path.name, question=_label(name, messages.DEFAULT_LANG))
    figures = {name: _number(said.get(name, ""), name, path.name) for name in FOUR}
    if all(value is None for value in figures.values()):
        raise LanduseError("form_empty", file=path.name)
    for whole, part in (("total_daa", "vacant_daa"), ("floor_m2", "vacant_floor_m2")):
        least, most = figures[part], figures[whole]
        if least is not None and most is not None and least > most:
            raise LanduseError("form_more_vacant", file=path.name, part=least, whole=most)
    park_id = _park_id(said["park"])
    year = _year(said["year"], path.name)
    return Declared(park_id, said["park"], year, **figures, by=said["by"], on=said["on"], basis=said.get("basis", ""))


def _answers(rows: list[tuple[str, str]], file: str) -> dict[str, str]:
    """The answers by field, whatever language the form is in.

    Raises
    ------
    LanduseError : form_question, where a question of the form is not there
    """
    labels = {_label(name, lang).casefold(): name for lang in messages.LANGS for name in _FIELDS}
    said = {labels[question.casefold()]: answer for question, answer in rows if question.casefold() in labels}
    gone = [name for name in _FIELDS if name not in said]
    if gone:
        raise LanduseError("form_question", file=file, question=_label(gone[0], messages.DEFAULT_LANG))
    return said


def _text(value: object) -> str:
    return value.strip()[:_LONGEST] if isinstance(value, str) else ""


def _number(said: str, name: str, file: str) -> float | None:
    if not said:
        return None
    try:
        value = float(_SPACES.sub("", said).replace(",", "."))
    except ValueError as error:
        raise _no_number(said, name, file) from error
    if _THOUSAND_OR_NOT.fullmatch(_SPACES.sub("", said)) or not 0 <= value <= _LARGEST[name]:
        raise _no_number(said, name, file)
    return value


def _no_number(said: str, name: str, file: str) -> LanduseError:
    return LanduseError("form_number", file=file, question=_label(name, messages.DEFAULT_LANG), found=said[:40])


def _year(said: str, file: str) -> int:
    if not _YEAR.fullmatch(said) or not _FIRST_YEAR <= int(said) <= norwegian_today().year:
        raise LanduseError("form_year", file=file, found=said[:40], first=str(_FIRST_YEAR), last=str(norwegian_today().year))
    return int(said)


def _park_id(name: str) -> str:
    """The id of a park that this installation knows by that id or name; else a plain name made of it."""
    known = {park_id: park_id for park_id in park_ids()} | {read_park(park_id).name.casefold(): park_id for park_id in park_ids()}
    return known.get(name.casefold()) or plain_id(name) or "park"


def _label(name: str, lang: str) -> str:
    return messages.text(lang, f"return_form.{name}")
