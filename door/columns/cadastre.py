"""The number of a parcel that stands as one text (`matrikkelnummerTekst`: 140/1), as the numbers that it is made of."""

import pandas as pd

from door.columns.names import folded
from parks.matrikkel import Matrikkel, parsed
from parks.values import as_text

_NAMES = {"matrikkelnummertekst", "matrikkelnummer", "matrikkelnr", "gnrbnr", "eiendomsnummer"}
_PARTS = {"kommunenummer": "kommunenummer", "gardsnummer": "gnr", "bruksnummer": "bnr", "festenummer": "fnr", "seksjonsnummer": "snr"}


def numbers_column(table: pd.DataFrame, theirs: dict[str, str]) -> str | None:
    """The column that has whole parcel numbers as text, where the table has no column for their parts."""
    if "gardsnummer" in theirs or "bruksnummer" in theirs:
        return None
    return next((str(name) for name in table.columns if folded(str(name)) in _NAMES and name not in theirs.values()), None)


def _part(number: Matrikkel, name: str) -> str | int | None:
    """One part; a nought before a part that is none stands as it was written: 140/1/0/3."""
    part = getattr(number, name)
    return part or (0 if name == "fnr" and number.snr else None)


def with_numbers(raw: pd.DataFrame, written: pd.Series) -> pd.DataFrame:
    """Canonical columns with the parts of a written parcel number; a text that is none stays where it cannot be read, and is named."""
    words = as_text(written)
    found = [None if pd.isna(own) else parsed(own) for own in words]
    parts = {name: [None if one is None else _part(one, own) for one in found] for name, own in _PARTS.items()}
    made = {name: pd.Series(values, words.index, dtype="object") for name, values in parts.items()}
    is_none = pd.Series([one is None for one in found], words.index)
    made["gardsnummer"] = made["gardsnummer"].where(~is_none | words.isna(), words)
    if "kommunenummer" in raw:
        own = as_text(raw["kommunenummer"])
        made["kommunenummer"] = own.where(own.notna(), made["kommunenummer"]).astype("object")
    return raw.assign(**{name: column for name, column in made.items() if name not in raw or name == "kommunenummer"})
