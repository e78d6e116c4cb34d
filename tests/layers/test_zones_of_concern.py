"""Zones of concern by number and by official word, of both laws: each is named, and none that is new forbids anything."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from door.columns import code_words, concerns
from door.tables import Table
from landuse.plans.restrictions import CLARIFY, code_of, effect_of
from landuse.words import codelists
from layers.registry import layer
from layers.restrictions import known_kind

OLDER = [  # number, word, object type
    ("510", "Høyspenningsanlegg", "RbFareOmråde"), ("540", "Rasfare", "RbFareOmråde"), ("550", "Flomfare", "RbFareOmråde"),
    ("640", "Frisiktsone", "RbRestriksjonOmråde"), ("641", "Restriksjonsområde flyplass", "RbRestriksjonOmråde"),
    ("661", "Bevaring av bygninger", "RbBevaringOmråde"), ("663", "Bevaring av landskap og vegetasjon", "RbBevaringOmråde"),
]  # fmt: skip
INFRASTRUCTURE = [
    ("410", "Krav vedrørende infrastruktur"), ("430", "Rekkefølgekrav infrastruktur"), ("440", "Rekkefølgekrav samfunnservice"),
    ("450", "Rekkefølgekrav grønnstruktur"),
]  # fmt: skip


def _kind(table: str, column: str, value: str) -> str:
    plain = pd.DataFrame({column: [value]})
    read = concerns.with_kinds(Table(table, plain, None, 1, True, pd.Series([False])))
    theirs = {"kind": next(name for name in (concerns._TOGETHER, column) if name in read.plain)}
    raw, _ = code_words.as_codes(pd.DataFrame({"kind": read.plain[theirs["kind"]]}), layer("restrictions"), theirs)
    return str(raw["kind"].iloc[0])


@pytest.mark.parametrize(("number", "word", "table"), OLDER)
def test_a_zone_of_the_law_of_1985_is_named_by_number_and_by_word(number, word, table):
    for value in (number, word, word.upper()):
        kind = _kind(table, "reguleringsformål", value)
        assert (kind, effect_of(kind)) == (f"RB{number}", CLARIFY)
    assert word in (codelists.label("restriction_kind", f"RB{number}", "nb") or "")


@pytest.mark.parametrize(("number", "word"), INFRASTRUCTURE)
def test_demands_on_infrastructure_are_named(number, word):
    assert {code_of(_kind("RpInfrastrukturSone", "infrastruktur", value)) for value in (number, f"H{number}", word)} == {number}
    assert effect_of(number) == CLARIFY


def test_the_same_number_of_the_two_laws_is_two_things():
    assert _kind("RbFareOmråde", "reguleringsformål", "510") == "RB510" and _kind("RpAngittHensynSone", "angittHensyn", "510") == "510"
    assert _kind("RbFareOmråde", "reguleringsformål", "Flomfare") == "RB550" and _kind("RpFareSone", "fare", "Flomfare") == "320"


def test_what_no_list_has_is_kept_and_named_as_unknown():
    kinds = [_kind("RbFareOmråde", "reguleringsformål", value) for value in ("599", "Romfart")]
    rows = gpd.GeoDataFrame({"kind": [*kinds, "RB640", "H450"]}, geometry=[shapely.Point(0, 0)] * 4, crs=25832)
    assert kinds == ["RB599", "RBRomfart"] and known_kind(rows).tolist() == [False, False, True, True]


def test_attributes_of_which_one_cannot_be_counted_apart_are_joined_without_a_count() -> None:
    """A geodatabase's values are counted by nothing but its reader."""
    plain = pd.DataFrame({"fare": ["310", None], "støy": [None, "220"]})
    table = Table("hensyn", plain, None, 2, True, pd.Series([False, False]), values={"fare": (None, 1), "støy": (1, 1)})
    assert concerns.with_kinds(table).values == {concerns._TOGETHER: (None, 2)}
