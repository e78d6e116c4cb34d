"""Where a park lies: its origin in the work CRS, and true areas of shapes in local metres."""

import geopandas as gpd
import numpy as np
import shapely

from landuse.measure import crs


class Place:
    """Local metres east and north of the park's place, and what they are in truth."""

    def __init__(self, place: list, epsg: int):
        lat, lon = place
        point = gpd.GeoSeries(gpd.points_from_xy([lon], [lat]), crs=crs.MAP_EPSG).to_crs(epsg).iloc[0]
        self.epsg = epsg
        self.origin = (float(round(point.x)), float(round(point.y)))
        self.factor = float(crs.areal_factor(gpd.GeoSeries([point.buffer(1)], crs=epsg)).iloc[0])

    def in_crs(self, geometry: shapely.Geometry) -> shapely.Geometry:
        """The shape in the work CRS, on a grid of 0.01 m."""
        return shapely.transform(geometry, lambda c: (c + self.origin).round(2))

    def true_m2(self, geometry: shapely.Geometry) -> float:
        """True area of one shape in local metres."""
        return float(self.true_areas([geometry])[0])

    def true_areas(self, geometries: list) -> np.ndarray:
        """True areas (numpy) of shapes in local metres: planar area over the areal factor at each centroid."""
        moved = gpd.GeoSeries([shapely.transform(g, lambda c: c + self.origin) for g in geometries], crs=self.epsg)
        keep = [not g.is_empty for g in moved]
        areas = moved.area.to_numpy().copy()
        if any(keep):
            areas[keep] = areas[keep] / crs.areal_factor(moved[keep]).to_numpy()
        return areas
