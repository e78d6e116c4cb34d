"""From a park's list, one row per plot or building and a column per fact, to records: one row per fact.

Which heading means what stands in `sheet_columns.csv`, and which word of a status column says what in `sheet_words.csv`.
"""

import csv
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from door.columns.names import folded as folded_name

_HERE = Path(__file__).parent
_KEPT = ("said_by", "said_on", "note", "valid_from", "valid_to")
_NUMBER = re.compile(r"^-?\d[\d\s\u00a0\u202f]*(?:[.,]\d+)?$")
_THOUSAND_OR_NOT = re.compile(r"^\d{1,3}[.,]\d{3}$")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_WITH_UNIT = re.compile(r"(.+?)\s*[,:]?\s*[(\[]?\s*([^\s()\[\],]+)\s*[)\]]?")
_UNITS = {  # by the unit of a record, the words that headings have for it and for others of its kind
    "m2": {"m2": 1.0, "kvm": 1.0, "kvadratmeter": 1.0, "daa": 1_000.0, "da": 1_000.0, "dekar": 1_000.0, "mal": 1_000.0, "ha": 10_000.0},
    "jobs": {"arsverk": 1.0, "antall": 1.0, "stk": 1.0, "personer": 1.0, "jobs": 1.0},
}
_MATRIKKEL = (("kommunenummer", "knr", "kommunenr", "komm"), ("gardsnummer", "gårdsnummer", "gnr"), ("bruksnummer", "bnr"))
_ABOUT = ("plot", "building", "parcel")
_OF_BUILDINGS = ("floor", "vacant_floor")
_OF_MATRIKKEL = (("festenummer", "fnr"), ("seksjonsnummer", "snr"))

Sheet = dict[str, list[str | None]]


def folded(heading: str) -> str:
    """A heading without case, signs and Norwegian letters; m² is m2."""
    return folded_name(unicodedata.normalize("NFKC", heading))


def unpivoted(sheet: Sheet, length: int) -> tuple[Sheet, list[int], list[list[Any]]]:
    """A sheet as records, the sheet's row (from 0) of each, and what was done; a sheet without a key or a fact stays as it is.

    A row without any fact stays one row with a blank kind, so that it is set aside with its reason and not lost.
    """
    read = {name: found for name in sheet if (found := _heading(name))}
    roles, factor = {name: role for name, (role, _) in read.items()}, {name: by for name, (_, by) in read.items()}
    keys = _keys(sheet, roles, length)
    facts = [name for name, (role, _, _) in roles.items() if role in ("says", "word")]
    if not keys or not facts or {"kind", "about"} <= {folded(name) for name in sheet}:
        return sheet, list(range(length)), []
    kept = {kind: sheet[name] for name, (role, kind, _) in reversed(roles.items()) if role == "keep"}
    records: Sheet = {name: [] for name in ("about_type", "about", "kind", "value", "unit", *_KEPT)}
    places: list[int] = []
    for place in range(length):
        said = [fact for name in facts if (fact := _fact(roles[name], sheet[name][place], factor[name]))]
        places += [place] * max(len(said), 1)
        for kind, value, unit in said or [(None, None, None)]:
            row = (*_about(keys, place, kind), kind, value, unit, *(kept[name][place] if name in kept else None for name in _KEPT))
            for column, cell in zip(records.values(), row, strict=True):
                column.append(cell)
    unread = [name for name in sheet if name not in roles and folded(name) not in _matrikkel_names()]
    done: list[list[Any]] = [["unpivoted", length, len(records["about"])]]
    unsure = [value for name in facts if roles[name][0] == "says" for value in sheet[name] if value and _THOUSAND_OR_NOT.match(value)]
    done += [["thousands", unsure[0], len(unsure)]] if unsure else []
    done += [["unit_in_heading", " ".join(name.split()), roles[name][2]] for name in facts if folded(name) not in _headers()]
    said_keys = [value for values in keys.values() for value in values]
    dates = [found for value in said_keys if value and (found := _DATE.fullmatch(value))]
    done += [["key_became_date", f"{int(dates[0][3])}/{int(dates[0][2])}", len(dates)]] if dates else []
    return records, places, [*done, *([["columns_unread", ", ".join(unread)]] if unread else [])]


def known_headings() -> set[str]:
    """All headings, folded, that mean something in a park's list."""
    return {*_headers(), *_matrikkel_names()}


