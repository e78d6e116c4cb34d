"""All that a data folder and its register tell of a park, as plain values: what people said, and what was found."""

from datetime import date
from typing import Any

import shapely

from actions.imports import pending, versions
from actions.offers import nominate
from actions.progress.status import status
from actions.units import decide
from actions.units.inventory import inventory
from actions.vacant_first import cases
from door import answers as file_answers
from parks.park import read_park
from parks.read import read_layer

DAYS = {"today": date(2026, 6, 30), "baseline": date(2024, 1, 1)}
_TABLES = ("perimeter", "parcels", "plots", "zoning", "buildings", "records", "land_resource", "roads")
_SAID = ("set_class", "set_by", "set_reason", "availability", "tenure", "own_reserve", "ask_again")


def said(park_id: str) -> dict[str, Any]:
    """What people said and gave: nothing of it may ever be lost or change."""
    return {
        "decisions": [_without(event, "kind_label", "value_label") for event in decide.recent(park_id, limit=1000)],
        "nominations": [_nomination(row["id"]) for row in nominate.list_nominations(park_id, DAYS["today"], "Kari")],
        "published": nominate.published([park_id], DAYS["today"]).index.tolist(),
        "cases": cases.list_cases(park_id),
        "versions": [_version(one) for one in versions.versions(park_id)],
        "pending": [{"token": one.token, "told": _report(one.told)} for one in pending.all_pending(park_id)],
        "answers": {name: _answer(answer) for name, answer in file_answers.kept(read_park(park_id)).items()},
        "layers": layers(park_id),
    }


def layers(park_id: str) -> dict[str, dict[str, Any]]:
    """Each layer's source, day and origin, and how many rows a table has."""
    park = read_park(park_id)
    about = {name: {key: row[key] for key in ("source", "dated", "origin")} for name, row in park.layers.items()}
    return {name: row | ({"rows": len(read_layer(park, name))} if name in _TABLES else {}) for name, row in about.items()}


def ground(park_id: str) -> dict[str, list[dict[str, Any]]]:
    """By day, what holds at a point inside each unit (work CRS), whatever the unit is called: what people set, and the class."""
    return {name: _units(park_id, day) for name, day in DAYS.items()}


def figures(park_id: str) -> dict[str, Any]:
    """Rates, amounts and sentences by day."""
    return {name: status([park_id], day).as_json()["parks"][0] for name, day in DAYS.items()}


def _units(park_id: str, day: date) -> list[dict[str, Any]]:
    units = inventory(park_id, day)
    points = shapely.point_on_surface(units.geometry.to_numpy())
    places = [[round(point.x, 2), round(point.y, 2)] for point in points]
    return [
        {"place": place, "class": row["class"], "area_m2": int(row["area_m2"])} | {name: row[name] for name in _SAID}
        for place, (_, row) in zip(places, units.iterrows(), strict=True)
    ]


def _nomination(number: int) -> dict[str, Any]:
    row = nominate.one_nomination(number, DAYS["today"], "Kari")
    row["history"] = [_without(event, "step_label", "state_label", "changed") for event in row["history"]]
    row["footprint"] = shapely.to_wkt(row["footprint"], rounding_precision=3)
    return _without(row, "state_label", "may", "offerable_reason", "offerable_text")


def _version(one: versions.Version) -> dict[str, Any]:
    told = None if one.told is None else _report(one.told)
    return {"number": one.number, "put_back": one.put_back, "in_use": one.in_use, "can_return": one.can_return, "told": told}


def _report(told: dict[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in ("file", "layer", "rows_in_file", "kept", "set_aside", "taken_at", "dated")}


def _without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def _answer(answer: file_answers.Asked) -> dict[str, Any]:
    """What was said; the questions that came later have not been answered."""
    assert answer == answer.of_make()
    return {name: said for name, said in vars(answer).items() if name not in ("replaces", "adds", "covers")}
