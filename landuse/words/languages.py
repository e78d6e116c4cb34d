"""The languages that Parkareal speaks: a row each in `languages.csv`, and a folder of catalogues of the same name in `locale/`.

What somebody else wrote, as names of codes, layers and backgrounds, stands in bokmål where it is not there in a language.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

_FILE = Path(__file__).with_name("languages.csv")
DEFAULT = "nb"
_Said = TypeVar("_Said")


@dataclass(frozen=True)
class Language:
    """One language.

    name : what it calls itself
    locale : whose numbers and dates it writes, as Babel names it
    space_before_percent : whether it writes `79,4 %` and not `79.4%`
    short_day : a day and month, as Babel writes patterns
    east : the letter for it
    """

    lang: str
    name: str
    locale: str
    space_before_percent: bool
    short_day: str
    east: str

    @property
    def culture(self) -> str:
        """As Word and browsers name it: `nb-NO`."""
        return self.locale.replace("_", "-")


@cache
def languages() -> dict[str, Language]:
    """All languages by code, the default one first."""
    with _FILE.open(encoding="utf-8", newline="") as stream:
        rows = [Language(**row | {"space_before_percent": row["space_before_percent"] == "yes"}) for row in csv.DictReader(stream)]
    return {row.lang: row for row in rows}


def said_in(words: Mapping[str, _Said], lang: str) -> _Said:
    """What stands there in a language, else in bokmål."""
    return words[lang if lang in words else DEFAULT]


def worded(document: Mapping[str, Any], name: str, lang: str) -> Any:
    """What a document or a table says under a name and a language (`sentence_nb`), else in bokmål: older ones know fewer languages."""
    own = f"{name}_{lang}"
    return document[own if own in document else f"{name}_{DEFAULT}"]
