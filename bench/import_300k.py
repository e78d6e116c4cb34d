"""A large GeoPackage of parcels imported from the command line, beside a plain geopandas read and write of the same file.

The import counts rows and area twice, looks at every outline, and writes a report; the plain copy does none of that.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyogrio
import shapely

from bench.measure import median
from bench.outlines import Tiling

EPSG, MUNICIPALITY = 25832, "5038"
SIZES = (100_000, 300_000)
KEPT = "import_300k.json"
_LEFT, _BOTTOM, _SIDE_M = 635_000.0, 7_060_500.0, 48.0  # the widest square of land of Verdal
_POINTS, _KEPT, _SEED = 5, 0.9, 6  # about 23 corners a parcel: 190 MB at 300 000
_BAND = 32
_ROUNDS = 3
_SAMPLE_S = 0.05
_ROOT = Path(__file__).parent.parent
_PLAIN = "import sys, geopandas as g; g.read_file(sys.argv[1], use_arrow=True).to_file(sys.argv[2], driver='GPKG', use_arrow=True)"


@dataclass(frozen=True)
class Cost:
    """What one command took: CPU seconds of all its processes, seconds on the clock, and the most memory of all of them together, in MB."""

    cpu_s: float
    wall_s: float
    peak_mb: float


def parcels_file(path: Path, parcels: int) -> Path:
    """A GeoPackage of parcels as the cadastre gives them, rich in corners, made from a seed; one that is there is taken as it is."""
    if not path.exists():
        columns = round(parcels**0.5)
        tiling = Tiling(_LEFT, _BOTTOM, columns, -(-parcels // columns), _SIDE_M, _SIDE_M, _POINTS, _KEPT, _SEED)
        stream = pa.RecordBatchReader.from_batches(_schema(), _batches(tiling, parcels))
        options = {"layer": "Teig", "driver": "GPKG", "geometry_name": "geom", "geometry_type": "Polygon", "crs": f"EPSG:{EPSG}"}
        pyogrio.write_arrow(stream, path, **options)
    return path


def measured(command: list[str], environment: dict[str, str]) -> Cost:
    """Run a command to its end and watch the memory of its processes.

    Raises
    ------
    RuntimeError : it failed; the error's text is its own
    """
    before, start = _children_cpu_s(), time.perf_counter()
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(command, stdout=said, stderr=said, cwd=_ROOT, env={**os.environ, **environment})
        peak: list[float] = [0.0]
        watch = threading.Thread(target=_watch, args=(child, peak))
        watch.start()
        child.wait()
        watch.join()
        said.seek(0)
        if child.returncode:
            raise RuntimeError(said.read().decode(errors="replace")[-2000:])
    return Cost(_children_cpu_s() - before, time.perf_counter() - start, peak[0])


def ours(path: Path, folder: Path) -> Cost:
    """The import of a file into an empty park."""
    environment = {"PARKAREAL_DATA": str(folder)}
    made = [sys.executable, "-m", "landuse", "new-park", "verdal", "--name", "Verdal", "--municipality", MUNICIPALITY]
    subprocess.run(made, cwd=_ROOT, env={**os.environ, **environment}, check=True, capture_output=True)
    return measured([sys.executable, "-m", "landuse", "import", "verdal", str(path), "--layer", "parcels"], environment)


def plain(path: Path, folder: Path) -> Cost:
    """The file read and written again by geopandas, nothing looked at."""
    return measured([sys.executable, "-c", _PLAIN, str(path), str(folder / "copy.gpkg")], {})


def measure(data: Path, quick: bool, say: Callable[[str], None]) -> None:
    """Take the figures; those that are in the data folder are not taken again, and a small look takes none."""
    if quick or (data / KEPT).exists():
        return
    found = []
    for parcels in SIZES:
        path = parcels_file(data / f"import_{parcels}.gpkg", parcels)
        costs = _in_turns(path)
        say(f"import {parcels}: {costs}")
        found.append({"parcels": parcels, "file_mb": path.stat().st_size / 1e6, **{name: asdict(cost) for name, cost in costs.items()}})
    (data / KEPT).write_text(json.dumps(found), encoding="utf-8")


def section(data: Path, quick: bool) -> str:
    """The figures as a part of the page."""
    if quick or not (data / KEPT).exists():
        return ""
    found = json.loads((data / KEPT).read_text(encoding="utf-8"))
    few, many = found[0], found[-1]
    bytes_each = (many["ours"]["peak_mb"] - few["ours"]["peak_mb"]) * 1e6 / (many["parcels"] - few["parcels"])
    rows = "\n".join(_row(one["parcels"], one["file_mb"], Cost(**one["ours"]), Cost(**one["plain"])) for one in found)
    more = f"A further parcel costs {bytes_each:.0f} bytes at the peak of the import."
    return f"## A file of parcels taken into a park\n\n{_ABOUT}\n{_HEAD}\n{rows}\n\n{more}\n"


_ABOUT = (
    "Parcels with about 23 corners (`bench/import_300k.py`), imported from the command line into an empty park, beside\n"
    "`geopandas.read_file` and `to_file` of the same GeoPackage. CPU seconds and peak memory of all processes together (the command,\n"
    "the process that reads, its supervisor; pages that they share counted once), medians of runs in turns.\n"
)
_HEAD = (
    "| parcels | file, MB | import, CPU s | geopandas, CPU s | ratio | import, s | geopandas, s | import, peak MB | geopandas, peak MB |\n"
    "|---|---|---|---|---|---|---|---|---|"
)


def _row(parcels: int, file_mb: float, one: Cost, other: Cost) -> str:
    figures = f"{one.cpu_s:.1f} | {other.cpu_s:.1f} | {one.cpu_s / other.cpu_s:.1f} | {one.wall_s:.1f} | {other.wall_s:.1f}"
    return f"| {parcels:,} | {file_mb:.0f} | {figures} | {one.peak_mb:.0f} | {other.peak_mb:.0f} |"


def _in_turns(path: Path) -> dict[str, Cost]:
    found: dict[str, list[Cost]] = {"ours": [], "plain": []}
    for _ in range(_ROUNDS):
        for name, run in (("ours", ours), ("plain", plain)):
            with tempfile.TemporaryDirectory(prefix="parkareal-bench-") as folder:
                found[name].append(run(path, Path(folder)))
    return {
        name: Cost(*(median(getattr(cost, what) for cost in costs) for what in ("cpu_s", "wall_s", "peak_mb")))
        for name, costs in found.items()
    }


def _watch(child: subprocess.Popen, peak: list[float]) -> None:
    while child.poll() is None:
        peak[0] = max(peak[0], sum(_own_mb(pid) for pid in _family(child.pid)))
        time.sleep(_SAMPLE_S)


def _family(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                yield from _family(int(child))
    except OSError:  # it has ended meanwhile
        return


def _own_mb(pid: int) -> float:
    """Resident memory in MB, what is shared with others in proportion."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024 / 1e6


