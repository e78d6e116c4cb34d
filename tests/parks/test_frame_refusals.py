"""A frame that is not as its schema says is refused by its column and its row, in one sentence."""

import pandas as pd
import pytest

from landuse.units import schema
from landuse.words.errors import LanduseError

_FACTS = {"unit_id": "A", "layer_id": "flood", "code": "20", "overlap_m2": 1.0, "overlap_pct": 5.0, "status": "HIT"}


@pytest.mark.parametrize(
    ("column", "value", "found"), [("overlap_m2", -2.0, "-2.0"), ("overlap_m2", "much", "much"), ("status", "PERHAPS", "PERHAPS")]
)
def test_a_value_that_is_wrong_is_named_by_its_column_and_row(column: str, value: object, found: str) -> None:
    rows = pd.DataFrame([_FACTS, _FACTS | {column: value}], index=["first", "second"])
    with pytest.raises(LanduseError) as refused:
        schema.check(rows, schema.FACTS, "facts")
    told = refused.value.values
    assert (refused.value.code, told["column"], told["row"], told["found"]) == ("frame_broken", column, "second", found)
    assert "facts" in refused.value.text("nb") and "{" not in refused.value.text("en")


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(LanduseError) as refused:
        schema.check(pd.DataFrame([_FACTS]).drop(columns="code"), schema.FACTS, "facts")
    assert (refused.value.code, refused.value.values["column"]) == ("frame_column_missing", "code")


def test_a_frame_that_is_right_passes() -> None:
    assert schema.check(pd.DataFrame([_FACTS]), schema.FACTS, "facts")["overlap_m2"].tolist() == [1.0]
