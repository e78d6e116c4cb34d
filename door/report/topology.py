"""What is worth saying of how a file's areas lie to each other and to the park's border; found in the reading process, or given up."""

from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow
import shapely

from door.limits import LIMITS
from door.process import client
from door.process import topology as here
from landuse.quality.findings import Finding, quality
from landuse.words.errors import Word
from layers.base import Layer
from layers.registry import layer as registered
from parks.park import Park
from parks.read import read_rows
from parks.rows import Rows
from parks.scratch import scratch_folder
from parks.shape_column import WKB

_FEW_CORNERS = 500  # whatever shapes of so few do to each other is done at once
_TASKS = {"border": here.border, "overlaps": here.overlaps, "strips": here.strips, "holes": here.holes}
_ISSUES = ("overlap", "overlap_sliver", "gap", "gap_strip", "gaps_unmeasured", "across_border")
_VALIDITY = ("valid_from", "valid_to")
_number = count()


def about_topology(kept: Rows, layer_id: str, park: Park) -> Iterator[Finding]:
    """Findings of the rows that are kept, of a layer of areas."""
    declared = registered(layer_id)
    with scratch_folder() as folder:
        inside = np.arange(len(kept))
        if len(kept) and layer_id != "perimeter" and park.tables_path.exists():
            perimeter = read_rows(park, "perimeter")
            if len(perimeter):
                look = _Look(folder, kept, park.epsg, crosses=bool(declared.key) and not declared.points)
                found = look.done("border", _corners(perimeter), perimeter=str(_written(perimeter, folder, ())))
                inside = inside[:0] if found is None else np.array(found["inside"], dtype=int)
                yield from _about_border(found, declared, len(kept))
        if declared.alone or declared.tiles:
            yield from _lie_together(kept, inside, declared, folder, park.epsg)


class _Look:
    """Rows to be looked at in the reading process, each time with as much of its time as `topology_cpu_s` says."""

    def __init__(self, folder: Path, rows: Rows, epsg: int, apart: tuple[str, ...] = (), **params: Any) -> None:
        self._folder, self._corners = folder, _corners(rows)
        self._params = {"epsg": epsg, "apart": list(apart), "source": str(_written(rows, folder, (*_VALIDITY, *apart))), **params}

    def done(self, task: str, corners: int = 0, **params: Any) -> Any:
        """What a task finds; None where it took longer than it may, or more memory, or where the library gave it up.

        Parameters
        ----------
        corners : of other shapes that the rows are held against
        """
        job = {**self._params, **params}
        try:
            if self._corners + corners <= _FEW_CORNERS:
                return _TASKS[task](job)
            with client.own_budget(LIMITS["topology_cpu_s"]):
                return client.run(task, self._folder, "–", cpu_s=LIMITS["topology_cpu_s"], **job)
        except (client.ReaderEnded, shapely.errors.GEOSException):
            return None


def _about_border(found: dict[str, Any] | None, declared: Layer, rows: int) -> Iterator[Finding]:
    """Rows across the border; and that none touches the park: another park's plan, or a file of somewhere else in the municipality."""
    if found is None:
        yield _given_up("border")
        return
    nearest_m = found["nearest_m"]
    if declared.inside and nearest_m is not None and nearest_m > quality("away_m"):
        yield Finding("away_from_park", before=round(nearest_m), count=rows)
    yield from _findings(found["found"])


def _lie_together(kept: Rows, inside: np.ndarray, declared: Layer, folder: Path, epsg: int) -> Iterator[Finding]:
    """Overlaps and gaps among all rows, or among those in the park where all are too many.

    Parameters
    ----------
    inside : places of the rows that lie in the park
    """
    most = int(quality("topology_rows"))
    tried = kept if len(kept) <= most else Rows.of(kept.at(inside[:most]))
    if declared.alone and len(tried) < len(kept):
        yield Finding("topology_unchecked", before=len(tried), after=len(kept))
    if len(tried) < 2:
        return
    look = _Look(folder, tried, epsg, declared.apart)
    for task in [*(["overlaps", "strips"] if declared.alone else []), *(["holes"] if declared.tiles else [])]:
        found = look.done(task)
        yield from [_given_up(task)] if found is None else _findings(found)


def _given_up(task: str) -> Finding:
    return Finding("topology_given_up", before=Word(f"topology.{task}"), after=LIMITS["topology_cpu_s"])


def _findings(found: Iterable[list]) -> Iterator[Finding]:
    for issue, row, before, after, other in found:
        if issue in _ISSUES:
            yield Finding(issue, row, before=before, after=after, more={} if other is None else {"other": other})


def _corners(rows: Rows) -> int:
    return sum(int(shapely.get_num_coordinates(shapes).sum()) for _, shapes in rows.shapes.parts())


def _column(values: pd.Series, kind: pyarrow.DataType) -> pyarrow.Array:
    return pyarrow.array(values.astype("object" if kind == pyarrow.string() else "datetime64[ms]"), kind, from_pandas=True)


def _written(rows: Rows, folder: Path, columns: tuple[str, ...]) -> Path:
    """Rows as the reading process takes them: their shapes, their numbers from 1, and some columns."""
    path = folder / f"rows-{next(_number)}.arrow"
    fields = [(WKB, pyarrow.binary()), (here.ROW, pyarrow.int64())]
    dated = [(name, pyarrow.timestamp("ms") if name in _VALIDITY else pyarrow.string()) for name in columns]
    schema = pyarrow.schema([*fields, *dated])
    with pyarrow.OSFile(str(path), "wb") as sink, pyarrow.ipc.new_stream(sink, schema) as writer:
        for places, shapes in rows.shapes.parts():
            part = rows.columns.iloc[places]
            plain = [_column(part[name], kind) for name, kind in dated]
            wkb = pyarrow.array(shapely.to_wkb(shapes), pyarrow.binary())
            writer.write_batch(pyarrow.RecordBatch.from_arrays([wkb, pyarrow.array(part.index.to_numpy() + 1), *plain], schema=schema))
    return path
