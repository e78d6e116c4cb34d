"""`python -m examples [--seed N] [--out DIR] [--park ID …]`: make the example parks."""

import argparse
import sys
import time
from pathlib import Path

from parks import gdal_fence

gdal_fence.limit_drivers()  # before the rooms that open files are loaded

from examples.calibration import CALIBRATED_SEED, read_offsets
from examples.facts import park_toml
from examples.freezing import freeze
from examples.offering import offer
from examples.sketch import read_sketch, sketch_ids
from examples.tables import make_park
from examples.writing import empty_folder, write_layers, write_truth

ROOT = Path(__file__).parent.parent


def generate(park_id: str, seed: int, parcels: Path, truth: Path) -> None:
    """Write one park's folder under `parcels`, its baseline frozen, its plots published, and its truth under `truth`."""
    sketch = read_sketch(park_id)
    tables = make_park(sketch, seed, read_offsets(park_id, seed))
    folder = parcels / park_id
    empty_folder(folder)
    write_layers(tables, folder)
    (folder / "park.toml").write_text(park_toml(sketch, list(tables.layers)), encoding="utf-8")
    write_truth(tables, truth / f"{park_id}.gpkg")
    freeze(folder)
    offer(folder)


def main(words: list[str]) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m examples", description="Make the example parks: layers only, and the truth for the tests."
    )
    parser.add_argument("--seed", type=int, default=CALIBRATED_SEED, help="1 is calibrated to the example totals")
    parser.add_argument(
        "--out",
        type=Path,
        help="data root to write to (parcels/ and truth/ under it); default: data/ and tests/truth/ of this repository, seed 1 only",
    )
    parser.add_argument(
        "--park", nargs="*", default=None, choices=sketch_ids(), metavar="ID", help=f"which parks; default all: {', '.join(sketch_ids())}"
    )
    parser.add_argument("--only-freeze", action="store_true", help="leave the layers as they are, and freeze their baselines anew")
    parser.add_argument("--only-offers", action="store_true", help="leave layers and baselines as they are, and publish their plots anew")
    asked = parser.parse_args(words)
    if asked.out is None and asked.seed != CALIBRATED_SEED:
        parser.error(
            f"seed {asked.seed}: expected --out DIR for a seed other than {CALIBRATED_SEED}, so that the calibrated parks stay; give one"
        )
    parcels = (asked.out or ROOT / "data") / "parcels"
    truth = asked.out / "truth" if asked.out else ROOT / "tests" / "truth"
    for park_id in asked.park or sketch_ids():
        started = time.perf_counter()
        if asked.only_freeze:
            freeze(parcels / park_id)
        elif asked.only_offers:
            offer(parcels / park_id)
        else:
            generate(park_id, asked.seed, parcels, truth)
        sys.stdout.write(f"{park_id}: {time.perf_counter() - started:.1f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
