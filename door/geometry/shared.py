"""How much ground pairs of shapes share, found in the reading process: two shapes that cross everywhere take minutes and gigabytes."""

from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow
import shapely

from door.limits import LIMITS
from door.process import client
from parks.scratch import scratch_folder

_FEW = 250_000  # corners of one times corners of the other, over all pairs: done at once whatever they are
_BLOCK = 500
_MOST_GIVEN_UP = 3  # pairs; of a file of such shapes, the others are not tried
_NUMBER_BYTES = 8
_number = count()


def shared_m2(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The area that both shapes of each pair cover, in the plane; NaN where it could not be found within its time and memory.

    Raises
    ------
    LanduseError : what the machine lacks
    """
    corners = shapely.get_num_coordinates(one).astype(float) * shapely.get_num_coordinates(other)
    if corners.sum() <= _FEW:
        return shapely.area(shapely.intersection(one, other))
    with scratch_folder() as folder, client.own_budget(LIMITS["topology_cpu_s"]):
        return _found(_written(one, other, folder), len(one), folder)


def _found(source: Path, pairs: int, folder: Path) -> np.ndarray:
    """Block by block; a block that is not done is gone through pair by pair, and the pair that ended the process is given up."""
    found = np.full(pairs, np.nan)
    first, alone, given_up = 0, 0, 0
    while first < pairs and given_up < _MOST_GIVEN_UP:
        last = min(first + _BLOCK, pairs) if alone > first else pairs
        target = folder / f"shared-{next(_number)}"
        job: dict[str, Any] = {
            "source": str(source),
            "target": str(target),
            "first": first,
            "count": last - first,
            "block": 1 if alone > first else _BLOCK,
        }
        try:
            client.run("shared", folder, "–", cpu_s=LIMITS["repair_cpu_s"], **job)
            ended = False
        except client.ReaderEnded:
            ended = True
        numbers = _read(target)
        found[first : first + len(numbers)] = numbers
        first += len(numbers)
        if ended and alone > first:
            first, given_up = first + 1, given_up + 1
        elif ended:
            alone = min(first + _BLOCK, pairs)
    return found


def _written(one: np.ndarray, other: np.ndarray, folder: Path) -> Path:
    path = folder / "pairs.arrow"
    columns = {name: pyarrow.array(shapely.to_wkb(shapes), pyarrow.binary()) for name, shapes in (("one", one), ("other", other))}
    table = pyarrow.table(columns)
    with pyarrow.OSFile(str(path), "wb") as sink, pyarrow.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return path


def _read(path: Path) -> np.ndarray:
    content = path.read_bytes() if path.exists() else b""
    return np.frombuffer(content[: len(content) // _NUMBER_BYTES * _NUMBER_BYTES], dtype="<f8")
