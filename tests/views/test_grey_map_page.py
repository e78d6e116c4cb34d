"""What the page Fremdrift draws of the national map of grey land: the same figures in the picture, the tables and the list."""

import pandas as pd
import pytest

from actions.progress.grey_map import Beside
from landuse.progress.grey_map import AMOUNTS
from landuse.rules import table
from landuse.words import messages
from layers import looks
from views.charts.stacked import stacked
from views.fremdrift import grey_map

_PARTS = pd.DataFrame(
    [[20_000, 100_000, 23_000, 0, 10], [3_000, 52_000, 19_000, 39_000, 0], [0, 20_000, 23_000, 0, 0]],
    index=["building_stock", "used", "vacant_zoned"],
    columns=list(AMOUNTS),
)


def _beside(*units: tuple) -> Beside:
    """Units (unit_id, side, reason, class, area_m2, told_m2)."""
    frame = pd.DataFrame([row[1:] for row in units], columns=["side", "reason", "class", "area_m2", "told_m2"])
    frame.index = pd.MultiIndex.from_tuples([("prove", row[0]) for row in units], names=["park_id", "unit_id"])
    return Beside("2025-11-24", _PARTS, frame, ("prove",))


_FOUND = _beside(
    ("a", "vacant_grey", "record", "vacant_zoned", 20_000, 17_000),
    ("b", "vacant_grey", "prepared", "vacant_zoned", 2_000, 1_900),
    ("c", "not_told", "unstated", "used", 1_000, 0),
)


@pytest.mark.parametrize("lang", messages.LANGS)
@pytest.mark.parametrize("width", [860, 356])
def test_the_picture_has_each_kind_with_its_pattern_and_each_class_with_its_sum(lang: str, width: int) -> None:
    drawn = stacked(width, grey_map._bars(_FOUND, lang), grey_map._kinds(lang), "x", True, lang)
    for kind in ("building", "grey", "green", "unstated"):
        assert f'id="{kind}-{width}"' in drawn
    assert drawn.count(f"url(#green-{width})") == 4  # three bars and the key
    assert {"nb": "143,0", "en": "143.0"}[lang] in drawn and messages.text(lang, "views.example.mark") in drawn


def test_what_reads_as_nought_is_no_column() -> None:
    made = grey_map._parts(_FOUND, "nb")
    assert len(made.head) == 6 and made.rows[2][1] == "–"
    assert made.foot[1] == "23,0" and made.foot[-1] == "299,0"


def test_each_side_is_the_sum_of_its_reasons_and_what_is_not_told_comes_last() -> None:
    rows = grey_map._differences(_FOUND, "nb").rows
    space = "\N{NO-BREAK SPACE}"
    assert [row[0] for row in rows if not row[0].startswith("– ")] == [
        messages.text("nb", f"grey_map.side.{side}") for side in ("in_use_green", "vacant_grey", "not_told")
    ]
    assert rows[0][1:] == ("0", "–", "–") and rows[1][1:] == ("2", f"22,0{space}daa", f"18,9{space}daa")
    assert [row[1:] for row in rows[2:4]] == [("1", f"20,0{space}daa", f"17,0{space}daa"), ("1", f"2,0{space}daa", f"1,9{space}daa")]
    assert rows[-1][1:] == ("1", f"1,0{space}daa", "–")


def test_map_and_picture_have_one_look_for_each_share() -> None:
    codes = looks.look("grey_land").codes
    assert {kind.name for kind in grey_map._kinds("nb")} == {*codes, "not_mapped"}
    assert len({style["pattern"] for style in codes.values()}) == len(codes)
    assert {row["side"] for row in table("grey_map")["reason"]} == {row["id"] for row in table("grey_map")["side"]}
