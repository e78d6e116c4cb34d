"""GML: what GDAL gets wrong in Norwegian files, put right before it reads.

Mixed geometry types with heights (FKB-Bygning) make it refuse a file, and a compound CRS (EPSG:5972) becomes a number
that does not exist. GDAL keeps what it found in a `.gfs` beside the file; there the geometry type is set to "any" and
the CRS taken out, and both are read from the file's own words instead.
"""

import re
import warnings
import xml.etree.ElementTree as ElementTree
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from landuse.errors import LanduseError

_MEMBERS = {"featureMember", "featureMembers", "member"}
_EPSG = re.compile(r"(?:EPSG(?:/\d*/|:[\d.]*:|:)|epsg\.xml#)(\d{4,6})$", re.IGNORECASE)
_GEOMETRY_TYPE = re.compile(r"<GeometryType>[^<]*<")
_SRS_NAME = re.compile(r"\s*<SRSName>[^<]*</SRSName>")
_COUNTS = re.compile(r"<DatasetSpecificInfo>.*?</DatasetSpecificInfo>", re.DOTALL)


@dataclass(frozen=True)
class GmlContent:
    """Rows by object type, and the EPSG numbers that geometries name."""

    rows: dict[str, int]
    epsg: frozenset[int]


def scan(path: Path, name: str) -> GmlContent:
    """Count a GML file's rows with an XML parser of its own.

    Raises
    ------
    LanduseError : file_damaged, when the file is cut off or no XML
    """
    rows: Counter[str] = Counter()
    epsg: set[int] = set()
    parents: list[str] = []
    try:
        for event, element in ElementTree.iterparse(path, events=("start", "end")):
            tag = element.tag.rpartition("}")[2]
            if event == "start":
                if parents and parents[-1] in _MEMBERS:
                    rows[tag] += 1
                epsg.update(int(found) for found in _EPSG.findall(element.get("srsName", "")))
                parents.append(tag)
                continue
            parents.pop()
            if parents and parents[-1] in _MEMBERS:
                element.clear()
    except ElementTree.ParseError as error:
        raise LanduseError("file_damaged", file=name, reason=error) from error
    return GmlContent(dict(rows), frozenset(epsg))


def prepare(path: Path) -> None:
    """Let GDAL describe the private copy, then free the description of geometry type and CRS."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # "Unrecognized geometry type": what is mended here
        try:
            pyogrio.list_layers(path)
        except (DataLayerError, DataSourceError):  # the type it cannot name; the description is written all the same
            if not path.with_suffix(".gfs").exists():
                raise
    described = path.with_suffix(".gfs")
    if described.exists():
        words = _GEOMETRY_TYPE.sub("<GeometryType>0<", described.read_text(encoding="utf-8"))
        described.write_text(_COUNTS.sub("", _SRS_NAME.sub("", words)), encoding="utf-8")
