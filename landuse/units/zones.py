"""What a plan says of a piece of ground: which plan rules there, whether it is in force, and whether its zone counts."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from landuse.words import codelists
from landuse.words.languages import worded

_COUNTED_FILE = Path(__file__).parent.parent / "rules" / "counted_zones.csv"
_MUNICIPAL_PLAN_TYPES = ("20", "21", "22")
_ZONING_PLAN_TYPES = ("30", "31", "32", "33", "34", "35")  # "plan types 30–35" of the method; 32 and 33 are older bebyggelsesplaner
_ADOPTED = "3"
_ON_THE_GROUND = "2"


class PlanState(StrEnum):
    """How far the best plan on a piece of ground has come."""

    IN_FORCE = "in_force"
    MUNICIPAL_ONLY = "municipal_only"
    DRAFT = "draft"
    NONE = "none"


class Counts(StrEnum):
    """Whether a zone belongs to the rate: net is business land, gross adds roads, quays and works; combined is asked about."""

    NET = "net"
    GROSS = "gross"
    COMBINED = "combined"
    NO = "no"
    UNKNOWN = "unknown"
    NONE = "none"


class Infrastructure(StrEnum):
    """What kind of infrastructure a zone is: transport ground and routes for lines are nobody's plot, a port or works can be let."""

    TRANSPORT = "transport"
    LINE = "line"
    PLOT = "plot"
    NONE = "none"


BUSINESS = (Counts.NET, Counts.COMBINED)
ROUTES = (Infrastructure.TRANSPORT, Infrastructure.LINE)
_MAY_BE_SAID = (  # of a zone or its plan, where a file, a person or the park's own list says it
    "field_name", "further_plan_required", "further_plan_clause", "older_plans_first", "works_begun_in_time", "combines_industry",
    "proposer", "plan_adopted", "provisions", "owner_form", "counts_as",
)  # fmt: skip
UNIT_COLUMNS = (  # what a land unit says of its zone and plan
    *("zone_code", "field_name", "owner_form", "counts", "plan_id", "plan_name", "plan_date", "plan_adopted", "plan_type", "plan_status"),
    *("plan_state", "proposer", "provisions", "further_plan_required", "further_plan_clause", "works_begun_in_time"),
)
_RANK = {PlanState.IN_FORCE: 0, PlanState.MUNICIPAL_ONLY: 1, PlanState.DRAFT: 2}


