"""Files of kinds that nobody had thought of: odd names, odd numbers, rings and cells that programs leave behind."""

import json
import zipfile
from pathlib import Path

import numpy as np
import rasterio
import shapely

from tests.corpus.case import (
    ACCEPT, ASK, EAST, NORTH, REJECT, REPAIR, WARN, Surroundings, change, degrees, feature, frame, geojson, gml, gml_plot, gml_square,
    nasty, save, square, text,
)  # fmt: skip

LIST = {"layer": "records"}


@nasty(REJECT, "json_twice", "file_damaged")
def geojson_with_a_name_twice_in_one_row(folder: Path, at: Surroundings) -> Path:
    one = json.dumps(feature(degrees(), plot_id="T1")).replace('"plot_id": "T1"', '"plot_id": "T1", "plot_id": "T2"')
    return text(folder / "tomter.geojson", f'{{"type":"FeatureCollection","features":[{one}]}}')


@nasty(ACCEPT, rows=1, kept=1, area_m2=10_000)
def table_with_quotes_in_its_name(folder: Path, at: Surroundings) -> Path:
    return save(frame(square()), folder / "tomter.gpkg", layer="to\"mter; DROP TABLE x'")


@nasty(ASK, "file_crs_none")
def geopackage_of_no_system(folder: Path, at: Surroundings) -> Path:
    path = save(frame(square()), folder / "tomter.gpkg")
    return change(path, ("UPDATE gpkg_geometry_columns SET srs_id = -1", ()), ("UPDATE gpkg_contents SET srs_id = -1", ()))


@nasty(WARN, rows=2, kept=1, area_m2=10_000, told=("no_geometry",))
def shapefile_with_a_row_of_nothing(folder: Path, at: Surroundings) -> Path:
    save(frame(square(), None), folder / "tomter.shp")
    with zipfile.ZipFile(folder / "tomter.zip", "w") as archive:
        for part in folder.glob("tomter.*"):
            if part.suffix != ".zip":
                archive.write(part, part.name)
    return folder / "tomter.zip"


@nasty(REPAIR, rows=1, kept=1, told=("invalid_repaired",))
def bow_tie_in_a_list_of_shapes(folder: Path, at: Surroundings) -> Path:
    tie = shapely.Polygon([(EAST, NORTH), (EAST + 100, NORTH + 100), (EAST + 100, NORTH), (EAST, NORTH + 100)])
    return text(folder / "tomter.csv", f'plot_id;WKT\nT1;"SRID=25832;{tie.wkt}"\n')


@nasty(REJECT, "file_crs_several")
def shapes_as_text_in_two_systems(folder: Path, at: Surroundings) -> Path:
    return text(folder / "tomter.csv", f'plot_id;WKT\nT1;"SRID=25832;{square().wkt}"\nT2;"SRID=25833;{square(1).wkt}"\n')


@nasty(REJECT, "file_crs_unknown", "file_crs_none_fits", "file_elsewhere")
def shapes_as_text_in_a_system_that_is_none(folder: Path, at: Surroundings) -> Path:
    return text(folder / "tomter.csv", f'plot_id;WKT\nT1;"SRID=999999;{square().wkt}"\n')


@nasty(ASK, "file_axes_swapped", "file_crs_none")
def shapes_as_text_north_first(folder: Path, at: Surroundings) -> Path:
    turned = shapely.transform(square(), lambda at: at[:, ::-1])
    return text(folder / "tomter.csv", f'plot_id;WKT\nT1;"SRID=25832;{turned.wkt}"\n')


@nasty(WARN, rows=3, kept=2, area_m2=20_000, told=("geometry_unreadable",))
def shapes_as_text_of_which_one_is_cut_off(folder: Path, at: Surroundings) -> Path:
    shapes = [f"SRID=25832;{square(n).wkt}" for n in range(3)]
    shapes[1] = shapes[1][:40]
    return text(folder / "tomter.csv", "plot_id;WKT\n" + "".join(f'T{n};"{one}"\n' for n, one in enumerate(shapes)))


@nasty(WARN, rows=2, kept=1, area_m2=10_000, told=("not_finite",))
def shapes_as_text_with_numbers_that_are_none(folder: Path, at: Surroundings) -> Path:
    bad = square(1).wkt.replace(str(EAST + 200), "nan").replace(str(EAST + 300), "inf")
    return text(folder / "tomter.csv", f'plot_id;WKT\nT1;"SRID=25832;{square().wkt}"\nT2;"SRID=25832;{bad}"\n')


