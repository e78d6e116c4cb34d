"""Property numbers in all usual spellings, and municipality numbers that are no more."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parks import former_numbers
from parks.former_numbers import former
from parks.matrikkel import Matrikkel, parsed
from parks.municipality import all_municipalities, known_numbers

_PART = st.integers(1, 99_999)
_LEASE = st.integers(0, 999)


@pytest.mark.parametrize(
    "words",
    [
        "5037-12/34", "5037 - 12 / 34", "5037\u201312/34", "5037\u201112\u221534", "5037-0012/0034", "5037-12/34/0/0", "5037/12/34",
        "5037 12/34", "\uff15\uff10\uff13\uff17-12/34", "5037-12-34", "5037 gnr. 12 bnr. 34", "knr 5037, gnr 12, bnr 34",
        "5037\u00ad12/34", " 5037-12/34\u200b",
    ],
)  # fmt: skip
def test_a_number_with_its_municipality(words):
    assert parsed(words) == Matrikkel("5037", 12, 34)


@pytest.mark.parametrize(
    "words",
    [
        "12/34", "12 / 34", "gnr. 12 bnr. 34", "Gnr 12, Bnr 34", "g.nr. 12 b.nr. 34", "gnr/bnr 12/34", "Gnr. 12/Bnr. 34",
        "ga\u030ardsnr. 12 bruksnr. 34",
    ],
)  # fmt: skip
def test_a_number_of_the_parks_own_municipality(words):
    assert parsed(words) == Matrikkel(None, 12, 34)


@pytest.mark.parametrize("words", ["12/34/0/5", "12/34//5", "gnr 12 bnr 34 snr 5", "gnr. 12, bnr. 34, fnr. 0, snr. 5"])
def test_a_section_is_no_lease(words):
    assert parsed(words) == Matrikkel(None, 12, 34, 0, 5) and parsed(words).within == "12/34/0/5"


@pytest.mark.parametrize(
    "words", ["", "T12/3", "12.34", "12-34", "2026-03-12", "12/0", "12/34 m.fl.", "12/34, 12/35", "Alfa AS", "1/2/3/4/5"]
)
def test_what_is_no_number(words):
    assert parsed(words) is None


def test_three_numbers_begin_with_a_municipality_only_where_there_is_one():
    assert parsed("140/2/3") == Matrikkel(None, 140, 2, 3) and parsed("9999/2/3") == Matrikkel(None, 9999, 2, 3)
    assert parsed("1719/12/34") == Matrikkel("1719", 12, 34)


def plainly(words: str) -> list[int]:
    """A second implementation: the figures in their order, of a text that we made."""
    return [int(part) for part in re.findall(r"\d+", words)]


@settings(max_examples=200, deadline=None)
@given(_PART, _PART, _LEASE, _LEASE, st.sampled_from(["", " ", "\u00a0"]), st.sampled_from("/\u2215\u2044"), st.sampled_from("-\u2010"))
def test_spellings_against_plain_figures(gnr, bnr, fnr, snr, space, stroke, hyphen):
    words = f"5037{space}{hyphen}{space}{f'{space}{stroke}{space}'.join(map(str, (gnr, bnr, fnr, snr)))}"
    found = parsed(words)
    assert found is not None and [int(found.kommunenummer), found.gnr, found.bnr, found.fnr, found.snr] == plainly(words)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 999), _PART, _LEASE, _LEASE)
def test_a_number_within_its_municipality_is_read_again(gnr, bnr, fnr, snr):
    one = Matrikkel(None, gnr, bnr, fnr, snr)
    assert parsed(one.within) == one


@pytest.mark.parametrize(
    ("number", "now", "name"),
    [
        ("1719", "5037", "Levanger"), ("1721", "5038", "Verdal"), ("0605", "3305", "Ringerike"), ("0805", "4001", "Porsgrunn"),
        ("3004", "3107", "Fredrikstad"), ("3006", "3303", "Kongsberg"), ("3007", "3305", "Ringerike"), ("3806", "4001", "Porsgrunn"),
    ],
)  # fmt: skip
def test_numbers_of_the_parks(number, now, name):
    found = former(number)
    assert (found.now, found.name, found.is_same) == (now, name, True)


def test_a_municipality_that_merged_is_another():
    assert former("1263").is_same is False and former("1263").now == "4631"
    assert former("5038") is None and former("9999") is None


def test_every_number_ends_in_one_of_today():
    names, found = all_municipalities(), {number: former(number) for number in former_numbers.numbers()}
    assert len(found) > 300 and not set(found) & known_numbers()
    assert all(one.now in names and one.name == names[one.now] for one in found.values())
    alone = [one.now for number, one in found.items() if one.is_same and former(one.now) is None and number[:2] not in ("30", "38", "54")]
    assert len(alone) == len(set(alone))  # two that kept their numbers are not one
