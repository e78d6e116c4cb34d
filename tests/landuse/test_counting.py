"""Counts in sentences: one is told as one, in both languages, whether it comes as a number or as it is written."""

import re

import pytest

from landuse.words import messages

_TOLD = re.compile(r"\{(\w+):[^|}]*\|# ([^}]*)\}")
_BARE = re.compile(r"\{(\w+)\}[ \N{NO-BREAK SPACE}]+(\w+)")
_ONE_OR_MANY = {  # after a count: the same for one and for many, or no thing that is counted
    "nb": {"av", "i", "til", "største", "siste", "alternativ", "navn", "publisert", "svar"},
    "en": {"of", "in", "more", "largest", "published"},
}
COUNTED = {"plots": 1, "buildings": 0, "published": "1", "sets_seen": 12}


@pytest.mark.parametrize(
    ("lang", "key", "values", "said"),
    [
        ("nb", "first.case.alternatives", {"count": 1}, "Hvorfor er ikke dette alternativet valgt?"),
        ("nb", "first.case.alternatives", {"count": 3}, "Hvorfor er ikke disse 3 alternativene valgt?"),
        ("en", "first.case.alternatives", {"count": 1}, "Why was this alternative not chosen?"),
        ("en", "case.answer.vacant_can", {"shown": 5, "fits": 1}, "Yes. Of the 5 alternatives shown, 1 meets every need that was stated."),
        ("en", "case.answer.vacant_can", {"shown": 1, "fits": 1}, "Yes. Of the one alternative shown, 1 meets every need that was stated."),
        ("nb", "plots.confirm.units", {"count": "1"}, "1 arealenhet"),
        ("en", "plots.confirm.units", {"count": "21"}, "21 units"),
    ],
)
def test_one_is_told_as_one(lang: str, key: str, values: dict, said: str) -> None:
    assert messages.text(lang, key, **values) == said


def test_every_count_of_a_sentence_is_told_by_its_own_number() -> None:
    told = messages.text("nb", "first.counted", shown=1, **COUNTED)
    assert told.startswith("Undersøkt: 1 ledig tomt og 0 ledige bygg i parken, 1 publisert tomt i andre parker")
    assert told.endswith("(12 kombinasjoner). Det beste vises.")


@pytest.mark.parametrize("lang", messages.LANGS)
def test_no_count_stands_before_a_word_for_many_alone(lang: str) -> None:
    """A word that is told by its number somewhere is so everywhere, and what stands after a count is told by its number."""
    told = [pair for sentence in messages.catalogue(lang).values() for pair in _TOLD.findall(sentence)]
    names = {name for name, _ in told}
    many = {many.split()[0] for _, many in told if many.split()[0].endswith("er" if lang == "nb" else "s")}
    assert {"rader", "parker"} <= many or {"rows", "parks"} <= many
    loose = [
        f"{key}: {{{name}}} {word}"
        for key, sentence in messages.catalogue(lang).items()
        for name, word in _BARE.findall(sentence)
        if (name in names and word in many) or (name == "count" and word not in _ONE_OR_MANY[lang])
    ]
    assert loose == []


@pytest.mark.parametrize("lang", messages.LANGS)
def test_every_sentence_with_a_count_reads_for_one_and_for_many(lang: str) -> None:
    for key, sentence in messages.catalogue(lang).items():
        names = {name for name, _ in _TOLD.findall(sentence)}
        for count in (1, 7) if names else ():  # each form is taken
            values = dict.fromkeys(re.findall(r"\{(\w+)", sentence), "x") | dict.fromkeys(names, count)
            said = messages.text(lang, key, **values)
            assert not set("{}|#") & set(said), key
            assert count == 1 or "7" in said, key
