"""A park that has outlines and points: the same figures whichever came first, and none moved by points of what has outlines."""

import json
import shutil
import subprocess
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from actions.exports.export import export
from actions.imports.import_files import import_file
from actions.units.classify import find_units
from door.answers import Asked
from parks.park import Park, read_park
from tests.door.test_import import saved

CASES = Path(__file__).parent.parent / "fixtures" / "cases"
EAST, NORTH, ON = 623_600, 7_072_000, date(2026, 6, 30)


def _plot(column: int) -> shapely.Polygon:
    return shapely.box(EAST + 60 * column + 10, NORTH + 10, EAST + 60 * column + 70, NORTH + 90)


def _frame(shapes: list[shapely.Geometry], **columns: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=25832)


@pytest.fixture
def ready(tmp_path: Path, make_park):
    """Makes parks of five plots around the places of `bygningspunkt.gpkg`, zoned for industry, and imports their buildings."""
    plots = [_plot(column) for column in range(5)]
    whole = shapely.box(*shapely.total_bounds(plots))
    zoned = {"plan_id": ["P1"], "plan_type": ["35"], "plan_status": ["3"], "zone_code": ["1340"], "level": ["2"]}
    layers = {
        "perimeter": _frame([whole], name=["Prøveparken"]),
        "zoning": _frame([whole], **zoned, further_plan_required=[False]),
        "plots": _frame(plots, plot_id=[f"T{n}" for n in range(5)], tenure=["own"] * 5),
    }
    files = {name: saved(rows, tmp_path / f"{name}.gpkg", layer=name) for name, rows in layers.items()}
    halls = _frame([shapely.box(EAST + 25, NORTH + 20, EAST + 55, NORTH + 60)], bygningsnummer=["30000300"], bruksareal=[1_000.0])
    files["outlines"], files["points"] = saved(halls, tmp_path / "fkb.gpkg"), CASES / "bygningspunkt.gpkg"

    empty = make_park("tom")
    for layer_id in layers:
        import_file(empty.id, files[layer_id], layer_id, dated=date(2026, 1, 1))

    def make(name: str, *order: str) -> Park:
        settings = shutil.copytree(empty.folder, empty.folder.with_name(name)) / "park.toml"
        settings.write_text(settings.read_text(encoding="utf-8").replace('id = "tom"', f'id = "{name}"', 1), encoding="utf-8")
        for one in order:
            import_file(name, files[one], "buildings", asked=Asked(holds_from="2020-01-01", basis="Matrikkelen"))
        return read_park(name)

    return make


def _told(park: Park) -> pd.DataFrame:
    units = find_units(park, ON).units.set_index("plot_id").sort_index()
    facts = pd.DataFrame([json.loads(text) for text in units["evidence"]], index=units.index).add_prefix("told_")
    return units.drop(columns=["geometry", "evidence", "park_id", "base_id"]).join(facts).astype(str)


def test_the_open_register_alone_and_with_outlines(ready, tmp_path: Path) -> None:
    """TB stands, and the other three by their status; with its outline the first is known, and points of it change nothing."""
    alone = _told(ready("alene", "points"))
    status = dict(zip(*(gpd.read_file(CASES / "bygningspunkt.gpkg")[name] for name in ("bygningsnummer", "bygningsstatus")), strict=True))
    assert set(status.values()) <= {"TB", "FA", "RA", "IG", "BR"}
    stands = ["1" if code in ("TB", "FA") else "0" for code in status.values()]
    assert alone["told_standing_points"].tolist() == [*stands, "0"]
    assert alone["told_buildings_under_way"].tolist() == ["1" if code in ("RA", "IG") else "0" for code in status.values()] + ["0"]
    assert (alone["floor_m2"].astype(int).sum(), set(alone["told_building_pct"])) == (0, {"0.0"})
    outlines = _told(ready("flater", "outlines"))
    both, turned = _told(park := ready("begge", "outlines", "points")), _told(ready("omvendt", "points", "outlines"))
    pd.testing.assert_frame_equal(both, turned)
    pd.testing.assert_series_equal(both.loc["T0"], outlines.loc["T0"])
    assert both["floor_m2"].astype(int).sum() == 1_000
    assert (both.loc["T1", ["class", "rule_id", "undecided"]].tolist()) == ["building_stock", "standing_point", "True"]
    for ending in (".geojson", ".gpkg"):
        assert export([park.id], ON, tmp_path / f"ut{ending}").count == 5
        listed = subprocess.run(["ogrinfo", "-al", "-q", str(tmp_path / f"ut{ending}")], capture_output=True, text=True, check=True).stdout
        assert (listed.count("POLYGON ("), listed.count("POINT (")) == (5, 0)  # units, never a building for a unit
        assert listed.count("building_stock") >= 2
