"""The refusal of a file of which no row can be used, in words: why, and what to do about it."""

import numpy as np
import pandas as pd

from door.geometry.clean import WRONG_TYPE
from landuse.words.errors import LanduseError, Words
from layers.base import Layer

KINDS = ("point", "line", "line", "polygon", "point", "line", "polygon", "collection")  # by GEOS' number of the type


def nothing_kept(file: str, layer_id: str, declared: Layer, rows: int, reason: pd.Series, type_id: np.ndarray) -> LanduseError:
    """The sentence: that the layer takes other geometry, where that is all there is; else every reason.

    Parameters
    ----------
    reason : why each row was set aside
    type_id : of each row's geometry
    """
    if (reason != WRONG_TYPE).any():
        return LanduseError("nothing_kept", file=file, rows=rows, reasons=Words(f"aside.{one}" for one in sorted(set(reason))))
    given = Words(dict.fromkeys(f"geometry.{kind_of(number)}" for number in sorted(set(type_id.tolist()))))
    return LanduseError("wrong_geometry", file=file, layer=layer_id, rows=rows, given=given, expected=Words([declared.takes]))


def kind_of(type_id: int) -> str:
    """Point, line, polygon or collection: what a geometry is, whether of one part or several."""
    return KINDS[type_id]
