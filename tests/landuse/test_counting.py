"""Counts in sentences: one is told as one, in both languages, whether it comes as a number or as it is written."""

import pytest

from landuse.words import messages

COUNTED = {"plots": 1, "buildings": 0, "published": "1", "sets_seen": 12}


@pytest.mark.parametrize(
    ("lang", "key", "values", "said"),
    [
        ("nb", "first.case.alternatives", {"count": 1}, "Hvorfor er ikke dette alternativet valgt?"),
        ("nb", "first.case.alternatives", {"count": 3}, "Hvorfor er ikke disse 3 alternativene valgt?"),
        ("en", "first.case.alternatives", {"count": 1}, "Why was this alternative not chosen?"),
        ("en", "case.answer.vacant_can", {"shown": 5, "fits": 1}, "Yes. Of the 5 alternatives shown, 1 meets every need that was stated."),
        ("en", "case.answer.vacant_can", {"shown": 1, "fits": 1}, "Yes. Of the one alternative shown, 1 meets every need that was stated."),
        ("nb", "plots.confirm.units", {"count": "1"}, "1 flate"),
        ("en", "plots.confirm.units", {"count": "21"}, "21 units"),
    ],
)
def test_one_is_told_as_one(lang: str, key: str, values: dict, said: str) -> None:
    assert messages.text(lang, key, **values) == said


def test_every_count_of_a_sentence_is_told_by_its_own_number() -> None:
    told = messages.text("nb", "first.counted", shown=1, **COUNTED)
    assert told.startswith("Undersøkt: 1 ledig tomt og 0 ledige bygg i parken, 1 publisert tomt i andre parker")
    assert told.endswith("(12 kombinasjoner). Det beste vises.")
