"""Official products as they are delivered: what a file says of itself is not always what it holds."""

from pathlib import Path
from shutil import copyfile

import numpy as np
import rasterio
import shapely
from rasterio.windows import Window

from tests.corpus.case import ACCEPT, EAST, NORTH, REJECT, REPAIR, WARN, Surroundings, frame, nasty, save, square

CASES = Path(__file__).parent.parent / "fixtures" / "cases"


def _case(name: str, folder: Path) -> Path:
    return Path(copyfile(CASES / name, folder / name))


@nasty(WARN, rows=4, kept=4, area_m2=0, layer="buildings", told=("points_kept", "unknown_code"))
def points_of_the_open_register(folder: Path, at: Surroundings) -> Path:
    return _case("bygningspunkt.gpkg", folder)


@nasty(ACCEPT, rows=2, kept=2, area_m2=10_000, layer="buildings", told=("points_kept", "point_floor_unused"))
def points_that_have_a_floor(folder: Path, at: Surroundings) -> Path:
    said = {"bygningsnummer": ["30000400", "30000401"], "bruksareal": [9_000.0, 700.0]}
    rows = frame(square(0), shapely.Point(EAST + 300, NORTH), **said).drop(columns="plot_id")
    return save(rows, folder / "bygg_med_punkt.gpkg")


@nasty(ACCEPT, rows=6, kept=6, area_m2=4_800, layer="buildings", told=("points_kept",))
def outlines_in_an_envelope_of_heights(folder: Path, at: Surroundings) -> Path:
    return _case("bygg_hoyder_i_ramme.gml", folder)


@nasty(ACCEPT, rows=3, kept=3, area_m2=8_760, layer="roads", told=("heights_dropped",))
def roads_of_which_some_have_heights(folder: Path, at: Surroundings) -> Path:
    return _case("veg_noen_med_hoyder.gml", folder)


@nasty(ACCEPT, rows=6, kept=6, area_m2=57_600, layer="parcels")
def surfaces_before_their_points(folder: Path, at: Surroundings) -> Path:
    return _case("teig_flate_for_punkt.gml", folder)


@nasty(ACCEPT, rows=3, kept=3, area_m2=30_000)
def heights_without_a_dimension(folder: Path, at: Surroundings) -> Path:
    return _case("n22_3d_no_dimension.gml", folder)


@nasty(WARN, rows=2, kept=2, told=("holes_kept",))
def hole_wound_as_its_shell(folder: Path, at: Surroundings) -> Path:
    return _case("n16_hole_same_way.zip", folder)


@nasty(WARN, rows=2, kept=1, area_m2=10_000, told=("repair_another_shape",))
def bow_tie_of_two_square_kilometres(folder: Path, at: Surroundings) -> Path:
    corners = [(0, 0), (2_000, 2_000), (2_000, 0), (0, 2_000)]
    return save(frame(square(5), shapely.Polygon([(EAST + x, NORTH + y) for x, y in corners])), folder / "tomter.gpkg")


@nasty(REPAIR, rows=2, kept=2, area_m2=10_000, told=("repairs_together",))
def two_bow_ties(folder: Path, at: Surroundings) -> Path:
    ties = [[(x, 0), (x + 100, 100), (x + 100, 0), (x, 100)] for x in (0, 300)]
    return save(frame(*(shapely.Polygon([(EAST + x, NORTH + y) for x, y in tie]) for tie in ties)), folder / "tomter.gpkg")


@nasty(WARN, rows=1, kept=1, area_m2=10_000, told=("done_several_shapes",))
def two_areas_of_one_row(folder: Path, at: Surroundings) -> Path:
    def area(name: str, x: float) -> str:
        places = " ".join(f"{EAST + x + a} {NORTH + b}" for a, b in ((0, 0), (100, 0), (100, 100), (0, 100), (0, 0)))
        ring = f"<gml:exterior><gml:LinearRing><gml:posList>{places}</gml:posList></gml:LinearRing></gml:exterior>"
        return f'<app:{name}><gml:Polygon srsName="EPSG:25832">{ring}</gml:Polygon></app:{name}>'

    path = folder / "tomter.gml"
    path.write_text(
        '<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:app="http://example.com/app"><gml:featureMember>'
        f'<app:tomt gml:id="t1">{area("område", 0)}{area("anslag", 300)}<app:plot_id>T1</app:plot_id></app:tomt>'
        "</gml:featureMember></gml:FeatureCollection>",
        encoding="utf-8",
    )
    return path


@nasty(ACCEPT, rows=1, kept=1, area_m2=10_000)
def flatgeobuf_of_one_row(folder: Path, at: Surroundings) -> Path:
    return save(frame(square()), folder / "tomter.fgb")


@nasty(WARN, rows=4, kept=4, layer="buildings", told=("unread_value", "decimal_comma", "floor_differs"))
def text_in_a_number_column(folder: Path, at: Surroundings) -> Path:
    return _case("n02_number_text.gpkg", folder)


@nasty(ACCEPT, rows=3, kept=3, layer="buildings")
def midnight_in_another_zone(folder: Path, at: Surroundings) -> Path:
    return _case("n71_utc_datetime.gpkg", folder)


@nasty(WARN, rows=3, kept=3, layer="buildings", told=("done_thousands", "floor_differs"))
def thousands_or_decimals_in_a_text_column(folder: Path, at: Surroundings) -> Path:
    return _case("n74_floor_text_column.gpkg", folder)


@nasty(ACCEPT, rows=1_008, kept=1_008, layer=None, told=("raster_masked",))
def raster_with_a_mask(folder: Path, at: Surroundings) -> Path:
    return _case("n33_mask.tif", folder)


@nasty(ACCEPT, rows=12_064, kept=12_064, layer=None, told=("raster_nearest",))
def raster_in_degrees(folder: Path, at: Surroundings) -> Path:
    return _case("n37_worldcover_degrees.tif", folder)


@nasty(ACCEPT, rows=47_582_080, kept=47_582_080, layer=None, told=("raster_window",))
def raster_far_larger_than_the_park(folder: Path, at: Surroundings) -> Path:
    path = folder / "dekke.tif"
    place = {"crs": "EPSG:25832", "transform": rasterio.Affine(10, 0, EAST - 500_000, 0, -10, NORTH + 500_000)}
    tiles = {"tiled": True, "blockxsize": 256, "blockysize": 256, "compress": "deflate", "SPARSE_OK": "TRUE"}
    cells = {"height": 100_000, "width": 100_000, "dtype": "uint8", "nodata": 0, "count": 1}
    with rasterio.open(path, "w", driver="GTiff", **cells, **place, **tiles) as target:
        target.write(np.full((100, 100), 50, dtype="uint8"), 1, window=Window(50_000, 50_000, 100, 100))
    return path


@nasty(REJECT, "workbook_password", layer=None)
def workbook_with_a_password(folder: Path, at: Surroundings) -> Path:
    return _case("n62_password.xlsx", folder)


@nasty(WARN, rows=3, kept=3, layer=None, told=("done_key_became_date",))
def parcel_numbers_that_became_dates(folder: Path, at: Surroundings) -> Path:
    return _case("n41_gnr_became_date.xlsx", folder)


@nasty(ACCEPT, rows=4, kept=4, layer=None, told=("done_unit_in_heading",))
def units_and_line_breaks_in_headings(folder: Path, at: Surroundings) -> Path:
    return _case("n45_units_in_head.xlsx", folder)
