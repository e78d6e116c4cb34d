"""Code lists as data: one CSV each in `codelists/`, every row with the evidence for it.

A code that no list has is named as unknown to the user and never guessed.
"""

from functools import cache
from pathlib import Path

import pandas as pd

from landuse.words.languages import DEFAULT

FOLDER = Path(__file__).parent.parent / "codelists"


@cache
def names() -> tuple[str, ...]:
    """The names of all code lists."""
    return tuple(sorted(path.stem for path in FOLDER.glob("[!.]*.csv")))


@cache
def table(name: str) -> pd.DataFrame:
    """One code list, all columns as text, indexed by code."""
    rows = pd.read_csv(FOLDER / f"{name}.csv", dtype=str, keep_default_na=False)
    return rows.set_index("code", drop=False)


def is_known(name: str, code: str) -> bool:
    """Whether the list has the code."""
    return code in table(name).index


def label(name: str, code: str, lang: str) -> str | None:
    """The code's words; None where the list does not have the code.

    The bokmål words stand in where a list has none in the language, since an official Norwegian
    name is better than an invented translation.
    """
    return _labels(name, lang).get(code)


@cache
def _labels(name: str, lang: str) -> dict[str, str]:
    rows = table(name)
    default = rows[f"label_{DEFAULT}"]
    own = rows.get(f"label_{lang}", default)
    return dict(zip(rows.index, own.where(own.astype(bool), default), strict=True))


def unknown(name: str, codes: pd.Series) -> list[str]:
    """The codes, sorted, that occur in a column and not in the list; blanks are no codes."""
    given = codes.dropna().astype(str)
    return sorted(set(given[given != ""]) - set(table(name).index))
