"""A GeoPackage made whole from several tables, for others to open; it never adds to a file that is there."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

_READ_BY_MOST = {"VERSION": "1.3"}  # 1.4 brings nothing that we use and a warning in QGIS 3.22


def write_new_gpkg(path: Path, tables: dict[str, pd.DataFrame], about: dict[str, str]) -> None:
    """Write every table, the first first, those without geometry as attribute tables.

    Parameters
    ----------
    tables : by name; a GeoDataFrame becomes a table of MultiPolygon in its own CRS
    about : title and description of the file, kept in its metadata

    Raises
    ------
    FileExistsError : there is a file already
    """
    if path.exists():
        raise FileExistsError(path)
    for number, (name, table) in enumerate(tables.items()):
        shape = {"geometry_type": "MultiPolygon", "promote_to_multi": True} if isinstance(table, gpd.GeoDataFrame) else {}
        said = {"dataset_metadata": about, "dataset_options": _READ_BY_MOST} if number == 0 else {}
        options = {"layer_options": {"DESCRIPTION": about["title"], "DATETIME_PRECISION": "MILLISECOND"}}
        pyogrio.write_dataframe(table, path, layer=name, driver="GPKG", use_arrow=True, **shape, **said, **options)
