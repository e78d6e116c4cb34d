"""One sitting of the exam: a park made, delivered, read by the program and marked."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import pandas as pd

from landuse.units.inventory import inventory
from tests.exam.answering import ask
from tests.exam.delivery import Delivery, deliver
from tests.exam.measure import NO_DECISIONS, Mark, answered, mark, overlay, snapshot_of, told
from tests.exam.park import ExamPark, make_park


@dataclass(frozen=True)
class Sitting:
    """what : as it was delivered; snapshot : as the program found it; units : its inventory; ground : the overlay with the truth"""

    park: ExamPark
    what: Delivery
    snapshot: gpd.GeoDataFrame
    units: gpd.GeoDataFrame
    ground: pd.DataFrame
    mark: Mark

    def after(self, count: int) -> Mark:
        """The mark once somebody who knows has answered the question that narrows the range most, then the next largest, and so on."""
        asked = ask(self.park, self.units, self.ground, count)
        then = self
        if asked.of_plans or (asked.held and not self.what.owners):
            then = sit_park(self.park, replace(self.what, answers=asked.of_plans, owners=self.what.owners or bool(asked.held)))
        units = answered(then.snapshot, then.ground, asked.units, asked.held)
        return mark(self.park, units, told(then.ground, units))


def sit(seed: int, what: Delivery, kind: str | None = None, root: Path | None = None) -> Sitting:
    """Make, deliver, read and mark one park.

    Parameters
    ----------
    root : where its data root is kept; None keeps nothing
    """
    return sit_park(make_park(seed, kind), what, root)


def sit_park(park: ExamPark, what: Delivery, root: Path | None = None) -> Sitting:
    """Deliver, read and mark a park that has been made."""
    with data_root(root) as folder:
        deliver(park, folder, what)
        snapshot = snapshot_of(park)
    units = inventory(snapshot, NO_DECISIONS)
    ground = overlay(park, units)
    return Sitting(park, what, snapshot, units, ground, mark(park, units, ground))


@contextmanager
def data_root(root: Path | None) -> Iterator[Path]:
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
