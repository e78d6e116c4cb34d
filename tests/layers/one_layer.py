"""What a checkout with one more layer tells of a park with it, as JSON; run in that checkout by `test_one_layer`: DATA FILE LAYER."""

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

from parks import gdal_fence

gdal_fence.limit_drivers()

from actions.exports.export import export
from actions.imports.import_files import import_file
from actions.imports.park_layers import park_layers
from actions.units.classify import find_units
from actions.units.explain import explain
from actions.vacant_first.encroach import encroach
from actions.vacant_first.words import in_words
from parks.park import read_park
from scripts.describe_layers import page
from tests.actions.conftest import write_park
from tests.squares import two_plots
from views.map.parts import park_parts

_ON = date(2026, 6, 30)


def told(data: Path, file: Path, layer_id: str) -> dict[str, Any]:
    """Everything that is shown of the layer."""
    write_park(data, **two_plots())
    import_file("prove", file, layer_id, dated=_ON)
    found = find_units(read_park("prove"), _ON)
    unit = str(found.units.index[found.units["plot_id"] == "T1"][0])
    answer = in_words(encroach("prove", [unit], on=_ON).as_json(), "nb")
    html, table = data / "map.html", data / "units.geojson"
    export(["prove"], _ON, html, "nb")
    export(["prove"], _ON, table, "nb")
    texts = [path.read_text(encoding="utf-8") for path in (html, table)]
    drawn = next(layer for layer in park_parts(read_park("prove"), _ON, "nb")["layers"] if layer["id"] == layer_id)
    return {
        "facts": found.facts[(found.facts["layer_id"] == layer_id) & (found.facts["unit_id"] == unit)][["code", "status"]].values.tolist(),
        "explain": [row["text"] for row in explain(unit, _ON, "nb")["evidence"] if row["layer_id"] == layer_id],
        "encroach": [row["text"] for row in answer["layers"] if row["layer_id"] == layer_id],
        "drawn": drawn,
        "listed": [layer.title for layer in park_layers(read_park("prove"), "nb")],
        "exported": [layer_id in text or drawn["title"] in text for text in texts],
        "documented": page(),
    }


if __name__ == "__main__":
    root = Path(sys.argv[1])
    os.environ["PARKAREAL_DATA"] = str(root)
    sys.stdout.write(json.dumps(told(root, Path(sys.argv[2]), sys.argv[3]), default=str))
