"""True areas of flat arrays of outlines, as `landuse.measure.crs` gives them for frames."""

import geopandas as gpd
import numpy as np
import pyproj

from landuse.kernels.outlines import areas_and_middles
from landuse.measure import crs
from landuse.measure.ragged import Ragged


def true_per_planar(shapes: Ragged, projection: pyproj.CRS) -> np.ndarray:
    """True area per planar area of each valid shape in a projected CRS: one over the factor at its centroid.

    Where that does not hold (web Mercator, shapes over 5 km²) the area is geodesic, and a shape is built for it.
    """
    planar, x, y = areas_and_middles(shapes.xy, shapes.ring_at, shapes.shape_at, shapes.is_shell).T
    if not len(shapes):
        return np.empty(0)
    if not crs.has_areal_scale(projection):
        return _geodesic(shapes, projection) / planar
    share = 1.0 / crs.areal_scale(projection, x, y)
    large = np.flatnonzero(planar * share > crs.FACTOR_HOLDS_M2)
    if len(large):
        share[large] = _geodesic(shapes.taken(large), projection) / planar[large]
    return share


def _geodesic(shapes: Ragged, projection: pyproj.CRS) -> np.ndarray:
    return crs.area_m2(gpd.GeoSeries(shapes.as_shapes(), crs=projection)).to_numpy()
