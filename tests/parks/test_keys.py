"""Keys that look alike are alike."""

import unicodedata

import pytest

from parks.keys import plain_key

WRITTEN = ["Å-1", unicodedata.normalize("NFD", "Å-1"), "Å\u20111", "Å\u22121", " Å-1\u00a0", "\ufeffÅ-\u200b1", "Å\u00ad-1"]


@pytest.mark.parametrize("written", WRITTEN)
def test_one_key_however_it_is_written(written):
    assert plain_key(written) == "Å-1"


@pytest.mark.parametrize(("one", "other"), [("A-1", "A1"), ("A 1", "A1"), ("a1", "A1"), ("A_1", "A-1")])
def test_what_is_seen_to_differ_differs(one, other):
    assert plain_key(one) != plain_key(other)