def _heading(name: str) -> tuple[tuple[str, str, str], float] | None:
    """What a heading means, and what its numbers are multiplied with where it names a unit: `Ledig areal (daa)` is in thousands of m²."""
    known = _headers()
    if folded(name) in known:
        return known[folded(name)], 1.0
    found = _WITH_UNIT.fullmatch(" ".join(name.split()))
    role = known.get(folded(found[1])) if found else None
    if found is None or role is None or role[0] != "says":
        return None
    factor = _UNITS.get(role[2], {}).get(folded(found[2]))
    return (role, factor) if factor else None


def _fact(role: tuple[str, str, str], value: str | None, factor: float = 1.0) -> tuple[str, str, str | None] | None:
    """The kind, value and unit that a cell states; a blank, a zero and a word for "nothing" state nothing of a tenant."""
    if value is None:
        return None
    what, kind, unit = role
    if what == "word":
        return _words().get(folded(value), value), value, None
    number = re.sub(r"[\s\u00a0\u202f]", "", value).replace(",", ".") if _NUMBER.match(value) else value
    if factor != 1.0 and _NUMBER.match(value):
        number = f"{float(number) * factor:.12g}"
    return kind, number, unit or None


def _keys(sheet: Sheet, roles: dict[str, tuple[str, str, str]], length: int) -> dict[str, list[str | None]]:
    """What each row names, by what it is: a plot, a building, a parcel; those that no row names are left out."""
    named = {wanted: next((sheet[name] for name, (role, _, _) in roles.items() if role == wanted), None) for wanted in _ABOUT}
    if named["parcel"] is None:
        named["parcel"] = _matrikkelnummer(sheet, length)
    found = {wanted: values for wanted, values in named.items() if values is not None}
    return {wanted: values for wanted, values in found.items() if any(values)} or dict(list(found.items())[:1])


def _about(keys: dict[str, list[str | None]], place: int, kind: str | None) -> tuple[str, str | None]:
    """What a fact of a row is about, of all that the row names: floor is the building's, all else the plot's before the building's.

    A row that names a building on a parcel is about the building: another of the parcel's may be let when this one is not.
    """
    order = ("building", "plot", "parcel") if kind in _OF_BUILDINGS else _ABOUT
    named = [wanted for wanted in order if wanted in keys and keys[wanted][place]]
    wanted = named[0] if named else next(iter(keys))
    return wanted, keys[wanted][place]


def _matrikkelnummer(sheet: Sheet, length: int) -> list[str | None] | None:
    """[kommunenummer-]gnr/bnr[/fnr[/snr]], made of its parts where a sheet has them in columns of their own.

    A list of one municipality has no column for it: 140/1 is then found in the park's own.
    """
    by_name = {folded(name): values for name, values in sheet.items()}
    parts = [next((by_name[folded(name)] for name in names if folded(name) in by_name), None) for names in _MATRIKKEL]
    if parts[1] is None or parts[2] is None:
        return None
    if parts[0] is None:
        parts[0] = [""] * length
    more = [next((by_name[folded(name)] for name in names if folded(name) in by_name), None) for names in _OF_MATRIKKEL]
    return [_number([part[row] for part in parts], [part[row] if part else None for part in more]) for row in range(length)]


def _number(main: list[str | None], more: list[str | None]) -> str | None:
    if any(part is None for part in main):
        return None
    tail = "".join(f"/{part}" for part in more if part not in (None, "0"))
    return f"{str(main[0]).zfill(4)}-{main[1]}/{main[2]}{tail}" if main[0] else f"{main[1]}/{main[2]}{tail}"


def _matrikkel_names() -> set[str]:
    return {folded(name) for names in (*_MATRIKKEL, *_OF_MATRIKKEL) for name in names}


@cache
def _headers() -> dict[str, tuple[str, str, str]]:
    with (_HERE / "sheet_columns.csv").open(encoding="utf-8", newline="") as stream:
        return {folded(row["header"]): (row["role"], row["kind"], row["unit"]) for row in csv.DictReader(stream)}


@cache
def _words() -> dict[str, str]:
    with (_HERE / "sheet_words.csv").open(encoding="utf-8", newline="") as stream:
        return {folded(row["word"]): row["kind"] for row in csv.DictReader(stream)}
