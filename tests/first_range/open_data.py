"""The open sources of an exam park, as they would come for it: no plots, no tenure, no records, no outlines of buildings, no floor."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from shapely import affinity

from landuse.first_range.pieces import OpenMaps, pieces
from tests.exam.delivery import EPSG, MIDDLE, TODAY, Delivery, deliver
from tests.exam.park import ExamPark, make_park

GREY_PCT, GREEN_PCT = 90.0, 5.0
_GREY_TYPES = ("11", "12")
_DATES = ("plan_date", "plan_adopted")


@dataclass(frozen=True)
class OpenPark:
    """maps : all sources; perimeter : in EPSG; true_pct : the gross rate that a planner would tell; truth : ground with its class"""

    park: ExamPark
    maps: OpenMaps
    perimeter: shapely.Geometry
    true_pct: float
    truth: gpd.GeoDataFrame

    def cut(self, maps: OpenMaps | None = None) -> gpd.GeoDataFrame:
        """The patches by all sources, or by others."""
        return pieces(self.perimeter, maps or self.maps, EPSG, pd.Timestamp(TODAY))

    def shares(self, found: gpd.GeoDataFrame) -> pd.DataFrame:
        """How much of each patch truly is used and vacant, 0–1."""
        at, ground = self.truth.sindex.query(found.geometry.to_numpy(), predicate="intersects")
        shared = shapely.area(shapely.intersection(found.geometry.to_numpy()[at], self.truth.geometry.to_numpy()[ground]))
        kind = self.truth["kind"].to_numpy()[ground]
        sums = {name: np.bincount(at, shared * (kind == name), minlength=len(found)) for name in ("used", "vacant")}
        return pd.DataFrame(sums, index=found.index).div(shapely.area(found.geometry.to_numpy()), axis=0)


def open_park(seed: int) -> OpenPark:
    """The park of a seed with its open sources."""
    park = make_park(seed)
    with TemporaryDirectory() as folder:
        root = Path(folder)
        deliver(park, root, Delivery())
        maps = _maps(root / "parcels" / park.id / "park.gpkg")
    truth = gpd.GeoDataFrame(
        {"kind": [_kind(piece.truth) for piece in park.truth()]},
        geometry=[affinity.translate(piece.shape, *MIDDLE) for piece in park.truth()],
        crs=EPSG,
    )
    sums = truth.area.groupby(truth["kind"]).sum()
    true_pct = 100 * sums["used"] / (sums["used"] + sums.get("vacant", 0.0))
    return OpenPark(park, maps, affinity.translate(park.ground.outline, *MIDDLE), float(true_pct), truth)


def _kind(land_class: str) -> str:
    return {"used": "used", "building_stock": "used", "vacant_zoned": "vacant"}.get(land_class, "outside")


def _maps(package: Path) -> OpenMaps:
    layers = {name: pyogrio.read_dataframe(package, layer=name) for name in ("parcels", "buildings", "zoning", "land_resource")}
    points = layers["buildings"][["building_id", "building_type", "building_status", "geometry"]]
    points = points.set_geometry(shapely.point_on_surface(points.geometry.to_numpy()), crs=EPSG)
    ground = layers["land_resource"]
    is_grey = ground["ar5_arealtype"].astype(str).isin(_GREY_TYPES) | (ground["ar5_grunnforhold"].astype(str) == "46")
    grey = gpd.GeoDataFrame(
        {
            "building_pct": 0.0,
            "grey_pct": np.where(is_grey, GREY_PCT, GREEN_PCT),
            "green_pct": np.where(is_grey, GREEN_PCT, GREY_PCT),
            "cover_code": ground["ar5_arealtype"].astype(str),
        },
        geometry=ground.geometry,
        crs=EPSG,
    )
    zoning = layers["zoning"]
    said = {name: pd.to_datetime(zoning[name]) if name in zoning else pd.NaT for name in _DATES}
    return OpenMaps(layers["parcels"][["parcel_id", "geometry"]], points, grey, zoning.assign(**said))
