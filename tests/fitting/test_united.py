"""A union of areas can always be cut with, and every union in the rooms that reason goes through the one that can."""

import ast
import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from landuse.measure.united import united
from landuse.units.propose import idle_rest
from tests.squares import rect

_ROOT = Path(__file__).parent.parent.parent
_OWN_WAY = {  # why these do not go through `united`
    "landuse/measure/united.py": "it is the one",
    "landuse/units/cut.py": "nodes lines, on a grid",
    "landuse/quality/gaps.py": "nodes lines, on a grid",
    "landuse/vacant_first/footprint.py": "given in any CRS, degrees too; what is not valid is refused",
    "actions/imports/set_up_park.py": "drawn in degrees; the import says what is wrong",
}


def _kept() -> tuple[shapely.Polygon, np.ndarray]:
    """A unit of an example park and the eight outlines that used it, of which GEOS made a shape with nested shells."""
    told = json.loads((_ROOT / "tests" / "fixtures" / "nearly_coincident.json").read_text(encoding="utf-8"))
    return shapely.from_wkb(told["ground"]), shapely.from_wkb(np.array(told["used"], dtype=object))


def test_borders_that_nearly_coincide_are_united_to_a_valid_shape() -> None:
    ground, used = _kept()
    assert shapely.is_valid(used).all() and shapely.is_valid(united(used))
    apart = shapely.union_all(shapely.set_precision(used, 0.001))  # by another way
    assert united(used).area == pytest.approx(apart.area, abs=0.5)
    idle = idle_rest(ground, united(used))
    assert sum(part.area for part in idle) <= ground.area - shapely.area(shapely.intersection(ground, apart)) + 0.5


def test_what_is_valid_is_left_to_the_last_bit() -> None:
    shapes = np.array([rect(0, 0, 10.123456789), rect(5.1, 5.2, 10.3), rect(100, 100)])
    assert shapely.equals_exact(united(shapes), shapely.union_all(shapes), tolerance=0)
    assert united([]).is_empty


@pytest.mark.parametrize("room", ["landuse", "actions"])
def test_every_union_of_areas_can_be_cut_with(room: str) -> None:
    found = set()
    for path in (_ROOT / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("shapely.union_all", "shapely.union", "shapely.unary_union"):
                found.add(path.relative_to(_ROOT).as_posix())
    allowed = {path for path in _OWN_WAY if path.startswith(f"{room}/")}
    assert found == allowed
