"""On what terms layers may be used is said in the reader's language, wherever a paper or a page names its sources."""

import re
from datetime import date

import pytest

from actions import about
from actions.exports import common
from actions.progress import council_sheet
from actions.units.explain import _source
from actions.vacant_first.words import rests_on_words
from landuse.words import messages
from layers.registry import all_layers
from parks.park import Park, licence_words

_FKB = "FKB: restricted to Geovekst parties, derived data not for publication"
_TERMS = re.compile(r"(NLOD 2\.0|CC BY 4\.0)")  # the same in any language


@pytest.fixture
def park(tmp_path) -> Park:
    """A park of one's own with roads under a licence that the tool has words for."""
    layers = {"roads": {"source": "Kommunen", "licence": _FKB, "dated": date(2026, 1, 1)}, "records": {"source": "Parken"}}
    return Park("prove", "Prøve", ["5038"], 25832, (63.8, 11.4), tmp_path, layers=layers)


def test_every_licence_that_a_layer_declares_has_words_in_both_languages() -> None:
    said = {layer.licence for layer in all_layers().values()} - {""}
    assert {one for one in said if not _TERMS.fullmatch(one) and not messages.has(f"licence.{one}")} == set()
    for one in said:
        nb, en = (licence_words({"licence": one}, lang) for lang in ("nb", "en"))
        assert nb != en or _TERMS.fullmatch(one), one


def test_every_place_that_names_a_licence_has_it_in_the_language(park: Park) -> None:
    in_nb, in_en = (licence_words({"licence": _FKB}, lang) for lang in ("nb", "en"))
    for lang, own, other in (("nb", in_nb, in_en), ("en", in_en, in_nb)):
        told = [
            common.sources_text(park, ["roads"], lang),
            str(_source(park, "roads", lang)["licence"]),
            str(rests_on_words({"layer_id": "roads"} | park.layers["roads"], lang)["licence"]),
            *(use.licence for use in about.layer_uses([park], lang) if use.licence != "–"),
        ]
        assert all(own in text and other not in text for text in told), told


def test_the_councils_sheet_says_when_it_rests_on_what_may_not_be_passed_on(park: Park) -> None:
    (told,) = council_sheet._closed(park, ["roads", "records", "buildings"], "nb")
    assert all(all_layers()[name].title("nb") in told for name in ("roads", "records"))
    assert all_layers()["buildings"].title("nb") not in told  # the park has none
    open_park = Park(park.id, park.name, [], 25832, park.place, park.folder, layers={"roads": {"shareable": True}})
    assert council_sheet._closed(open_park, ["roads"], "nb") == []
