"""From a park's list, one row per plot or building and a column per fact, to records: one row per fact.

What the headings mean is `meanings`'; which word of a status column says what stands in `sheet_words.csv`.
"""

import csv
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from door.lists.meanings import ABOUT, KEPT, PARTS, Meaning, folded, known, meanings, word_of
from door.lists.several_keys import several

_HERE = Path(__file__).parent
_NUMBER = re.compile(r"^-?\d[\d\s\u00a0\u202f]*(?:[.,]\d+)?$")
_THOUSAND_OR_NOT = re.compile(r"^\d{1,3}[.,]\d{3}$")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
_OF_BUILDINGS = ("floor", "vacant_floor")
OF_NUMBER = ("floor", "vacant_floor", "jobs", "turnover_mnok")
OF_STATUS = ("lease", "offered", "option", "reserved", "taken", "own_reserve", "idle")  # where a cell may say that it is not so
_NOTHING, PLAN = "nothing", "plan"
_MORE = re.compile(r"\d|\b(?:ikke|ingen|men|not|no|but|delvis|partly)\b", re.IGNORECASE)  # what may make a word at the beginning untrue

Fact = tuple[str | None, str | None, str | None]  # kind, value, unit
Sheet = dict[str, list[str | None]]
_NO_FACT: list[Fact] = [(None, None, None)]


