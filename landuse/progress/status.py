"""How far parks have come: the figures of one park and of several together, as the answers hand them on."""

from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class ParkStatus:
    """One park on a day.

    figures : every indicator by its name (`landuse.progress.indicators`); None: not answered, or not mapped
    baseline : how it stands: frozen, by, at, reason, preliminary, digest, and how many restatements wait (`pending`)
    adopted : by whom, when and on what basis the perimeter was adopted
    nature_built_seen : what two land covers saw
    grey_map : what the national map of grey land says of the gross area, with the days of its data; None without the map
    indicators : what the park has declared, by indicator; None: not answered
    notes : what a reader must know beside the rate, in sentences
    """

    id: str
    name: str
    date: str
    baseline_date: str
    example: bool
    in_baseline: bool
    baseline: dict[str, Any]
    adopted: dict[str, str] | None
    has_perimeter: bool
    figures: dict[str, Any]
    nature_built_seen: dict[str, Any] | None
    grey_map: dict[str, Any] | None
    indicators: dict[str, dict[str, str] | None]
    notes: list[str]


@dataclass(frozen=True)
class TotalStatus:
    """The parks of the baseline together.

    parks : ids of those that are counted; expected_parks : how many the baseline has
    residual_pp : the difference from the published baseline by cause, percentage points
    """

    parks: list[str]
    expected_parks: int
    date: str
    parks_with_own_data: int
    figures: dict[str, Any]
    residual_pp: dict[str, float | None]
    nature_built_seen: dict[str, Any] | None
    grey_map: dict[str, Any] | None
    notes: list[str]


@dataclass(frozen=True)
class Status:
    """The whole answer.

    total : None where no park of the baseline has answered
    targets : the promise for 2030
    """

    parks: list[ParkStatus]
    total: TotalStatus | None
    targets: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """As one JSON document gives it, the figures beside what they are of."""
        total = _plain(self.total) if self.total else {"parks": [], "notes": []}
        return {"parks": [_plain(park) for park in self.parks], "total": total, "targets": self.targets}


def _plain(one: ParkStatus | TotalStatus) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for field in fields(one):
        value = getattr(one, field.name)
        told |= value if field.name == "figures" else {field.name: value}
    return told
