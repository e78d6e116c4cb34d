"""Which format counts a table's rows: without the driver that reads it, so that a row lost on the way is noticed.

Of a file geodatabase the count is that of its own header, which the driver keeps apart from the rows that it finds.
"""

import pyogrio

from door.formats import fgb, geojson, gml_plain, gpkg, parquet, shp, sosi
from door.guarded import LISTS, Guarded
from door.lists import sheets


def counted(file: Guarded, table: str, wants: str = "area") -> int:
    """Rows of a table.

    Raises
    ------
    LanduseError : file_damaged, file_refused
    """
    if file.format in LISTS:
        return sheets.count(file, table)
    if file.format == "gpkg":
        return gpkg.count(file.path, table, file.name)
    if file.format == "geojson":
        return geojson.count(file.path, file.name)
    if file.format == "shp":
        return shp.count(file.path, file.name)
    if file.format == "fgb":
        return fgb.count(file.path, file.name)
    if file.format == "parquet":
        return parquet.count(file)
    if file.format == "sosi":
        return sosi.count(file, table)
    if file.format == "gdb":
        return int(pyogrio.read_info(file.path, layer=table, force_feature_count=True)["features"])
    return gml_plain.plain(file.path, file.name, wants)[1].rows.get(table, 0)
