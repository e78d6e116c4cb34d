"""Outlines in one table of a file and points in another, read as one: registers and SOSI files deliver buildings so."""

from dataclasses import replace

import numpy as np
import pandas as pd
import shapely

from door.tables import Table
from parks.rows import Rows


def only_points(table: Table) -> bool:
    """Whether all shapes of a table are points."""
    kinds = [shapely.get_dimensions(shapes) for _, shapes in table.shapes.parts()]
    return any((kind >= 0).any() for kind in kinds) and all((kind <= 0).all() for kind in kinds)


def together(outlines: Table, points: Table) -> Table:
    """The rows of both, the outlines first.

    Each keeps the number that it has in the file; where both tables number their rows alike, the points' numbers go on
    from the last of the outlines.

    Parameters
    ----------
    outlines, points : indexed by the row of the file − 1
    """
    more = int(outlines.plain.index.max()) + 1 if len(outlines.plain.index.intersection(points.plain.index)) else 0
    rows = outlines.plain.index.append(points.plain.index + more)
    both = Rows.together([Rows(one.plain, one.shapes) for one in (outlines, points)])
    kinds = {*outlines.notes, *points.notes}
    columns = {*outlines.values, *points.values}
    return replace(
        outlines,
        name=f"{outlines.name}, {points.name}",
        plain=both.columns.set_axis(rows),
        shapes=both.shapes,
        rows=outlines.rows + points.rows,
        row=pd.Series(rows + 1),
        unreadable=pd.Series(np.concatenate([outlines.unreadable, points.unreadable]), index=rows),
        said=(*outlines.said, *(words for words in points.said if words not in outlines.said)),
        clipped_rows=outlines.clipped_rows + points.clipped_rows,
        clipped_m2=outlines.clipped_m2 + points.clipped_m2,
        beyond_ring=outlines.beyond_ring and points.beyond_ring,
        notes={kind: [*outlines.notes.get(kind, []), *(row + more for row in points.notes.get(kind, []))] for kind in sorted(kinds)},
        values={name: _added(outlines.values.get(name, (0, 0)), points.values.get(name, (0, 0))) for name in sorted(columns)},
        sums={name: tuple(np.add(outlines.sums[name], points.sums[name]).tolist()) for name in sorted({*outlines.sums} & {*points.sums})},
        done=(*outlines.done, *(note for note in points.done if note not in outlines.done)),
    )


def _added(one: tuple[int | None, int], other: tuple[int | None, int]) -> tuple[int | None, int]:
    written = None if one[0] is None or other[0] is None else one[0] + other[0]
    return written, one[1] + other[1]
