"""Coordinates in the wrong zone, order, unit or town."""

import json
from pathlib import Path

import geopandas as gpd
import shapely

from tests.corpus.case import (
    ACCEPT, ASK, EAST, NORTH, REJECT, WARN, Surroundings, degrees, feature, frame, geojson, gml, gml_plot, gml_square, nasty, save, square,
    text,
)  # fmt: skip


def _turned(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(shape, lambda at: at[:, ::-1])


@nasty(ASK, "file_axes_swapped")
def north_before_east(folder: Path, at: Surroundings) -> Path:
    return save(frame(_turned(square())), folder / "tomter.gpkg")


@nasty(ASK, "file_axes_swapped")
def latitude_before_longitude(folder: Path, at: Surroundings) -> Path:
    return geojson(folder / "tomter.geojson", [feature(_turned(degrees()), plot_id="T1")])


@nasty(ASK, "file_crs_other")
def another_zone(folder: Path, at: Surroundings) -> Path:
    return save(frame(square(), epsg=25833), folder / "tomter.gpkg")


@nasty(ASK, "file_crs_other")
def degrees_called_metres(folder: Path, at: Surroundings) -> Path:
    return save(frame(degrees()), folder / "tomter.gpkg")


@nasty(ASK, "file_crs_other")
def metres_called_degrees(folder: Path, at: Surroundings) -> Path:
    return save(frame(square(), epsg=4326), folder / "tomter.gpkg")


@nasty(ASK, "file_crs_other", "file_crs_none")
def metres_in_geojson_without_crs(folder: Path, at: Surroundings) -> Path:
    return geojson(folder / "tomter.geojson", [feature(square(), plot_id="T1")])


@nasty(ACCEPT, rows=1, kept=1, area_m2=10_000)
def metres_in_geojson_with_crs(folder: Path, at: Surroundings) -> Path:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}
    return geojson(folder / "tomter.geojson", [feature(square(), plot_id="T1")], crs=crs)


@nasty(REJECT, "file_crs_unknown", "file_crs_other", "file_crs_none")
def geojson_with_a_crs_that_does_not_exist(folder: Path, at: Surroundings) -> Path:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::99999"}}
    return geojson(folder / "tomter.geojson", [feature(square(), plot_id="T1")], crs=crs)


@nasty(REJECT, "file_crs_nowhere")
def another_town(folder: Path, at: Surroundings) -> Path:
    return save(frame(shapely.transform(square(), lambda xy: xy - [300_000, 700_000])), folder / "tomter.gpkg")


@nasty(ASK, "file_crs_none")
def shapefile_without_prj(folder: Path, at: Surroundings) -> Path:
    path = save(frame(square()), folder / "tomter.shp", layer="tomter")
    path.with_suffix(".prj").unlink()
    return path


@nasty(WARN, rows=3, kept=3)
def one_row_far_away(folder: Path, at: Surroundings) -> Path:
    return save(frame(square(0), square(1), shapely.box(0, 0, 100, 100)), folder / "tomter.gpkg")


@nasty(ACCEPT, rows=1, kept=1)
def web_mercator(folder: Path, at: Surroundings) -> Path:
    return save(frame(square()).to_crs(3857), folder / "tomter.gpkg")


@nasty(ACCEPT, rows=1, kept=1)
def norwegian_ntm(folder: Path, at: Surroundings) -> Path:
    return save(frame(square()).to_crs(5111), folder / "tomter.gpkg")


@nasty(ACCEPT, rows=1, kept=1)
def old_norwegian_axis(folder: Path, at: Surroundings) -> Path:
    return save(frame(square()).to_crs(27393), folder / "tomter.gpkg")


@nasty(ACCEPT, rows=1, kept=1, area_m2=10_000)
def gml_in_degrees_latitude_first(folder: Path, at: Surroundings) -> Path:
    corners = " ".join(f"{y:.10f} {x:.10f}" for x, y in degrees().exterior.coords)
    srs = "urn:ogc:def:crs:EPSG::4258"
    ring = f"<gml:LinearRing><gml:posList>{corners}</gml:posList></gml:LinearRing>"
    shape = f'<gml:Polygon gml:id="p" srsName="{srs}"><gml:exterior>{ring}</gml:exterior></gml:Polygon>'
    return text(folder / "tomter.gml", gml(gml_plot(1, shape)))


@nasty(REJECT, "file_crs_several")
def gml_in_two_systems(folder: Path, at: Surroundings) -> Path:
    other = gml_square(1, "http://www.opengis.net/def/crs/EPSG/0/25833")
    return text(folder / "tomter.gml", gml(gml_plot(0, gml_square(0)) + gml_plot(1, other)))


@nasty(ASK, "file_crs_none")
def gml_without_a_system(folder: Path, at: Surroundings) -> Path:
    return text(folder / "tomter.gml", gml(gml_plot(0, gml_square(0).replace('srsName="http://www.opengis.net/def/crs/EPSG/0/25832"', ""))))


@nasty(ACCEPT, rows=1, kept=1, area_m2=10_000)
def gml_with_heights_and_a_compound_system(folder: Path, at: Surroundings) -> Path:
    corners = " ".join(f"{x} {y} 4.5" for x, y in square().exterior.coords)
    srs = 'srsName="http://www.opengis.net/def/crs/EPSG/0/5972" srsDimension="3"'
    ring = f"<gml:LinearRing><gml:posList>{corners}</gml:posList></gml:LinearRing>"
    shape = f'<gml:Polygon gml:id="p" {srs}><gml:exterior>{ring}</gml:exterior></gml:Polygon>'
    return text(folder / "tomter.gml", gml(gml_plot(1, shape)))


@nasty(REJECT, "file_crs_nowhere", "file_crs_other")
def beyond_the_globe(folder: Path, at: Surroundings) -> Path:
    ring = [[500.0, 200.0], [501.0, 200.0], [501.0, 201.0], [500.0, 200.0]]
    return geojson(folder / "tomter.geojson", [feature({"type": "Polygon", "coordinates": [ring]}, plot_id="T1")])


@nasty(ASK, "file_crs_other", "file_crs_none")
def sosi_as_local_metres(folder: Path, at: Surroundings) -> Path:
    """A PROJ string with a made-up grid, which must not be looked for."""
    wkt = gpd.GeoSeries([square()], crs=25833).crs.to_wkt("WKT1_ESRI")
    path = save(frame(square()), folder / "tomter.shp", layer="tomter")
    path.with_suffix(".prj").write_text(wkt.replace("ETRS_1989_UTM_Zone_33N", "Lokalt nett"))
    return path


@nasty(ACCEPT, rows=2, kept=2)
def feature_ids_and_boxes_of_geojson(folder: Path, at: Surroundings) -> Path:
    features = [{**feature(degrees(n), plot_id=f"T{n}"), "id": n, "bbox": [0, 0, 1, 1]} for n in range(2)]
    return text(folder / "tomter.geojson", json.dumps({"type": "FeatureCollection", "bbox": [EAST, NORTH, 1, 1], "features": features}))