@dataclass(frozen=True)
class Said:
    """What a person says of a list.

    columns : by heading, a meaning with its unit; "" leaves the column out
    constants : by meaning, what holds for every row of a list that has no such column
    whole : keys of the park that are one, though they look like several
    shaped : whether it is said to be a layer that has shapes
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()
    shaped: bool = False


NOTHING_SAID = Said()


@dataclass(frozen=True)
class Statements:
    """A list read: its records, or itself where it names nothing or says nothing.

    places : of each record, the row of the sheet (from 0)
    done : what was done, each with its values
    unread : headings of columns with values that were not read
    is_made : whether records were made
    read_as : by heading, the word of its meaning
    """

    records: Sheet
    places: list[int]
    done: list[list[Any]]
    unread: list[str] = field(default_factory=list)
    is_made: bool = False
    read_as: dict[str, str] = field(default_factory=dict)


def unpivoted(sheet: Sheet, length: int, said: Said = NOTHING_SAID) -> Statements:
    """A sheet as records; a sheet without a key or a fact stays as it is.

    What is said of several keys in one cell is said of each; a number is not, since it is that of all together.
    A row without any fact stays one row with a blank kind, so that it is set aside with its reason and not lost.
    """
    whole = {**sheet, **_constant(sheet, length, said)}
    found = meanings(whole, {**said.columns, **{name: name for name in whole if name not in sheet}})
    keys = _keys(whole, found, length)
    facts = [name for name, meaning in found.items() if meaning.role in ("says", "word")]
    if not keys or not facts or ({"kind", "about"} <= {folded(name) for name in sheet} and not said.columns):
        return Statements(sheet, list(range(length)), [])
    kept = {meaning.kind: whole[name] for name, meaning in reversed(found.items()) if meaning.role == "keep"}
    records: Sheet = {name: [] for name in ("about_type", "about", "kind", "value", "unit", *KEPT)}
    places: list[int] = []
    nothing: Counter[str] = Counter()
    split: dict[tuple[int, str], str] = {}
    for place in range(length):
        stated = [fact for name in facts if (fact := _fact(found[name], whole[name][place])) is not None]
        nothing.update(value for kind, value, _ in stated if kind == _NOTHING)
        of_row: list[Fact] = [fact for fact in stated if fact[0] != _NOTHING]
        rests = [cell for name in facts if found[name].role == "word" and (cell := whole[name][place]) and status_at_start(cell)]
        for kind, value, unit in of_row or _NO_FACT:
            goes = {name: kept[name][place] if name in kept else None for name in KEPT}
            if value in rests:  # all of the cell stands in the note, as its first word alone was read
                goes["note"] = "; ".join(filter(None, (goes["note"], value)))
            about_type, cell = _about(keys, place, kind)
            named = [cell] if cell is None or kind is None or kind in OF_NUMBER else several(about_type, cell, said.whole)
            if len(named) > 1:
                split[place, about_type] = str(cell)
            for about in named:
                places.append(place)
                for column, words in zip(records.values(), (about_type, about, kind, value, unit, *goes.values()), strict=True):
                    column.append(words)
    unread = [name for name, values in sheet.items() if (name not in found or found[name].role == "none") and any(values)]
    done: list[list[Any]] = [["unpivoted", length, len(records["about"])], *_told(whole, found, facts, keys, nothing)]
    done += [["constant", name, value] for name, value in said.constants.items() if name in whole and name not in sheet]
    done += [["keys_split", next(iter(split.values())), len(split)]] if split else []
    done += [["columns_unread", ", ".join(unread)]] if unread else []
    read_as = {name: word_of(one) for name, one in found.items() if name in sheet and one.role != "none"}
    return Statements(records, places, done, unread, True, read_as)


def _constant(sheet: Sheet, length: int, said: Said) -> Sheet:
    """A column of one value for each constant whose meaning no column of the sheet has."""
    there = set(meanings(sheet, said.columns).values())
    taken = {(one.role, one.kind) for one in there}
    given = {name: value for name, value in said.constants.items() if name in known() and value.strip()}
    new = {name: value for name, value in given.items() if (known()[name].role, known()[name].kind) not in taken and name not in sheet}
    return {name: [value.strip()] * length for name, value in new.items()}


def _told(
    sheet: Sheet, found: dict[str, Meaning], facts: list[str], keys: dict[str, list[str | None]], nothing: Counter[str]
) -> list[list[Any]]:
    """What is doubtful of a list's cells, or was made other."""
    numbers = [name for name in facts if found[name].role == "says" and found[name].kind in OF_NUMBER]
    unsure = [value for name in numbers for value in sheet[name] if value and _THOUSAND_OR_NOT.match(value)]
    told = [["thousands", unsure[0], len(unsure)]] if unsure else []
    told += [["unit_in_heading", " ".join(name.split()), found[name].unit] for name in facts if found[name].factor != 1.0]
    dates = [day for values in keys.values() for value in values if value and (day := _DATE.fullmatch(value))]
    told += [["key_became_date", f"{int(dates[0][3])}/{int(dates[0][2])}", len(dates)]] if dates else []
    begun = [cell for name in facts if found[name].role == "word" for cell in sheet[name] if cell and status_at_start(cell)]
    told += [["status_begins", "; ".join(dict.fromkeys(begun)), len(begun)]] if begun else []
    rounded = [value for values in keys.values() for value in values if value and _ROUNDED.fullmatch(value)]
    told += [["key_rounded", rounded[0], len(rounded)]] if rounded else []
    became = [(name, day) for name in numbers for value in sheet[name] if value and (day := _DATE.fullmatch(value))]
    told += [["number_became_date", f"{became[0][0]}: {became[0][1][0]}", len(became)]] if became else []
    return told + ([["nothing_said", ", ".join(sorted(nothing)), nothing.total()]] if nothing else [])


def _fact(meaning: Meaning, value: str | None) -> tuple[str, str, str | None] | None:
    """The kind, value and unit that a cell states; None of a blank, and the kind `nothing` of a word that says that there is none."""
    if value is None:
        return None
    if meaning.role == "word":
        return _status(value) if folded(value) else _NOTHING, value, None
    if meaning.kind in OF_NUMBER:
        number = re.sub(r"[\s\u00a0\u202f]", "", value).replace(",", ".") if _NUMBER.match(value) else value
        if meaning.factor != 1.0 and _NUMBER.match(value):
            number = f"{float(number) * meaning.factor:.12g}"
        return (meaning.kind if folded(value) else _NOTHING), number, meaning.unit or None
    if not folded(value):
        return _NOTHING, value, None
    word = _words().get(folded(value), meaning.kind) if meaning.kind in OF_STATUS and not is_of_plan(value) else meaning.kind
    return word, value, None if word == _NOTHING else meaning.unit or None


