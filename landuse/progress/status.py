"""How far parks have come: the figures of one park and of several together, as the answers hand them on."""

from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Figures:
    """Rates and amounts of a park, or of the sums over several. Land in daa, floors in m², rates in percent.

    land_utilisation_without_idle_held_pct : the rate with idle land that others hold as not in use
    confirmed_pct : share of the counted land that somebody has spoken of within the year before the day
    by_word_pct : share of the counted land whose class rests on people's word: the park's record (by_statements_daa) or what
        somebody set or confirmed here (by_decisions_daa)
    nature_in_use_daa, farmland_in_use_daa : ground in use now that was not at the baseline, and was nature or farmland then,
        whatever made it so; in_use_unmapped_daa : such ground that nobody had mapped; in_use_by_kind : all of it in daa by kind

    None: not answered, or not mapped (`actions.progress.status.NOT_MAPPED` names the figures that need a layer).
    """

    total_daa: float
    in_use_daa: float
    vacant_daa: float
    business_daa: float
    offerable_daa: float
    unbuilt_infrastructure_daa: float
    main_routes_daa: float
    land_utilisation_without_main_pct: float | None
    sea_to_fill_daa: float
    clarify_daa: float | None
    land_utilisation_pct: float | None
    land_utilisation_range_pct: list[float] | None
    land_utilisation_without_idle_held_pct: float | None
    confirmed_pct: float | None
    by_word_pct: float | None
    by_statements_daa: float
    by_decisions_daa: float
    undecided_daa: float
    undecided_units: int
    asking_units: int
    units: int
    net_total_daa: float
    net_vacant_daa: float
    net_land_utilisation_pct: float | None
    adopted_land_utilisation_pct: float | None
    vacant_taken_pct: float | None
    vacant_taken_daa: float
    building_stock_m2: int | None
    vacant_building_m2: int | None
    building_utilisation_pct: float | None
    building_utilisation_range_pct: list[float] | None
    greenfield_daa: float | None
    greenfield_not_mapped_daa: float
    potential_daa: float
    idle_held_daa: float
    other_use_daa: float
    spare_daa: float | None
    bound_daa: float | None
    unzoned_in_use_daa: float
    nature_built_into_account_daa: float | None
    nature_in_use_daa: float
    farmland_in_use_daa: float
    in_use_unmapped_daa: float
    in_use_by_kind: dict[str, float]
    needed_daa_per_year: float | None
    land_pace: dict[str, float | None] | None
    building_pace: dict[str, float | None] | None


@dataclass(frozen=True)
class ParkStatus:
    """One park on a day.

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
    figures: Figures
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
    figures: Figures
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
        told |= {figure.name: getattr(value, figure.name) for figure in fields(value)} if field.name == "figures" else {field.name: value}
    return told
