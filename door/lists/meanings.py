"""What the headings of a park's list mean: as a person says, or as `sheet_columns.csv` knows them, with the unit that they name.

A meaning is what a row names (plot, building, parcel, or a part of a parcel's number), a kind of record with its value in the cell
(`vacant_floor`, `lease` …), `status` where the cell's word says which kind it is (`sheet_words.csv`), or what goes with every
statement of the row (who said it, when, until when, a note).
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from door.columns.names import folded as folded_name
from landuse.words import codelists

_HERE = Path(__file__).parent
KEPT = ("said_by", "said_on", "note", "valid_from", "valid_to")
ABOUT = ("plot", "building", "parcel")
PARTS = {
    "kommunenummer": ("kommunenummer", "knr", "kommunenr", "komm", "kommune", "kommnr", "municipality"),
    "gardsnummer": ("gardsnummer", "gårdsnummer", "gnr", "gardsnr", "gårdsnr"),
    "bruksnummer": ("bruksnummer", "bnr", "bruksnr"),
    "festenummer": ("festenummer", "fnr", "festenr"),
    "seksjonsnummer": ("seksjonsnummer", "snr", "seksjonsnr"),
}
STATUS = "status"
_UNIT_OF = {"vacant_floor": "m2", "floor": "m2", "jobs": "jobs", "turnover_mnok": "mnok"}
_WITH_UNIT = re.compile(r"(.+?)\s*[,:]?\s*[(\[]?\s*([^\s()\[\],]+)\s*[)\]]?")
_UNITS = {  # by the unit of a record, the words that headings have for it and for others of its kind
    "m2": {
        **dict.fromkeys(("m2", "kvm", "kvadratmeter", "kvmbra", "sqm"), 1.0), **dict.fromkeys(("daa", "da", "dekar", "mal"), 1_000.0),
        "ha": 10_000.0, "hektar": 10_000.0,
    },
    "jobs": dict.fromkeys(("arsverk", "antall", "stk", "personer", "jobs", "fte"), 1.0),
    "mnok": {**dict.fromkeys(("mnok", "millnok", "millkr", "mill", "mkr"), 1.0), **dict.fromkeys(("tnok", "tkr"), 0.001)},
}  # fmt: skip


@dataclass(frozen=True)
class Meaning:
    """What a column says.

    role : plot, building, parcel, part (of a parcel's number), says, word, keep, none (is not to be read)
    kind : the record's kind, the part, or what is kept
    unit : that its numbers are in, once multiplied by `factor`
    """

    role: str
    kind: str = ""
    unit: str = ""
    factor: float = 1.0


def folded(heading: str) -> str:
    """A heading without case, signs and Norwegian letters; m² is m2."""
    return folded_name(unicodedata.normalize("NFKC", heading))


def known() -> dict[str, Meaning]:
    """All meanings that a person can give to a column or a constant, by the word for it."""
    facts = {str(kind): Meaning("says", str(kind), _UNIT_OF.get(str(kind), "")) for kind in codelists.table("record_kind").index}
    keys = {name: Meaning(name) for name in ABOUT} | {name: Meaning("part", name) for name in PARTS}
    return keys | {STATUS: Meaning("word")} | facts | {name: Meaning("keep", name) for name in KEPT}


def units_of(word: str) -> tuple[str, ...]:
    """The units that can stand behind a colon with a meaning."""
    meaning = known().get(word)
    return tuple(_UNITS.get(meaning.unit, ())) if meaning else ()


def is_unit(word: str) -> bool:
    """Whether a word is a unit that headings name."""
    return any(folded(word) in units for units in _UNITS.values())


def is_meaning(words: str) -> bool:
    """Whether words are a meaning, with a unit of its own where there is one; nothing at all is "not to be read"."""
    name, colon, unit = words.partition(":")
    return not words or (name in known() and (not colon or folded(unit) in units_of(name)))


def meanings(headings: Iterable[str], said: Mapping[str, str]) -> dict[str, Meaning]:
    """What each heading means, as far as it is known; what a person says comes first.

    Parameters
    ----------
    said : by heading, a meaning with a unit behind a colon where it has one (`vacant_floor:daa`); "" leaves the column out
    """
    by_person = {folded(name): words for name, words in said.items() if is_meaning(words)}
    found = {}
    for name in headings:
        words = by_person.get(folded(name))
        meaning = by_name(name) if words is None else _said(words, name)
        if meaning is not None:
            found[name] = meaning
    return found


def by_name(heading: str) -> Meaning | None:
    """What a heading means by its words and the unit in it: `Ledig areal (daa)` is in thousands of m²."""
    given = folded(heading)
    if given in _known_headings():
        return _known_headings()[given]
    found = _WITH_UNIT.fullmatch(" ".join(heading.split()))
    meaning = _known_headings().get(folded(found[1])) if found else None
    if found is None or meaning is None or meaning.role != "says":
        return None
    factor = _UNITS.get(meaning.unit, {}).get(folded(found[2]))
    return Meaning(meaning.role, meaning.kind, meaning.unit, factor) if factor else None


def proposed(heading: str) -> str | None:
    """The meaning that a heading speaks for without being it: the longest known heading that it holds as whole words."""
    words = _words(heading)
    fitting = [name for name in _headings() if (own := _words(name)) and any(words[at : at + len(own)] == own for at in range(len(words)))]
    if not fitting:
        return None
    meaning = by_name(max(fitting, key=lambda name: (len(_words(name)), len(name))))
    return word_of(meaning) if meaning else None


def word_of(meaning: Meaning) -> str:
    """The word that a person gives a meaning with."""
    return STATUS if meaning.role == "word" else meaning.kind or meaning.role


def known_headings() -> set[str]:
    """All headings, folded, that mean something in a park's list."""
    return set(_known_headings())


def _words(heading: str) -> list[str]:
    return [word for part in re.split(r"[\s_/().,:;\[\]-]+", unicodedata.normalize("NFKC", heading)) if (word := folded_name(part))]


def _said(words: str, heading: str) -> Meaning:
    name, _, unit = words.partition(":")
    if not words:
        return Meaning("none")
    meaning, own = known()[name], by_name(heading)
    factor = _UNITS[meaning.unit][folded(unit)] if unit else _in_heading(heading, meaning)
    return Meaning(meaning.role, meaning.kind, meaning.unit, own.factor if own and not unit and own.kind == meaning.kind else factor)


def _in_heading(heading: str, meaning: Meaning) -> float:
    """The factor of the unit that a heading ends with, where the meaning has such units."""
    units = _UNITS.get(meaning.unit, {})
    return next((units[word] for word in reversed(_words(heading)) if word in units), 1.0)


@cache
def _headings() -> tuple[str, ...]:
    """Known headings as they are written."""
    return tuple(row["header"] for row in _rows()) + tuple(name for names in PARTS.values() for name in names)


@cache
def _known_headings() -> dict[str, Meaning]:
    found = {folded(name): Meaning("part", part) for part, names in PARTS.items() for name in names}
    return found | {folded(row["header"]): Meaning(row["role"], row["kind"], row["unit"]) for row in _rows()}


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with (_HERE / "sheet_columns.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))
