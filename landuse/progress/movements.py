"""What moved between two inventories: from the ground they share, not from their ids, and summing exactly."""

import geopandas as gpd
import pandas as pd
import shapely

from landuse.measure import crs
from landuse.progress.piece_nature import as_kept, piece_nature
from landuse.units import schema
from landuse.units.lineage import lineage, shared_ground
from landuse.units.schema import LandClass

GROUPS = ("in_use", "vacant", "not_counted")
OUTSIDE = "outside"
CAUSES = (
    *("taken_into_use", "partly", "emptied", "newly_zoned", "nature_built", "dezoned", "entered", "left"),
    *("told_later", "evidence_changed", "set_by_person", "remeasured"),
)
TOLD_LATER = "told_later"  # it was so on the first day already, and was told after that day's figures were kept
KNOWN_BETTER = (TOLD_LATER, "evidence_changed", "set_by_person", "remeasured")  # what is known changed; by the others the ground did
RECUT = ("split", "merged")
_LEAST_M2 = 1.0  # less than this is the width of a line, not ground
_ROUNDING_M2 = 2.0  # a perimeter that moved by less did not move: units are rounded to whole m²


def pieces(
    before: gpd.GeoDataFrame, after: gpd.GeoDataFrame, land_resource: gpd.GeoDataFrame | None = None, kept: gpd.GeoDataFrame | None = None
) -> pd.DataFrame:
    """Every piece of ground with its class group then and now.

    Parameters
    ----------
    land_resource : as it was then, for what lay on a part of a unit (landuse.progress.piece_nature); None where nobody asks of nature
    kept : the ground as it was kept with the baseline, which goes before it on ground that moved; None where that is the same

    Returns
    -------
    before_id, after_id, was, became (in_use, vacant, not_counted; `outside` where a perimeter did not hold it), area_m2
    (true, not rounded), what lay on it then by kind of nature (piece_nature.COLUMNS), greenfield_m2 (farmland and nature of these),
    and its cause: taken_into_use, emptied, newly_zoned, nature_built, dezoned, entered, left, set_by_person, unchanged
    """
    shared = shared_ground(before, after)
    planar_before = pd.Series(crs.planar_area_m2(before.geometry), index=before.index)
    true_per_planar = (before["area_m2"] / planar_before).reindex(shared["before_id"]).to_numpy()
    shared["area_m2"] = shared["overlap_m2"] * true_per_planar
    shared = pd.concat([shared, _outside(shared, before, "before_id"), _outside(shared, after, "after_id")], ignore_index=True)
    shared["was"] = shared["before_id"].map(_group(before)).fillna(OUTSIDE)
    shared["became"] = shared["after_id"].map(_group(after)).fillna(OUTSIDE)
    lay = piece_nature(shared, before, after, land_resource)
    shared = shared.join(lay if kept is None else as_kept(lay, shared[shared["was"] != shared["became"]], before, after, kept))
    shared["greenfield_m2"] = shared[[schema.nature_column(kind) for kind in schema.GREENFIELD_KINDS]].sum(axis=1)
    person = shared["after_id"].map(after["set_class"].notna()).fillna(False).astype(bool)
    shared["cause"] = [_cause(*row) for row in zip(shared["was"], shared["became"], person, strict=True)]
    built = (shared["cause"] == "newly_zoned") & (shared["became"] == "in_use") & (shared["greenfield_m2"] > 0)
    shared.loc[built, "cause"] = "nature_built"
    return shared.drop(columns="overlap_m2").reset_index(drop=True)


