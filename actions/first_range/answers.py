"""What a public service said: a hit, none, not mapped, part of it, or nothing that can be used, each with its reason."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from door.answers import Asked
from door.intake import take_in
from door.loose_shapes import read_shapes
from door.open import guarded_copy
from fetch.receipt import FAILED, PARTIAL, Receipt
from fetch.services import Service
from landuse.words.errors import LanduseError
from parks.park import Park

LAYERS = {"parcels": "parcels", "points": "buildings", "grey": "grey_land", "zoning": "zoning"}
_SLACK_M = 1.0


class Kind(StrEnum):
    """The five answers, and that it was not asked at all."""

    HIT = "hit"
    NONE = "none"
    NOT_MAPPED = "not_mapped"
    PARTIAL = "partial"
    FAILED = "failed"


@dataclass(frozen=True)
class Answer:
    """frame : what came, in the park's work CRS; code, values : why it is not whole (`fetch.CODE`); kept : an older answer, used instead"""

    service: Service
    kind: Kind
    rows: int = 0
    frame: gpd.GeoDataFrame | None = None
    code: str = ""
    values: dict[str, object] = field(default_factory=dict)
    asked_at: str = ""
    is_kept: bool = False

    @property
    def usable(self) -> gpd.GeoDataFrame | None:
        """What may speak of the ground: a whole answer, also one of nothing; never part of one, whose silence says nothing."""
        return self.frame if self.kind in (Kind.HIT, Kind.NONE) else None


def failed(service: Service, code: str, **values: object) -> Answer:
    """An answer that cannot be used."""
    return Answer(service, Kind.FAILED, code=code, values=values)


def answer_of(service: Service, receipt: Receipt, folder: Path | None, park: Park, ground: shapely.Geometry) -> Answer:
    """Read what was fetched and say which answer it is.

    Parameters
    ----------
    park : whose municipality and work CRS it is read in
    ground : the box that was asked about, in that CRS
    """
    if receipt.state == FAILED or folder is None:
        return Answer(service, Kind.FAILED, code=receipt.code, values=dict(receipt.values), asked_at=receipt.asked_at)
    try:
        frame, missing = _read(service, receipt.files(folder), park)
    except LanduseError as error:
        return failed(service, "unreadable", reason=error)
    if missing:
        return failed(service, "columns_changed", missing=", ".join(missing))
    outside = int((~shapely.intersects(frame.geometry.to_numpy(), shapely.buffer(ground, _SLACK_M))).sum())
    if outside:
        return failed(service, "outside_box", outside=outside, rows=len(frame))
    about = {"rows": len(frame), "frame": frame, "asked_at": receipt.asked_at}
    if receipt.state == PARTIAL:
        return Answer(service, Kind.PARTIAL, code=receipt.code, values=dict(receipt.values), **about)
    if repeats := _repeats(frame, service.ident):
        return Answer(service, Kind.PARTIAL, code="ident_repeats", values={"repeats": repeats}, **about)
    if frame.empty and service.coverage != "country":
        return Answer(service, Kind.NOT_MAPPED, **about)
    return Answer(service, Kind.HIT if len(frame) else Kind.NONE, **about)


def _read(service: Service, pages: list[Path], park: Park) -> tuple[gpd.GeoDataFrame, list[str]]:
    """All pages by the door, in the park's work CRS, and which of the columns that are needed did not come."""
    layer_id, frames, missing = LAYERS.get(service.about), list[gpd.GeoDataFrame](), Counter[str]()
    for page in pages:
        try:
            if layer_id is None:
                frames.append(read_shapes(page, int(service.srid)).to_crs(park.epsg))
                continue
            with guarded_copy(page) as file:
                found = take_in(file, park, Asked(layer_id=layer_id, as_epsg=int(service.srid)))
                frames.append(found.kept)
                missing.update(name for name in service.columns if name in found.missing_columns)
        except LanduseError as error:
            if error.code not in ("file_without_rows", "shapes_table"):  # a page of no features
                raise
    if not frames:
        names = [name for name in ("building_type", "building_status", "parcel_id") if name]
        return gpd.GeoDataFrame({name: [] for name in names}, geometry=[], crs=park.epsg), []
    return gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), geometry="geometry", crs=park.epsg), sorted(missing)


def _repeats(frame: gpd.GeoDataFrame, ident: str) -> int:
    """How many of the register's numbers came more than once with the same ground: pages that overlap."""
    if not ident or ident not in frame or frame.empty:
        return 0
    keys = pd.DataFrame({"ident": frame[ident].astype(str), "shape": shapely.to_wkb(frame.geometry.to_numpy(), hex=True)})
    return int(keys.duplicated().sum())
