"""What was asked on each unit's ground, and whether the answer was recent enough: without one, nobody can say that nothing is there."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import geopandas as gpd
import pandas as pd

from landuse.rules import table, threshold
from landuse.units import facts, zones
from landuse.units.schema import Status

BUILDINGS, GROUND = "buildings", "land_resource"  # the layers that answer whether there are buildings, and what the ground is
LINES = ("power", "water_lines")  # layers of lines that zones of infrastructure may hold (rules/counted_zones.csv); the others show works
COVER_KINDS = {"built": ("50",), "grey": ("50", "60"), "green": ("10", "20", "30", "40", "80", "90", "95")}  # codes of the list worldcover

_SHARES_SEEN = ("sealed_pct", "grey_pct", "landcover_built_pct", "landcover_grey_pct", "landcover_green_pct")

Where = Mapping[str, gpd.GeoSeries | None]
Dates = Mapping[str, date]


class Asked(StrEnum):
    """Whether a kind of map answered on all of a unit's ground: yes, no (or only in part), or too long before the day."""

    YES = "yes"
    NO = "no"
    OLD = "old"


class Seen(StrEnum):
    """What recent maps see of a unit: plants on nearly all of it, or where nothing else is recent, built or bare ground on half."""

    GREEN = "green"
    BUILT = "built"
    BARE = "bare"
    NOTHING = "nothing"


def gather(units: gpd.GeoDataFrame, asked: pd.DataFrame, where: Where, dated: Dates, on: date | None) -> pd.DataFrame:
    """What was asked on each unit's ground.

    Parameters
    ----------
    asked : schema.FACTS
    where : where the buildings and each layer of works that is there were asked; None: all over; one that is not there is not in it
    dated : the day that each layer is of; one that is not in it is taken as of the day
    on : the day that is asked about; None: no answer is too old

    Returns
    -------
    indexed by unit_id: unmapped_pct, buildings_asked, ground_asked (Asked), works_old, infrastructure_seen, lines_shown, works_asked
    (whether a map of works that would show a unit's infrastructure covers its ground)
    """
    found = pd.DataFrame(index=units.index)
    found["unmapped_pct"] = _unmapped_pct(units, asked)
    covered = {BUILDINGS: _covers(BUILDINGS, units, where, asked, found["unmapped_pct"])}
    covered[GROUND] = found["unmapped_pct"] < threshold("unmapped_pct")
    for fact, layer_id in (("buildings_asked", BUILDINGS), ("ground_asked", GROUND)):
        late = Asked.OLD if is_old(layer_id, dated.get(layer_id), on) else Asked.YES
        found[fact] = covered[layer_id].map({True: str(late), False: str(Asked.NO)}).astype(object)
    days = [dated[name] for name in where if name != BUILDINGS and name in dated]
    found["works_old"] = is_old("works", min(days, default=None), on)
    shown = _infrastructure_seen(units, where, asked, found["unmapped_pct"])
    found["infrastructure_seen"], found["lines_shown"], found["works_asked"] = shown
    return found


def is_old(kind: str, dated: date | None, on: date | None) -> bool:
    """Whether an answer of a kind (landuse/rules/ages.toml) is too old on the day that is asked about."""
    if dated is None or on is None:
        return False
    return pd.Timestamp(dated) + pd.DateOffset(months=table("ages")[kind]["months"]) < pd.Timestamp(on)


def newest_cover(asked: pd.DataFrame) -> str | None:
    """The layer of the newest year that was asked; None where there is none."""
    years = sorted(layer_id for layer_id in asked["layer_id"].unique() if layer_id.startswith("land_cover"))
    return years[-1] if years else None


def cover_is_old(layer_id: str | None, on: date | None) -> bool:
    """Whether a land cover says too little of a day: there is none, its year is not known, or too long ago."""
    year = (layer_id or "").rpartition("_")[2]
    return not year.isdigit() or is_old("land_cover", date(int(year), 12, 31), on)


