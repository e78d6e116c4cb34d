"""Each fixture of the plan validation breaks the rule in its name, or keeps it; nothing else is made up."""

from pathlib import Path

import pytest

from actions.imports.check import checked
from actions.imports.report_words import check_text
from door.answers import NOTHING
from door.gml.rules import FAIL, NONE_ASKED, PASS, rules, rules_asked
from door.open import guarded_copy

GML = Path(__file__).parent.parent / "fixtures" / "gml"
FILES = sorted(GML.glob("*.gml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_fixture_passes_or_fails_its_own_rule(path: Path) -> None:
    rule = ".".join(path.stem.split("-")[0].split(".")[:3])
    with guarded_copy(path) as file:
        asked = rules_asked(file)
    assert asked.results[rule] == (PASS if "pass" in path.stem else FAIL)
    assert any(found.rule == rule for found in asked.breaks) is ("fail" in path.stem)
    assert all(found.rule in rules() and found.found for found in asked.breaks)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_report_names_the_rule_though_the_file_is_not_taken(path: Path) -> None:
    """The fixtures' coordinates lie outside Norway; the rules are told all the same."""
    rule = ".".join(path.stem.split("-")[0].split(".")[:3])
    told = checked(path, None, NOTHING, "en")
    assert next(row["result"] for row in told["rules"] if row["rule"] == rule) == ("pass" if "pass" in path.stem else "fail")
    broken = [row for row in told["findings"] if row["issue"] == "rule_broken" and row["before"] == rule]
    assert bool(broken) is ("fail" in path.stem)
    assert rule in check_text([told], "nb")


def test_there_is_a_fixture_for_each_named_rule() -> None:
    named = {".".join(path.stem.split("-")[0].split(".")[:3]) for path in FILES}
    assert named == {
        "gml.avgr.1",
        "gml.bue.1",
        "gml.epsg.1",
        "gml.epsg.2",
        "gml.flate.1",
        "gml.flate.2",
        "gml.flate.4",
        "gml.gmlid.1",
        "gml.kurve.1",
        "gml.xlink.1",
    }
    assert named <= set(rules())


def test_other_formats_are_not_asked() -> None:
    with guarded_copy(GML.parent / "n50_kristiansand.zip") as file:
        assert rules_asked(file) == NONE_ASKED
