"""The ladder is documented step by step, compensation last."""

import pytest

from landuse.vacant_first import ladder
from landuse.words import messages
from landuse.words.errors import LanduseError


def _refused(code: str, said: dict) -> LanduseError:
    with pytest.raises(LanduseError) as refused:
        ladder.checked(said)
    assert refused.value.code == code
    return refused.value


def test_what_nobody_has_said_is_open() -> None:
    empty = ladder.checked(None)
    assert list(empty) == ["avoid", "limit", "restore", "compensate", "alternatives"]
    assert ladder.open_steps(empty) == ["avoid", "limit", "restore", "compensate"]


def test_a_choice_needs_its_reason() -> None:
    error = _refused("ladder_unreasoned", {"avoid": {"choice": "not_possible", "reason": " \n "}})
    assert error.text("nb") != error.text("en")
    kept = ladder.checked({"avoid": {"choice": "not_possible", "reason": " Ingen  tomt er\nstor nok "}})
    assert kept["avoid"] == {"choice": "not_possible", "reason": "Ingen tomt er stor nok"}
    assert ladder.open_steps(kept) == ["limit", "restore", "compensate"]


def test_compensation_comes_last() -> None:
    said = {name: {"choice": "not_possible", "reason": "x"} for name in ("avoid", "limit")}
    last = {"compensate": {"choice": "planned", "reason": "Ny myr"}}
    _refused("ladder_order", said | last)
    assert ladder.open_steps(ladder.checked(said | last | {"restore": {"choice": "planned", "reason": "Anleggsbeltet"}})) == []
    assert ladder.checked({"compensate": {"choice": "not_needed", "reason": "Ingen natur"}})


def test_unknown_steps_and_choices_are_told() -> None:
    _refused("ladder_unknown", {"offset": {}})
    _refused("ladder_unknown", {"avoid": {"choice": "moved", "reason": "x"}})


def test_alternatives_that_could_do_need_a_reason_and_keep_it_whatever_their_rank() -> None:
    one = {"park_id": "p", "units": ["b", "a"], "rank_word": "fits", "rank": 1}
    may, short = one | {"units": ["c"], "rank_word": "may_fit"}, one | {"units": ["d"], "rank_word": "falls_short"}
    said = ladder.checked({"alternatives": {ladder.key_of(one): "Opsjon til 2027", "p:x": " "}})
    assert ladder.unexplained(said, [may, one | {"rank": 3, "units": ["a", "b"]}, short]) == ["p:c"]
    assert list(said["alternatives"]) == ["p:a+b"]


def test_what_moving_and_shrinking_did() -> None:
    first = {
        "footprint_m2": 60_000,
        "footprint_digest": "a",
        "taken_sums": {"footprint": {"nedbygd": {"bog": 5000, "forest": 40_000, "grey": 9}}},
    }
    last = {"footprint_m2": 50_000, "footprint_digest": "b", "taken_sums": {"footprint": {"nedbygd": {"forest": 41_000, "water": 100}}}}
    assert ladder.limited(first, last) == {"footprint_m2": 10_000, "nature_m2": 3900}
    assert ladder.limited(first, first) is None


@pytest.mark.parametrize("step", ladder.steps())
def test_every_step_and_choice_has_words(step: str) -> None:
    assert messages.has(f"ladder.{step}") and messages.has(f"ladder.{step}.about")
    assert all(messages.has(f"ladder.{step}.{choice}") for choice in ladder.steps()[step])