def seen(table: pd.DataFrame, cover_is_late: bool, grey_map_is_late: bool) -> dict[str, pd.Series]:
    """What recent maps of the whole ground see of each unit, whatever the map of land resources says.

    Nearly all plants or water is an answer about the ground. Built, bare or grey ground is none, a yard in use and ground that waits
    for a tenant look alike; but it tells what is likelier where no other map of the ground is new enough.

    Parameters
    ----------
    table : ground_asked, sealed_pct, grey_pct, landcover_built_pct, landcover_grey_pct, landcover_green_pct, grey_map_green_pct

    Returns
    -------
    ground_asked (yes where the ground is seen green), ground_seen (Seen), looks_prepared and looks_built (whether half or more is
    prepared, or built-up or seen as bare or built, by the newest map that says so)
    """
    green = pd.Series(False, index=table.index)
    for name, is_late in (("landcover_green_pct", cover_is_late), ("grey_map_green_pct", grey_map_is_late)):
        green |= (table[name] >= threshold("green_cover_pct")) & (not is_late)
    asked = table["ground_asked"].mask(green, str(Asked.YES))
    half = {name: table[name] >= threshold("most_pct") for name in _SHARES_SEEN}
    alone = (asked != Asked.YES) & (not cover_is_late)
    ground = pd.Series(str(Seen.NOTHING), index=table.index, dtype=object)
    ground = ground.mask(alone & half["landcover_grey_pct"], str(Seen.BARE)).mask(alone & half["landcover_built_pct"], str(Seen.BUILT))
    ground = ground.mask(green, str(Seen.GREEN))
    by_cover, green = ground.isin([Seen.BARE, Seen.BUILT]), half["landcover_green_pct"]
    prepared, built = ((half[name] & ~green) | by_cover for name in ("grey_pct", "sealed_pct"))
    return {"ground_asked": asked, "ground_seen": ground, "looks_prepared": prepared, "looks_built": built}


def _unmapped_pct(units: gpd.GeoDataFrame, asked: pd.DataFrame) -> pd.Series:
    """Share of each unit whose ground nobody has mapped; all of it where the land resource could not be read."""
    rows = asked[(asked["layer_id"] == GROUND) & asked["status"].isin([Status.NOT_MAPPED, Status.FAILED])]
    blank = rows["overlap_pct"].fillna(100.0).groupby(rows["unit_id"]).sum()
    return blank.reindex(units.index, fill_value=0.0)


def _infrastructure_seen(
    units: gpd.GeoDataFrame, where: Where, asked: pd.DataFrame, unmapped_pct: pd.Series
) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Whether a map that would show a unit's infrastructure covers its ground; whether a map of lines shows some there; and whether
    a map of works is among those that cover it.

    A route may hold any of the lines that its purpose allows, so all of their maps have to cover it; one is enough for other zones.
    """
    shown_by = pd.Series([zones.shown_by(*zone) for zone in zip(units["zone_code"], units["plan_type"], strict=True)], index=units.index)
    seen, blind, lines, works = (pd.Series(False, index=units.index) for _ in range(4))
    for layer_id in sorted({layer_id for layers in shown_by for layer_id in layers}):
        would = shown_by.map(lambda layers, one=layer_id: one in layers).astype(bool)
        covers = _covers(layer_id, units, where, asked, unmapped_pct)
        seen |= would & covers
        works |= (would & covers) if layer_id not in (GROUND, *LINES) else False
        if layer_id in LINES:
            blind |= would & ~covers
            lines |= would & (facts.share_pct(asked, units.index, layer_id) > 0)
    return seen & ~blind, lines, works


def _covers(layer_id: str, units: gpd.GeoDataFrame, where: Where, asked: pd.DataFrame, unmapped_pct: pd.Series) -> pd.Series:
    """Whether a layer has been asked on all of each unit's ground, edge effects apart; a layer that is not there has not."""
    if layer_id == GROUND:
        return unmapped_pct < threshold("unmapped_pct")
    if layer_id in where:
        return pd.Series(facts.unmapped_pct(units, where[layer_id]) < threshold("unmapped_pct"), index=units.index)
    rows = asked[asked["layer_id"] == layer_id]
    silent = rows["unit_id"][rows["status"].isin([Status.NOT_MAPPED, Status.FAILED])]
    return pd.Series(units.index.isin(rows["unit_id"]) & ~units.index.isin(silent), index=units.index)