def _children_cpu_s() -> float:
    times = os.times()
    return times.children_user + times.children_system


def _schema() -> pa.Schema:
    shape = pa.field("geom", pa.binary(), metadata={"ARROW:extension:name": "geoarrow.wkb"})
    texts = [pa.field(name, pa.string()) for name in ("uuidteig", "kommunenummer", "matrikkelnummertekst", "oppdateringsdato")]
    numbers = [pa.field(name, pa.int32()) for name in ("gardsnummer", "bruksnummer", "festenummer", "seksjonsnummer")]
    return pa.schema([*texts, *numbers, pa.field("lagretberegnetareal", pa.float64()), shape])


def _batches(tiling: Tiling, parcels: int) -> Iterator[pa.RecordBatch]:
    made = 0
    for first in range(0, tiling.rows, _BAND):
        shapes = np.concatenate([tiling.row(number) for number in range(first, min(first + _BAND, tiling.rows))])[: parcels - made]
        yield _batch(shapes, made)
        made += len(shapes)


def _batch(shapes: np.ndarray, first: int) -> pa.RecordBatch:
    number = np.arange(first, first + len(shapes))
    garden, farm = number // 150 + 1, number % 150 + 1
    chance = np.random.default_rng([_SEED, first])
    uuids = [f"{a:016x}-{b:016x}" for a, b in chance.integers(0, 2**63, (len(shapes), 2)).tolist()]
    names = [f"{one}/{other}" for one, other in zip(garden.tolist(), farm.tolist(), strict=True)]
    texts = [uuids, [MUNICIPALITY] * len(shapes), names, ["2025-03-01"] * len(shapes)]
    whole = [pa.array(values, pa.int32()) for values in (garden, farm, 0 * garden, 0 * garden)]
    stated = pa.array(np.round(shapely.area(shapes) * chance.uniform(0.98, 1.02, len(shapes)), 1))
    columns = [*(pa.array(text, pa.string()) for text in texts), *whole, stated, pa.array(shapely.to_wkb(shapes), pa.binary())]
    return pa.RecordBatch.from_arrays(columns, schema=_schema())