def ruling_order(zoning: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The zones that can rule on the ground, the strongest first, with `plan_state` and `counts`, whatever order they stand in.

    A zoning plan in force stands before the municipal plan, which stands before a draft; of two alike the newest adopted wins,
    then the higher plan id; `landuse.units.precedence` says what holds where a newer municipal plan is against a zoning plan.
    Repealed, replaced and overruled plans (status 4, 5, 8) and zones above or below ground are left out.
    """
    zoning = zoning.assign(**{name: None for name in _MAY_BE_SAID if name not in zoning})
    level = zoning["level"].fillna(_ON_THE_GROUND).replace("", _ON_THE_GROUND)
    ground = zoning[level == _ON_THE_GROUND]
    ground = ground.assign(plan_state=[_plan_state(t, s) for t, s in zip(ground["plan_type"], ground["plan_status"])])
    ground = ground[ground["plan_state"] != PlanState.NONE]
    said = zip(*(ground[name] for name in ("zone_code", "plan_type", "counts_as", "combines_industry")), strict=True)
    ground = ground.assign(counts=pd.Series([str(_counted(*one)) for one in said], index=ground.index, dtype=object))
    keys = pd.DataFrame(
        {
            "rank": ground["plan_state"].map(_RANK),
            "age": -pd.to_datetime(ground["plan_date"]).fillna(pd.Timestamp(0)).astype("int64"),
            "plan_id": ground["plan_id"].astype(str),
            "zone": _together(ground["zone_code"], ground["field_name"], ground["further_plan_required"]),
            "shape": shapely.to_wkb(ground.geometry.to_numpy(), hex=True),
        },
        index=ground.index,
    )
    order = keys.sort_values(["zone", "shape"], kind="stable").sort_values("plan_id", ascending=False, kind="stable")
    return ground.loc[order.sort_values(["rank", "age"], kind="stable").index].reset_index(drop=True)


def _together(*columns: pd.Series) -> list[str]:
    return ["|".join(str(value) for value in row) for row in zip(*columns, strict=True)]


def _counted(zone_code: object, plan_type: object, by_park: object, combines_industry: object) -> Counts:
    """How a zone counts, after the park's own list and what somebody has said of a combined purpose."""
    if isinstance(by_park, str) and by_park:
        return Counts(by_park)
    found = counts(zone_code, plan_type)
    if found == Counts.COMBINED and pd.notna(combines_industry):
        return Counts.NET if combines_industry else Counts.NO
    return found


@cache
def counts(zone_code: str | None, plan_type: str | None) -> Counts:
    """How a zone counts; NONE for no zone, UNKNOWN for a code that no list of ours has."""
    if not isinstance(zone_code, str) or not zone_code:
        return Counts.NONE
    row = _row(zone_code, plan_type)
    if row is not None:
        return Counts(row["counts"])
    return Counts.UNKNOWN if zone_label(zone_code, plan_type, "nb") is None else Counts.NO


@cache
def infrastructure(zone_code: str | None, plan_type: str | None) -> Infrastructure:
    """What kind of infrastructure a zone is; NONE for other zones."""
    row = _row(zone_code, plan_type)
    return Infrastructure.NONE if row is None or not row["infrastructure"] else Infrastructure(row["infrastructure"])


@cache
def shown_by(zone_code: str | None, plan_type: str | None) -> tuple[str, ...]:
    """The layers that would show a zone's infrastructure if it were built; none for other zones."""
    row = _row(zone_code, plan_type)
    return () if row is None else tuple(row["shown_by"].split())


def counted_by_park(zoning: gpd.GeoDataFrame, purposes: Mapping[str, str]) -> gpd.GeoDataFrame:
    """The zones of zoning plans with how the park's own adopted list counts their purpose (`counts_as`; None: as the method says).

    purposes : how each purpose of the list counts, by code
    """
    own = [purposes.get(code) if kind in _ZONING_PLAN_TYPES else None for code, kind in zip(zoning["zone_code"], zoning["plan_type"])]
    return zoning.assign(counts_as=pd.Series(own, index=zoning.index, dtype=object))


def adopted_by(zoning: gpd.GeoDataFrame, on: date) -> gpd.GeoDataFrame:
    """The zones of plans that had been adopted by a date; a plan without a date is taken as it stands."""
    adopted = pd.to_datetime(zoning["plan_date"])
    return zoning[adopted.isna() | (adopted <= pd.Timestamp(on))]


def is_verge(zone_code: str | None) -> bool:
    """Whether a zone is the verge of a road and follows it."""
    return zone_code in _verges()


def zone_label(zone_code: str | None, plan_type: str | None, lang: str) -> str | None:
    """The zone's name in words; None for no zone or an unknown code."""
    if not isinstance(zone_code, str) or not zone_code:
        return None
    level = "KP" if plan_type in _MUNICIPAL_PLAN_TYPES else "RP"
    if law_of(zone_code) == "2008":
        return codelists.label("kp_arealformal" if level == "KP" else "rp_arealformal", zone_code, lang)
    old = codelists.table("pbl1985_arealformal")
    rows = old[(old["plan_level"] == level) & (old["code"] == zone_code)]
    return None if rows.empty else worded(rows.iloc[0], "label", lang)


def _plan_state(plan_type: str | None, plan_status: str | None) -> PlanState:
    if plan_status == _ADOPTED:
        if plan_type in _MUNICIPAL_PLAN_TYPES:
            return PlanState.MUNICIPAL_ONLY
        return PlanState.IN_FORCE if plan_type in _ZONING_PLAN_TYPES else PlanState.NONE
    return PlanState.DRAFT if plan_status in ("1", "2", "6") else PlanState.NONE


def law_of(zone_code: str) -> str:
    """The Planning and Building Act a code belongs to: four digits since 2008, three before."""
    return "2008" if len(zone_code) >= 4 else "1985"


def _row(zone_code: str | None, plan_type: str | None) -> pd.Series | None:
    """A zone's row of the table; None for no zone and for a code that the table has not."""
    if not isinstance(zone_code, str) or not zone_code:
        return None
    rows, level = _counted_table(), "KP" if plan_type in _MUNICIPAL_PLAN_TYPES else "RP"
    key = (level, law_of(zone_code), zone_code)
    return rows.loc[key] if key in rows.index else None


@cache
def _verges() -> frozenset[str]:
    rows = _counted_table()
    return frozenset(rows.index[rows["built_by"] == "verge"].get_level_values("code"))


@cache
def _counted_table() -> pd.DataFrame:
    rows = pd.read_csv(_COUNTED_FILE, dtype=str, keep_default_na=False)
    return rows.set_index(["plan_level", "law", "code"]).sort_index()
