"""The refusals of a file of which no row can be used, in words: why, and what to do about it."""

import numpy as np
import pandas as pd

from door.geometry.clean import UNREADABLE, WRONG_TYPE
from door.lists.shape_columns import shape_columns
from door.tables import Table
from landuse.words.errors import LanduseError, Words
from landuse.words.foreign import for_line
from layers.base import Layer
from layers.registry import named

KINDS = ("point", "line", "line", "polygon", "point", "line", "polygon", "collection")  # by GEOS' number of the type


def check_shapes(table: Table, file: str, layer_id: str) -> None:
    """That a table has shapes, and not only such that nobody can read: those come without their attributes, too.

    Raises
    ------
    LanduseError : shapes_elsewhere, where links lead out of the file; list_of_shapes; file_without_geometry; nothing_kept
    """
    check_no_shapes_in_text(table, file)
    links = [str(done[1]) for done in table.done if done[0] == "shape_elsewhere"]
    if links and (not table.has_geometry or table.unreadable.all()):
        raise LanduseError("shapes_elsewhere", file=file, link=links[0], rows=table.rows)
    if not table.has_geometry:
        raise LanduseError("file_without_geometry", file=file, layer=named(layer_id))
    if len(table.unreadable) and table.unreadable.all():
        raise LanduseError("nothing_kept", file=file, rows=table.rows, reasons=Words([f"aside.{UNREADABLE}"]))


def check_no_shapes_in_text(table: Table, file: str) -> None:
    """That a list which is no list of records does not say in its columns where its rows lie: those are not read.

    Raises
    ------
    LanduseError : list_of_shapes
    """
    found = shape_columns(table.listed.values, table.plain) if table.listed is not None else None
    if found is not None:
        raise LanduseError("list_of_shapes", file=file, columns=found[0], shown=for_line(found[1]), layer=named("records"))


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
    return LanduseError("wrong_geometry", file=file, layer=named(layer_id), rows=rows, given=given, expected=Words([declared.takes]))


def kind_of(type_id: int) -> str:
    """Point, line, polygon or collection: what a geometry is, whether of one part or several."""
    return KINDS[type_id]
