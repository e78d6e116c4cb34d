"""What a zone of concern is, as plans and hazard maps say it: in an attribute of its own type (`fare`, `støy`), or by the type alone."""

from dataclasses import replace
from functools import cache

import pandas as pd

from door.columns.names import folded, is_cut, object_types, sources
from door.tables import Table
from landuse.words import codelists
from layers.registry import layer as registered
from parks.values import as_text

_ZONES = ("angittHensyn", "båndlegging", "detaljering", "fare", "gjennomføring", "infrastruktur", "sikring", "støy")
_KINDS = {folded(zone) for zone in _ZONES}
_PURPOSES = {"reguleringsformal", "regform"}
_OLDER = "RB"  # before numbers of the law of 1985, which are other things than the same numbers of 2008
_OF_OLDER = " (plan etter"  # behind the word of such a kind in our list
_QUICK_CLAY = "quick_clay"
_CLAY_TYPES = {"kvikkleirefaresone", "kvikkleirefareomrade"}
_SLIDE_TYPES, _CLAY_COLUMNS = {"utlosningomr", "utlopomr"}, {"skredrisikokvikkleireklasse", "skredrisikokl"}
_DEGREE, _NO_DANGER = {"skredfaregradklasse", "skredfaregrkl"}, "ingen"
_TOGETHER = "hensynssone"


def kind_column(table: pd.DataFrame) -> dict[str, str]:
    """The one attribute that says the kind, as a person would map it; nothing where there is none, or several."""
    named = _named(table)
    return {named[0]: "kind"} if len(named) == 1 and "kind" not in sources(table, registered("restrictions")) else {}


def with_kinds(table: Table) -> Table:
    """The table with one column of kinds, where its objects say them in several, by their type alone, or by another law's numbers."""
    plain = table.plain
    if "kind" in sources(plain, registered("restrictions")):
        return table
    types = object_types(plain)
    of_row = pd.Series(table.name, index=plain.index) if types is None else types.astype("object").fillna(table.name)
    of_row = of_row.map(lambda name: folded(str(name)))
    names = _named(plain)
    texts = [as_text(plain[name]) for name in names]
    if len(names) > 1 and sum(text.notna().astype(int) for text in texts).max() <= 1:
        return _joined(table, names, texts)
    made = _older(plain, of_row) if not names else None
    made = _clay(plain, of_row) if made is None and not names else made
    return table if made is None else replace(table, plain=plain.assign(**{_TOGETHER: made}))


def _named(table: pd.DataFrame) -> list[str]:
    own = {*_KINDS, *(f"{plan}{kind}" for plan in ("rp", "kp") for kind in _KINDS)}
    return [str(name) for name in table.columns if _is(str(name).rpartition(".")[2], own)]


def _is(name: str, own: set[str]) -> bool:
    """Whether a name is one of these, whole or as a shapefile cuts it."""
    return folded(name) in own or is_cut(name, own)


def _joined(table: Table, names: list[str], texts: list[pd.Series]) -> Table:
    """Several attributes of which each row has one, as one: each with its values."""
    whole = texts[0]
    for text in texts[1:]:
        whole = whole.where(whole.notna(), text)
    counted = [table.values[name] for name in names if name in table.values]
    values = {name: sums for name, sums in table.values.items() if name not in names}
    there = [number for number, _ in counted if number is not None]
    values[_TOGETHER] = (sum(there) if len(there) == len(counted) else None, sum(read for _, read in counted))
    return replace(table, plain=table.plain.drop(columns=names).assign(**{_TOGETHER: whole.astype("object")}), values=values)


def _older(plain: pd.DataFrame, of_row: pd.Series) -> pd.Series | None:
    """Kinds by the law of 1985, marked as such: by their number, or by the word that the list has for one."""
    name = next((str(name) for name in plain.columns if _is(str(name), _PURPOSES)), None)
    if name is None or not of_row.str.startswith("rb").any():
        return None
    words = _older_words()
    return as_text(plain[name]).map(lambda text: words.get(folded(text), f"{_OLDER}{text}"), na_action="ignore").astype("object")


@cache
def _older_words() -> dict[str, str]:
    """Codes of the law of 1985 by their words, compared without case and signs."""
    labels = codelists.table("restriction_kind")["label_nb"]
    return {folded(words.partition(_OF_OLDER)[0]): str(code) for code, words in labels.items() if str(code).startswith(_OLDER)}


def _clay(plain: pd.DataFrame, of_row: pd.Series) -> pd.Series | None:
    """Quick clay by the type of the objects; not where they say that there is no danger."""
    is_slide = of_row.isin(_SLIDE_TYPES) & any(_is(str(name), _CLAY_COLUMNS) for name in plain.columns)
    is_clay = of_row.isin(_CLAY_TYPES) | is_slide
    degree = next((as_text(plain[name]) for name in plain.columns if _is(str(name), _DEGREE)), None)
    if degree is not None:
        is_clay &= ~degree.str.casefold().eq(_NO_DANGER).fillna(False).astype(bool)
    return pd.Series(_QUICK_CLAY, index=plain.index, dtype="object").where(is_clay, None) if is_clay.any() else None
