"""A stranger's file opens nothing but itself."""

import pyogrio
import pytest
import rasterio
from pyogrio.errors import DataSourceError

from parks import gdal_fence

SECRET = "secret.geojson"
VRT = '<OGRVRTDataSource><OGRVRTLayer name="{0}"><SrcDataSource>{1}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'
RASTER_VRT = '<VRTDataset rasterXSize="1" rasterYSize="1"><VRTRasterBand dataType="Byte" band="1"/></VRTDataset>'


def test_only_the_allowed_drivers_are_live():
    with rasterio.Env() as environment:
        live = set(environment.drivers()) | set(pyogrio.list_drivers())
    assert live <= gdal_fence.ALLOWED
    assert {"GPKG", "GeoJSON", "ESRI Shapefile", "GML", "GTiff"} <= live


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "gml", "shp"])
def test_a_virtual_file_under_any_ending_reads_nothing(tmp_path, ending):
    secret = tmp_path / SECRET
    secret.write_text('{"type":"FeatureCollection","features":[]}')
    path = tmp_path / f"virtual.{ending}"
    path.write_text(VRT.format("secret", secret))
    with pytest.raises(DataSourceError):
        pyogrio.read_info(path)


def test_a_virtual_raster_reads_nothing(tmp_path):
    path = tmp_path / "virtual.tif"
    path.write_text(RASTER_VRT)
    with pytest.raises(rasterio.errors.RasterioIOError):
        rasterio.open(path)
