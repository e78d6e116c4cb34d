"""Files that say the same in another format: what is right of one is right of all of them, to the value and the square metre."""

import json
from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import rasterio
import shapely

from tests.corpus.case import (
    ACCEPT, ASK, EAST, NORTH, REJECT, WARN, Surroundings, degrees, feature, frame, geojson, gml, gml_plot, gml_square, nasty, save, square,
    text,
)  # fmt: skip
from tests.corpus.lists import book
from tests.lists.ods_file import cell, day, ods, row, sheet

RAISED = shapely.force_3d(square(1), 12.0)
RING = shapely.Polygon(square().exterior, [square(0, 20).buffer(0).exterior])


def _buildings(**columns: list) -> gpd.GeoDataFrame:
    return frame(*(square(n, 40) for n in range(len(next(iter(columns.values()))))), **columns).drop(columns="plot_id")


@nasty(ACCEPT, rows=2, kept=2, area_m2=20_000, layer="roads")
def some_heights_in_a_geopackage(folder: Path, at: Surroundings) -> Path:
    rows = frame(square(), RAISED, slag=["internal", "internal"]).drop(columns="plot_id")
    return save(rows, folder / "veg.gpkg", layer="VegGående", geometry_type="Unknown")


@nasty(ACCEPT, rows=2, kept=2, area_m2=20_000, told=("heights_dropped",))
def some_heights_in_geojson(folder: Path, at: Surroundings) -> Path:
    raised = shapely.force_3d(degrees(1), 12.0)
    return geojson(folder / "tomter.geojson", [feature(degrees(), plot_id="T1"), feature(raised, plot_id="T2")])


@nasty(ACCEPT, rows=2, kept=2, area_m2=20_000)
def heights_in_a_shapefile(folder: Path, at: Surroundings) -> Path:
    import zipfile

    save(frame(shapely.force_3d(square(), 3.0), RAISED), folder / "tomter.shp", layer="tomter")
    with zipfile.ZipFile(folder / "tomter.zip", "w") as archive:
        for part in folder.glob("tomter.*"):
            if part.suffix != ".zip":
                archive.write(part, part.name)
    return folder / "tomter.zip"


@nasty(WARN, rows=2, kept=2, area_m2=20_000, layer="parcels", told=("collection_parts",), values={"bruksnummer": [1, 2]})
def surface_and_point_of_parcels_in_geojson(folder: Path, at: Surroundings) -> Path:
    parts = [[shapely.geometry.mapping(one) for one in (degrees(n).centroid, degrees(n))] for n in (0, 1)]
    both = [{"type": "GeometryCollection", "geometries": one} for one in parts]
    said = [{"kommunenummer": "5038", "gardsnummer": 19, "bruksnummer": n + 1} for n in (0, 1)]
    return geojson(folder / "teig.geojson", [feature(shape, **own) for shape, own in zip(both, said, strict=True)])


@nasty(ACCEPT, rows=2, kept=2, area_m2=20_000, layer="parcels", values={"gardsnummer": [19, 20], "festenummer": [None, 3]})
def parcels_in_a_list_of_shapes(folder: Path, at: Surroundings) -> Path:
    lines = [f'5038;{gnr};1;{fnr};"SRID=25832;{square(n).wkt}"' for n, (gnr, fnr) in enumerate(((19, ""), (20, 3)))]
    return text(folder / "teig.csv", "\n".join(["kommunenr;gnr;bnr;fnr;WKT", *lines]) + "\n")


@nasty(ACCEPT, rows=2, kept=2, layer="buildings", values={"building_id": ["300123456", "300123457"]})
def building_points_in_flatgeobuf(folder: Path, at: Surroundings) -> Path:
    rows = _buildings(bygningsnummer=[300123456, 300123457], bygningsstatus=["TB", "RA"])
    return save(rows.set_geometry(rows.geometry.centroid), folder / "bygg.fgb", layer="Bygning", SPATIAL_INDEX="NO")


@nasty(ACCEPT, rows=2, kept=2, layer="buildings", values={"building_id": ["300123456", "300123457"]})
def building_points_in_a_list_of_shapes(folder: Path, at: Surroundings) -> Path:
    lines = [f"3001234{56 + n};TB;SRID=25832;POINT ({EAST + n * 50} {NORTH})".replace("SRID=25832;POINT", "POINT") for n in (0, 1)]
    lines = [line.replace("POINT", '"SRID=25832;POINT') + '"' for line in lines]
    return text(folder / "bygg.csv", "\n".join(["bygningsnummer;bygningsstatus;geom", *lines]) + "\n")


@nasty(ACCEPT, rows=1, kept=1, layer=None, area_m2=10_000)
def grey_land_in_geojson(folder: Path, at: Surroundings) -> Path:
    shares = {"andelBygg": 20, "andelGraa": 50, "andelGron": 30, "kommunenummer": "5038"}
    return geojson(folder / "grunnkart.geojson", [feature(degrees(), **shares)], name="GrunnkartFlate")


