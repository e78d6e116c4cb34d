"""A job that says which drivers are live where it is done; like the overlay's own, its module loads GDAL."""

import pyogrio
import rasterio


def live_drivers(job: int) -> list[str]:
    """The names of all drivers that either library could open a file with."""
    with rasterio.Env() as environment:
        return sorted({*pyogrio.list_drivers(), *environment.drivers()})
