"""Which plots are taken by when, and what rate and what nature that gives: steps by day, and where the account stands after each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from landuse.progress import targets
from landuse.progress.utilisation import land_utilisation_pct

What = Literal["take", "release", "add_vacant", "add_used"]
WHATS: tuple[What, ...] = ("take", "release", "add_vacant", "add_used")
_DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Step:
    """One thing that happens on a day.

    what : a vacant plot is taken into use, or taken out of building purpose; new ground is zoned and stands vacant, or is built at once
    was_vacant_m2 : how much of it was vacant at the baseline
    nature_m2, farmland_m2, unmapped_m2 : what lies on it
    """

    on: date
    what: What
    name: str
    area_m2: int
    was_vacant_m2: int = 0
    nature_m2: int = 0
    farmland_m2: int = 0
    unmapped_m2: int = 0


@dataclass(frozen=True)
class Account:
    """Where parks stand on a day, m²: then is the baseline, vacant_taken of it is in use since."""

    on: date
    total_m2: int
    vacant_m2: int
    vacant_then_m2: int
    vacant_taken_m2: int


@dataclass(frozen=True)
class Point:
    """Where the account stands after a day's steps; what lies on the ground is what the steps have built on until then, m².

    released_m2 : taken out of building purpose; added_m2 : new ground
    """

    account: Account
    nature_m2: int = 0
    farmland_m2: int = 0
    unmapped_m2: int = 0
    released_m2: int = 0
    added_m2: int = 0

    @property
    def land_pct(self) -> float | None:
        """Share of the total that is in use; None where nothing is counted."""
        return land_utilisation_pct(self.account.total_m2, self.account.vacant_m2)

    @property
    def vacant_taken_pct(self) -> float | None:
        """Share of the vacant land of the baseline that is in use; None where there was none."""
        then = self.account.vacant_then_m2
        return 100 * self.account.vacant_taken_m2 / then if then else None


def course(start: Account, steps: Sequence[Step]) -> list[Point]:
    """The account at the start and after each day on which something happens, in order."""
    points = [Point(start)]
    for on in sorted({step.on for step in steps}):
        point = points[-1]
        for step in (step for step in steps if step.on == on):
            point = _after(point, step)
        points.append(point)
    return points


def needed_land_m2(account: Account) -> int:
    """How much vacant land has to be taken into use for the land target, whole m² upwards."""
    kept = account.total_m2 * (100 - targets.land()["target_pct"]) // 100
    return max(account.vacant_m2 - kept, 0)


def needed_of_vacant_m2(account: Account) -> int:
    """How much more of the vacant land of the baseline has to be taken for the report's other wording, whole m² upwards."""
    wanted = -(-account.vacant_then_m2 * targets.land()["vacant_taken_target_pct"] // 100)
    return max(wanted - account.vacant_taken_m2, 0)


def seen_m2_per_year(account: Account, since: date) -> float | None:
    """The pace at which vacant land has been taken since the baseline; None where no time has gone by."""
    years = (account.on - since).days / _DAYS_A_YEAR
    return account.vacant_taken_m2 / years if years > 0 else None


def years_of_supply(vacant_m2: int, m2_per_year: float | None) -> float | None:
    """How long the vacant land lasts at a pace; None where nothing is being taken, so that nothing can be said."""
    return vacant_m2 / m2_per_year if m2_per_year else None


def _after(point: Point, step: Step) -> Point:
    was, built = point.account, step.what in ("take", "add_used")
    total = was.total_m2 + {"take": 0, "release": -step.area_m2}.get(step.what, step.area_m2)
    vacant = was.vacant_m2 + {"take": -step.area_m2, "release": -step.area_m2, "add_vacant": step.area_m2}.get(step.what, 0)
    taken = was.vacant_taken_m2 + (step.was_vacant_m2 if step.what == "take" else 0)
    return Point(
        Account(step.on, total, vacant, was.vacant_then_m2, taken),
        point.nature_m2 + (step.nature_m2 if built else 0),
        point.farmland_m2 + (step.farmland_m2 if built else 0),
        point.unmapped_m2 + (step.unmapped_m2 if built else 0),
        point.released_m2 + (step.area_m2 if step.what == "release" else 0),
        point.added_m2 + (step.area_m2 if step.what.startswith("add") else 0),
    )
