"""park.toml: what is known of the park apart from its layers, the published facts among it."""

import csv
import json
from pathlib import Path

from examples.sketch import Sketch
from examples.statements import BASELINE, TODAY
from layers import registry

PUBLISHED = Path(__file__).parent / "parks_published.csv"
SOURCE = "Generert eksempel (python -m examples)"
LICENCE = "CC0-1.0"
DATED = {
    "land_resource": "2023-11-15",
    "zoning": "2026-06-01",
    "buildings": "2026-06-01",
    "parcels": "2026-06-01",
    "records": "2026-06-10",
    "land_cover_2020": "2020-12-31",
    "land_cover_2025": "2025-12-31",
}
RASTERS = {"land_cover_2020": "landcover_2020.tif", "land_cover_2025": "landcover_2025.tif"}
FACT_COLUMNS = ("fact", "value", "unit", "date", "source_url", "note")


def published_facts(park_name: str) -> list[dict]:
    """The rows that were published about a park; a long name in the file may hold two names of one park."""
    with PUBLISHED.open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if park_name in row["park"]]


def _extent(name: str) -> list[str]:
    """What a layer of an example covers: all of the park where it is asked at all; a map without gaps, and mapped ground, itself."""
    if name in RASTERS:
        return []
    return ["park"] if registry.layer(name).silence else ["drawn"] if name == "coverage" or registry.layer(name).tiles else []


def park_toml(sketch: Sketch, layers: list[str]) -> str:
    """The text of park.toml."""
    lines = [
        f"id = {_text(sketch.id)}",
        f"name = {_text(sketch.name)}",
        f"municipalities = {json.dumps(sketch.municipalities)}",
        f"epsg = {sketch.epsg}",
        f"place = [{sketch.place[0]}, {sketch.place[1]}]",
    ]
    lines += [
        f"in_baseline = {str(sketch.in_baseline).lower()}",
        f"baseline_date = {BASELINE}",
        "baseline_date_assumed = true",
        f"today = {TODAY}",
        "example = true",
    ]
    if not sketch.draft_only:
        lines += [
            "",
            "[adopted]",
            'by = "Parkens styre (eksempel)"',
            f"on = {BASELINE}",
            'basis = "Vedtatt avgrensning ved basislinjen (eksempel)"',
        ]
    for name in sorted([*layers, *RASTERS]):
        lines += [
            "",
            f"[layers.{name}]",
            f"source = {_text(SOURCE)}",
            f"licence = {_text(LICENCE)}",
            f"dated = {DATED.get(name, '2023-11-15')}",
            'origin = "example"',
        ]
        lines += [f"extent = {_text(extent)}" for extent in _extent(name)]
        lines += [f"file = {_text(RASTERS[name])}"] if name in RASTERS else []
    for quantity, (value, basis) in sketch.totals.items():
        lines += ["", "[[example_total]]", f"quantity = {_text(quantity)}", f"value = {value}", f"basis = {_text(basis)}"]
    for fact in published_facts(sketch.published_name):
        lines += ["", "[[published]]", *[f"{name} = {_text(fact[name])}" for name in FACT_COLUMNS]]
    for answer in sketch.declared:
        lines += ["", "[[declared]]", *[f"{name} = {_value(value)}" for name, value in answer.items()]]
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _value(value: object) -> str:
    is_date = isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-"
    return _text(value) if isinstance(value, str) and not is_date else str(value)