def movements(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> pd.DataFrame:
    """How vacant land and land in use came from then to now, by cause, in whole m².

    Returns
    -------
    indexed by cause: vacant_m2 and in_use_m2, the change that each cause made. The rows sum exactly to the difference
    between the two inventories; what measuring and rounding leave is the cause `remeasured`.
    """
    return summed(pieces(before, after), before, after)


def summed(ground: pd.DataFrame, before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> pd.DataFrame:
    """What `movements` gives, from pieces that are known already."""
    moved = ground[ground["was"] != ground["became"]]
    table = pd.DataFrame(index=pd.Index(sorted(moved["cause"].unique()), name="cause"))
    for group in ("vacant", "in_use"):
        gained = moved[moved["became"] == group].groupby("cause")["area_m2"].sum()
        lost = moved[moved["was"] == group].groupby("cause")["area_m2"].sum()
        change = gained.reindex(table.index, fill_value=0.0) - lost.reindex(table.index, fill_value=0.0)
        table[f"{group}_m2"] = change.round().astype("int64")
    actual = {f"{group}_m2": _area_in(after, group) - _area_in(before, group) for group in ("vacant", "in_use")}
    table.loc["remeasured"] = {name: total - int(table[name].sum()) for name, total in actual.items()}
    return table


def told_apart(ground: pd.DataFrame, before: gpd.GeoDataFrame, after: gpd.GeoDataFrame, plans_known: bool = True) -> pd.DataFrame:
    """The pieces with finer causes: `partly` where the rest of a vacant unit stays vacant, `evidence_changed`.

    A class that changed because the tool became more or less sure, and not because the park or a person said anything,
    is a change of evidence and not of the land. What rounding leaves at the perimeter is no piece, and goes to `remeasured`.

    Parameters
    ----------
    ground : `pieces` of before and after, which need undecided and rule_id
    plans_known : whether what was zoned before is known; else ground that is zoned now is only known to be
    """
    told = ground.copy()
    if not plans_known:
        told.loc[told["cause"].isin(["newly_zoned", "nature_built"]), "cause"] = "evidence_changed"
    doubt = _of(before["undecided"], ground["before_id"]) | _of(after["undecided"], ground["after_id"])
    recorded = _of(after["rule_id"].str.startswith("record_"), ground["after_id"])
    moved = ground["cause"].isin(["taken_into_use", "emptied"])
    told.loc[moved & doubt & ~recorded, "cause"] = "evidence_changed"
    stays = ground["before_id"][(ground["was"] == "vacant") & (ground["became"] == "vacant") & (ground["area_m2"] >= _LEAST_M2)]
    told.loc[(told["cause"] == "taken_into_use") & ground["before_id"].isin(stays), "cause"] = "partly"
    return told[~(told["cause"].isin(["entered", "left"]) & (told["area_m2"] < _ROUNDING_M2))]


def known_later(ground: pd.DataFrame) -> pd.DataFrame:
    """The pieces of one day as it was kept and as it is known now: what moved is told later, all but what a person set.

    Parameters
    ----------
    ground : `pieces` of the two
    """
    moved = (ground["was"] != ground["became"]) & (ground["cause"] != "set_by_person")
    known = ground.assign(cause=ground["cause"].mask(moved, TOLD_LATER))
    outside = (known["was"] == OUTSIDE) | (known["became"] == OUTSIDE)
    return known[~(outside & (known["area_m2"] < _ROUNDING_M2))]


def in_use_already_m2(known: pd.DataFrame, frozen: gpd.GeoDataFrame, live: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> float:
    """Ground that was kept as vacant, is known now to have been in use on that day, and is in use on the later one, m².

    Parameters
    ----------
    known : `pieces` of frozen and live, the inventories of one day as it was kept and as it is known now
    """
    rows = known[(known["was"] == "vacant") & (known["became"] == "in_use")]
    shapes = shapely.intersection(frozen.geometry.loc[rows["before_id"]].to_numpy(), live.geometry.loc[rows["after_id"]].to_numpy())
    planar = shapely.area(shapes)
    here = gpd.GeoDataFrame(rows[["area_m2"]].reset_index(drop=True), geometry=shapes, crs=frozen.crs)
    still = shared_ground(here, after[_group(after) == "in_use"])
    return float((still["overlap_m2"] * (rows["area_m2"].to_numpy() / planar)[still["before_id"]]).sum())


def recut(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> pd.DataFrame:
    """Units that were split or merged: before_id, after_id, change, overlap_m2. It moves no area."""
    links = lineage(before[["geometry"]], after[["geometry"]])
    return links[links["change"].isin(RECUT)].reset_index(drop=True)


def adopted_m2(ground: pd.DataFrame) -> tuple[float, float]:
    """The ground that was counted at the baseline, and how much of it is in use now, m²; the first never changes.

    Land that was de-zoned or left the perimeter since stays what it was, so de-zoned idle land stays vacant.

    Parameters
    ----------
    ground : `pieces` of the baseline and of now
    """
    counted = ground[ground["was"].isin(["in_use", "vacant"])]
    now = counted["became"].where(counted["became"].isin(["in_use", "vacant"]), counted["was"])
    return float(counted["area_m2"].sum()), float(counted["area_m2"][now == "in_use"].sum())


def vacant_taken_m2(ground: pd.DataFrame) -> float:
    """How much of the land that was vacant at the baseline is in use now: the report's other reading of its target."""
    return float(ground["area_m2"][(ground["was"] == "vacant") & (ground["became"] == "in_use")].sum())


def apart(table: pd.DataFrame) -> pd.DataFrame:
    """What `summed` gives in two rows, `ground` (changed on the ground) and `known` (known better), summing exactly to the same."""
    known = table.index.isin(KNOWN_BETTER)
    return pd.DataFrame({"ground": table[~known].sum(), "known": table[known].sum()}).T.astype("int64")


def nature_built_m2(ground: pd.DataFrame) -> float:
    """Nature outside the account at the baseline that is land in use now: it raises the rate and lowers nature."""
    return float(ground["greenfield_m2"][ground["cause"] == "nature_built"].sum())


def behind_m2(ground: pd.DataFrame, after: gpd.GeoDataFrame) -> dict[str, float]:
    """What can raise a rate without a firm moving onto vacant land, m².

    Parameters
    ----------
    ground : `pieces` of before and after

    Returns
    -------
    vacant_left_m2: vacant then, and no business land now (taken out of the plan, zoned otherwise, outside the perimeter);
    new_in_use_m2: not counted or outside then, in use now; set_in_use_m2: in use now because a person set it, and not then
    """
    business = _of(after["net"], ground["after_id"])
    gone = ground["became"].isin(["not_counted", OUTSIDE]) | ((ground["became"] == "in_use") & ~business)
    came = (ground["became"] == "in_use") & ground["was"].isin(["not_counted", OUTSIDE])
    set_ = (ground["became"] == "in_use") & (ground["was"] != "in_use") & (ground["cause"] == "set_by_person")
    rows = {"vacant_left_m2": (ground["was"] == "vacant") & gone, "new_in_use_m2": came, "set_in_use_m2": set_}
    return {name: float(ground["area_m2"][mask].sum()) for name, mask in rows.items()}


def _outside(shared: pd.DataFrame, units: gpd.GeoDataFrame, side: str) -> pd.DataFrame:
    """The part of each unit that the other inventory's perimeter does not hold."""
    covered = shared.groupby(side)["area_m2"].sum().reindex(units.index, fill_value=0.0)
    rest = (units["area_m2"] - covered).where(lambda area: area > 1.0, 0.0)
    rest = rest[rest > 0]
    return pd.DataFrame({side: rest.index, "area_m2": rest.to_numpy()})


def _of(flags: pd.Series, ids: pd.Series) -> pd.Series:
    """A truth of each unit, for the unit that each piece names; not true where it names none."""
    return ids.map(flags).fillna(False).astype(bool)


def _group(units: gpd.GeoDataFrame) -> pd.Series:
    names = {LandClass.USED: "in_use", LandClass.BUILDING: "in_use", LandClass.VACANT: "vacant"}
    return units["class"].map({str(key): value for key, value in names.items()}).fillna("not_counted")


def _area_in(units: gpd.GeoDataFrame, group: str) -> int:
    return int(units["area_m2"][_group(units) == group].sum())


def _cause(was: str, became: str, person: bool) -> str:
    if was == became:
        return "unchanged"
    if person:
        return "set_by_person"
    if was == OUTSIDE:
        return "entered"
    if became == OUTSIDE:
        return "left"
    if was == "not_counted":
        return "newly_zoned"
    if became == "not_counted":
        return "dezoned"
    return "taken_into_use" if became == "in_use" else "emptied"