@nasty(ACCEPT, rows=1, kept=1, values={"name": ["{{ 7*7 }} ${x} <script>"]})
def template_text_in_geojson(folder: Path, at: Surroundings) -> Path:
    return geojson(folder / "tomter.geojson", [feature(degrees(), plot_id="T1", navn="{{ 7*7 }} ${x} <script>")])


@nasty(ACCEPT, rows=2, kept=2, layer="buildings", told=("decimal_comma",), values={"floor_m2": [1600.5, 900.0]})
def text_for_numbers_in_flatgeobuf(folder: Path, at: Surroundings) -> Path:
    rows = _buildings(bygningsnummer=[300123456, 300123457], bruksareal=["1 600,5", "900"])
    return save(rows, folder / "bygg.fgb", layer="bygg", SPATIAL_INDEX="NO")


@nasty(WARN, rows=2, kept=2, layer="buildings", told=("done_thousands",))
def thousands_or_decimals_in_geojson(folder: Path, at: Surroundings) -> Path:
    rows = [feature(degrees(n), bygningsnummer=300123456 + n, bruksareal=floor) for n, floor in enumerate(("1.200", "900"))]
    return geojson(folder / "bygg.geojson", rows)


@nasty(WARN, rows=2, kept=2, layer="buildings", told=("unread_value",), values={"floor_m2": [1600.5, None]})
def text_for_numbers_in_a_list_of_shapes(folder: Path, at: Surroundings) -> Path:
    lines = [f'3001234{56 + n};{floor};"SRID=25832;{square(n, 40).wkt}"' for n, floor in enumerate(("1 600,5", "ukjent"))]
    return text(folder / "bygg.csv", "\n".join(["bygningsnummer;bruksareal;WKT", *lines]) + "\n")


@nasty(ACCEPT, rows=1, kept=1, values={"valid_from": ["2024-01-01"]})
def midnight_in_another_zone_in_geojson(folder: Path, at: Surroundings) -> Path:
    return geojson(folder / "tomter.geojson", [feature(degrees(), plot_id="T1", gyldig_fra="2023-12-31T23:00:00Z")])


@nasty(ACCEPT, rows=1, kept=1, values={"valid_from": ["2024-06-01"]})
def midnight_in_another_zone_in_flatgeobuf(folder: Path, at: Surroundings) -> Path:
    moment = pd.Series([datetime(2024, 5, 31, 22, tzinfo=UTC)])
    return save(frame(square()).assign(gyldig_fra=moment), folder / "tomter.fgb")


@nasty(ACCEPT, rows=1, kept=1, values={"valid_from": ["2024-01-01"]})
def milliseconds_since_1970_in_geojson(folder: Path, at: Surroundings) -> Path:
    return geojson(folder / "tomter.geojson", [feature(degrees(), plot_id="T1", gyldig_fra=1704063600000)])


@nasty(ACCEPT, rows=1, kept=1, layer="zoning", values={"further_plan_required": [True], "works_begun_in_time": [False]})
def yes_and_no_in_words_in_flatgeobuf(folder: Path, at: Surroundings) -> Path:
    said = {"plankrav": ["Ja"], "igangsatt_i_tide": ["nei"], "planstatus": ["3"], "plantype": ["35"]}
    rows = frame(square(), planid=["1"], arealformål=["1340"], **said).drop(columns="plot_id")
    return save(rows, folder / "plan.fgb", layer="RpArealformålOmråde")


@nasty(WARN, rows=1, kept=1, layer="zoning", told=("unread_value",))
def a_yes_that_is_neither_in_geojson(folder: Path, at: Surroundings) -> Path:
    return geojson(folder / "plan.geojson", [feature(degrees(), planid="1", arealformål=1340, plankrav="kanskje", planstatus=3)])


@nasty(WARN, rows=1, kept=1, area_m2=9_600, told=("holes_kept",))
def hole_as_a_part_in_a_list_of_shapes(folder: Path, at: Surroundings) -> Path:
    inner = shapely.box(EAST + 40, NORTH + 40, EAST + 60, NORTH + 60)
    parts = ", ".join(f"(({', '.join(f'{x} {y}' for x, y in one.exterior.coords)}))" for one in (square(), inner))
    return text(folder / "tomter.csv", f'plot_id;WKT\nT1;"SRID=25832;MULTIPOLYGON ({parts})"\n')


@nasty(ACCEPT, rows=1, kept=1, area_m2=9_600)
def hole_wound_as_its_shell_in_geojson(folder: Path, at: Surroundings) -> Path:
    inner = gpd.GeoSeries([shapely.box(EAST + 40, NORTH + 40, EAST + 60, NORTH + 60)], crs=25832).to_crs(4326).iloc[0]
    rings = [list(shapely.geometry.polygon.orient(one, 1).exterior.coords) for one in (degrees(), inner)]
    return geojson(folder / "tomter.geojson", [feature({"type": "Polygon", "coordinates": rings}, plot_id="T1")])


