"""How much of a park's land and floor is in use: the rates, with the range that the undecided leave."""

import json
from collections.abc import Sequence

import pandas as pd

from landuse.units import schema
from landuse.units.inventory import RECORDED
from landuse.units.schema import LandClass

AMOUNTS = (
    *("total_m2", "vacant_m2", "undecided_used_m2", "undecided_vacant_m2", "net_total_m2", "net_vacant_m2", "idle_held_m2"),
    *("undecided_m2", "confirmed_m2", "other_use_m2"),
    *("by_statements_m2", "by_decisions_m2", "said_later_m2"),
    *("business_m2", "offerable_m2", "unbuilt_infrastructure_m2"),
    *("low_total_m2", "low_vacant_m2", "high_total_m2", "high_vacant_m2"),
    *("main_route_m2", "main_route_vacant_m2", "sea_to_fill_m2", "clarify_m2"),
    *("potential_m2", "unzoned_in_use_m2", "spare_m2", "bound_m2", "greenfield_m2", "greenfield_not_mapped_m2", "fitted_m2"),
    *("stock_m2", "vacant_floor_m2", "answered_stock_m2", "floor_in_doubt_m2", "units", "undecided_units", "asking_units"),
)
LOWEST_FIRST = (LandClass.VACANT, LandClass.NOT_COUNTED, LandClass.USED, LandClass.BUILDING)  # what lowers the rate most


def amounts(inventory: pd.DataFrame) -> pd.DataFrame:
    """Sums per park that every rate is made of.

    Parameters
    ----------
    inventory : schema.SNAPSHOT with asks, axis, bound_m2, spare_m2, vacancy_said (whether the park has said anything of
        vacant floor: silence is not zero), could_be (JSON: what each unit can be; landuse.units.doubt) and
        confirmed_recently

    The vacant land is offerable_m2, unbuilt_infrastructure_m2 (the rest of the gross) and what else cannot be offered;
    by_statements_m2 and by_decisions_m2 are the counted land whose class rests on the park's record, and on what a person set or
    confirmed here: together what rests on people's word (said_later_m2 of it on what was said after the day).
    business_m2 is the counted land in business zones, bound land included. low_… and high_… are the counted and the vacant
    land if each undecided unit were what makes the rate lowest, and highest. fitted_m2 is what was strips between borders that
    do not quite meet, counted or not; snapshots of methods 1 and 2 have none.

    Returns
    -------
    AMOUNTS, whole numbers, indexed by park_id
    """
    table = inventory.assign(
        counted=inventory["class"].isin(schema.COUNTED),
        vacant=inventory["class"] == LandClass.VACANT,
        fitted_m2=inventory.get("fitted_m2", 0),
        greenfield_m2=inventory[[schema.nature_column(kind) for kind in schema.GREENFIELD_KINDS]].sum(axis=1),
    )
    sums = {name: _sum(table, mask, column) for name, (mask, column) in _sums(table).items()}
    counts = {"units": None, "undecided_units": table["undecided"], "asking_units": table["asks"]}
    for name, mask in counts.items():
        sums[name] = (table if mask is None else table[mask]).groupby("park_id").size()
    parks = pd.Index(sorted(table["park_id"].unique()), name="park_id")
    return pd.DataFrame({name: sums[name].reindex(parks, fill_value=0) for name in AMOUNTS}).astype("int64")


def land_utilisation_pct(total_m2: float, vacant_m2: float) -> float | None:
    """Share of the counted land that is in use (0–100); None where nothing is counted.

    Source
    ------
    The report's land goal: 1 − vacant / total
    """
    return None if total_m2 == 0 else 100 * (1 - vacant_m2 / total_m2)


def has_rate(row: pd.Series) -> bool:
    """Whether sums have a rate: roads and works alone, without business zones, say nothing of how industrial land is used."""
    return bool(row["business_m2"] > 0)


def land_rate_pct(row: pd.Series) -> float | None:
    """The gross rate of sums; None without business zones."""
    return land_utilisation_pct(row["total_m2"], row["vacant_m2"]) if has_rate(row) else None


def together(rows: Sequence[pd.Series]) -> pd.Series:
    """The sums of several parks, those left out that have counted land and no rate."""
    rated = [row if has_rate(row) or row["total_m2"] == 0 else row * 0 for row in rows]
    return pd.DataFrame(rated).sum()


def land_range_pct(row: pd.Series) -> tuple[float, float] | None:
    """The lowest and the highest rate that the undecided land leaves; None where there is no rate.

    Land that could be vacant is so in the lowest, in use in the highest, and outside the account where that moves the rate further.
    """
    if not has_rate(row):
        return None
    ends = [land_utilisation_pct(row[f"{end}_total_m2"], row[f"{end}_vacant_m2"]) for end in ("low", "high")]
    low, high = (land_rate_pct(row) if end is None else end for end in ends)
    return None if low is None or high is None else (low, high)


def rate_without_main_pct(row: pd.Series) -> float | None:
    """The gross rate without public main roads and railways; None where there is no rate."""
    if not has_rate(row):
        return None
    return land_utilisation_pct(row["total_m2"] - row["main_route_m2"], row["vacant_m2"] - row["main_route_vacant_m2"])


def rate_without_idle_held_pct(row: pd.Series) -> float | None:
    """The gross rate with idle land that others hold as not in use; None where there is no rate."""
    return land_utilisation_pct(row["total_m2"], row["vacant_m2"] + row["idle_held_m2"]) if has_rate(row) else None


def confirmed_pct(row: pd.Series) -> float | None:
    """Share of the counted land that somebody has spoken of within the year; None where nothing is counted."""
    return None if row["total_m2"] == 0 else 100 * row["confirmed_m2"] / row["total_m2"]


