"""The number of a parcel that stands as one text (`matrikkelnummerTekst`: 140/1), as the numbers that it is made of."""

import re

import pandas as pd

from door.columns.names import folded
from parks.values import as_text

_NAMES = {"matrikkelnummertekst", "matrikkelnummer", "matrikkelnr", "gnrbnr", "eiendomsnummer"}
_PARTS = ("kommunenummer", "gardsnummer", "bruksnummer", "festenummer", "seksjonsnummer")
_WRITTEN = re.compile(r"(?:(\d{3,4})\s*[-–]\s*)?(\d{1,5})\s*/\s*(\d{1,5})(?:\s*/\s*(\d{1,5})?(?:\s*/\s*(\d{1,5}))?)?")


def numbers_column(table: pd.DataFrame, theirs: dict[str, str]) -> str | None:
    """The column that has whole parcel numbers as text, where the table has no column for their parts."""
    if "gardsnummer" in theirs or "bruksnummer" in theirs:
        return None
    return next((str(name) for name in table.columns if folded(str(name)) in _NAMES and name not in theirs.values()), None)


def with_numbers(raw: pd.DataFrame, written: pd.Series) -> pd.DataFrame:
    """Canonical columns with the parts of a written parcel number; a text that is none stays where it cannot be read, and is named."""
    words = as_text(written)
    found = words.str.extract(_WRITTEN.pattern + r"\s*$").set_axis(list(_PARTS), axis="columns")
    starts = words.str.fullmatch(_WRITTEN).fillna(False).astype(bool)
    made = {name: found[name].where(starts).astype("object") for name in _PARTS}
    made["gardsnummer"] = made["gardsnummer"].where(starts | words.isna(), words)
    if "kommunenummer" in raw:
        own = as_text(raw["kommunenummer"])
        made["kommunenummer"] = own.where(own.notna(), made["kommunenummer"]).astype("object")
    return raw.assign(**{name: column for name, column in made.items() if name not in raw or name == "kommunenummer"})
