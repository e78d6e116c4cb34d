"""Sentences as pages say them: the fields of the form instead of the command line's options, which keeps its own."""

import re

import pytest

from actions.imports.answers import QUESTIONS
from landuse.quality.findings import issue_types
from landuse.words import messages
from landuse.words.errors import LanduseError
from views.parts import error_words

_FIELDS = ("import.layer", "import.crs", "import.swap", "import.year", "import.source")
_OF_BASELINES = (
    *("baseline_unsigned", "baseline_frozen", "baseline_not_frozen", "baseline_lost", "baseline_not_lost"),
    *("restatement_none", "restatement_changed"),
)
_COMMANDS_ONLY = {  # of the commands overlay, restore, new-park, import and remove, and the form of their arguments
    *("by_unknown", "cluster_missing", "scheduler_unreachable", "worker_lost", "nothing_asked", "source_column", "tile_size"),
    *("units_named_twice", "constant_unreadable", "map_unreadable", "new_park_needs", "source_both", "source_which", "register_not_empty"),
}
_QUOTED = re.compile("[«“]([^{}»”]*)[»”]")


def _names(key: str) -> list[str]:
    return re.findall(r"{(\w+)", messages.catalogue("nb")[key])


@pytest.mark.parametrize("lang", messages.LANGS)
@pytest.mark.parametrize("code", sorted({*QUESTIONS, "layer_is_table"}))
def test_what_a_page_can_ask_is_said_by_its_fields(code: str, lang: str) -> None:
    error = LanduseError(code, **dict.fromkeys(_names(f"error.{code}"), "x"))
    said = error_words.sentence(error, lang)
    assert " --" not in said
    names = {messages.text(lang, key) for key in _FIELDS} | {"Hvilken kolonne er …?", "Which column is …?", "x"}
    assert set(_QUOTED.findall(said)) <= names


@pytest.mark.parametrize("lang", messages.LANGS)
@pytest.mark.parametrize("issue", sorted(issue_types()))
def test_what_a_page_says_to_do_about_a_finding_has_no_options_in_it(issue: str, lang: str) -> None:
    told = messages.text(lang, f"remedy.{issue}", **dict.fromkeys(_names(f"remedy.{issue}"), "x"))
    assert "--" not in error_words.remedy({"issue": issue, f"remedy_{lang}": told}, lang)


@pytest.mark.parametrize("lang", messages.LANGS)
def test_no_refusal_that_reaches_a_page_has_options_in_it(lang: str) -> None:
    """Every sentence with an option in it has one for pages, or is of what no page can ask for."""
    optioned = {key for key, said in messages.catalogue(lang).items() if key.startswith("error.") and re.search(r"(^|[ (])--[a-z]", said)}
    bare = {key.removeprefix("error.") for key in optioned if not messages.has(key.replace("error.", "error.on_page.", 1))}
    assert bare == _COMMANDS_ONLY


@pytest.mark.parametrize("lang", messages.LANGS)
@pytest.mark.parametrize("code", _OF_BASELINES)
def test_a_page_says_what_to_do_about_a_baseline_without_commands_and_ids(code: str, lang: str) -> None:
    named = dict.fromkeys(_names(f"error.{code}"), "verdal")
    said = error_words.sentence(LanduseError(code, **(named | {"by": "Kari", "day": "1. mars"} if "day" in named else named)), lang)
    assert not {"verdal", "freeze verdal", "restatements verdal"} & {said, *re.split(r"[:.,]? ", said)} and "--" not in said


def test_the_command_line_keeps_its_options() -> None:
    error = LanduseError("file_axes_swapped", file="t.gml", place="Verdal", epsg=25832)
    assert error.text("nb").endswith("--swap-axes --as-crs 25832.")
    assert "Kryss av for «Nord står før øst i filen», velg EPSG:25832 under «Koordinatsystem»" in error_words.sentence(error, "nb")
