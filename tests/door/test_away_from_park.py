"""A file that has nothing in the park is taken with a warning that says how far away it lies."""

import geopandas as gpd
import pytest
import shapely

from actions.imports.import_files import import_file
from door.intake import take_in
from door.open import guarded_copy
from parks.park import read_park
from tests.corpus.case import EAST, NORTH, frame, save, square


def plan(east: float) -> gpd.GeoDataFrame:
    shape = shapely.box(EAST + east, NORTH, EAST + east + 100, NORTH + 100)
    return frame(shape, planid=["2015001"], arealformål=["1340"], plantype=["35"], planstatus=["3"]).drop(columns="plot_id")


@pytest.mark.parametrize(("east", "away"), [(0, []), (150, []), (3_000, [2_850])])
def test_a_plan_that_lies_elsewhere(tmp_path, make_park, east, away):
    park = make_park()
    border = frame(square(0, side=150)).rename(columns={"plot_id": "navn"})
    import_file(park.id, save(border, tmp_path / "park.gpkg"), "perimeter")
    with guarded_copy(save(plan(east), tmp_path / "plan.gpkg", layer="RpArealformålOmråde")) as file:
        found = take_in(file, read_park(park.id))
    assert [one.before for one in found.findings if one.issue == "away_from_park"] == away and len(found.kept) == 1


def test_floods_may_lie_beside_the_park(tmp_path, make_park):
    park = make_park()
    import_file(park.id, save(frame(square(0)).rename(columns={"plot_id": "navn"}), tmp_path / "park.gpkg"), "perimeter")
    rows = frame(square(9), gjentaksintervall=[200]).drop(columns="plot_id")
    with guarded_copy(save(rows, tmp_path / "flom.gpkg", layer="FlomAreal")) as file:
        assert "away_from_park" not in {one.issue for one in take_in(file, read_park(park.id)).findings}
