"""Freezing an example park's baseline, so that nobody who starts the tool meets one that is open."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from actions.progress import baseline, baseline_text
from parks import frozen
from parks.scratch import scratch_folder
from register.engine import URL_VARIABLE, close_registers

OUTLINES = Path(__file__).parent.parent / "data" / "municipalities.geojson"
_AT = datetime(2024, 3, 1, 12, tzinfo=UTC)  # the same in every run: the board's meeting is invented, as the park is
_ROOT = "PARKAREAL_DATA"


def freeze(folder: Path) -> None:
    """Keep the baseline of the park in a folder beside its data, as it is found now, in place of what was kept of an example before.

    No register is written but one for the while.
    """
    with beside(folder, frozen.FOLDER) as park:
        baseline.freeze(folder.name, *baseline_text.EXAMPLE, at=_AT)
        shutil.rmtree(folder / frozen.FOLDER, ignore_errors=True)
        shutil.copytree(park / frozen.FOLDER, folder / frozen.FOLDER)


@contextmanager
def beside(folder: Path, *without: str) -> Iterator[Path]:
    """A copy of a park's folder in a data folder with a register of its own, where things can be tried."""
    with scratch_folder() as root, _data_in(root):
        park = root / frozen.PARKS / folder.name
        shutil.copytree(folder, park, ignore=shutil.ignore_patterns(*without))
        shutil.copyfile(OUTLINES, root / OUTLINES.name)
        yield park


@contextmanager
def _data_in(root: Path) -> Iterator[None]:
    """Data and register in a folder of their own."""
    before = {name: os.environ.pop(name, None) for name in (_ROOT, URL_VARIABLE)}
    os.environ[_ROOT] = str(root)
    try:
        yield
    finally:
        close_registers()
        os.environ.pop(_ROOT)
        os.environ.update({name: value for name, value in before.items() if value is not None})
