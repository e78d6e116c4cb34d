"""What ground a file covers: as a person says, as was said of the file that it replaces, or as the file itself names it."""

import re
from dataclasses import dataclass

import pandas as pd

from door.columns.names import folded
from landuse.quality.findings import Finding
from landuse.words.errors import Word
from layers.registry import layer as registered
from parks.municipality import known_numbers
from parks.park import Park
from parks.sources import DRAWN, MUNICIPALITY, PARK, PLAN, UNKNOWN, Source
from parks.values import as_text

PERIMETER = "perimeter"
_COLUMNS = {"kommunenummer", "kommunenr", "kommnr"}
_NUMBER = re.compile(r"(?<!\d)\d{4}(?!\d)")
_ITSELF = ("coverage",)  # what it draws is where others were asked


@dataclass(frozen=True)
class Extent:
    """The ground that a file covers, and how that is known.

    value : one of parks.sources.EXTENTS; None of a layer that has nothing to do with it
    how : said, kept (of the file that it replaces), named (by the file), unknown; "" where nobody is asked
    """

    value: str | None
    how: str = ""


def is_asked(layer_id: str) -> bool:
    """Whether it matters what ground a file of a layer covers; of a raster it does not."""
    return registered(layer_id).silence


def numbers_named(plain: pd.DataFrame, file: str) -> frozenset[str]:
    """The municipalities that a file names itself, in a column of its own or in its name, as Basisdata_5038_Verdal does."""
    columns = [name for name in plain.columns if folded(str(name)) in _COLUMNS]
    said = {number.zfill(4) for name in columns for number in as_text(plain[name]).dropna().unique()}
    return frozenset((said | set(_NUMBER.findall(file))) & known_numbers())


def extent_of(layer_id: str, covers: str | None, key: tuple[str, ...], named: frozenset[str], replaced: tuple[Source, ...]) -> Extent:
    """What a file covers.

    Parameters
    ----------
    covers : what a person says; None where nobody does
    key, named : what the file is the file of, and which municipalities it names
    replaced : the sources that give way to it
    """
    if not is_asked(layer_id):
        return Extent(_unasked(layer_id, key))
    if covers:
        return Extent(covers, "unknown" if covers == UNKNOWN else "said")
    before = {one.extent for one in replaced if one.origin == "own"}
    if len(before) == 1 and not before & {None, UNKNOWN}:
        return Extent(before.pop(), "kept")
    return Extent(MUNICIPALITY, "named") if key and named.issuperset(key) else Extent(UNKNOWN, "unknown")


def about_extent(found: Extent, source: Source, beside: tuple[Source, ...]) -> list[Finding]:
    """What the report says of it, and of sources beside it that were imported before anybody was asked."""
    if not found.how:
        return []
    kind = {"kept": "said"}.get(found.how, found.how)
    named = ", ".join(source.key) or "–"
    told = [Finding(f"extent_{kind}", before=named, after=Word(f"extent.{found.value}"), more={"day": source.dated, "source": source.id})]
    return told + of_before(beside)


def of_before(sources: tuple[Source, ...]) -> list[Finding]:
    """Sources that count as asked everywhere and always, because they were imported before anybody was asked."""
    old = [one.id for one in sources if one.extent is None and one.origin != "example"]
    return [Finding("extent_before", before=", ".join(old), count=len(old))] if old else []


def of_other_perimeter(park: Park, layer_id: str) -> list[Finding]:
    """Sources that were said to cover the whole park, where a newer file changes what the whole park is."""
    if layer_id != PERIMETER or PERIMETER not in park.sources:
        return []
    own = [(name, one) for name, sources in park.sources.items() for one in sources if one.origin == "own"]
    whole = [f"{name} ({one.id})" for name, one in own if one.extent == PARK]
    return [Finding("extent_other_park", before=", ".join(whole), count=len(whole))] if whole else []


def _unasked(layer_id: str, key: tuple[str, ...]) -> str | None:
    """What is known without a question: a plan covers itself, a map without gaps what it shows."""
    declared = registered(layer_id)
    if declared.delivered_by == "plan":
        return PLAN if key else DRAWN
    return DRAWN if declared.tiles or layer_id in _ITSELF else None
