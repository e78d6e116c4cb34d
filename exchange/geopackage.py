"""The land inventory as a GeoPackage that QGIS opens coloured: units, their sources, and the style that goes with them."""

from pathlib import Path

import pandas as pd

from exchange import qgis_style
from exchange.dataset import Dataset
from parks.gpkg import write_new_gpkg

UNITS_TABLE = "arealenheter"
SOURCES_TABLE = "kilder"
ABOUT_TABLE = "om_filen"
_STYLES_TABLE = "layer_styles"  # the name that QGIS looks for


def write_geopackage(path: Path, data: Dataset) -> None:
    """Write units, sources, a table about the file and QGIS' table of styles."""
    tables = {
        UNITS_TABLE: data.rows,
        SOURCES_TABLE: pd.DataFrame(data.sources(), dtype=object),
        ABOUT_TABLE: pd.DataFrame(_about(data), columns=["topic", "text"], dtype=object),
        _STYLES_TABLE: qgis_style.layer_styles(data, UNITS_TABLE),
    }
    description = " ".join(text for text in (data.about["mark"], data.about["licence"]) if text)
    write_new_gpkg(path, tables, {"title": data.about["title"], "description": description})


def _about(data: Dataset) -> list[tuple[str, str]]:
    """What a reader needs to know of the file, one topic a row."""
    told = [(key, data.about[key]) for key in ("title", "mark", "licence", "language", "checksum") if data.about[key]]
    told += [("left_out", sentence) for sentence in data.about["left_out"]]
    told += [(f"{name}={code}", words) for name, codes in data.about["codes"].items() for code, words in codes.items()]
    return told + [(f"column {column.name}", column.label(data.lang)) for column in data.columns]
