"""Layers that are taken away widen the range at most: the units tile the same ground, and the true rate stays inside."""

import numpy as np
import pytest

from tests.exam.delivery import LAYERS, Delivery
from tests.exam.measure import COUNTED
from tests.exam.park import make_park
from tests.exam.sitting import sit

_DRAWN = 30
_AT_ONCE = (frozenset({"land_resource", "roads", "plots"}), frozenset({"buildings", "parcels", "land_cover"}))


@pytest.mark.parametrize("without", _AT_ONCE, ids=lambda one: "+".join(sorted(one)))
def test_less_is_known_and_nothing_else(without: frozenset[str]) -> None:
    _check(3, Delivery(without))


@pytest.mark.soak
@pytest.mark.parametrize("seed", [2, 5])
@pytest.mark.parametrize("layer", LAYERS)
def test_each_layer_left_out_is_less_known_and_nothing_else(layer: str, seed: int) -> None:
    _check(seed, Delivery(frozenset({layer})))


@pytest.mark.soak
@pytest.mark.parametrize("draw", range(_DRAWN))
def test_any_layers_left_out_are_less_known_and_nothing_else(draw: int) -> None:
    rng = np.random.default_rng([14, draw])
    without = frozenset(str(one) for one in rng.choice(LAYERS, int(rng.integers(1, len(LAYERS))), replace=False))
    _check(1 + draw % 10, Delivery(without, owners=bool(draw % 2), extents=bool(draw % 3)))


def _check(seed: int, what: Delivery) -> None:
    sitting = sit(seed, what)
    whole_m2 = make_park(seed).ground.outline.area
    assert sitting.ground["area_m2"].sum() == pytest.approx(whole_m2, rel=5e-3)  # true areas and planar ones differ by the projection
    assert sitting.units["class"].isin(COUNTED).any() == ("zoning" not in what.without)
    assert sitting.mark.in_range
