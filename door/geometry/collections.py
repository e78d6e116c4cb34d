"""Several kinds of geometry in one row: the parts that its layer takes."""

import numpy as np
import shapely

_AREA, _LINE, _POINT = 2, 1, 0
_OF_SEVERAL = {_AREA: shapely.multipolygons, _LINE: shapely.multilinestrings}


def own_parts(shapes: np.ndarray, dimension: int, points: bool) -> tuple[np.ndarray, np.ndarray]:
    """Collections made the one geometry that a layer can use, and in which rows; one with no such part stays as it is.

    Parameters
    ----------
    dimension : of the layer's rows: 2 areas, 1 lines
    points : whether a row may be a point where it has no area
    """
    done = np.zeros(len(shapes), dtype=bool)
    made = shapes.copy()
    for place in np.flatnonzero(shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION):
        single = _singles(shapes[place])
        kinds = shapely.get_dimensions(single)
        own, at = single[kinds == dimension], single[kinds == _POINT]
        if len(own):
            made[place], done[place] = own[0] if len(own) == 1 else _OF_SEVERAL[dimension](own), True
        elif points and len(at) == 1:
            made[place], done[place] = at[0], True
    return made, done


def _singles(collection: shapely.Geometry) -> np.ndarray:
    """The parts of parts, down to those that have none; empty ones left out."""
    parts = shapely.get_parts(np.array([collection]))
    while (shapely.get_type_id(parts) > shapely.GeometryType.POLYGON).any():
        parts = shapely.get_parts(parts)
    return parts[~shapely.is_empty(parts)]
