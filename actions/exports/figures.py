"""The figures that an export of units carries beside them: those of the status, with their places, in the export's language."""

from datetime import date
from typing import Any

from actions.progress.indicators import NOT_MAPPED
from actions.progress.status import status
from landuse.progress import grey_told
from landuse.progress.indicators import exported
from landuse.words import messages
from parks.park import Park, name_words


def figures(parks: list[Park], days: dict[str, date], lang: str) -> list[dict[str, Any]]:
    """Rows of park, figure, value, unit, decimals; a value in words says why there is none."""
    found = [(name_words(park, lang), status([park.id], days[park.id], lang).as_json()["parks"][0]) for park in parks]
    return [
        {"park": name, "figure": messages.text(lang, f"figure.{one.name}"), "value": _value(row, one.name, lang)}
        | {"unit": one.unit, "decimals": one.decimals}
        for name, row in found
        for one in exported()
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
