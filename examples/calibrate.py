"""`python -m examples.calibrate [PARK …]`: correct seed 1 until the reference classifier finds each park's example totals.

Each round makes the park, has it classed at the baseline, and adds what is lacking to what the layout aims at: the park's scale,
one lot edge between a vacant and a used lot, one building's floor, one vacant floor.
"""

# ruff: noqa: I001
from actions.units.inventory import inventory  # first: it fences GDAL in before another import loads it

import sys
from dataclasses import replace

from examples.__main__ import ROOT, generate
from examples.calibration import CALIBRATED_SEED, Offsets, read_offsets, write_offsets
from examples.sketch import read_sketch, sketch_ids
from parks.park import read_park

ROUNDS = 7
GOOD_ENOUGH_M2 = Offsets(total_m2=30.0, vacant_m2=5.0, stock_m2=0.5, vacant_floor_m2=0.5)


def lacking_m2(park_id: str) -> Offsets:
    """What the classifier lacks of the park's example totals at its baseline; negative where it finds too much."""
    sketch = read_sketch(park_id)
    found = inventory(park_id, read_park(park_id).baseline_date)
    counted = found[found["class"] != "not_counted"]
    return Offsets(
        total_m2=1000 * sketch.figure("total_daa") - float(counted["area_m2"].sum()),
        vacant_m2=1000 * sketch.figure("vacant_daa") - float(counted.loc[counted["class"] == "vacant_zoned", "area_m2"].sum()),
        stock_m2=sketch.figure("stock_m2") - float(counted["floor_m2"].sum()),
        vacant_floor_m2=sketch.figure("vacant_m2") - float(counted["vacant_floor_m2"].sum()),
    )


def calibrate(park_id: str) -> Offsets:
    """The corrections of one park, kept in calibration.toml; its folder and truth are written anew.

    Raises
    ------
    ValueError : the classifier still disagrees after the last round
    """
    for _ in range(ROUNDS):
        generate(park_id, CALIBRATED_SEED, ROOT / "data" / "parcels", ROOT / "tests" / "truth")
        lacking, offsets = lacking_m2(park_id), read_offsets(park_id, CALIBRATED_SEED)
        wrong = {name: value for name, value in vars(lacking).items() if abs(value) > vars(GOOD_ENOUGH_M2)[name]}
        if not wrong:
            return offsets
        corrected = replace(offsets, **{name: vars(offsets)[name] + value for name, value in wrong.items()})
        write_offsets({other: read_offsets(other, CALIBRATED_SEED) for other in sketch_ids()} | {park_id: corrected})
    raise ValueError(f"{park_id}: after {ROUNDS} rounds the classifier still lacks {wrong}")


def main(park_ids: list[str]) -> int:
    """The command line."""
    for park_id in park_ids or sketch_ids():
        if not read_sketch(park_id).draft_only:
            sys.stdout.write(f"{park_id}: {calibrate(park_id)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
