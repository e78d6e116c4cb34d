"""Files that are something else than their ending says, and want to read the server or call somebody."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.corpus.case import (
    ACCEPT, ASK, REJECT, SECRET, WARN, Surroundings, degrees, feature, frame, geojson, gml, gml_plot, gml_square, nasty, save, square, text,
)  # fmt: skip


def _vrt(at: Surroundings) -> str:
    sources = "".join(
        f'<OGRVRTLayer name="l{n}"><SrcDataSource>{source}</SrcDataSource></OGRVRTLayer>'
        for n, source in enumerate((at.secret, f"/vsicurl/{at.address}x.geojson", f"{at.address}x.geojson"))
    )
    return f"<OGRVRTDataSource>{sources}</OGRVRTDataSource>"


def _raster_vrt(at: Surroundings) -> str:
    source = f'<SimpleSource><SourceFilename relativeToVRT="0">/vsicurl/{at.address}x.tif</SourceFilename></SimpleSource>'
    return f'<VRTDataset rasterXSize="9" rasterYSize="9"><VRTRasterBand dataType="Byte" band="1">{source}</VRTRasterBand></VRTDataset>'


@nasty(REJECT, "format_mismatch")
def vrt_as_gpkg(folder: Path, at: Surroundings) -> Path:
    return text(folder / "plan.gpkg", _vrt(at))


@nasty(REJECT, "format_mismatch")
def vrt_as_geojson(folder: Path, at: Surroundings) -> Path:
    return text(folder / "plan.geojson", _vrt(at))


@nasty(REJECT, "format_mismatch")
def vrt_as_gml(folder: Path, at: Surroundings) -> Path:
    return text(folder / "plan.gml", _vrt(at))


@nasty(REJECT, "format_mismatch", "file_damaged", "file_without_rows")
def vrt_as_gml_that_names_gml(folder: Path, at: Surroundings) -> Path:
    return text(folder / "plan.gml", f"<!-- http://www.opengis.net/gml/3.2 -->{_vrt(at)}")


@nasty(REJECT, "format_mismatch")
def vrt_as_shp(folder: Path, at: Surroundings) -> Path:
    return text(folder / "plan.shp", _vrt(at))


@nasty(REJECT, "format_mismatch")
def vrt_as_fgb(folder: Path, at: Surroundings) -> Path:
    return text(folder / "plan.fgb", _vrt(at))


@nasty(REJECT, "file_without_rows")
def vrt_as_csv(folder: Path, at: Surroundings) -> Path:
    return text(folder / "plan.csv", _vrt(at))


@nasty(REJECT, "format_mismatch", layer=None)
def raster_vrt_as_tif(folder: Path, at: Surroundings) -> Path:
    return text(folder / "dekke.tif", _raster_vrt(at))


@nasty(REJECT, "format_mismatch", layer=None)
def wms_as_tif(folder: Path, at: Surroundings) -> Path:
    return text(folder / "dekke.tif", f'<GDAL_WMS><Service name="WMS"><ServerUrl>{at.address}</ServerUrl></Service></GDAL_WMS>')


@nasty(REJECT, "json_not_geojson")
def pipeline_as_geojson(folder: Path, at: Surroundings) -> Path:
    steps = f"gdal vector pipeline ! read {at.secret} ! write"
    return text(folder / "plan.geojson", json.dumps({"type": "gdal_streamed_alg", "command_line": steps}))


@nasty(REJECT, "json_not_geojson")
def esri_json_as_geojson(folder: Path, at: Surroundings) -> Path:
    return text(folder / "plan.json", '{"displayFieldName":"","geometryType":"esriGeometryPolygon","features":[{"attributes":{}}]}')


@nasty(REJECT, "json_not_geojson")
def topojson_as_json(folder: Path, at: Surroundings) -> Path:
    return text(folder / "plan.json", '{"type":"Topology","objects":{},"arcs":[]}')


def _feature_lines() -> list[str]:
    return [json.dumps(feature(degrees(n), plot_id=f"T{n}")) for n in range(3)]


@nasty(ACCEPT, rows=3, kept=3)
def json_lines_as_geojson(folder: Path, at: Surroundings) -> Path:
    return text(folder / "plan.geojson", "\n".join(_feature_lines()))


@nasty(ACCEPT, rows=3, kept=3)
def records_with_signs_over_several_lines(folder: Path, at: Surroundings) -> Path:
    return text(folder / "plan.geojsons", "".join(f"\x1e{json.dumps(json.loads(line), indent=1)}\n" for line in _feature_lines()))


@nasty(REJECT, "json_line_damaged")
def json_lines_cut_off(folder: Path, at: Surroundings) -> Path:
    return text(folder / "plan.ndjson", "\n".join(_feature_lines())[:-20])


@nasty(REJECT, "json_line_other")
def json_lines_of_collections(folder: Path, at: Surroundings) -> Path:
    return text(folder / "plan.geojsonl", "\n".join('{"type":"FeatureCollection","features":[' + line + "]}" for line in _feature_lines()))


@nasty(REJECT, "shape_of_no_layer", layer=None)
def addresses_with_the_numbers_of_parcels(folder: Path, at: Surroundings) -> Path:
    return geojson(folder / "adresser.geojson", [feature(degrees().centroid, kommunenummer="5038", gardsnummer=140, bruksnummer=2)])


@nasty(ASK, "file_crs_none", layer=None)
def areas_as_text_in_a_list(folder: Path, at: Surroundings) -> Path:
    return text(folder / "tomter.csv", f'plot_id;WKT\nT1;"{square().wkt}"\n')


@nasty(REJECT, "web_page")
def html_as_geojson(folder: Path, at: Surroundings) -> Path:
    return text(folder / "plan.geojson", "<!DOCTYPE html><html><body>502 Bad Gateway</body></html>")


@nasty(REJECT, "format_mismatch")
def kml_as_gml(folder: Path, at: Surroundings) -> Path:
    return text(folder / "plan.gml", '<kml xmlns="http://www.opengis.net/kml/2.2"><NetworkLink><Link/></NetworkLink></kml>')


@nasty(REJECT, "format_mismatch")
def service_address_as_gml(folder: Path, at: Surroundings) -> Path:
    return text(folder / "plan.gml", f"WFS:{at.address}")


@nasty(REJECT, "format_mismatch")
def plain_sqlite_as_gpkg(folder: Path, at: Surroundings) -> Path:
    with closing(sqlite3.connect(folder / "plan.gpkg")) as connection:
        connection.execute("CREATE TABLE tomter (plot_id)")
        connection.commit()
    return folder / "plan.gpkg"


@nasty(REJECT, "web_page")
def web_page_as_gml(folder: Path, at: Surroundings) -> Path:
    return text(folder / "plan.gml", "\n<!DOCTYPE html><html><body>404</body></html>")


def _view(path: Path, sql: str) -> Path:
    """The GeoPackage with a view that it says has features."""
    save(frame(square(0), square(1)), path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"CREATE VIEW vist AS {sql}")
        for table in ("gpkg_contents", "gpkg_geometry_columns"):
            columns = [column for _, column, *_ in connection.execute(f"PRAGMA table_info({table})")]
            chosen = ", ".join({"table_name": "'vist'", "identifier": "'vist'"}.get(column, column) for column in columns)
            connection.execute(f"INSERT INTO {table} SELECT {chosen} FROM {table}")
        connection.commit()
    return path


@nasty(ACCEPT, rows=2, kept=2, area_m2=20_000)
def geopackage_with_a_view_beside_its_table(folder: Path, at: Surroundings) -> Path:
    return _view(folder / "tomter.gpkg", "SELECT fid, geom, plot_id FROM tomter")


@nasty(REJECT, "view_endless")
def geopackage_with_a_view_without_end(folder: Path, at: Surroundings) -> Path:
    loop = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS fid, geom, 'T' || i AS plot_id FROM tomter, n"
    path = _view(folder / "tomter.gpkg", loop)
    with closing(sqlite3.connect(path)) as connection:
        for table in ("gpkg_contents", "gpkg_geometry_columns"):
            connection.execute(f"DELETE FROM {table} WHERE table_name = 'tomter'")
        connection.commit()
    return path


@nasty(REJECT, "format_mismatch", layer=None)
def geopackage_as_tif(folder: Path, at: Surroundings) -> Path:
    return save(frame(square()), folder / "plan.gpkg").rename(folder / "plan.tif")


@nasty(REJECT, "format_unknown")
def unknown_ending(folder: Path, at: Surroundings) -> Path:
    return text(folder / "plan.vrt", _vrt(at))


@nasty(WARN, rows=2, kept=1)
def gml_that_fetches_its_geometry(folder: Path, at: Surroundings) -> Path:
    fetched = f'<gml:Polygon gml:id="x"><gml:exterior xlink:href="{at.address}ring"/></gml:Polygon>'
    return text(folder / "tomter.gml", gml(gml_plot(1, gml_square()) + gml_plot(2, fetched)))


@nasty(ACCEPT, rows=1, kept=1, area_m2=10_000)
def gml_with_a_schema_elsewhere(folder: Path, at: Surroundings) -> Path:
    spaces = f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://example.com/app {at.address}app.xsd"'
    return text(folder / "tomter.gml", gml(gml_plot(1, gml_square()), attributes=spaces))


@nasty(ASK, "file_crs_none", "file_crs_other")
def geojson_with_a_linked_crs(folder: Path, at: Surroundings) -> Path:
    link = {"type": "link", "properties": {"href": f"{at.address}crs.wkt", "type": "ogcwkt"}}
    return geojson(folder / "tomter.geojson", [feature(square(), plot_id="T1")], crs=link)


@nasty(REJECT, "file_refused", "file_damaged")
def geopackage_with_a_table_that_reaches_out(folder: Path, at: Surroundings) -> Path:
    path = save(frame(square()), folder / "tomter.gpkg")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        sql = f"CREATE VIRTUAL TABLE other USING VirtualOGR('{at.secret}')"
        connection.execute("INSERT INTO sqlite_master VALUES ('table', 'other', 'other', 0, ?)", (sql,))
        connection.commit()
    return path


@nasty(ACCEPT, rows=1, kept=1)
def a_secret_beside_the_file(folder: Path, at: Surroundings) -> Path:
    text(folder / "tomter.gfs", f"<GMLFeatureClassList><GMLFeatureClass><Name>{SECRET}</Name></GMLFeatureClass></GMLFeatureClassList>")
    return text(folder / "tomter.gml", gml(gml_plot(1, gml_square())))
