"""Our own: exact areas by the kernel, straight from the GeoParquet columns, and the raster's classes."""
