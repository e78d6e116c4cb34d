"""Invalid geometries made valid in the reading process: one that takes too long is given up, the others are not."""

from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow
import shapely

from door.limits import LIMITS
from door.process import client
from landuse.quality.findings import quality
from parks.scratch import scratch_folder

_number = count()
_HEAD_BYTES = 9  # its length, and whether it is another shape


def mended(invalid: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each geometry made valid, None where that could not be done within its time and memory; and where it is another shape then.

    A 143 kB polygon that crosses itself everywhere takes GEOS minutes and gigabytes, and nothing can interrupt it but the end of
    its process. So what comes back is taken up to there, that one row is given up, and a new process goes on behind it.

    Raises
    ------
    LanduseError : reader_time, when the time of the whole file is up; what the machine lacks, which is no fault of a row

    Source
    ------
    GEOS make_valid, method "structure": rings keep their meaning, a bow-tie keeps both wings
    """
    made: list[tuple[bytes, bool]] = []
    most = {"most_pct": quality("repair_pct"), "wings_m2": quality("repair_wings_m2")}
    with scratch_folder() as folder:
        source = _written(invalid, folder)
        while len(made) < len(invalid):
            target = folder / f"mended-{next(_number)}"
            try:
                job: dict[str, Any] = {"source": str(source), "target": str(target), "first": len(made), **most}
                client.run("mend", folder, "–", cpu_s=LIMITS["repair_cpu_s"], **job)
                made += _read(target)
            except client.ReaderEnded:
                made += [*_read(target), (b"", False)]
    made = made[: len(invalid)]
    shapes = np.array([shapely.from_wkb(wkb) if wkb else None for wkb, _ in made], dtype=object)
    return shapes, np.array([other for _, other in made], dtype=bool)


def _written(invalid: np.ndarray, folder: Path) -> Path:
    path = folder / "invalid.arrow"
    table = pyarrow.table({"wkb": pyarrow.array(shapely.to_wkb(invalid).tolist(), pyarrow.binary())})
    with pyarrow.OSFile(str(path), "wb") as sink, pyarrow.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return path


def _read(path: Path) -> list[tuple[bytes, bool]]:
    """The geometries that were written whole, and whether each is another shape."""
    content = path.read_bytes() if path.exists() else b""
    found, at = [], 0
    while at + _HEAD_BYTES <= len(content):
        begin = at + _HEAD_BYTES
        end = begin + int.from_bytes(content[at : begin - 1], "little")
        if end > len(content):
            break
        found.append((content[begin:end], bool(content[begin - 1])))
        at = end
    return found
