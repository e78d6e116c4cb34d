"""Codes that a file writes as words, or as both: `Industri`, `1340 - Industri`, `H310`; read as the code where one list says which."""

import re
from collections.abc import Iterator
from functools import cache

import pandas as pd

from door.columns.names import folded
from landuse.quality.findings import Finding
from landuse.words import codelists
from layers.base import Column, Layer
from parks.values import as_text

_BOTH = re.compile(r"\s*(\w+?)\s*(?:[-–:.,]|\s)\s*(\S.*?)\s*")
_ZONE = re.compile(r"H\d{3} ")  # a zone of concern is called by its number and its word, and files have one of them
_OF_ZONES = ("rp_arealformal", "kp_arealformal")
_MUNICIPAL = {"20", "21", "22"}  # plan types of the municipal plan
_OLDER_PURPOSES = {"reguleringsformal", "regform"}


def as_codes(raw: pd.DataFrame, declared: Layer, theirs: dict[str, str]) -> tuple[pd.DataFrame, list[Finding]]:
    """Columns of codes with words read as the code that they are in the column's list, and what was read so.

    A word that no list has, or that stands for several codes, stays as it is and is named as unknown.

    Parameters
    ----------
    theirs : by our column, the file's name of it
    """
    found: list[Finding] = []
    for column in declared.columns:
        if column.code_list is None or column.name not in raw:
            continue
        texts = as_text(raw[column.name])
        codes = pd.Series([None] * len(texts), index=texts.index, dtype="object")
        for lists, rows in _lists(column, raw, theirs):
            codes[rows] = texts[rows].map({text: _code(text, lists) for text in texts[rows].dropna().unique()})
        read = codes.notna()
        if read.any():
            raw = raw.assign(**{column.name: raw[column.name].astype("object").where(~read, codes)})
            first = {"before": texts[read].iloc[0], "after": codes[read].iloc[0]}
            found.append(Finding("words_as_codes", column=column.name, count=int(read.sum()), **first))
    return raw, found


def _lists(column: Column, raw: pd.DataFrame, theirs: dict[str, str]) -> Iterator[tuple[tuple[str, ...], pd.Series]]:
    """The code lists that a column's words may be of, and for which rows; the purposes of plans have one each level."""
    everywhere = pd.Series(True, index=raw.index)
    if column.name != "zone_code":
        yield (str(column.code_list),), everywhere
        return
    if folded(theirs.get(column.name, "")) in _OLDER_PURPOSES:
        return  # by the law of 1985, which words are not unique of its levels
    kinds = as_text(raw["plan_type"]) if "plan_type" in raw else pd.Series(None, index=raw.index, dtype="object")
    municipal = kinds.isin(_MUNICIPAL)
    yield (_OF_ZONES[1],), municipal
    yield (_OF_ZONES[0],), kinds.notna() & ~municipal
    yield _OF_ZONES, kinds.isna()


def _code(text: str, lists: tuple[str, ...]) -> str | None:
    """The code that a text is the word of; None where it is a code already, or no word, or that of several."""
    if any(codelists.is_known(name, text) for name in lists):
        return None
    both = _BOTH.fullmatch(text)
    found = {code for name in lists for code in (_words(name).get(folded(text)) or ())}
    if not found and both and any(codelists.is_known(name, both[1]) for name in lists):
        found = {both[1]}  # a code with its words: in other people's words they say the same
    return found.pop() if len(found) == 1 else None


@cache
def _words(name: str) -> dict[str, frozenset[str]]:
    """Codes by their words in any language, compared without case and signs."""
    rows = codelists.table(name)
    found: dict[str, set[str]] = {}
    for column in (name for name in rows.columns if name.startswith("label_")):
        for code, words in zip(rows.index, rows[column], strict=True):
            if words:
                found.setdefault(folded(words), set()).add(str(code))
                found.setdefault(folded(_ZONE.sub("", words)), set()).add(str(code))
    return {words: frozenset(codes) for words, codes in found.items()}
