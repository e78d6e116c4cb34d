"""The figures that an export of units carries beside them: those of the status, with their places, in the export's language."""

from datetime import date
from typing import Any

from actions.progress.status import NOT_MAPPED, status
from landuse.progress import grey_told
from landuse.words import messages
from parks.park import Park, name_words

FIGURES = {  # of status: unit and decimals
    "total_daa": ("daa", 0),
    "in_use_daa": ("daa", 0),
    "vacant_daa": ("daa", 0),
    "land_utilisation_pct": ("%", 1),
    "net_land_utilisation_pct": ("%", 1),
    "adopted_land_utilisation_pct": ("%", 1),
    "land_utilisation_without_idle_held_pct": ("%", 1),
    "confirmed_pct": ("%", 1),
    "by_word_pct": ("%", 1),
    "by_statements_daa": ("daa", 0),
    "by_decisions_daa": ("daa", 0),
    "nature_in_use_daa": ("daa", 1),
    "farmland_in_use_daa": ("daa", 1),
    "in_use_unmapped_daa": ("daa", 1),
    "vacant_taken_pct": ("%", 1),
    "undecided_daa": ("daa", 0),
    "offerable_daa": ("daa", 0),
    "unbuilt_infrastructure_daa": ("daa", 0),
    "main_routes_daa": ("daa", 0),
    "land_utilisation_without_main_pct": ("%", 1),
    "sea_to_fill_daa": ("daa", 0),
    "clarify_daa": ("daa", 0),
    "building_stock_m2": ("m²", 0),
    "vacant_building_m2": ("m²", 0),
    "building_utilisation_pct": ("%", 1),
    "greenfield_daa": ("daa", 0),
    "greenfield_not_mapped_daa": ("daa", 0),
    "bound_daa": ("daa", 0),
    "spare_daa": ("daa", 0),
}


def figures(parks: list[Park], days: dict[str, date], lang: str) -> list[dict[str, Any]]:
    """Rows of park, figure, value, unit, decimals; a value in words says why there is none."""
    found = [(name_words(park, lang), status([park.id], days[park.id], lang).as_json()["parks"][0]) for park in parks]
    return [
        {"park": name, "figure": messages.text(lang, f"figure.{key}"), "value": _value(row, key, lang), "unit": unit, "decimals": decimals}
        for name, row in found
        for key, (unit, decimals) in FIGURES.items()
    ] + [figure for name, row in found for figure in _grey_map(name, row["grey_map"], lang)]


def _grey_map(park: str, told: dict[str, Any] | None, lang: str) -> list[dict[str, Any]]:
    """The national map's figures with the day of its data; nothing of a park that has no such map."""
    if told is None:
        return []
    day = grey_told.days_words(told["data_days"], lang)
    units = {name: ("%" if name.endswith("_pct") else "daa", told[name]) for name in told if name.endswith(("_pct", "_daa"))}
    return [
        {"park": park, "figure": messages.text(lang, f"figure.grey_map.{name}", day=day), "value": value, "unit": unit, "decimals": 0}
        for name, (unit, value) in units.items()
    ]


def _value(row: dict[str, Any], key: str, lang: str) -> float | str | None:
    """A figure, or in words why there is none: nothing is mapped, or no perimeter is adopted."""
    if row[key] is None and key in NOT_MAPPED:
        return messages.text(lang, "nature.not_mapped")
    if key == "adopted_land_utilisation_pct" and row["adopted"] is None:
        return messages.text(lang, "views.adopted.none")
    return row[key]