@nasty(ACCEPT, rows=1, kept=1, area_m2=9_600)
def hole_in_gml_that_runs_as_its_shell(folder: Path, at: Surroundings) -> Path:
    inner = shapely.geometry.polygon.orient(shapely.box(EAST + 40, NORTH + 40, EAST + 60, NORTH + 60), 1)
    ring = " ".join(f"{x} {y}" for x, y in inner.exterior.coords)
    hole = f"<gml:interior><gml:LinearRing><gml:posList>{ring}</gml:posList></gml:LinearRing></gml:interior>"
    shape = gml_square().replace("</gml:Polygon>", f"{hole}</gml:Polygon>")
    return text(folder / "tomter.gml", gml(gml_plot(1, shape)))


def _raster(folder: Path, codes: np.ndarray, **about: object) -> Path:
    profile = {"driver": "GTiff", "count": 1, "height": 20, "width": 20, "dtype": codes.dtype.name, "crs": "EPSG:25832"}
    profile |= {"transform": rasterio.Affine(10, 0, EAST, 0, -10, NORTH + 200), **about}
    with rasterio.open(folder / "dekke.tif", "w", **profile) as target:
        target.write(codes, 1)
    return folder / "dekke.tif"


@nasty(ACCEPT, rows=400, kept=400, layer="land_cover")
def raster_of_floats_with_whole_values(folder: Path, at: Surroundings) -> Path:
    return _raster(folder, np.full((20, 20), 50, dtype="float64"))


@nasty(ACCEPT, rows=400, kept=400, layer="land_cover")
def raster_of_wide_unsigned_numbers(folder: Path, at: Surroundings) -> Path:
    return _raster(folder, np.full((20, 20), 50, dtype="uint32"))


@nasty(REJECT, "raster_codes", layer="land_cover")
def raster_of_shares(folder: Path, at: Surroundings) -> Path:
    return _raster(folder, np.full((20, 20), 0.35, dtype="float32"))


HEAD = ("Gnr", "Bnr", "Bygningsnummer", "Leietaker", "Ledig areal\n(m²)")
LEASES = [HEAD, (1, 1, None, "Alfa AS", None), (1, 2, 300123456, None, 1200.5)]


@nasty(ACCEPT, rows=2, kept=2, layer="records", values={"about_type": ["parcel", "building"], "value": ["Alfa AS", "1200.5"]})
def leases_by_property_and_building_in_ods(folder: Path, at: Surroundings) -> Path:
    return ods(folder / "leie.ods", sheet("Liste", *(row(*map(cell, one)) for one in LEASES)))


@nasty(ACCEPT, rows=2, kept=2, layer="records", values={"about_type": ["parcel", "building"], "value": ["Alfa AS", "1200.5"]})
def leases_by_property_and_building_in_xlsx(folder: Path, at: Surroundings) -> Path:
    book(folder / "leie.xlsx", ("Liste", LEASES))
    return folder / "leie.xlsx"


@nasty(WARN, rows=2, kept=2, layer="records", told=("done_key_became_date",))
def property_numbers_that_became_dates_in_ods(folder: Path, at: Surroundings) -> Path:
    rows = [row(cell("Eiendom"), cell("Leietaker")), row(day("2026-03-12"), cell("A")), row(cell("19/1"), cell("B"))]
    return ods(folder / "leie.ods", sheet("A", *rows))


@nasty(ASK, "layer_unclear", layer=None)
def two_lists_in_one_ods(folder: Path, at: Surroundings) -> Path:
    return ods(folder / "leie.ods", *(sheet(name, row(cell("Tomt"), cell("Status")), row(cell("T1"), cell("Ledig"))) for name in "AB"))


@nasty(REJECT, "workbook_password")
def ods_with_a_password(folder: Path, at: Surroundings) -> Path:
    return ods(folder / "leie.ods", sheet("A"), manifest="<manifest><file-entry><encryption-data/></file-entry></manifest>")


@nasty(ACCEPT, rows=2, kept=2, area_m2=20_000, layer=None)
def plots_in_geoparquet(folder: Path, at: Surroundings) -> Path:
    frame(square(), square(1), navn=["Øst", "Vest"]).to_parquet(folder / "tomter.parquet")
    return folder / "tomter.parquet"


@nasty(ACCEPT, rows=2, kept=2, area_m2=20_000)
def plots_as_features_line_by_line(folder: Path, at: Surroundings) -> Path:
    return text(folder / "tomter.ndjson", "\n".join(json.dumps(feature(degrees(n), plot_id=f"T{n}")) for n in (0, 1)))


@nasty(ACCEPT, rows=1, kept=1, area_m2=10_000, values={"name": ["Kai & lager"]})
def words_of_gml_in_other_clothes(folder: Path, at: Surroundings) -> Path:
    plot = gml_plot(1, gml_square()).replace("</app:plot_id>", "</app:plot_id><app:navn><![CDATA[Kai & lager]]></app:navn>")
    return text(folder / "tomter.gml", gml(plot))
