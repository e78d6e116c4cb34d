"""What the park itself says of a plot, parcel or building, and which of its records decides."""

import geopandas as gpd
import numpy as np
import pandas as pd

from landuse.rules import table

NOTHING_SAID = "nothing"
_OTHERS = ("leased", "ground_lease", "other_owner")


def says(kind: str) -> str:
    """What a kind of record says of the land: in_use, held_idle, idle, offered, or nothing."""
    return table("records")["says"].get(kind, NOTHING_SAID)


def stated_amounts(values: pd.Series) -> pd.Series:
    """What is said of floor, jobs or turnover as numbers; NaN where it is no number, endless, or less than nothing."""
    numbers = pd.to_numeric(values, errors="coerce").astype("float64")
    return numbers.where((numbers >= 0) & np.isfinite(numbers))


def matrikkelnummer(parcels: pd.DataFrame) -> pd.Series:
    """kommunenummer-gnr/bnr[/fnr[/snr]] of each parcel, the form people write: 4001-208/619."""
    number = parcels["kommunenummer"].astype(str) + "-" + _whole(parcels["gardsnummer"]) + "/" + _whole(parcels["bruksnummer"])
    for name in ("festenummer", "seksjonsnummer"):
        part = _whole(parcels[name]) if name in parcels else pd.Series("0", index=parcels.index)
        number = number.where(part.isin(["", "0"]), number + "/" + part)
    return number.rename("matrikkelnummer")


def deciding(units: gpd.GeoDataFrame, records: pd.DataFrame, parcels: pd.DataFrame) -> pd.DataFrame:
    """The record that decides for each unit: the newest of those that say something of its plot, else of its parcel.

    A record of a whole plot or parcel that says idle or offered speaks of the proposed plots on it where there are any.

    Returns
    -------
    indexed by unit_id: record_kind, record_says, record_by, record_on, record_note, record_conflict (True where the
    park's own records disagree); `nothing` and blanks where there is none
    """
    spoken = records.assign(record_says=[says(kind) for kind in records["kind"]])
    spoken = spoken[spoken["record_says"] != NOTHING_SAID].reset_index(names="record")
    links = pd.concat([_by_plot(units, spoken), _by_parcel(units, spoken, parcels)])
    links = links.sort_values(["said_on", "kind"], ascending=[False, True], na_position="last", kind="stable")
    links = links.sort_values("about_type", ascending=False, kind="stable")  # what is said of the plot before its parcel
    conflict = links.groupby("unit_id")["record_says"].nunique() > 1
    first = links.drop_duplicates("unit_id").set_index("unit_id")
    decided = pd.DataFrame(
        {
            "record_kind": first["kind"],
            "record_says": first["record_says"],
            "record_by": first["said_by"],
            "record_on": first["said_on"],
            "record_note": first["note"],
        }
    )
    decided = decided.astype(object).reindex(units.index)
    decided["record_conflict"] = conflict.reindex(units.index, fill_value=False).astype(bool)
    return decided.fillna({"record_kind": NOTHING_SAID, "record_says": NOTHING_SAID})


def held_ids(records: pd.DataFrame, plots: pd.DataFrame, parcels: pd.DataFrame) -> frozenset[str]:
    """Plot and parcel ids that have a tenant or another owner: their idle rest is spare, not a plot of its own."""
    leases = records[records["kind"].isin(["lease", "taken"]) & records["about_type"].isin(["plot", "parcel"])]
    named = set(leases["about"].astype(str))
    numbers = matrikkelnummer(parcels)
    listed = [set(rows[key][rows["tenure"].isin(_OTHERS)].astype(str)) for rows, key in ((plots, "plot_id"), (parcels, "parcel_id"))]
    return frozenset(named | set(parcels["parcel_id"][numbers.isin(named)].astype(str)).union(*listed))


def values(units: gpd.GeoDataFrame, records: pd.DataFrame, kind: str) -> pd.Series:
    """All values of one kind that are said of each unit's plot, as lists of text."""
    rows = records[(records["kind"] == kind) & (records["about_type"] == "plot")]
    said = rows.groupby("about")["value"].agg(lambda texts: [str(text) for text in texts])
    return units["plot_id"].map(said).map(lambda texts: texts if isinstance(texts, list) else [])


def _by_plot(units: gpd.GeoDataFrame, spoken: pd.DataFrame) -> pd.DataFrame:
    about = spoken[spoken["about_type"] == "plot"]
    keyed = units.loc[units["plot_id"].notna(), ["plot_id", "proposed"]].reset_index()
    return _of_idle_land_to_proposals(keyed.merge(about, left_on="plot_id", right_on="about"), keyed, "plot_id")


def _by_parcel(units: gpd.GeoDataFrame, spoken: pd.DataFrame, parcels: pd.DataFrame) -> pd.DataFrame:
    about = spoken[spoken["about_type"] == "parcel"]
    names = pd.Series(matrikkelnummer(parcels).to_numpy(), index=parcels["parcel_id"].astype(str))
    keyed = units.loc[units["parcel_id"].notna(), ["parcel_id", "proposed"]].reset_index()
    keyed["number"] = keyed["parcel_id"].map(names[~names.index.duplicated()]).astype("str")
    links = pd.concat([keyed.merge(about, left_on="parcel_id", right_on="about"), keyed.merge(about, left_on="number", right_on="about")])
    return _of_idle_land_to_proposals(links, keyed, "parcel_id").drop_duplicates(["unit_id", "record"])


def _of_idle_land_to_proposals(links: pd.DataFrame, keyed: pd.DataFrame, name: str) -> pd.DataFrame:
    """The links without what is said of idle land on a plot or parcel in use, where proposals on it can be meant."""
    has_proposal = links[name].isin(keyed.loc[keyed["proposed"].astype(bool), name])
    of_idle_land = links["record_says"].isin(["idle", "offered"])
    return links[~(has_proposal & of_idle_land & ~links["proposed"].astype(bool))]


def _whole(numbers: pd.Series) -> pd.Series:
    return pd.to_numeric(numbers).fillna(0).astype("int64").astype(str)
