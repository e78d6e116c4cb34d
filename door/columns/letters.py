"""Letters that went through the wrong character set: mended where the way back is sure, named where they are lost."""

import re

import numpy as np
import pandas as pd

from landuse.quality.findings import Finding

_TWICE_READ = re.compile(r"[ÂÃ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")
_LOST = re.compile(r"\ufffd|\?(?=[a-zæøå])|(?<=[a-zæøå])\?(?=[a-zæøåA-ZÆØÅ])")
_SIGNS = ("Â", "Ã", "\ufffd", "\0", "?")  # no text without one of them is mended or has lost letters
_ADDRESS = re.compile(r"https?:|[?&]\w+=")


def mended(words: str) -> str:
    """Text whose UTF-8 was read as Windows-1252 or Latin-1, read rightly (`BlÃ¥bÃ¦r` → `Blåbær`); other text as it is."""
    words = words.replace("\0", "\ufffd")  # what GDAL writes ends at it
    if not _TWICE_READ.search(words):
        return words
    for charset in ("cp1252", "latin-1"):
        try:
            return words.encode(charset).decode("utf-8")
        except UnicodeError:
            continue
    return words


def mend_frame(frame: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, tuple[str, str, int]], dict[str, tuple[str, int]]]:
    """A table with its column names and texts mended.

    Returns
    -------
    the table; by (new) column name the first text mended, before and after, and how many; the first text with lost letters, and how many
    """
    named = frame.rename(columns={name: mended(str(name)) for name in frame.columns})
    changed, lost = {}, {}
    for name in named.columns[[named[name].dtype == object or pd.api.types.is_string_dtype(named[name]) for name in named.columns]]:
        given = _doubtful(named[name])
        right = given.map(mended)
        wrong = right != given
        if wrong.any():
            named = named.assign(**{name: _replaced(named[name], right[wrong])})
            changed[name] = (given[wrong].iloc[0], right[wrong].iloc[0], int(wrong.sum()))
        holes = right[[bool(_LOST.search(value)) and not _ADDRESS.search(value) for value in right]]
        if len(holes):
            lost[name] = (holes.iloc[0], len(holes))
    return named, changed, lost


def _doubtful(values: pd.Series) -> pd.Series:
    """The texts that have one of the signs of a wrong character set; all others are as they should be."""
    if isinstance(values.dtype, pd.StringDtype):
        may = np.logical_or.reduce([values.str.contains(sign, regex=False, na=False).to_numpy(dtype=bool) for sign in _SIGNS])
        return values[may].astype(object)
    return values[[isinstance(value, str) and any(sign in value for sign in _SIGNS) for value in values]]


def _replaced(values: pd.Series, right: pd.Series) -> pd.Series:
    values = values.astype(object)
    values[right.index] = right
    return values


def letter_findings(changed: dict[str, tuple[str, str, int]], lost: dict[str, tuple[str, int]]) -> list[Finding]:
    """What `mend_frame` did, as findings."""
    found = [Finding("mojibake", column=name, before=before, after=after, count=rows) for name, (before, after, rows) in changed.items()]
    return found + [Finding("letters_lost", column=name, before=before, count=rows) for name, (before, rows) in lost.items()]
