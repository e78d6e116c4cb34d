"""Each fixture of the plan validation breaks the rule in its name, or keeps it; nothing else is made up."""

from pathlib import Path

import pytest

from layers._door import guarded_copy
from layers._gml_rules import FAIL, NOT_ASKED, PASS, rule_breaks, rule_results, rules

GML = Path(__file__).parent.parent / "fixtures" / "gml"
FILES = sorted(GML.glob("*.gml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_fixture_passes_or_fails_its_own_rule(path: Path) -> None:
    rule = ".".join(path.stem.split("-")[0].split(".")[:3])
    with guarded_copy(path) as file:
        results, breaks = rule_results(file), rule_breaks(file)
    assert results[rule] == (PASS if "pass" in path.stem else FAIL)
    assert any(found.rule == rule for found in breaks) is ("fail" in path.stem)
    assert all(found.rule in rules() and found.found for found in breaks)


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
        assert set(rule_results(file).values()) == {NOT_ASKED} and rule_breaks(file) == ()
