"""Read and draw: one file per layer, and the only code that opens other people's geodata."""

from layers import _gdal as _gdal  # before anything that imports pyogrio or rasterio
