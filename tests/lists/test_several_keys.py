"""Several keys in one cell are told from one key with signs in it; a number that they share is not told of each."""

import pytest

from door.lists.several_keys import several
from door.lists.statements import Said, unpivoted


@pytest.mark.parametrize(
    ("about", "cell", "keys"),
    [
        ("parcel", "12/3, 12/4 og 15", ["12/3", "12/4", "12/15"]),
        ("parcel", "5038-12/3; 13/1 & 2", ["5038-12/3", "5038-13/1", "5038-13/2"]),
        ("parcel", "gnr/bnr 12/3\n12/4", ["12/3", "12/4"]),
        ("parcel", "12/3 12/4", ["12/3", "12/4"]),
        ("parcel", "12/3/0/5,12/3/0/6", ["12/3/0/5", "12/3/0/6"]),
        ("parcel", "gnr. 12, bnr. 3", ["gnr. 12, bnr. 3"]),
        ("parcel", "5038, 12/3", ["5038, 12/3"]),
        ("parcel", "12/3 og deler av 12/4", ["12/3 og deler av 12/4"]),
        ("parcel", "12/3-5", ["12/3-5"]),
        ("building", "300123456, 300123457", ["300123456", "300123457"]),
        ("building", "300 123 456", ["300 123 456"]),
        ("plot", "T1, T2 og 3", ["T1", "T2", "T3"]),
        ("plot", "Tomtene 143 og 144", ["Tomt 143", "Tomt 144"]),
        ("plot", "1,5", ["1,5"]),
        ("plot", "Kai og lager", ["Kai og lager"]),
        ("plot", "BN1 og BN2", ["BN1 og BN2"]),
    ],
)
def test_a_cell_of_keys(about: str, cell: str, keys: list[str]) -> None:
    assert several(about, cell, frozenset({"BN1 og BN2"})) == keys


def test_what_is_said_is_said_of_each_and_a_number_of_all_together() -> None:
    found = unpivoted({"Tomt": ["T1, T2"], "Status": ["utleid"], "Ansatte": ["40"]}, 1, Said())
    rows = list(zip(found.records["about"], found.records["kind"], found.records["value"], strict=True))
    assert rows == [("T1", "lease", "utleid"), ("T2", "lease", "utleid"), ("T1, T2", "jobs", "40")]
    assert found.places == [0, 0, 0] and ["keys_split", "T1, T2", 1] in found.done
