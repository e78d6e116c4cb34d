"""What points among a layer's areas tell, and what they do not."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import shapely

from landuse.quality.findings import Finding
from layers.base import Layer
from parks.rows import Rows

_FLOOR = "floor_m2"


def about_points(rows: Rows, declared: Layer) -> Iterator[Finding]:
    """That some rows are points, and that what they say of a floor is not used.

    Parameters
    ----------
    rows : those kept, their index the row of the file − 1
    """
    if not declared.points:
        return
    dimensions = [shapely.get_dimensions(shapes) for _, shapes in rows.shapes.parts()]
    points = rows.columns[np.concatenate([np.empty(0, dtype=int), *dimensions]) == 0]
    if len(points):
        yield Finding("points_kept", int(points.index[0]) + 1, count=len(points), before=len(rows))
    with_floor = points[pd.to_numeric(points[_FLOOR], errors="coerce") > 0]
    if len(with_floor):
        yield Finding("point_floor_unused", int(with_floor.index[0]) + 1, column=_FLOOR, count=len(with_floor))