def building_utilisation_pct(stock_m2: float, vacant_m2: float) -> float | None:
    """Share of the floor of standing buildings that is in use (0–100); None where no floor is known."""
    return None if stock_m2 == 0 else 100 * (1 - vacant_m2 / stock_m2)


def building_range_pct(row: pd.Series) -> tuple[float, float] | None:
    """The building rate if all floor in doubt were vacant, and as recorded; None where no floor is known."""
    stock = row["answered_stock_m2"]
    if stock == 0:
        return None
    low = building_utilisation_pct(stock, min(row["vacant_floor_m2"] + row["floor_in_doubt_m2"], stock))
    return low, building_utilisation_pct(stock, row["vacant_floor_m2"])


def _sums(table: pd.DataFrame) -> dict[str, tuple[pd.Series, str]]:
    counted, vacant, undecided = table["counted"], table["vacant"], table["undecided"]
    net = counted & table["net"]
    table["free_m2"] = table["area_m2"] - table["bound_m2"]
    table["let_floor_m2"] = table["floor_m2"] - table["vacant_floor_m2"]
    low, high = _ends(table)
    none = pd.Series(False, index=table.index)  # snapshots from before these were kept
    main, sea = (table.get(name, none).astype(bool) for name in ("main_route", "sea_to_fill"))
    table["to_clarify_m2"] = table.get("clarify_m2", 0)
    stated = table["rule_id"].str.startswith(RECORDED)
    decided = table.get("set_kind", pd.Series(None, index=table.index, dtype=object)).notna()
    unzoned_in_use = [("unzoned_in_use" in json.loads(ids)) for ids in table["contradictions"]]
    return {
        "total_m2": (counted, "area_m2"),
        "vacant_m2": (vacant, "area_m2"),
        "undecided_used_m2": (undecided & counted & ~vacant, "area_m2"),
        "undecided_vacant_m2": (undecided & vacant, "area_m2"),
        "undecided_m2": (undecided, "area_m2"),
        "confirmed_m2": (counted & table["confirmed_recently"], "area_m2"),
        "net_total_m2": (net, "free_m2"),
        "net_vacant_m2": (net & vacant, "free_m2"),
        "idle_held_m2": (counted & (table["axis"] == "idle_held"), "area_m2"),
        "by_statements_m2": (counted & stated & ~decided, "area_m2"),
        "by_decisions_m2": (counted & decided, "area_m2"),
        "said_later_m2": (counted & table.get("said_later", none).astype(bool), "area_m2"),
        "other_use_m2": (counted & (table["axis"] == "other_use"), "area_m2"),
        "business_m2": (counted & table["net"], "area_m2"),
        "offerable_m2": (vacant & table["offerable"], "area_m2"),
        "unbuilt_infrastructure_m2": (vacant & ~table["net"] & ~table["offerable"], "area_m2"),
        "low_total_m2": (low != LandClass.NOT_COUNTED, "area_m2"),
        "low_vacant_m2": (low == LandClass.VACANT, "area_m2"),
        "high_total_m2": (high != LandClass.NOT_COUNTED, "area_m2"),
        "high_vacant_m2": (high == LandClass.VACANT, "area_m2"),
        "main_route_m2": (counted & main, "area_m2"),
        "main_route_vacant_m2": (vacant & main, "area_m2"),
        "sea_to_fill_m2": (vacant & sea, "area_m2"),
        "clarify_m2": (counted, "to_clarify_m2"),
        "potential_m2": (~counted & (table["axis"] == "potential"), "area_m2"),
        "unzoned_in_use_m2": (~counted & pd.Series(unzoned_in_use, index=table.index), "area_m2"),
        "spare_m2": (counted, "spare_m2"),
        "bound_m2": (counted, "bound_m2"),
        "greenfield_m2": (vacant, "greenfield_m2"),
        "greenfield_not_mapped_m2": (vacant, schema.nature_column("not_mapped")),
        "fitted_m2": (pd.Series(True, index=table.index), "fitted_m2"),
        "stock_m2": (counted, "floor_m2"),
        "vacant_floor_m2": (counted, "vacant_floor_m2"),
        "answered_stock_m2": (counted & table["vacancy_said"], "floor_m2"),
        "floor_in_doubt_m2": (counted & table["asks"] & (table["floor_m2"] > 0), "let_floor_m2"),
    }


def _ends(table: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The class of each unit that makes the rate lowest, and the one that makes it highest, of those that it could have."""
    could_be = [_possible(*row) for row in zip(table["class"], table["undecided"], table.get("could_be", table["class"]), strict=True)]
    lowest = [min(one, key=LOWEST_FIRST.index) for one in could_be]
    highest = [max(one, key=LOWEST_FIRST.index) for one in could_be]
    return pd.Series(lowest, index=table.index, dtype=object), pd.Series(highest, index=table.index, dtype=object)


def _possible(land_class: str, undecided: bool, could_be: str) -> set[str]:
    """The classes that a unit could have, its own among them; snapshots from before these were kept know idle and in use alone."""
    if not undecided:
        return {land_class}
    if not could_be.startswith("["):
        return {land_class} if land_class == LandClass.NOT_COUNTED else {land_class, str(LandClass.VACANT), str(LandClass.USED)}
    return {land_class, *json.loads(could_be)}


def _sum(table: pd.DataFrame, mask: pd.Series, column: str) -> pd.Series:
    """A column's sum over the units of a mask, by park: of two columns alone, since this is asked of every column for every page."""
    return table[column][mask].groupby(table["park_id"][mask]).sum()
