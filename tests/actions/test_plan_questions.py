"""What is asked of plans: once per plan, answered once, seen in class, range, card, export and command."""

import json
from datetime import date
from pathlib import Path

import pytest

from actions.exports.export import export
from actions.plans import questions
from actions.progress.status import status
from actions.units.classify import snapshot_id
from actions.units.explain import explain
from actions.units.inventory import inventory
from actions.units.questions import largest
from commands import plans as command
from landuse.units.plans import Answer
from landuse.words.errors import LanduseError
from parks.park import Park
from tests.squares import land_resource, parcels, perimeter, plots, records, rect, zoning

_DAY = date(2024, 6, 1)  # within two years of the records
_OUTLINE = rect(0, 0, 300)


def _park(make_park: object, rest: str = "", **plan: object) -> Park:
    """Two idle plots and a let one, each of 10 daa, in an områderegulering that says nothing of a further plan."""
    about = {"geometry": _OUTLINE, "plan_type": "34", "further_plan_required": None, "field_name": "BI1", "proposer": "Kommune {{7*7}}"}
    return make_park(
        "prove",
        rest=rest,
        perimeter=perimeter(_OUTLINE),
        parcels=parcels(("a", _OUTLINE)),
        plots=plots(*((name, rect(100 * n, 0)) for n, name in enumerate("ABC"))),
        records=records(("plot", "A", "idle"), ("plot", "B", "idle"), ("plot", "C", "lease")),
        land_resource=land_resource(("30", _OUTLINE)),
        zoning=zoning(about | plan),
    )


def _answer(said: str, clause: str = "§ 3.1") -> None:
    questions.answer("prove", Answer("P1", "requirement", said, clause), "Kari", "Lest", questions.version("prove"))


def test_one_question_for_all_the_land_of_a_plan(make_park: object) -> None:
    _park(make_park)
    [row] = questions.questions("prove", _DAY, "nb")
    assert (row["question"], row["plan_id"], row["units"]) == ("requirement", "P1", 2)
    assert row["area_m2"] == pytest.approx(20_000, rel=1e-2)
    assert row["effect_pp"] == pytest.approx(100 / 3 - 100, abs=0.2) and "Prøveplanen" in row["question_text"]
    before = status(["prove"], _DAY).as_json()["parks"][0]
    assert before["land_utilisation_range_pct"] == pytest.approx([33.3, 100.0], abs=0.2)
    assert before["undecided_daa"] == pytest.approx(20, rel=1e-2)


@pytest.mark.parametrize(("said", "rate"), [("none", 33.3), ("required", 100.0)])
def test_an_answer_holds_for_all_of_it_at_once(make_park: object, said: str, rate: float) -> None:
    park = _park(make_park)
    before = snapshot_id(park.id, _DAY)
    _answer(said)
    assert questions.questions("prove", _DAY) == [] and snapshot_id(park.id, _DAY) != before
    now = status(["prove"], _DAY).as_json()["parks"][0]
    assert now["land_utilisation_pct"] == pytest.approx(rate, abs=0.2)
    assert len(set(now["land_utilisation_range_pct"])) == 1
    questions.take_back("prove", "P1", "requirement", "Ola", "Feil plan")
    assert snapshot_id(park.id, _DAY) == before and len(questions.questions("prove", _DAY)) == 1


@pytest.mark.parametrize(("lang", "words"), [("nb", "Krever Prøveplanen en plan til"), ("en", "Does Prøveplanen require a further plan")])
def test_the_largest_questions_say_how_much_they_narrow(make_park: object, lang: str, words: str) -> None:
    """The one plan's answer settles both idle plots: from 33.3–100 % to one figure, whichever it is."""
    _park(make_park)
    [row] = largest("prove", _DAY, lang)
    assert (row["kind"], row["area_m2"]) == ("plan", pytest.approx(20_000, rel=1e-2)) and words in row["text"]
    assert row["narrows_pp"] == pytest.approx(100 - 100 / 3, abs=0.2) and "{" not in row["waits"]
    _answer("none")
    assert largest("prove", _DAY, lang) == []


def test_plan_field_and_clause_are_on_card_and_export(make_park: object, tmp_path: Path) -> None:
    _park(make_park)
    _answer("none", "§ 9.9")
    unit = inventory("prove", _DAY).query("plot_id == 'A'").iloc[0]
    card = explain(str(unit.name), _DAY, "nb")
    told = {row["key"]: row["text"] for row in card["plan"]}
    assert told["field"] == "BI1" and told["clause"] == "§ 9.9" and told["proposer"] == "Kommune {{7*7}}" and told["id"] == "P1"
    assert "12-3" in card["readiness_law"]
    export(["prove"], _DAY, tmp_path / "ut.geojson")
    rows = json.loads((tmp_path / "ut.geojson").read_text(encoding="utf-8"))["features"]
    assert {row["properties"]["further_plan_clause"] for row in rows} == {"§ 9.9"}
    assert {row["properties"]["field_name"] for row in rows} == {"BI1"}


def test_what_waits_for_an_answer_is_to_be_confirmed_and_cannot_be_offered(make_park: object, tmp_path: Path) -> None:
    _park(make_park, plan_type="35")
    export(["prove"], _DAY, tmp_path / "ut.geojson")
    rows = [row["properties"] for row in json.loads((tmp_path / "ut.geojson").read_text(encoding="utf-8"))["features"]]
    told = {row["plot_id"]: (row["to_confirm"], row["offerable_reason"], row["plan_asks"]) for row in rows if row["plot_id"]}
    assert told["A"] == (True, "plan_not_answered", "requirement:P1") and told["C"][2] is None


def test_the_command_asks_and_answers(make_park: object, capsys: pytest.CaptureFixture[str]) -> None:
    _park(make_park)
    command.plans("prove", lang="nb")
    assert "P1 requirement" in capsys.readouterr().out
    command.answer_plan("prove", "P1", "requirement", "none", "§ 3.1", "Kari", "Lest", "nb")
    command.plans("prove", as_json=True, lang="en")
    said = json.loads(capsys.readouterr().out)
    assert said["questions"] == [] and (said["answered"][0]["answer"], said["answered"][0]["clause"]) == ("none", "§ 3.1")
    command.answer_plan("prove", "P1", "requirement", "take-back", "", "Ola", "Feil", "nb")
    command.plans("prove", lang="nb")
    assert "P1 requirement" in capsys.readouterr().out
    with pytest.raises(LanduseError) as refused:
        command.answer_plan("prove", "P9", "requirement", "none", "§ 1", "Kari", "Lest", "nb")
    assert refused.value.code == "plan_not_asked"


def test_a_parks_own_list_of_purposes(make_park: object) -> None:
    own = 'counted_purposes = { by = "Styret", on = 2024-01-01, basis = "Sak 12/24", add = ["1310"], drop = [] }\n'
    park = _park(make_park, own, zone_code="1310", further_plan_required=False)
    assert park.purposes == {"1310": "net"}
    assert set(inventory("prove", _DAY).query("plot_id == 'A'")["class"]) == {"vacant_zoned"}


@pytest.mark.parametrize("own", ['{ add = ["1310"] }', '{ by = "S", on = 2024-01-01, basis = "x", add = ["9999"] }'])
def test_a_list_without_its_basis_or_with_unknown_purposes_is_refused(make_park: object, own: str) -> None:
    with pytest.raises(LanduseError) as refused:
        _park(make_park, f"counted_purposes = {own}\n")
    assert refused.value.code == "park_unreadable"
