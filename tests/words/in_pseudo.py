"""What is told of a small park in a language that the tree does not have, as JSON; run by `test_third_language`: DATA LANG."""

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

from parks import gdal_fence

gdal_fence.limit_drivers()

from actions.exports.export import export
from actions.imports.park_layers import park_layers
from actions.offers.plot_sheet import plot_sheet
from actions.progress.status import status
from actions.units.classify import find_units
from actions.units.explain import explain
from actions.vacant_first.encroach import encroach
from actions.vacant_first.text import answer_text
from exchange._docx import blank
from landuse.words import messages
from landuse.words.errors import LanduseError
from parks.park import read_park
from tests.actions.conftest import write_park
from tests.squares import frame, rect, two_plots
from views.map.parts import park_parts

_ON = date(2026, 6, 30)


def told(data: Path, lang: str) -> dict[str, Any]:
    """A unit's card, an answer, a status, a map, a list of layers, a refusal and exports."""
    write_park(
        data,
        **two_plots(),
        flood=frame("flood", [{"return_period_years": 200, "geometry": rect(0, 0, 50)}]),
    )
    park, files = read_park("prove"), {ending: data / f"out.{ending}" for ending in ("html", "csv", "xlsx", "geojson", "pdf")}
    for path in files.values():
        export(["prove"], _ON, path, lang)
    unit = str(find_units(park, _ON).units.index[0])
    card = explain(unit, _ON, lang)
    return {
        "langs": list(messages.LANGS),
        "keys": {name: sorted(messages.catalogue(name)) == sorted(messages.catalogue("nb")) for name in messages.LANGS},
        "why": card["why"],
        "evidence": [row["text"] for row in card["evidence"]],
        "encroach": answer_text(encroach("prove", [unit], on=_ON).as_json(), lang),
        "status": status(["prove"], _ON, lang).as_json(),
        "titles": [layer["title"] for layer in park_parts(park, _ON, lang)["layers"]],
        "layers": [layer.title for layer in park_layers(park, lang)],
        "refusal": LanduseError("unknown_park", park="x", known="y").text(lang),
        "csv": files["csv"].read_text(encoding="utf-8-sig").splitlines()[0],
        "sizes": [path.stat().st_size for path in files.values()] + [len(plot_sheet(unit, None, _ON, lang))],
        "word": blank(lang, "t", "a", "s", _ON).core_properties.language,
    }


if __name__ == "__main__":
    os.environ["PARKAREAL_DATA"] = sys.argv[1]
    sys.stdout.write(json.dumps(told(Path(sys.argv[1]), sys.argv[2]), default=str))
