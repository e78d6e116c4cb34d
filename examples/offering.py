"""The plots that an example park has published: the readiest and largest that it can offer, every fact read out of its own data."""

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from actions.map import map_data
from actions.offers import given, nominate
from actions.units.inventory import inventory
from actions.units.measured import distances
from examples.freezing import beside
from landuse.offers import claims, nomination
from landuse.words import messages, numbers
from parks.park import Park, read_park

_KINDS = {"plot": 2, "building": 1}  # how many of each a park offers at most
_READY = ("byggeklar", "opparbeidet")
_BY, _OWNER = "Parksjef (oppdiktet)", "Grunneier (oppdiktet)"
_CONTACT = {"contact_role": "Parksjef (oppdiktet)", "contact_email": "tomter@example.no"}  # a name that nobody can have
_SERVED = {  # the best that the maps do not speak against
    "quay": ("own", "shared", "none"),
    "rail": ("own", "shared", "none"),
    "road": ("own", "none"),
    "water": ("at_border", "planned"),
    "sewer": ("at_border", "planned"),
}
_TEXT = {
    "nb": {
        "plot": "Oppdiktet eksempel: tomt på {size} i {park}. Avstander og formål er lest ut av de oppdiktede kartene.",
        "building": "Oppdiktet eksempel: {size} ledig bruksareal i {park}. Avstander og formål er lest ut av de oppdiktede kartene.",
    },
    "en": {
        "plot": "Invented example: a plot of {size} in {park}. Distances and zoning are read from the invented maps.",
        "building": "Invented example: {size} of vacant floor in {park}. Distances and zoning are read from the invented maps.",
    },
}


def offer(folder: Path) -> int:
    """Write what a park in a folder offers beside its data, once it has been published on trial; how many there are."""
    with beside(folder) as park_folder:
        park = read_park(folder.name)
        rows = _rows(park)
        (park_folder / given.FILE).write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        published = given.publish_given(park.id)
        if published != len(rows):
            raise ValueError(f"{park.id}: expected {len(rows)} published plots, got {published}")
        _write(folder / given.FILE, park_folder / given.FILE, rows)
    return len(rows)


def _write(path: Path, made: Path, rows: list[dict[str, Any]]) -> None:
    """The file in its place; none for a park that has nothing to offer."""
    path.unlink(missing_ok=True)
    if rows:
        path.write_bytes(made.read_bytes())


def _rows(park: Park) -> list[dict[str, Any]]:
    on = park.current_date()
    units = inventory(park.id, on)
    found = nominate.candidates(park.id, on)
    rows = []
    for kind, most in _KINDS.items():
        ordered = sorted((row for row in found if row["kind"] == kind), key=lambda row: _order(units.loc[row["unit_id"]], kind))
        rows += [_row(park, units.loc[[row["unit_id"]]], kind) for row in ordered[:most]]
    return rows


def _order(unit: pd.Series, kind: str) -> tuple:
    size = unit["area_m2"] if kind == "plot" else unit["vacant_floor_m2"]
    return unit["readiness"] not in _READY, -float(size), unit.name


def _row(park: Park, unit: gpd.GeoDataFrame, kind: str) -> dict[str, Any]:
    unit_id, on = str(unit.index[0]), park.current_date()
    known = nominate.prefill(park.id, unit_id, on, kind)
    facts = known | _served(park, unit) | _CONTACT | _words(known, park)
    consent = unit["tenure"].iloc[0] in nomination.rules()["consent_tenures"]
    return {"unit_id": unit_id, "kind": kind, "by": _BY, "consent_by": _OWNER if consent else None, "facts": facts}


def _served(park: Park, unit: gpd.GeoDataFrame) -> dict[str, str]:
    """What serves the unit, as near as its maps let it be said; nothing of what no map shows."""
    shapes = np.asarray(unit.to_crs(park.epsg).geometry)
    far = {name: float(value[0]) for name, value in distances(park, shapes, park.current_date(), map_data.version(park.id)).items()}
    mapped = {name: words for name, words in _SERVED.items() if not np.isnan(far.get(f"{name}_m", np.nan))}
    return {name: next(word for word in words if not claims.against({name: word}, far)) for name, words in mapped.items()}


def _words(known: dict[str, Any], park: Park) -> dict[str, str]:
    kind = "plot" if "net_daa" in known else "building"
    told = {}
    for lang in messages.LANGS:
        size = numbers.daa(known["net_daa"] * numbers.M2_PER_DAA, lang, 1) if kind == "plot" else numbers.m2(known["floor_m2"], lang)
        told[f"description_{lang}"] = _TEXT[lang][kind].format(size=size, park=park.name)
    return told
