"""One sitting of the exam: a park made, delivered, read by the program and marked."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import pandas as pd

from landuse.units.inventory import inventory
from tests.exam.delivery import Delivery, deliver
from tests.exam.measure import NO_DECISIONS, Mark, answered, mark, overlay, snapshot_of, told
from tests.exam.park import ExamPark, make_park


@dataclass(frozen=True)
class Sitting:
    """snapshot : as the program found it; units : its inventory; ground : the overlay with the truth"""

    park: ExamPark
    snapshot: gpd.GeoDataFrame
    units: gpd.GeoDataFrame
    ground: pd.DataFrame
    mark: Mark

    def after(self, questions: int) -> Mark:
        """The mark once the questions that move the rate most have been answered."""
        units = answered(self.snapshot, self.ground, questions)
        return mark(self.park, units, told(self.ground, units))


def sit(seed: int, what: Delivery, kind: str | None = None, root: Path | None = None) -> Sitting:
    """Make, deliver, read and mark one park.

    Parameters
    ----------
    root : where its data root is kept; None keeps nothing
    """
    park = make_park(seed, kind)
    with _data_root(root) as folder:
        deliver(park, folder, what)
        snapshot = snapshot_of(park)
    units = inventory(snapshot, NO_DECISIONS)
    ground = overlay(park, units)
    return Sitting(park, snapshot, units, ground, mark(park, units, ground))


@contextmanager
def _data_root(root: Path | None) -> Iterator[Path]:
    """A data root that the program reads while it is in use."""
    before = os.environ.get("PARKAREAL_DATA")
    with TemporaryDirectory() as passing:
        folder = root or Path(passing)
        os.environ["PARKAREAL_DATA"] = str(folder)
        try:
            yield folder
        finally:
            del os.environ["PARKAREAL_DATA"]
            if before is not None:
                os.environ["PARKAREAL_DATA"] = before
