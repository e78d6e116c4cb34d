"""Shapes from a file that is no layer of a park: a footprint, or supply lines, with the columns that stand beside them."""

from pathlib import Path

import geopandas as gpd

from door.formats import registry as formats
from door.open import guarded_copy
from door.tables import read_table, table_names
from landuse.words.errors import LanduseError


def read_shapes(path: Path | str, as_epsg: int | None = None) -> gpd.GeoDataFrame:
    """All rows of the one table with geometry in a file, as they stand in it; a format that names no CRS may have one of its own.

    Raises
    ------
    LanduseError : as the door says; shapes_table, where not one table alone has geometry; format_mismatch for a raster
    """
    with guarded_copy(Path(path)) as file:
        declared = formats.of(file)
        if declared.is_raster:
            raise LanduseError("shapes_table", file=file.name, found="raster")
        tables = [read_table(file, name) for name in table_names(file)]
    with_shapes = [table for table in tables if table.has_geometry and table.rows]
    if len(with_shapes) != 1:
        raise LanduseError("shapes_table", file=file.name, found=", ".join(table.name for table in with_shapes) or "–")
    frame = with_shapes[0].frame
    if as_epsg is not None:
        return frame.set_crs(as_epsg, allow_override=True)
    if frame.crs is None and declared.unsaid_epsg is not None:
        return frame.set_crs(declared.unsaid_epsg)
    return frame
