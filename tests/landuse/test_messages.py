"""Every word in both languages: the same keys, the same values, and a sentence for every error and rule."""

import ast
import string
from pathlib import Path

import pytest

from landuse.rules import table
from landuse.units import offerable
from landuse.units.schema import NATURE_KINDS, Confidence, LandClass, Status
from landuse.words import codelists, messages, numbers
from landuse.words.errors import LanduseError
from tests.imports import ROOT, files

_NEVER_TOLD = {("buildings_in_doubt", ">=")}  # nobody is told that a building in doubt would make doubt
_NEVER_TOLD |= {(fact, operator) for fact in ("technical_buildings", "dwellings") for operator in (">=", "<")}


def _named(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def _sources() -> list[Path]:
    return [ROOT / path for path in files()]


def _calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]


def _raised() -> list[tuple[str, str, frozenset[str] | None]]:
    """Where a LanduseError is made, its code, and the values it is given (None: not all written out)."""
    found = []
    for path in _sources():
        for call in _calls(path):
            name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", None)
            if name == "LanduseError" and call.args and isinstance(call.args[0], ast.Constant):
                open_ended = any(keyword.arg is None for keyword in call.keywords)
                given = None if open_ended else frozenset(keyword.arg for keyword in call.keywords)
                found.append((f"{path.relative_to(ROOT)}:{call.lineno}", call.args[0].value, given))
    return found


def test_both_languages_have_the_same_keys() -> None:
    assert set(messages.catalogue("nb")) == set(messages.catalogue("en"))


def test_no_sentence_is_empty_and_all_can_be_filled_in() -> None:
    for lang in messages.LANGS:
        for key, sentence in messages.catalogue(lang).items():
            assert sentence.strip(), key
            assert all(name.isidentifier() for name in _named(sentence)), key


@pytest.mark.parametrize("key", sorted(messages.catalogue("nb")))
def test_both_languages_name_the_same_values(key: str) -> None:
    assert _named(messages.catalogue("nb")[key]) == _named(messages.catalogue("en")[key])


def test_every_error_has_a_sentence_that_its_values_fill() -> None:
    raised = _raised()
    assert len(raised) > 20
    missing = [(where, code) for where, code, _ in raised if not messages.has(f"error.{code}")]
    assert missing == []
    wrong = [
        (where, code, sorted(_named(messages.catalogue(lang)[f"error.{code}"]) - given))
        for where, code, given in raised
        if given is not None
        for lang in messages.LANGS
        if not _named(messages.catalogue(lang)[f"error.{code}"]) <= given
    ]
    assert wrong == []


def test_every_text_asked_for_by_name_exists_and_gets_its_values() -> None:
    wrong = []
    for path in _sources():
        for call in _calls(path):
            if not (isinstance(call.func, ast.Attribute) and call.func.attr == "text" and len(call.args) == 2):
                continue
            key = call.args[1]
            if not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
                continue
            open_ended = any(keyword.arg is None for keyword in call.keywords)
            given = {keyword.arg for keyword in call.keywords}
            if not messages.has(key.value) or not (open_ended or _named(messages.catalogue("nb")[key.value]) <= given):
                wrong.append(f"{path.relative_to(ROOT)}:{call.lineno} {key.value}")
    assert wrong == []


def _wanted_keys() -> list[str]:
    rules = table("classes")
    keys = [f"class.{name}" for name in LandClass] + [f"confidence.{name}" for name in Confidence]
    keys += [f"nature.{kind}" for kind in NATURE_KINDS] + [f"answer.{status}" for status in Status]
    keys += [f"rule.{item['id']}" for item in rules["rule"]] + [f"contradiction.{item['id']}" for item in rules["contradiction"]]
    keys += [f"explain.{item['axis']}" for item in rules["rule"] if "axis" in item]
    keys += [f"flip.{fact}.{value}" for fact, values in rules["flips"].items() for value in values]
    numeric = {fact for item in rules["rule"] for fact, operator, _ in item["when"] if operator == ">=" and fact != "unmapped_pct"}
    keys += [f"flip.{fact}.{operator}" for fact in sorted(numeric) for operator in (">=", "<") if (fact, operator) not in _NEVER_TOLD]
    keys += [f"doubt.{item['id']}" for item in table("doubts")["doubt"]]
    keys += [f"offerable.{reason}" for reason in ["yes", *offerable.reasons()]]
    return keys + [f"readiness.{step}" for step in ("avsatt", "regulert", "ferdig_regulert", "opparbeidet", "byggeklar")]


@pytest.mark.parametrize("key", _wanted_keys())
def test_everything_that_the_rules_say_has_words(key: str) -> None:
    assert messages.has(key)


def test_an_error_reads_in_both_languages() -> None:
    error = LanduseError("unknown_unit", unit="verdal-x")
    assert "verdal-x" in error.text("nb") and "verdal-x" in str(error)
    assert error.text("nb") != error.text("en")


def test_an_unknown_language_or_key_is_told() -> None:
    with pytest.raises(ValueError, match="sv"):
        messages.catalogue("sv")
    with pytest.raises(KeyError):
        messages.text("nb", "no.such.key")


def test_numbers_as_people_write_them() -> None:
    space = "\N{NO-BREAK SPACE}"
    assert numbers.daa(1_900_000, "nb") == f"1{space}900{space}daa"
    assert numbers.pct(79.444, "nb") == f"79,4{space}%"
    assert numbers.pct(79.444, "en") == "79.4%"
    assert numbers.daa(1_900_000, "en") == f"1,900{space}daa"


@pytest.mark.parametrize("name", codelists.names())
def test_code_lists_have_words_for_every_code(name: str) -> None:
    rows = codelists.table(name)
    assert (rows["label_nb"] != "").all()
    assert rows["code"].is_unique or "plan_level" in rows
    assert (rows[[column for column in rows if column in ("evidence", "source", "basis")]] != "").any(axis=1).all()


def test_unknown_codes_are_named() -> None:
    import pandas as pd

    assert codelists.unknown("ar5_arealtype", pd.Series(["30", "30", "77", None, ""])) == ["77"]
    assert codelists.label("ar5_arealtype", "77", "nb") is None
