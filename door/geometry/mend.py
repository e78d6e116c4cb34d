"""Invalid geometries made valid in the reading process: one that takes too long is given up, the others are not."""

from itertools import count
from pathlib import Path

import numpy as np
import pyarrow
import shapely

from door.limits import LIMITS
from door.process import client
from parks.scratch import scratch_folder

_number = count()
_LENGTH_BYTES = 8


def mended_geometries(invalid: np.ndarray) -> np.ndarray:
    """Each geometry made valid; None where that could not be done within its time and memory.

    A 143 kB polygon that crosses itself everywhere takes GEOS minutes and gigabytes, and nothing can interrupt it but the end of
    its process. So what comes back is taken up to there, that one row is given up, and a new process goes on behind it.

    Raises
    ------
    LanduseError : reader_time, when the time of the whole file is up; what the machine lacks, which is no fault of a row

    Source
    ------
    GEOS make_valid, method "structure": rings keep their meaning, a bow-tie keeps both wings
    """
    mended: list[bytes] = []
    with scratch_folder() as folder:
        source = _written(invalid, folder)
        while len(mended) < len(invalid):
            target = folder / f"mended-{next(_number)}"
            try:
                client.run(
                    "mend", folder, "–", cpu_s=LIMITS["repair_cpu_s"], source=str(source), target=str(target), first=len(mended)
                )
                mended += _read(target)
            except client.ReaderEnded:
                mended += [*_read(target), b""]
    return np.array([shapely.from_wkb(wkb) if wkb else None for wkb in mended[: len(invalid)]], dtype=object)


def _written(invalid: np.ndarray, folder: Path) -> Path:
    path = folder / "invalid.arrow"
    table = pyarrow.table({"wkb": pyarrow.array(shapely.to_wkb(invalid).tolist(), pyarrow.binary())})
    with pyarrow.OSFile(str(path), "wb") as sink, pyarrow.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return path


def _read(path: Path) -> list[bytes]:
    """The geometries that were written whole."""
    content = path.read_bytes() if path.exists() else b""
    found, at = [], 0
    while at + _LENGTH_BYTES <= len(content):
        end = at + _LENGTH_BYTES + int.from_bytes(content[at : at + _LENGTH_BYTES], "little")
        if end > len(content):
            break
        found.append(content[at + _LENGTH_BYTES : end])
        at = end
    return found
