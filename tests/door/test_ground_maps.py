"""The national map of grey land and SSB's land use as they are delivered: each is its own layer, by table name and by columns."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from actions.imports.import_files import import_file
from door.answers import NOTHING
from door.columns.names import guessed_layer
from door.intake import take_in
from door.open import guarded_copy
from landuse.words.errors import LanduseError
from parks.park import read_park
from parks.read import read_layer
from tests.squares import EPSG, rect

_SHARES = {"andelBygg": [22.0, 0.0, None], "andelGraa": [61.0, 2.0, None], "andelGron": [17.0, 98.0, None]}
_COVER = {
    "arealdekkeNiva1": ["Bebygd", "Skog", "Samferdsel"],
    "arealdekkeKode": [11, 30, 12],
    "grunnforholdKode": [46, 44, 46],
    "kommunenummer": ["5038"] * 3,
    "kopidata": ["2025-11-24"] * 3,
}
_OUTLINES = [rect(0, 0), rect(100, 0), rect(200, 0)]


def _file(folder: Path, table: str, **columns: list) -> Path:
    path = folder / "kart.gpkg"
    gpd.GeoDataFrame(columns, geometry=_OUTLINES, crs=EPSG).to_file(path, layer=table, driver="GPKG")
    return path


@pytest.mark.parametrize("table", ["GrunnkartFlate", "grunnkartflate", "utklipp"])
def test_the_grey_map_is_no_parcels(make_park: object, tmp_path: Path, table: str) -> None:
    with guarded_copy(_file(tmp_path, table, **_COVER, **_SHARES)) as file:
        found = take_in(file, make_park(), NOTHING)
    assert (found.layer_id, found.rows, len(found.kept), found.unknown_codes) == ("grey_land", 3, 3, {})
    assert found.kept["building_pct"].tolist()[:2] == [22.0, 0.0] and found.kept["grey_pct"].isna().tolist() == [False, False, True]


def test_the_base_map_without_shares_is_refused_with_the_true_cause(make_park: object, tmp_path: Path) -> None:
    with guarded_copy(_file(tmp_path, "GrunnkartFlate", **_COVER)) as file, pytest.raises(LanduseError) as told:
        take_in(file, make_park(), NOTHING)
    assert told.value.code == "grey_shares_missing"


def test_the_grey_map_says_nothing_of_days_before_its_own(make_park: object, tmp_path: Path) -> None:
    park = make_park()
    import_file(park.id, _file(tmp_path, "GrunnkartFlate", **_COVER, **_SHARES))
    park = read_park(park.id)
    assert [len(read_layer(park, "grey_land", pd.Timestamp(day).date())) for day in ("2024-01-01", "2025-11-23", "2025-11-24")] == [0, 0, 3]


@pytest.mark.parametrize("table", ["SsbArealbrukFlate", "utklipp"])
def test_what_ssb_maps_is_land_use(make_park: object, tmp_path: Path, table: str) -> None:
    columns = {"arealbruksomrade": ["Industri", "Lager", "Romfart"], "bebyggelsestype": ["Beb"] * 3}
    with guarded_copy(_file(tmp_path, table, **columns)) as file:
        found = take_in(file, make_park(), NOTHING)
    assert (found.layer_id, len(found.kept), found.unknown_codes) == ("land_use", 3, {"ssb_use": {"Romfart": 1}})


def test_parcels_are_still_parcels() -> None:
    rows = pd.DataFrame(columns=["kommunenummer", "gardsnummer", "bruksnummer", "teigId"])
    assert guessed_layer("utklipp", rows, has_geometry=True)[0] == "parcels"
