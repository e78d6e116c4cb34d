"""Which of a table's columns are which of ours: as a person said, by name, or by values that fit one code list and no other."""

from dataclasses import dataclass

import pandas as pd

from door.answers import Asked
from door.columns import names as column_names
from door.formats.source import Listed
from door.lists.meanings import folded, is_meaning, known, units_of
from landuse.quality.findings import quality
from landuse.words import codelists
from landuse.words.errors import LanduseError
from layers.base import Column, Layer
from parks.values import as_text

_PLAN_LISTS = ("rp_arealformal", "kp_arealformal")  # they share most codes
_UNITS = {"m2": 1.0, "daa": 1_000.0, "ha": 10_000.0, "km2": 1_000_000.0}


@dataclass(frozen=True)
class Mapping:
    """The columns of a table as a layer reads them.

    theirs : by our column, the table's name of it
    by_content : by our column, the share of its values (percent) that speak for it, where its name does not
    factor : by our column, what its numbers are multiplied with, where a person named a unit
    """

    theirs: dict[str, str]
    by_content: dict[str, int]
    factor: dict[str, float]

    def frame(self, table: pd.DataFrame) -> pd.DataFrame:
        """The columns under our names."""
        return pd.DataFrame({ours: table[theirs] for ours, theirs in self.theirs.items()}, index=table.index)

    def unused(self, table: pd.DataFrame) -> list[str]:
        """The table's columns that no column of ours reads."""
        return [str(name) for name in table.columns if name != "geometry" and name not in set(self.theirs.values())]


def mapping(table: pd.DataFrame, declared: Layer, said: dict[str, str], file: str, cut_names: bool = False) -> Mapping:
    """Find the columns of a layer in a table.

    Parameters
    ----------
    said : by the table's column, the name of ours, with a unit after a colon where it is an area (`AREAL` → `registered_area_m2:daa`)
    cut_names : whether names may be cut to ten bytes, as a shapefile does

    Raises
    ------
    LanduseError : map_unknown_column, map_unknown_target
    """
    asked, factor = _asked(table, declared, said, file)
    rest = table.drop(columns=[name for name in table.columns if name in said])
    named = {ours: theirs for ours, theirs in column_names.sources(rest, declared, cut_names).items() if ours not in asked}
    free = rest.drop(columns=list(set(named.values())))
    wanted = [column for column in declared.columns if column.code_list and column.name not in {*asked, *named}]
    guessed = _by_content(free, wanted)
    return Mapping(
        {**named, **{ours: theirs for ours, (theirs, _) in guessed.items()}, **asked}, {o: s for o, (_, s) in guessed.items()}, factor
    )


def list_mapping(listed: Listed, plain: pd.DataFrame, declared: Layer, said: Asked, file: str) -> Mapping:
    """The columns of records that were made of a list, when what a person said of it was about the list.

    Raises
    ------
    LanduseError : map_unknown_column, map_unknown_target
    """
    headings = {folded(name): name for name in listed.values}
    for heading, words in said.columns.items():
        if folded(heading) not in headings:
            there = ", ".join(" ".join(name.split()) for name in listed.values)
            raise LanduseError("map_unknown_column", file=file, column=heading, known=there)
        _check_meaning(words, file)
    for word in said.constants:
        _check_meaning(word, file)
    return Mapping(column_names.sources(plain, declared), {}, {})


def _check_meaning(words: str, file: str) -> None:
    if not is_meaning(words):
        units = units_of(words.partition(":")[0])
        raise LanduseError("map_unknown_target", file=file, column=words, known=", ".join(known()), units=", ".join(units) or "–")


def with_constants(raw: pd.DataFrame, declared: Layer, constants: dict[str, str], file: str) -> pd.DataFrame:
    """The columns with those that the file does not have and a person says the one value of.

    Raises
    ------
    LanduseError : map_unknown_target
    """
    known_names = [column.name for column in declared.columns]
    for name in constants:
        if name not in known_names:
            raise LanduseError("map_unknown_target", file=file, column=name, known=", ".join(known_names), units=", ".join(_UNITS))
    return raw.assign(**{name: pd.Series(value, raw.index, dtype=object) for name, value in constants.items() if name not in raw})


def content_layers(table: pd.DataFrame, layers: dict[str, Layer]) -> list[tuple[str, str, str, int]]:
    """What a table could be by its values: layer, the table's column, the code list it fits, the share of values (percent)."""
    found = []
    for layer_id, declared in layers.items():
        wanted = [column for column in declared.columns if column.code_list and column.name == declared.code]
        for ours, (theirs, share) in _by_content(table, wanted).items():
            code_list = next(column.code_list for column in wanted if column.name == ours)
            found.append((layer_id, theirs, str(code_list), share))
    return found


def _asked(table: pd.DataFrame, declared: Layer, said: dict[str, str], file: str) -> tuple[dict[str, str], dict[str, float]]:
    ours, factor = {}, {}
    known = [column.name for column in declared.columns]
    for theirs, words in said.items():
        target, _, unit = words.partition(":")
        if theirs not in table.columns:
            raise LanduseError(
                "map_unknown_column", file=file, column=theirs, known=", ".join(str(name) for name in table.columns if name != "geometry")
            )
        if target and (target not in known or unit and unit not in _UNITS):
            raise LanduseError("map_unknown_target", file=file, column=words, known=", ".join(known), units=", ".join(_UNITS))
        if target:
            ours[target] = theirs
            factor[target] = _UNITS[unit or "m2"]
    return ours, factor


def _by_content(table: pd.DataFrame, wanted: list[Column]) -> dict[str, tuple[str, int]]:
    """Columns of ours that one column's values speak for, and nothing else does."""
    fits: dict[str, list[tuple[str, int]]] = {}
    for theirs in table.columns if wanted else ():
        lists = _lists_fitting(table[theirs]) if theirs != "geometry" else {}
        for column in wanted:
            if column.code_list in lists and set(lists) <= {column.code_list, *(_PLAN_LISTS if column.code_list in _PLAN_LISTS else ())}:
                fits.setdefault(column.name, []).append((str(theirs), lists[column.code_list]))
    return {ours: found[0] for ours, found in fits.items() if len(found) == 1}


def _lists_fitting(values: pd.Series) -> dict[str, int]:
    """The code lists that nearly all of a column's values are in, with their share in percent."""
    codes = as_text(values).dropna()
    if len(codes) < quality("code_rows") or codes.nunique() < 2:
        return {}
    shares = {name: float(codes.isin(codelists.table(name).index).mean() * 100) for name in codelists.names()}
    return {name: round(share) for name, share in shares.items() if share >= quality("code_share_pct")}
