"""A park of lots, streets, a path and a quay whose layers can be put off each other, as layers drawn by different people are."""

from collections.abc import Callable

import geopandas as gpd
import numpy as np
import shapely

from tests.squares import EPSG, SOUTH, WEST, parcels, perimeter, plots, rect, zoning

Layers = dict[str, gpd.GeoDataFrame]
_LOT_M, _DEEP_M, _STREET_M, _PATH_M, _QUAY_M = 60.0, 50.0, 9.0, 3.0, 4.0
NARROW = "narrow"  # a registered parcel, 2 m wide
TWO_ZONES = "1-0"  # a lot whose western fifth is green


def layers(blocks: int = 2, lots: int = 4) -> Layers:
    """The layers as they would be if everybody drew the same borders.

    Every block is two rows of lots with a street south of it; between the rows runs a narrow parcel, east of all a path, north a quay.
    """
    across, high = lots * _LOT_M, 2 * _DEEP_M + 2.0
    up, rows, zones = 0.0, [], []
    for block in range(blocks):
        rows.append((f"street-{block}", rect(0, up, across, _STREET_M)))
        zones.append({"geometry": rect(0, up, across, _STREET_M), "zone_code": "2010"})
        up += _STREET_M
        for row, at in enumerate((up, up + _DEEP_M + 2.0)):
            rows += [(f"{2 * block + row}-{lot}", rect(lot * _LOT_M, at, _LOT_M, _DEEP_M)) for lot in range(lots)]
        rows.append((f"{NARROW}-{block}", rect(0, up + _DEEP_M, across, 2.0)))
        green = rect(0, up + _DEEP_M + 2.0, _LOT_M / 5, _DEEP_M) if block == 0 else shapely.Polygon()
        zones.append({"geometry": shapely.difference(rect(0, up, across, high), green), "zone_code": "1340"})
        if block == 0:
            zones.append({"geometry": green, "zone_code": "3040"})
        up += high
    rows += [("quay", rect(0, up, across, _QUAY_M)), ("path", rect(across, 0, _PATH_M, up + _QUAY_M))]
    zones += [
        {"geometry": rect(0, up, across, _QUAY_M), "zone_code": "2040"},
        {"geometry": rect(across, 0, _PATH_M, up + _QUAY_M), "zone_code": "2015"},
    ]
    own = [(f"T{name}", shape) for name, shape in rows if name[0].isdigit()]
    whole = rect(0, 0, across + _PATH_M, up + _QUAY_M)
    return {"perimeter": perimeter(whole), "parcels": parcels(*rows), "zoning": zoning(*zones), "plots": plots(*own)}


def noded(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """A layer whose areas share every vertex, so that moved they still meet."""
    lines = shapely.union_all(shapely.boundary(frame.geometry.to_numpy()))
    faces = shapely.get_parts(shapely.polygonize([lines]))
    at, row = shapely.STRtree(frame.geometry.to_numpy()).query(shapely.point_on_surface(faces), predicate="within")
    whole = [shapely.coverage_union_all(faces[at[row == place]]) for place in range(len(frame))]
    return frame.set_geometry(gpd.GeoSeries(whole, index=frame.index, crs=EPSG))


def lot_count(park: Layers) -> int:
    """Lots, streets and all else that the cadastre holds."""
    return len(park["parcels"])


def moved(frame: gpd.GeoDataFrame, change: Callable[[np.ndarray], np.ndarray]) -> gpd.GeoDataFrame:
    """A layer whose vertices were moved; equal vertices stay equal, so its own areas still meet."""
    return frame.set_geometry(gpd.GeoSeries(shapely.transform(frame.geometry.to_numpy(), change), crs=EPSG))


def shifted(east_m: float, north_m: float) -> Callable[[np.ndarray], np.ndarray]:
    """Everything some metres to one side."""
    return lambda xy: xy + [east_m, north_m]


def turned(most_m: float, around: shapely.Geometry) -> Callable[[np.ndarray], np.ndarray]:
    """Everything turned about the middle of an outline, so far that its corners move by `most_m`."""
    middle = np.array(shapely.centroid(around).coords[0])
    angle = most_m / shapely.hausdorff_distance(shapely.centroid(around), around)
    return lambda xy: middle + (xy - middle) @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])


def jittered(most_m: float, seed: int) -> Callable[[np.ndarray], np.ndarray]:
    """Every vertex its own way by up to `most_m`, the same vertex the same way wherever it occurs."""
    random = np.random.default_rng(seed)
    known: dict[tuple[int, int], np.ndarray] = {}

    def change(xy: np.ndarray) -> np.ndarray:
        names = [tuple(np.round((point - [WEST, SOUTH]) * 10).astype(int)) for point in xy]
        for name in sorted(set(names) - set(known)):
            angle, far = random.uniform(0, 2 * np.pi), random.uniform(0, most_m)
            known[name] = far * np.array([np.cos(angle), np.sin(angle)])
        return xy + np.array([known[name] for name in names]).reshape(-1, 2)

    return change


def densified(frame: gpd.GeoDataFrame, step_m: float) -> gpd.GeoDataFrame:
    """A layer with a vertex at least every `step_m`."""
    return frame.set_geometry(gpd.GeoSeries(shapely.segmentize(frame.geometry.to_numpy(), step_m), crs=EPSG))


def grown(frame: gpd.GeoDataFrame, by_m: float) -> gpd.GeoDataFrame:
    """A layer whose areas overlap their neighbours, or leave gaps to them where `by_m` is negative."""
    return frame.set_geometry(frame.geometry.buffer(by_m, join_style="mitre"))