@nasty(WARN, rows=2, kept=1, area_m2=10_000, told=("geometry_unreadable",))
def curves_as_text(folder: Path, at: Surroundings) -> Path:
    circle = f"CURVEPOLYGON (CIRCULARSTRING ({EAST} {NORTH}, {EAST + 100} {NORTH}, {EAST} {NORTH}))"
    return text(folder / "tomter.csv", f'plot_id;WKT\nT1;"SRID=25832;{circle}"\nT2;"SRID=25832;{square(1).wkt}"\n')


@nasty(WARN, rows=2, kept=1, area_m2=10_000, told=("no_geometry",))
def gml_with_a_reason_for_no_geometry(folder: Path, at: Surroundings) -> Path:
    nil = '<app:område xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" nilReason="unknown"/>'
    plots = gml_plot(1, gml_square()) + gml_plot(2, "X").replace("<app:område>X</app:område>", nil)
    return text(folder / "tomter.gml", gml(plots))


@nasty(ACCEPT, rows=1, kept=1, area_m2=10_000)
def gml_with_a_comment_among_its_numbers(folder: Path, at: Surroundings) -> Path:
    shape = gml_square().replace("<gml:posList>", "<gml:posList><!-- her --> ").replace(" 7076100.0 ", " 7076100.0 <!-- og --> ", 1)
    return text(folder / "tomter.gml", gml(gml_plot(1, shape)))


@nasty(ACCEPT, rows=1, kept=1, area_m2=10_000)
def gml_with_numbers_in_exponents(folder: Path, at: Surroundings) -> Path:
    shape = gml_square()
    for x in (EAST, EAST + 100):
        shape = shape.replace(f"{float(x)}", f"{x / 1e5:.5f}e5")
    return text(folder / "tomter.gml", gml(gml_plot(1, shape)))


@nasty(ACCEPT, rows=1, kept=1, area_m2=20_000)
def gml_of_a_composite_surface(folder: Path, at: Surroundings) -> Path:
    members = "".join(f"<gml:surfaceMember>{gml_square(n)}</gml:surfaceMember>" for n in (0, 1))
    shape = f'<gml:CompositeSurface gml:id="c" srsName="EPSG:25832">{members}</gml:CompositeSurface>'
    return text(folder / "tomter.gml", gml(gml_plot(1, shape)))


@nasty(ACCEPT, rows=1, kept=1, area_m2=10_000)
def gml_of_patches(folder: Path, at: Surroundings) -> Path:
    ring = gml_square().split("<gml:exterior>")[1].split("</gml:exterior>")[0]
    patch = f"<gml:patches><gml:PolygonPatch><gml:exterior>{ring}</gml:exterior></gml:PolygonPatch></gml:patches>"
    return text(folder / "tomter.gml", gml(gml_plot(1, f'<gml:Surface gml:id="s" srsName="EPSG:25832">{patch}</gml:Surface>')))


@nasty(ACCEPT, rows=1, kept=1, area_m2=10_000)
def gml_of_the_second_edition(folder: Path, at: Surroundings) -> Path:
    ring = " ".join(f"{x},{y}" for x, y in square().exterior.coords)
    ring = f"<gml:LinearRing><gml:coordinates>{ring}</gml:coordinates></gml:LinearRing>"
    shape = f'<gml:Polygon srsName="EPSG:25832"><gml:outerBoundaryIs>{ring}</gml:outerBoundaryIs></gml:Polygon>'
    words = gml(gml_plot(1, shape)).replace("opengis.net/gml/3.2", "opengis.net/gml").replace("gml:id=", "fid=")
    return text(folder / "tomter.gml", words)


@nasty(WARN, rows=1, kept=1, area_m2=10_000, told=("unread_value",), values={"valid_from": [None]})
def day_that_no_month_has(folder: Path, at: Surroundings) -> Path:
    return save(frame(square(), gyldig_fra=["2023-02-30"]), folder / "tomter.gpkg")


@nasty(WARN, rows=1, kept=1, told=("unread_value",), values={"valid_from": [None]})
def day_as_excel_counts_it(folder: Path, at: Surroundings) -> Path:
    return save(frame(square(), gyldig_fra=["45292"]), folder / "tomter.gpkg")


@nasty(ACCEPT, rows=3, kept=3, values={"plot_id": ["1", "2", "3"]})
def keys_as_floats(folder: Path, at: Surroundings) -> Path:
    return save(frame(square(), square(1), square(2), plot_id=[1.0, 2.0, 3.0]), folder / "tomter.gpkg")


@nasty(ACCEPT, rows=2, kept=2, values={"plot_id": ["007", "07"]})
def keys_with_noughts_before_them(folder: Path, at: Surroundings) -> Path:
    return save(frame(square(), square(1), plot_id=["007", "07"]), folder / "tomter.fgb", SPATIAL_INDEX="NO")


