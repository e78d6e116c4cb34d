"""Who holds the park's properties: one question for all of them, and what it would settle."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import geopandas as gpd

from actions.units import decide
from actions.units.inventory import inventory
from landuse.units import decision, holders
from landuse.units.doubt import holder_asked
from landuse.units.explain import first_said
from landuse.units.holders import is_asked
from landuse.units.schema import COUNTED
from landuse.words.errors import LanduseError
from parks.park import read_park
from register.generation import Seen

_NUMBER = re.compile(r"(?:(\d{4})\s*[-\u2013/ ]\s*)?(\d{1,5})\s*/\s*(\d{1,5})(?:\s*/\s*(\d{1,5}))?(?:\s*/\s*(\d{1,5}))?")
_BETWEEN = re.compile(r"[,;\n\t]+")


@dataclass(frozen=True)
class Property:
    """One property of a park: its name as people write it, who holds it as far as anybody has said, and its counted ground.

    tenure : a code of the list `tenure`, not_said, or "" where its parts differ; open_m2 : idle ground that waits for the answer
    """

    name: str
    tenure: str
    area_m2: int
    open_m2: int
    unit_ids: tuple[str, ...]


def properties(park_id: str, on: date) -> list[Property]:
    """The properties with counted ground, those with most ground that waits for the answer first.

    Raises
    ------
    LanduseError : unknown park, or layers that do not allow an answer
    """
    units = inventory(park_id, on)
    counted = units[units["class"].isin(COUNTED)]
    about = zip(counted["doubts"], counted["evidence"], strict=True)
    asked = [holder_asked(json.loads(ids)) and is_asked(json.loads(facts)) for ids, facts in about]
    waits = counted["area_m2"].where(asked, 0)
    found = []
    for name, rows in counted.assign(open_m2=waits).groupby(_names(counted), sort=True):
        said = sorted(set(rows["tenure"].astype(str)))
        one = said[0] if len(said) == 1 else ""
        found.append(Property(str(name), one, int(rows["area_m2"].sum()), int(rows["open_m2"].sum()), tuple(map(str, rows.index))))
    return sorted(found, key=lambda one: (-one.open_m2, -one.area_m2, one.name))


def read_names(text: str, park_id: str) -> list[str]:
    """The properties that a typed or pasted list names, each once: plots by their names, parcels as 5038-1/2, 1/2 or 5038-1/2/3.

    A number without its municipality is of the park's, where it has one alone.
    """
    municipalities = read_park(park_id).municipalities
    words = (" ".join(word.split()) for word in _BETWEEN.split(text))
    return list(dict.fromkeys(_whole(word, municipalities) for word in words if word))


def hold(
    park_id: str, names: Iterable[str], tenure: str, by: str, reason: str, on: date, based_on: int, holds_from: date | None = None
) -> list[Seen]:
    """Say who holds properties, all of them or none: a statement of the tenure of each of their units, which follows the ground.

    Parameters
    ----------
    names : plots, parcels or single land units by their ids, as `read_names` gives them; what is said of a part goes before what is
        said of the whole where it is said later
    tenure : a code of the list `tenure`: own where the park or its owner holds them and has let them to nobody
    on, based_on, holds_from : as actions.units.decide.decide

    Raises
    ------
    LanduseError : property_unknown, property_none, and as `decide`
    """
    decision.check(holders.RECORD_KIND, tenure)
    wanted = list(dict.fromkeys(names))
    if not wanted:
        raise LanduseError("property_none", park=park_id)
    units = inventory(park_id, on)
    unit_ids = [unit_id for name in wanted for unit_id in _of(units, name)]
    return decide.decide(park_id, unit_ids, holders.RECORD_KIND, tenure, by, reason, on, based_on, holds_from)


def _names(units: gpd.GeoDataFrame) -> list[str]:
    return [first_said(unit, "parcel_number", "parcel_id", "plot_id", "base_id") or str(unit_id) for unit_id, unit in units.iterrows()]


def _of(units: gpd.GeoDataFrame, name: str) -> list[str]:
    """The units of a property."""
    hits = (units[["parcel_number", "parcel_id", "plot_id", "base_id"]].astype("str") == name).any(axis=1) | (units.index == name)
    if not hits.any():
        raise LanduseError("property_unknown", name=name)
    return [str(unit_id) for unit_id in units.index[hits]]


def _whole(word: str, municipalities: Sequence[str]) -> str:
    """A property number in the form that units have it; other words as they are."""
    read = _NUMBER.fullmatch(word)
    if not read or (read[1] is None and len(municipalities) != 1):
        return word
    parts = [str(int(part)) for part in read.groups()[1:] if part]
    while len(parts) > 2 and parts[-1] == "0":
        parts.pop()
    return f"{read[1] or municipalities[0]}-{'/'.join(parts)}"
