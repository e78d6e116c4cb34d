"""Who holds each unit's ground: what the park's list of plots, its records and the cadastre's rows say of it."""

import json
from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

from landuse.units import plans
from landuse.units.classify import classify
from landuse.units.offerable import offerable
from landuse.units.records import matrikkelnummer
from landuse.words import codelists

NOT_SAID = "not_said"
OWN = "own"
RECORD_KIND = "tenure"
_LEASED = "leased"
_REGISTERED = frozenset({"other_owner", "ground_lease"})  # what a register of owners knows beside the park's own
_JUST_SAID = {"tenure_on": None, "tenure_old": False, "lets_said": True}  # what a person says now
_FOLLOWS = (
    *("class", "rule_id", "confidence", "confidence_reasons", "undecided", "could_be", "doubts", "open_doubts", "asks"),
    *("axis", "contradictions", "flips_if"),
)


def follow(snapshot: gpd.GeoDataFrame, said: Mapping[str, str]) -> gpd.GeoDataFrame:
    """The snapshot with the classes that follow from who people said holds the ground.

    Parameters
    ----------
    said : by unit_id, a code of the list `tenure`
    """
    if "could_be" not in snapshot:  # found by a method that asked nobody
        return snapshot
    evidence = {unit: json.loads(snapshot.at[unit, "evidence"]) for unit in said}
    changed = [unit for unit, facts in evidence.items() if facts["tenure"] != said[unit] or is_asked(facts)]
    if not changed:
        return snapshot
    rows = [evidence[unit] | _JUST_SAID | {"tenure": said[unit]} for unit in changed]
    found, table = classify(pd.DataFrame(rows, index=pd.Index(changed, name="unit_id"))), snapshot.copy()
    table.loc[changed, list(_FOLLOWS)] = found[list(_FOLLOWS)]
    table.loc[changed, "plan_asks"] = plans.asked(found, snapshot.loc[changed])
    table.loc[changed, "evidence"] = [json.dumps(row, ensure_ascii=False) for row in rows]
    return table.assign(**offerable(table))


def is_asked(facts: Mapping[str, object]) -> bool:
    """Whether nobody has said who holds a unit's ground, it was said too long ago, or only who owns it."""
    return facts["tenure"] == NOT_SAID or bool(facts.get("tenure_old", False)) or not facts.get("lets_said", True)


def tenure(units: gpd.GeoDataFrame, plots: gpd.GeoDataFrame, parcels: gpd.GeoDataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """The tenure of each unit: a statement about its plot or property first, the newest of them; then its plot's row, then its parcel's.

    Returns
    -------
    tenure : a code of the list `tenure`, or not_said; tenure_on : the day that a statement was said, None for rows of a list or register;
    lets_said : whether what says so would also say that the ground is let. A register of owners knows no tenants: where rows of
    the parcels name other owners and never a tenant, they say who owns the ground, and nobody has said whether it is let
    """
    said = _stated(records)
    numbers = pd.Series(matrikkelnummer(parcels).to_numpy(), index=parcels["parcel_id"].astype(str))
    number = units["parcel_id"].map(numbers[~numbers.index.duplicated()])
    of_plots, of_parcels = said.get("plot", {}), said.get("parcel", {})
    answers = [units["plot_id"].map(of_plots), units["parcel_id"].map(of_parcels), number.map(of_parcels)]
    answers.append(units["plot_id"].map(_listed(plots, "plot_id")))
    by_owner = units["parcel_id"].map(_listed(parcels, "parcel_id", lets_said=not _is_of_owners(parcels)))
    known = pd.Series(None, index=units.index, dtype=object)
    for answer in [*answers, by_owner]:
        known = known.where(known.notna(), answer.astype(object))
    told = [one if isinstance(one, tuple) else (NOT_SAID, None, True) for one in known]
    return pd.DataFrame(told, index=units.index, columns=["tenure", "tenure_on", "lets_said"]).astype(object)


def code(said: object) -> str | None:
    """The code of a tenure as people write it, by code or by name in any language; None where the list has none such."""
    word = "" if pd.isna(said) else " ".join(str(said).split()).casefold()
    rows = codelists.table("tenure")
    labels = [rows[name].str.casefold() for name in rows.columns if name.startswith("label_")]
    names = zip(rows.index, *labels, strict=True)
    return next((str(one[0]) for one in names if word in one), None)


def _stated(records: pd.DataFrame) -> dict[str, dict[str, tuple[str, object, bool]]]:
    """By what it is about (plot, parcel) and its name: what was said last, when, and that it speaks of leases too."""
    rows = records[records["kind"] == RECORD_KIND].sort_values("said_on", na_position="first", kind="stable")
    told: dict[str, dict[str, tuple[str, object, bool]]] = {}
    for about_type, about, value, day in zip(rows["about_type"], rows["about"], rows["value"], rows["said_on"], strict=True):
        known = code(value)
        if known:
            told.setdefault(str(about_type), {})[str(about)] = (known, None if pd.isna(day) else day, True)
    return told


def _is_of_owners(parcels: gpd.GeoDataFrame) -> bool:
    """Whether the parcels' tenure is that of a register of owners."""
    words = set(parcels["tenure"].dropna().astype(str))
    return bool(words & _REGISTERED) and _LEASED not in words


def _listed(rows: gpd.GeoDataFrame, key: str, lets_said: bool = True) -> dict[str, tuple[str, object, bool]]:
    said = rows[[key, "tenure"]].dropna().drop_duplicates(key)
    return {name: (word, None, bool(lets_said)) for name, word in zip(said[key].astype(str), said["tenure"].astype(str), strict=True)}