@nasty(WARN, rows=2, kept=2, told=("unread_value",), layer="buildings")
def floor_without_end(folder: Path, at: Surroundings) -> Path:
    rows = frame(square(0, 40), square(1, 40), bygningsnummer=[300123456, 300123457], bruksareal=[np.inf, 900.0]).drop(columns="plot_id")
    return save(rows, folder / "bygg.gpkg")


@nasty(ACCEPT, rows=1, kept=1, layer="buildings", values={"floor_m2": [1600.0]}, told=("decimal_comma",))
def hard_blanks_in_numbers(folder: Path, at: Surroundings) -> Path:
    rows = frame(square(0, 40), bygningsnummer=[300123456], bruksareal=["1\u202f600"]).drop(columns="plot_id")
    return save(rows, folder / "bygg.gpkg")


def _tif(folder: Path, bands: np.ndarray, **about: object) -> Path:
    profile = {"driver": "GTiff", "count": len(bands), "height": 20, "width": 20, "dtype": bands.dtype.name, "crs": "EPSG:25832"}
    profile |= {"transform": rasterio.Affine(10, 0, EAST, 0, -10, NORTH + 200), **about}
    with rasterio.open(folder / "dekke.tif", "w", **profile) as target:
        target.write(bands)
    return folder / "dekke.tif"


@nasty(REJECT, "raster_codes", layer="land_cover")
def raster_of_negative_codes(folder: Path, at: Surroundings) -> Path:
    return _tif(folder, np.full((1, 20, 20), -7, dtype="int8"))


@nasty(REJECT, "raster_bands", layer="land_cover")
def raster_of_two_years(folder: Path, at: Surroundings) -> Path:
    return _tif(folder, np.full((2, 20, 20), 50, dtype="uint8"))


@nasty(ACCEPT, rows=1, kept=1, area_m2=10_000)
def zip_with_a_name_in_dos_letters(folder: Path, at: Surroundings) -> Path:
    inner = save(frame(square()), folder / "x.gpkg").read_bytes()
    with zipfile.ZipFile(folder / "tomter.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo("Tomter p\u00e5 \u00d8rin.gpkg"), inner)
        archive.writestr("kart.pdf", b"%PDF")
    content = (folder / "tomter.zip").read_bytes()
    (folder / "tomter.zip").write_bytes(content)
    return folder / "tomter.zip"


@nasty(ACCEPT, rows=1, kept=1)
def shape_of_very_many_corners(folder: Path, at: Surroundings) -> Path:
    return save(frame(shapely.Point(EAST, NORTH).buffer(300, quad_segs=100_000)), folder / "tomter.gpkg")


@nasty(ACCEPT, rows=2, kept=2, layer=None)
def columns_of_nearly_one_name(folder: Path, at: Surroundings) -> Path:
    return save(frame(square(), square(1), plot_id=["A", "B"]).assign(**{"PLOT-ID": [None, None]}), folder / "tomter.geojson")


@nasty(WARN, rows=2, kept=1, area_m2=10_000, told=("wrong_geometry_type",))
def an_area_and_a_line(folder: Path, at: Surroundings) -> Path:
    line = shapely.LineString(degrees(1).exterior)
    return geojson(folder / "tomter.geojson", [feature(degrees(), plot_id="T1"), feature(line, plot_id="T2")])


@nasty(ACCEPT, rows=1, kept=1, layer="zoning", values={"plan_date": ["2015-06-18"], "zone_code": ["1340"]})
def plan_with_days_the_norwegian_way(folder: Path, at: Surroundings) -> Path:
    said = {"ikraft": ["18.06.2015"], "planstatus": ["3"], "plantype": ["35"]}
    rows = frame(square(), planid=["1"], arealformål=["1340"], **said).drop(columns="plot_id")
    return save(rows, folder / "plan.gpkg", layer="RpArealformålOmråde")


@nasty(WARN, rows=2, kept=2, told=("overlap",), area_m2=20_000)
def a_plot_within_a_plot(folder: Path, at: Surroundings) -> Path:
    outer = shapely.box(EAST, NORTH, EAST + 190, NORTH + 100)
    return save(frame(outer, shapely.box(EAST + 10, NORTH + 10, EAST + 30, NORTH + 60)), folder / "tomter.gpkg")


@nasty(ACCEPT, rows=2, kept=2, told=("gap_strip",))
def neighbours_that_part_in_a_wedge(folder: Path, at: Surroundings) -> Path:
    wedge = shapely.Polygon([(EAST + 100, NORTH), (EAST + 200, NORTH), (EAST + 200, NORTH + 100), (EAST + 101.5, NORTH + 100)])
    return save(frame(square(), wedge), folder / "tomter.fgb")
