"""The formats of an export by the ending of the file, in a place that costs nothing to ask."""

WRITTEN = (".geojson", ".gpkg", ".parquet", ".xlsx", ".csv")
DRAWN = (".html", ".pdf")
ENDINGS = (*WRITTEN, *DRAWN)
