"""Read and draw: one file per layer, and the only code that opens other people's geodata."""

from parks import gdal_fence as gdal_fence  # before anything that imports pyogrio or rasterio
