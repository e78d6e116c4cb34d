"""A service's answer in pages: each says that it is one of more, and all of them together do not."""

from pathlib import Path

import pytest

from door.answers import Asked
from door.intake import Intake, take_in
from door.open import guarded_copy
from door.sources.pages import together
from parks.park import Park
from tests.corpus.case import degrees, feature, geojson


def page(folder: Path, number: int, park: Park, matched: int) -> Intake:
    row = feature(degrees(number), teigid=str(number), gardsnummer=140, bruksnummer=number + 1, kommunenummer="5038")
    path = geojson(folder / f"teig_{number}.geojson", [row], numberMatched=matched, numberReturned=1)
    with guarded_copy(path) as file:
        return take_in(file, park, Asked("parcels"))


@pytest.mark.parametrize(("matched", "told"), [(2, []), (3, [(2, 3)])])
def test_what_is_missing_is_told_of_all_pages_together(tmp_path, make_park, matched, told):
    park = make_park()
    parts = [page(tmp_path, number, park, matched) for number in (0, 1)]
    for part in parts:
        assert [(one.before, one.after) for one in part.findings if one.issue == "done_page_of_more"] == [(1, matched)]
    whole = together(parts)
    assert [(one.before, one.after) for one in whole.findings if one.issue == "done_page_of_more"] == told
