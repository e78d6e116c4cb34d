"""Figures of real files, as their makers and the geodesic say. See tests/fixtures/README.md for the files."""

from pathlib import Path

import geopandas as gpd
import pytest

from landuse.measure import crs
from door.open import guarded_copy
from door.tables import Table, read_table, table_names

FIXTURES = Path(__file__).parent.parent / "fixtures"
M2_PER_HA = 10_000
GEODESIC_REL = 1e-6  # an edge is straight in the file's projection here, a geodesic in the published figure
N50_HA = {  # planar, true
    "Industriområde": (103.457, 103.532),
    "DyrketMark": (585.067, 585.493),
    "Myr": (110.809, 110.889),
    "Skog": (20_600.175, 20_615.009),
    "ÅpentOmråde": (1_768.783, 1_770.064),
    "TettBebyggelse": (2_609.203, 2_611.067),
}


def only_table(name: str) -> Table:
    with guarded_copy(FIXTURES / name) as file:
        (table,) = table_names(file)
        return read_table(file, table)


def planar_ha(frame: gpd.GeoDataFrame) -> float:
    return crs.planar_area_m2(frame.geometry).sum() / M2_PER_HA


def true_ha(frame: gpd.GeoDataFrame) -> float:
    return crs.area_m2(frame.geometry).sum() / M2_PER_HA


def test_n50_tiles_its_extract():
    table = only_table("n50_kristiansand.zip")
    assert table.rows == len(table.frame) == 352
    assert planar_ha(table.frame) == pytest.approx(77_562.431, abs=5e-4)
    assert true_ha(table.frame) == pytest.approx(77_619.046, rel=GEODESIC_REL)


@pytest.mark.parametrize(("kind", "planar", "true"), [(kind, *areas) for kind, areas in N50_HA.items()])
def test_n50_by_kind(kind: str, planar: float, true: float):
    frame = only_table("n50_kristiansand.zip").frame
    rows = frame[frame["objekttypenavn"] == kind]
    assert planar_ha(rows) == pytest.approx(planar, abs=5e-4)
    assert true_ha(rows) == pytest.approx(true, abs=5e-4)


def test_protected_areas_with_negative_eastings():
    frame = only_table("naturvernomrader.zip").frame
    assert frame.crs.to_epsg() == 25835 and frame.total_bounds[0] < 0
    assert planar_ha(frame) == pytest.approx(1_644.646, abs=5e-4)
    assert true_ha(frame) == pytest.approx(1_618.606, rel=GEODESIC_REL)


@pytest.mark.parametrize(
    ("name", "rows", "planar_m2", "true_m2"),
    [
        ("bubenec_plots.zip", 407, 677_215.8, 278_938.3),
        # one building has a yard; the geodesic that forgets its ring's direction adds it: 43 475.1
        ("bubenec_buildings.zip", 144, 104_843.0, 43_184.1),
    ],
)
def test_web_mercator_is_measured_on_the_ellipsoid(name: str, rows: int, planar_m2: float, true_m2: float):
    frame = only_table(name).frame
    assert len(frame) == rows and frame.crs.to_epsg() == 3857
    assert planar_ha(frame) * M2_PER_HA == pytest.approx(planar_m2, abs=0.06)
    assert true_ha(frame) * M2_PER_HA == pytest.approx(true_m2, abs=0.06)
    in_zone_33 = frame.to_crs(25833)
    assert true_ha(in_zone_33) == pytest.approx(true_ha(frame), rel=1e-6)


def test_plan_gml_with_arcs_becomes_straight():
    with guarded_copy(FIXTURES / "plan_curves.gml") as file:
        assert table_names(file) == ["Arealplan", "RpBestemmelseOmråde", "RpOmråde"]
        zone = read_table(file, "RpBestemmelseOmråde").frame
    assert zone.geom_type.tolist() == ["MultiPolygon"] and zone.is_valid.all()
    assert zone.crs.to_epsg() == 25832 and not zone.has_z.any()
    assert zone.count_coordinates().iloc[0] > 12  # its arcs have a radius of a metre or two
