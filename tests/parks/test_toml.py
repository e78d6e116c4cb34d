"""What a program writes into a park's settings leaves what a person wrote beside them."""

import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landuse.words.foreign import for_xml
from parks.toml import toml

_KEYS = st.sampled_from(["id", "name", "layers", "sources", "a b", "æ.ø", "x"])
_PLAIN = st.one_of(
    st.booleans(), st.integers(-(10**12), 10**12), st.floats(allow_nan=False, allow_infinity=False), st.dates(), st.text(max_size=12)
)
_VALUES = st.one_of(_PLAIN, st.lists(_PLAIN, max_size=3))
_TABLES = st.recursive(
    st.dictionaries(_KEYS, _VALUES, max_size=4),
    lambda inner: st.dictionaries(_KEYS, st.one_of(_VALUES, inner, st.lists(inner, min_size=1, max_size=3)), max_size=4),
    max_leaves=12,
)
_BY_HAND = """# Verdal, spurt Kari 4/6 før du endrer
id = "verdal"   # aldri endre
name = 'Verdal'

[layers.zoning] # fra kommunen
source = "planregisteret"
dated = 2024-05-06

# vedtatt i styret
[adopted]
by = "styret"

[layers.parcels]
source = "Kartverket"

[[layers.parcels.sources]]
file = "a.gml" # den første
[[layers.parcels.sources]]
file = "b.gml"
"""


@given(_TABLES)
def test_what_is_written_reads_as_it_was_said(settings: dict[str, Any]) -> None:
    assert tomllib.loads(toml(settings)) == _legal(settings)


@given(_TABLES, _TABLES)
def test_whatever_stood_there_what_is_said_now_is_what_it_says(before: dict[str, Any], settings: dict[str, Any]) -> None:
    assert tomllib.loads(toml(settings, toml(before))) == _legal(settings)


@given(_TABLES)
def test_nothing_new_changes_no_letter(settings: dict[str, Any]) -> None:
    text = toml(settings)
    assert toml(_legal(settings), text) == text


def test_tables_that_a_person_scattered_keep_their_place_and_their_comments() -> None:
    assert toml(tomllib.loads(_BY_HAND), _BY_HAND) == _BY_HAND


@pytest.mark.parametrize(
    "change",
    [
        {"name": 'Verdal "nord"'},
        {"version": 3},
        {"layers": {"zoning": {"source": "ny", "dated": date(2025, 1, 1)}}},
        {"layers": {"zoning": {"source": "planregisteret", "dated": date(2024, 5, 6)}, "roads": {"source": "NVDB"}}},
        {"layers": {"parcels": {"sources": [{"file": "a.gml"}, {"file": "c.gml"}, {"file": "d.gml"}]}}},
        {"layers": {"parcels": {"sources": [{"file": "a.gml"}]}}},
        {"adopted": {"by": "årsmøtet"}},
        {"adopted": None},
    ],
    ids=lambda change: "-".join(change),
)
def test_comments_of_a_person_outlive_a_change_beside_them(change: dict[str, Any]) -> None:
    settings = {**tomllib.loads(_BY_HAND), **change}
    text = toml(settings, _BY_HAND)
    assert tomllib.loads(text) == _legal(settings)
    assert "# Verdal, spurt Kari 4/6 før du endrer" in text
    assert "# aldri endre" in text


def _legal(value: Any) -> Any:
    """The value as it may be read back: what is None is not said, letters that no file may hold are replaced."""
    if isinstance(value, dict):
        return {key: _legal(part) for key, part in value.items() if part is not None}
    if isinstance(value, list):
        return [_legal(part) for part in value]
    return for_xml(value) if isinstance(value, str) else value
