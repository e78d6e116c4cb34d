"""What lay on a part of a unit is what the map shows there, not the unit's share of it."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landuse.progress import movements
from landuse.progress.nature import nature_m2
from landuse.progress.nature_account import taken_m2
from landuse.progress.piece_nature import COLUMNS
from landuse.units import schema
from tests.squares import EPSG, land_resource, rect

_BOG_AND_FOREST = land_resource(("60", rect(0, 0, 50)), ("30", rect(50, 0, 50)))


def _inventory(resource: gpd.GeoDataFrame, *rows: tuple[str, str, shapely.Geometry]) -> gpd.GeoDataFrame:
    """Rows of id, class and shape, with the nature that the map shows on each."""
    names = pd.Index([name for name, _, _ in rows], name="unit_id")
    told = gpd.GeoDataFrame({"class": [one for _, one, _ in rows]}, geometry=[shape for *_, shape in rows], index=names, crs=EPSG)
    told = told.assign(area_m2=[round(shape.area) for shape in told.geometry], set_class=None, undecided=False, rule_id="idle")
    return told.join(nature_m2(told, resource))


def _pieces(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame, resource: gpd.GeoDataFrame) -> pd.DataFrame:
    return movements.told_apart(movements.pieces(before, after, resource), before, after)


def _taken(pieces: pd.DataFrame) -> dict[str, int]:
    return {kind: round(area) for kind, area in taken_m2(pieces).items() if area >= 0.5}


@pytest.mark.parametrize(("x", "taken"), [(50, {"forest": 5000}), (0, {"bog": 5000}), (25, {"bog": 2500, "forest": 2500})])
def test_the_half_that_was_taken_is_looked_up(x: float, taken: dict[str, int]) -> None:
    """Half bog, half forest: the plot's share would always be 2 500 m² of each."""
    before = _inventory(_BOG_AND_FOREST, ("a", "vacant_zoned", rect(0, 0)))
    rest = shapely.difference(rect(0, 0), rect(x, 0, 50))
    after = _inventory(_BOG_AND_FOREST, ("b", "used", rect(x, 0, 50)), ("c", "vacant_zoned", rest))
    assert _taken(_pieces(before, after, _BOG_AND_FOREST)) == taken


def test_ground_that_entered_is_looked_up_as_it_was() -> None:
    before = _inventory(_BOG_AND_FOREST, ("a", "used", rect(0, 0, 50)))
    built = land_resource(("12", rect(0, 0, 200)))
    after = _inventory(built, ("a", "used", rect(0, 0, 150)))
    entered = movements.pieces(before, after, _BOG_AND_FOREST).set_index("cause").loc["entered"]
    told = {kind: round(entered[kind]) for kind in COLUMNS if entered[kind] > 0.5}
    assert told == {"nature_forest_m2": 5000, "nature_not_mapped_m2": 5000}
    assert entered["greenfield_m2"] == pytest.approx(5000)


def test_where_two_areas_of_the_map_meet_the_ground_is_told_once() -> None:
    doubled = land_resource(("60", rect(0, 0)), ("60", rect(0, 0)))
    before = _inventory(land_resource(("60", rect(0, 0))), ("a", "vacant_zoned", rect(0, 0)))
    after = _inventory(doubled, ("b", "used", rect(0, 0, 30)), ("c", "vacant_zoned", rect(30, 0, 70)))
    assert _taken(_pieces(before, after, doubled)) == {"bog": 3000}


_CUTS = st.lists(st.integers(1, 99), min_size=1, max_size=4, unique=True)


@settings(max_examples=12)
@given(_CUTS, _CUTS, st.lists(st.sampled_from(["30", "60", "21", "12", "81"]), min_size=5, max_size=5))
def test_pieces_hold_what_counting_square_metres_finds(ground_cuts: list[int], unit_cuts: list[int], kinds: list[str]) -> None:
    """Strips of ground under strips of units, against a count of every strip a metre wide."""
    edges = [0, *sorted(ground_cuts), 100]
    resource = land_resource(*[(kinds[n], rect(x, 0, end - x)) for n, (x, end) in enumerate(zip(edges, edges[1:]))])
    before = _inventory(resource, ("a", "vacant_zoned", rect(0, 0)))
    parts = [0, *sorted(unit_cuts), 100]
    spans = list(zip(parts, parts[1:]))
    classes = ["used" if n % 2 else "vacant_zoned" for n in range(len(spans))]
    after = _inventory(resource, *[(f"b{x}", name, rect(x, 0, end - x)) for name, (x, end) in zip(classes, spans)])
    pieces = movements.pieces(before, after, resource)
    assert pieces[list(COLUMNS)].sum(axis=1).to_numpy() == pytest.approx(pieces["area_m2"].to_numpy())
    column = [kinds[np.searchsorted(edges, x, side="right") - 1] for x in range(100)]
    kind_of = {"30": "forest", "60": "bog", "21": "farmland", "12": "grey", "81": "water"}
    in_use = {x for name, (start, end) in zip(classes, spans) if name == "used" for x in range(start, end)}
    counted = {name: 100 * sum(kind_of[column[x]] == name for x in in_use) for name in schema.NATURE_KINDS}
    used = pieces[pieces["became"] == "in_use"]
    assert {name: round(used[schema.nature_column(name)].sum()) for name in counted} == counted
