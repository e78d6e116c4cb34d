"""What the program says of an exam park, laid over what a planner would say of it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

import geopandas as gpd
import pandas as pd
import shapely
from shapely import affinity

from actions.units.classify import find_units
from landuse.measure import crs
from landuse.progress.utilisation import amounts, land_range_pct, land_rate_pct
from landuse.units import schema
from landuse.units.decision import CLASS_AXIS, CONFIRM, CORRECT
from landuse.units.inventory import evidence_key, inventory
from parks.park import read_park
from tests.exam.delivery import EPSG, MIDDLE, TODAY
from tests.exam.park import ExamPark

CLASSES = [str(name) for name in schema.LandClass]
COUNTED = [str(name) for name in schema.COUNTED]
_WHOLE_SHARE = 0.9  # of a unit with one truth, borders that are off apart
_TENURE = {"park": "own", "tenant": "leased", "sleeping": "leased", "firm": "other_owner", "other": "other_owner", "private": "other_owner"}
TENURE = "tenure"
NO_DECISIONS = gpd.GeoDataFrame({"unit_id": []}, geometry=[], crs=EPSG)


@dataclass(frozen=True)
class Mark:
    """How a park went. Shares are percent of the land that truly counts; rates are percent.

    right_pct : of the planner's class; right_use_pct : rightly vacant, in use or not counted
    flagged_pct : counted land that is undecided or asks; undecided_pct : that the range takes both ways
    unflagged_wrong_pct : of another class than the planner's, counted by either, and nothing said; …_use : vacant for in use, and so on
    true_pct, found_pct, low_pct, high_pct : the gross rate, truly and as told, and the range that is told
    """

    seed: int
    kind: str
    lots: int
    units: int
    right_pct: float
    right_use_pct: float
    flagged_pct: float
    undecided_pct: float
    unflagged_wrong_pct: float
    unflagged_wrong_use_pct: float
    true_pct: float
    found_pct: float
    low_pct: float
    high_pct: float

    @property
    def in_range(self) -> bool:
        """Whether the true rate lies inside the range, a hundredth of a point apart."""
        return self.low_pct - 0.01 <= self.true_pct <= self.high_pct + 0.01

    @property
    def width_pp(self) -> float:
        """Width of the range in percentage points."""
        return self.high_pct - self.low_pct

    @property
    def units_per_lot(self) -> float:
        """Units for each lot and street."""
        return self.units / self.lots

    def row(self) -> dict:
        """All figures, those that follow from others among them."""
        return asdict(self) | {"in_range": self.in_range, "width_pp": self.width_pp, "units_per_lot": self.units_per_lot}


def snapshot_of(park: ExamPark) -> gpd.GeoDataFrame:
    """What the program finds in an exam park that has been delivered to the data root in use."""
    return find_units(read_park(park.id), date.fromisoformat(TODAY)).units


def overlay(park: ExamPark, units: gpd.GeoDataFrame) -> pd.DataFrame:
    """Every piece of ground that has one truth and lies in one unit.

    Returns
    -------
    pattern, meant, tenure, unit_id, found, rule_id, undecided, flagged, area_m2 (true)
    """
    pieces = park.truth()
    shapes = gpd.GeoSeries([affinity.translate(piece.shape, *MIDDLE) for piece in pieces], crs=EPSG).to_numpy()
    left, right = units.sindex.query(shapes, predicate="intersects")
    shared = shapely.area(shapely.intersection(shapes[left], units.geometry.to_numpy()[right]))
    true_per_planar = (units["area_m2"] / crs.planar_area_m2(units.geometry)).to_numpy()
    ground = {
        "pattern": [pieces[place].pattern for place in left],
        "meant": [pieces[place].truth for place in left],
        "tenure": [_TENURE[pieces[place].holder] for place in left],
        "unit_id": units.index.to_numpy()[right],
        "area_m2": shared * true_per_planar[right],
    }
    return told(pd.DataFrame(ground), units)


def told(ground: pd.DataFrame, units: gpd.GeoDataFrame) -> pd.DataFrame:
    """The same ground with what is told of its units now."""
    rows = units.loc[ground["unit_id"]]
    return ground.assign(
        found=rows["class"].to_numpy(),
        rule_id=rows["rule_id"].to_numpy(),
        undecided=rows["undecided"].to_numpy(dtype=bool),
        flagged=(rows["undecided"] | rows["asks"]).to_numpy(dtype=bool),
    )


def mark(park: ExamPark, units: gpd.GeoDataFrame, ground: pd.DataFrame) -> Mark:
    """The figures of one park."""
    truly = ground["meant"].isin(COUNTED)
    counted_m2 = ground["area_m2"][truly].sum()
    wrong = ground["meant"] != ground["found"]
    wrong_use = _use(ground["meant"]) != _use(ground["found"])
    either = truly | ground["found"].isin(COUNTED)

    def pct(rows: pd.Series) -> float:
        return float(100 * ground["area_m2"][rows].sum() / counted_m2)

    sums = amounts(units).loc[park.id]
    low, high = land_range_pct(sums) or (0.0, 100.0)
    return Mark(
        seed=park.seed,
        kind=park.kind,
        lots=len(park.lots) + len(park.passages),
        units=len(units),
        right_pct=pct(truly & ~wrong),
        right_use_pct=pct(truly & ~wrong_use),
        flagged_pct=pct(truly & ground["flagged"]),
        undecided_pct=pct(truly & ground["undecided"]),
        unflagged_wrong_pct=pct(wrong & either & ~ground["flagged"]),
        unflagged_wrong_use_pct=pct(wrong_use & either & ~ground["flagged"]),
        true_pct=true_rate_pct(ground),
        found_pct=land_rate_pct(sums) or 0.0,
        low_pct=low,
        high_pct=high,
    )


def answered(snapshot: gpd.GeoDataFrame, ground: pd.DataFrame, unit_ids: Sequence[str], held: Sequence[str] = ()) -> gpd.GeoDataFrame:
    """The inventory after somebody who knows has said of each of these units what it truly is, and of others who holds them.

    A unit that is partly this and partly that has no answer as a whole: it stays as it is, and the range goes on taking it both ways.
    """
    units, rows = inventory(snapshot, NO_DECISIONS), []
    for axis, of, asked in ((TENURE, TENURE, held), (CLASS_AXIS, "meant", unit_ids)):
        truths = {unit: truth_of(ground, unit, of) for unit in asked}
        said = [(units.loc[unit], truth) for unit, truth in truths.items() if truth is not None]
        rows += [_answer(number, unit, axis, truth) for number, (unit, truth) in enumerate(said, len(rows))]
        units = inventory(snapshot, gpd.GeoDataFrame(rows, geometry="geometry", crs=EPSG)) if rows else units
    return units


def truth_of(ground: pd.DataFrame, unit_id: str, of: str = "meant") -> str | None:
    """What a unit truly is, or who holds it (`tenure`); None where it is several things."""
    by_answer = ground[ground["unit_id"] == unit_id].groupby(of)["area_m2"].sum()
    whole = len(by_answer) > 0 and by_answer.max() >= _WHOLE_SHARE * by_answer.sum()
    return str(by_answer.idxmax()) if whole else None


def true_rate_pct(ground: pd.DataFrame) -> float:
    """The gross rate that a planner would tell."""
    by_class = ground.groupby("meant")["area_m2"].sum()
    return float(100 * (1 - by_class.get("vacant_zoned", 0.0) / by_class.reindex(COUNTED, fill_value=0.0).sum()))


def confusion(ground: pd.DataFrame) -> pd.DataFrame:
    """Area in m² by true class (rows) and found class (columns)."""
    table = ground.pivot_table(index="meant", columns="found", values="area_m2", aggfunc="sum", fill_value=0.0)
    return table.reindex(index=CLASSES, columns=CLASSES, fill_value=0.0)


def _answer(number: int, unit: pd.Series, axis: str, truth: str) -> dict:
    return {
        "event_id": number + 1,
        "unit_id": unit.name,
        "axis": axis,
        "kind": CONFIRM if truth == unit["class"] else CORRECT,
        "value": truth,
        "set_by": "planner",
        "set_at": TODAY,
        "set_reason": "seen",
        "evidence": evidence_key(unit),
        "geometry": unit["geometry"],
    }


def _use(classes: pd.Series) -> pd.Series:
    return classes.replace({"building_stock": "used"})