def _keys(sheet: Sheet, found: dict[str, Meaning], length: int) -> dict[str, list[str | None]]:
    """What each row names, by what it is: a plot, a building, a parcel; those that no row names are left out."""
    named = {wanted: _first_filled([sheet[name] for name, one in found.items() if one.role == wanted], length) for wanted in ABOUT}
    made = _matrikkelnummer(sheet, found, length)
    parcel = named["parcel"]
    named["parcel"] = made if parcel is None else parcel if made is None else _first_filled([parcel, made], length)
    there = {wanted: values for wanted, values in named.items() if values is not None}
    return {wanted: values for wanted, values in there.items() if any(values)} or dict(list(there.items())[:1])


def _first_filled(columns: list[list[str | None]], length: int) -> list[str | None] | None:
    """By row, the first value of several columns of one meaning; None where there is no such column."""
    if not columns:
        return None
    return [next((column[row] for column in columns if column[row]), None) for row in range(length)]


def _about(keys: dict[str, list[str | None]], place: int, kind: str | None) -> tuple[str, str | None]:
    """What a fact of a row is about, of all that the row names: floor is the building's, all else the plot's before the building's.

    A row that names a building on a parcel is about the building: another of the parcel's may be let when this one is not.
    """
    order = ("building", "plot", "parcel") if kind in _OF_BUILDINGS else ABOUT
    named = [wanted for wanted in order if wanted in keys and keys[wanted][place]]
    wanted = named[0] if named else next(iter(keys))
    return wanted, keys[wanted][place]


def _matrikkelnummer(sheet: Sheet, found: dict[str, Meaning], length: int) -> list[str | None] | None:
    """[kommunenummer-]gnr/bnr[/fnr[/snr]], made of its parts where a sheet has them in columns of their own.

    A list of one municipality has no column for it: 140/1 is then found in the park's own.
    """
    parts = {part: next((sheet[name] for name, one in found.items() if one == Meaning("part", part)), [None] * length) for part in PARTS}
    if not {Meaning("part", "gardsnummer"), Meaning("part", "bruksnummer")} <= set(found.values()):
        return None
    return [_number(*(parts[part][row] for part in PARTS)) for row in range(length)]


def _number(municipality: str | None, gnr: str | None, bnr: str | None, fnr: str | None, snr: str | None) -> str | None:
    if gnr is None or bnr is None:
        return None
    more = [fnr or "0", snr or "0"]
    while more and more[-1].strip("0 -–") == "":
        more.pop()
    number = "/".join([gnr, bnr, *more])
    return f"{municipality.zfill(4)}-{number}" if municipality and municipality.isdecimal() else number


def _status(value: str) -> str:
    """The kind that a cell of a status column states; its own words, kept and not read, where they are no status."""
    kind = _words().get(folded(value)) or status_at_start(value) or value
    return value if kind == PLAN else kind


def status_at_start(value: str) -> str | None:
    """The status that a cell begins with and does not only say: `Reservert for Equinor` is reserved.

    None where it is a status word as it is, and where a number, a date, a denial or another status follows.
    """
    words = value.split()
    if folded(value) in _words():
        return None
    for count in range(len(words) - 1, 0, -1):
        kind, rest = _words().get(folded(" ".join(words[:count]))), " ".join(words[count:])
        if kind in OF_STATUS:
            ends = range(count + 1, len(words) + 1)
            others = {_words().get(folded(" ".join(words[at:end]))) for end in ends for at in range(count, end)}
            return None if _MORE.search(rest) or others & {*OF_STATUS, _NOTHING} else kind
    return None


def is_of_plan(value: str) -> bool:
    """Whether the words of a status column are about the plan, and say nothing of who has the ground."""
    return _words().get(folded(value)) == PLAN


def status_of(words: str) -> str | None:
    """The kind of statement that words stand for, by the list of words or as the kind itself; None where they are neither."""
    own = _words().get(folded(words))
    return own or (words.strip() if words.strip() in OF_STATUS else None)


@cache
def _words() -> dict[str, str]:
    with (_HERE / "sheet_words.csv").open(encoding="utf-8", newline="") as stream:
        return {folded(row["word"]): row["kind"] for row in csv.DictReader(stream)}
