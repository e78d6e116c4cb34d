"""A park's own tables, read as canonical frames."""

from datetime import date

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from landuse.words.errors import LanduseError
from parks.park import park_ids, read_park
from door.columns.plans import plan_rows, with_plan
from parks.read import raster_path, read_layer, table_names
from parks.schema import check

DAY = date(2024, 1, 1)
SQUARE = shapely.box(0, 0, 100, 100)


def write(park, layer_id: str, **columns) -> None:
    length = len(next(iter(columns.values())))
    frame = gpd.GeoDataFrame(columns, geometry=[SQUARE] * length, crs=park.epsg)
    pyogrio.write_dataframe(frame, park.tables_path, layer=layer_id, driver="GPKG", use_arrow=True)


def test_no_parks_in_an_empty_folder(data_root):
    assert park_ids() == []
    with pytest.raises(LanduseError) as error:
        read_park("verdal")
    assert error.value.code == "unknown_park"


def test_a_broken_park_toml_is_named(make_park):
    park = make_park()
    park.settings_path.write_text("id = ")
    with pytest.raises(LanduseError, match="prove/park.toml"):
        read_park(park.id)


def test_a_layer_that_the_park_lacks_is_empty_and_canonical(make_park):
    park = make_park()
    frame = read_layer(park, "plots", DAY)
    assert frame.empty and frame.crs.to_epsg() == 25832 and "plots" not in park.layers and table_names(park) == []
    check(frame, "plots")


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "holds"),
    [
        (None, None, True),
        (date(2024, 1, 1), None, True),
        (date(2024, 1, 2), None, False),
        (None, date(2024, 1, 1), False),  # half-open: the day it ends it holds no more
        (None, date(2024, 1, 2), True),
    ],
)
def test_validity_is_half_open(valid_from, valid_to, holds: bool, make_park):
    park = make_park()
    write(park, "plots", plot_id=["T1", "T0"], valid_from=[valid_from, None], valid_to=[valid_to, None])
    assert ("T1" in read_layer(park, "plots", DAY)["plot_id"].tolist()) is holds
    assert len(read_layer(park, "plots")) == 2


def test_codes_are_text_whatever_the_table_holds(make_park):
    park = make_park()
    write(park, "zoning", plan_id=[1, 2], zone_code=[1340.0, None], plan_type=[35.0, 20.0])
    with pytest.raises(LanduseError) as error:
        read_layer(park, "zoning")
    assert error.value.code == "layer_unreadable"  # a key is blank
    write(park, "zoning", plan_id=[1, 2], zone_code=[1340.0, 1300.0], plan_type=[35.0, None])
    frame = read_layer(park, "zoning")
    assert frame["zone_code"].tolist() == ["1340", "1300"] and frame["plan_type"].iloc[0] == "35" and pd.isna(frame["plan_type"].iloc[1])


def test_a_table_in_another_crs_or_of_another_geometry_is_unreadable(make_park):
    park = make_park()
    for frame in (
        gpd.GeoDataFrame({"plot_id": ["T1"]}, geometry=[SQUARE], crs=25833),
        gpd.GeoDataFrame({"plot_id": ["T1"]}, geometry=[shapely.LineString(SQUARE.exterior.coords)], crs=25832),
    ):
        pyogrio.write_dataframe(frame, park.tables_path, layer="plots", driver="GPKG", use_arrow=True)
        with pytest.raises(LanduseError) as error:
            read_layer(park, "plots")
        assert error.value.code == "layer_unreadable" and str(park.folder) not in str(error.value)


def test_a_geopackage_that_is_none_is_unreadable(make_park):
    park = make_park()
    park.tables_path.write_bytes(b"not a database")
    with pytest.raises(LanduseError) as error:
        read_layer(park, "plots")
    assert error.value.code == "layer_unreadable"


def test_a_raster_is_no_table_and_a_missing_one_is_said(make_park):
    park = make_park(rest='[layers.land_cover_2020]\nfile = "landcover_2020.tif"\n')
    with pytest.raises(LanduseError) as error:
        read_layer(park, "land_cover")
    assert error.value.code == "layer_is_raster"
    assert raster_path(park, "land_cover_2025") is None
    with pytest.raises(LanduseError, match="landcover_2020.tif"):
        raster_path(park, "land_cover_2020")


def test_zones_take_what_their_own_plan_says():
    plans = plan_rows({"RpOmråde": pd.DataFrame({"planidentifikasjon": ["A", "B"], "plantype": [35, 34], "planstatus": [3, 2]})})
    zones = with_plan(pd.DataFrame({"plan_id": ["B", "A", "C"], "plan_type": [None, None, None], "plan_status": ["3", None, None]}), plans)
    assert zones["plan_type"].tolist()[:2] == [34, 35] and pd.isna(zones["plan_type"].iloc[2])
    assert zones["plan_status"].tolist()[:2] == ["3", 3]  # what the zone says itself stands


def test_the_only_plan_of_a_file_is_that_of_every_zone():
    plans = plan_rows({"Arealplan": pd.DataFrame({"planidentifikasjon": ["A"], "plantype": [35]})})
    zones = with_plan(pd.DataFrame({"zone_code": ["1340", "2011"]}), plans)
    assert zones["plan_id"].tolist() == ["A", "A"] and zones["plan_type"].tolist() == [35, 35]


def test_a_plan_row_without_an_id_speaks_for_the_whole_file():
    plans = plan_rows({"RpOmråde": pd.DataFrame({"plantype": [35]})})
    assert with_plan(pd.DataFrame({"plan_id": ["A", "A"]}), plans)["plan_type"].tolist() == [35, 35]


def test_two_plans_are_not_mixed_up():
    plans = plan_rows({"RpOmråde": pd.DataFrame({"planidentifikasjon": ["A", "B"], "plantype": [35, 34]})})
    assert "plan_id" not in with_plan(pd.DataFrame({"zone_code": ["1340"]}), plans)
