"""Take the snapshots of many parks: one after the other, or spread over processes or a cluster."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from actions.units.classify import classify
from bulk.spread import spread
from landuse.words.errors import LanduseError
from register.snapshots import SnapshotId


@dataclass(frozen=True)
class ParkDay:
    """A park and the date of its snapshot."""

    park_id: str
    on: date


def classify_many(
    wanted: Sequence[ParkDay], workers: int = 1, scheduler: str | None = None
) -> Iterator[tuple[ParkDay, SnapshotId | LanduseError]]:
    """Each park with its snapshot, or with why it has none, as they end; one park without data does not stop the others.

    Parameters
    ----------
    workers, scheduler : as in `spread`; every process sees the same data folder

    Raises
    ------
    LanduseError : cluster_missing, scheduler_unreachable, worker_lost
    """
    yield from spread(_taken, wanted, workers, scheduler)


def _taken(wanted: ParkDay) -> SnapshotId | LanduseError:
    try:
        return classify(wanted.park_id, wanted.on)
    except LanduseError as error:
        return error
