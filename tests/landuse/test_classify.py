"""The rules as data: each decides something, each contradiction is found, each flip is true."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landuse.rules import table
from landuse.units import explain, records
from landuse.units.classify import classify, holds
from landuse.units.schema import Confidence, LandClass
from landuse.words import codelists, messages

_RULES = {item["id"]: item for item in table("classes")["rule"]}
_CONTRADICTIONS = {item["id"]: item for item in table("classes")["contradiction"]}
_DOUBTS = {item["id"]: item for item in table("doubts")["doubt"]}
_PLACED = {"class", "rule_id", "axis", "looks_idle"}  # facts of doubts that rules find

# the plainest unit there is: idle land in a plan in force, nothing said, nothing there
_PLAIN = {
    "plan_state": "in_force",
    "zone_counts": "net",
    "zone_verge": False,
    "infrastructure": "none",
    "infrastructure_seen": True,
    "lines_shown": False,
    "works_asked": True,
    "traffic_pct": 100.0,
    "ready_zoned": True,
    "requirement_said": "none",
    "plan_conflict": False,
    "plan_lapsed": "no",
    "proposed": False,
    "tenure": "own",
    "tenure_old": False,
    "lets_said": True,
    "record_kind": "nothing",
    "record_says": "nothing",
    "record_by": None,
    "record_on": None,
    "record_note": None,
    "record_conflict": False,
    "record_old": False,
    "buildings_asked": "yes",
    "ground_asked": "yes",
    "ground_seen": "nothing",
    "looks_prepared": False,
    "looks_built": False,
    "works_old": False,
    "standing_buildings": 0,
    "standing_points": 0,
    "technical_buildings": 0,
    "little_buildings": 0,
    "dwellings": 0,
    "plot_carried": True,
    "holds_building": True,
    "buildings_under_way": 0,
    "buildings_in_doubt": 0,
    "buildings_likely": 0,
    "building_pct": 0.0,
    "base_built_pct": 0.0,
    "works_pct": 0.0,
    "sealed_pct": 0.0,
    "grey_pct": 0.0,
    "unmapped_pct": 0.0,
    "landcover_built_pct": 0.0,
    "landcover_grey_pct": 0.0,
    "landcover_green_pct": 0.0,
    "ssb_business_pct": 0.0,
    "plan_overlap_pct": 0.0,
    "registered_area_differs_pct": 0.0,
    "failed_layers": [],
    "not_mapped_layers": [],
}


def _evidence(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame([_PLAIN | row for row in rows], index=[f"u{i}" for i in range(len(rows))])


def _found(**facts: object) -> pd.Series:
    return classify(_evidence(facts)).iloc[0]


def _meeting(conditions: list) -> dict:
    """The plainest evidence that meets a rule's conditions."""
    facts = {}
    for fact, operator, wanted in conditions:
        facts[fact] = {"in": lambda w: w[0], "<": lambda w: type(w)(0)}.get(operator, lambda w: w)(wanted)
    return facts


@pytest.mark.parametrize("rule_id", _RULES)
def test_every_rule_decides_something(rule_id: str) -> None:
    rule = _RULES[rule_id]
    found = _found(**_meeting(rule["when"]))
    assert (found["rule_id"], found["class"], found["axis"]) == (rule_id, rule["class"], rule.get("axis", ""))
    assert found["undecided"] or not rule.get("undecided", False)


@pytest.mark.parametrize("contradiction_id", _CONTRADICTIONS)
def test_every_contradiction_is_found_and_lowers_the_confidence(contradiction_id: str) -> None:
    facts = _meeting(_CONTRADICTIONS[contradiction_id]["when"])
    found = _found(**facts)
    assert contradiction_id in json.loads(found["contradictions"])
    given_ = _RULES[found["rule_id"]]["confidence"]
    steps = [str(step) for step in (Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW)]
    assert found["confidence"] == ("low" if found["undecided"] else steps[min(steps.index(given_) + 1, 2)])
    assert "contradicted" in json.loads(found["confidence_reasons"])
    assert bool(found["asks"]) or not _CONTRADICTIONS[contradiction_id]["asks"]


_DOUBTED = {  # plain evidence of which a doubt holds, where its conditions name what rules find
    "building_seen_long_ago": {"standing_buildings": 1},
    "works_seen_long_ago": {"works_pct": 60.0},
    "record_idle_old": {"record_says": "idle"},
    "record_held_old": {"record_says": "held_idle"},
    "records_disagree": {"record_says": "in_use"},
    "records_disagree_vacant": {"record_says": "idle"},
    "idle_record_dwelling": {"record_says": "idle"},
    "building_begun": {"record_says": "idle"},
    "rest_not_looked_for": {"standing_buildings": 1},
    "port_ground_sealed": {"zone_counts": "gross", "sealed_pct": 80.0},
    "route_ground_built": {"zone_counts": "gross", "infrastructure": "transport", "sealed_pct": 80.0},
    "let_building_in_doubt": {"tenure": "leased"},
    "record_in_use_old": {"record_says": "in_use"},
    "plan_required_and_held": {"ready_zoned": False},
    "plan_required_and_let": {"ready_zoned": False},
    "proposed_rest_plan": {"ready_zoned": False},
    "held_by_others_long_ago": {"tenure": "leased"},
}


@pytest.mark.parametrize("doubt_id", _DOUBTS)
def test_every_doubt_leaves_the_class_open_and_has_its_sentence(doubt_id: str) -> None:
    doubt = _DOUBTS[doubt_id]
    facts = _meeting([one for one in doubt["when"] if one[0] not in _PLACED]) | _DOUBTED.get(doubt_id, {})
    found = _found(**facts)
    assert doubt_id in json.loads(found["doubts"])
    assert found["undecided"] and found["asks"] and found["confidence"] == "low"
    assert {found["class"], *doubt["also"]} <= set(json.loads(found["could_be"])) and json.loads(found["could_be"])[0] == found["class"]
    for lang in messages.LANGS:
        assert messages.text(lang, f"doubt.{doubt_id}", **explain._words(_unit(facts), lang)) in explain.why(_unit(facts), lang)


def test_doubts_are_data_that_name_their_question_and_basis() -> None:
    assert len(_DOUBTS) == len(table("doubts")["doubt"])
    for doubt in _DOUBTS.values():
        assert set(doubt["also"]) <= set(LandClass) and doubt["question"] in ("holder", "plan", "unit") and doubt["basis"]
        assert {fact for fact, _, _ in doubt["when"]} <= set(_PLAIN) | _PLACED


def test_idle_ground_is_sure_only_when_all_was_asked() -> None:
    """Buildings, a map of the ground and who holds it: each left out alone leaves it undecided between vacant and in use."""
    assert tuple(_found()[["class", "undecided", "could_be"]]) == ("vacant_zoned", False, '["vacant_zoned"]')
    silent = [{fact: answer} for fact in ("buildings_asked", "ground_asked") for answer in ("no", "old")]
    for missing in (*silent, {"tenure": "not_said"}):
        found = _found(**missing)
        assert (found["class"], found["undecided"]) == ("vacant_zoned", True), missing
        assert set(json.loads(found["could_be"])) & {"used", "building_stock"}, missing
    assert json.loads(_found(requirement_said="unsaid")["could_be"]) == ["vacant_zoned", "not_counted"]
    assert not _found(record_says="offered", buildings_asked="no", ground_asked="no", tenure="not_said")["undecided"]


def test_a_dwelling_on_business_ground_is_in_other_use() -> None:
    found = _found(dwellings=1, tenure="own")
    assert tuple(found[["class", "axis", "undecided"]]) == ("used", "other_use", True)
    assert "vacant_zoned" not in json.loads(found["could_be"]) and "building_stock" not in json.loads(found["could_be"])


def test_rule_file_is_whole() -> None:
    assert len(_RULES) == len(table("classes")["rule"])
    assert table("classes")["rule"][-1]["when"] == []
    for rule in _RULES.values():
        assert rule["class"] in list(LandClass) and rule["confidence"] in list(Confidence) and rule["basis"]
        assert {fact for fact, _, _ in rule["when"]} <= set(_PLAIN)
    for item in _CONTRADICTIONS.values():
        assert {fact for fact, _, _ in item["when"]} <= set(_PLAIN)


def test_records_go_first() -> None:
    everything = {"standing_buildings": 1, "building_pct": 5.0, "works_pct": 90.0, "sealed_pct": 90.0, "grey_pct": 90.0}
    assert _found(record_says="idle", **everything)["class"] == "vacant_zoned"
    assert _found(record_says="offered", **everything)["class"] == "vacant_zoned"
    assert _found(record_says="in_use")["class"] == "used"
    assert _found(record_says="in_use", standing_buildings=1)["class"] == "building_stock"
    assert _found(record_says="in_use", plan_state="none")["class"] == "not_counted"


def test_levelled_ground_that_the_park_offers_is_vacant() -> None:
    found = _found(record_says="offered", sealed_pct=100.0, grey_pct=100.0)
    assert (found["class"], found["undecided"]) == ("vacant_zoned", False)


def test_prepared_and_sealed_ground_is_undecided() -> None:
    assert tuple(_found(grey_pct=60.0)[["class", "undecided", "confidence"]]) == ("vacant_zoned", True, "low")
    assert tuple(_found(grey_pct=60.0, sealed_pct=60.0)[["class", "undecided", "confidence"]]) == ("used", True, "low")
    assert _found(grey_pct=60.0)["asks"]


def test_ground_that_looks_used_is_not_idle_because_nobody_has_read_the_plan() -> None:
    """In use it is used by either answer; each answer leaves only what it would be idle beside that."""
    silent = {"requirement_said": "unsaid", "ready_zoned": False, "grey_pct": 80.0, "looks_prepared": True}
    assert tuple(_found(**silent)[["class", "undecided"]]) == ("used", True)
    assert set(json.loads(_found(**silent)["could_be"])) == {"used", "vacant_zoned", "not_counted"}
    assert json.loads(_found(**silent)["open_doubts"]) == ["plan_requirement"]
    answered = _found(**silent | {"requirement_said": "none", "ready_zoned": True})
    assert json.loads(answered["could_be"]) == ["vacant_zoned", "used"]
    assert json.loads(_found(**silent | {"requirement_said": "required"})["could_be"]) == ["not_counted", "used"]


def test_idle_sealed_ground_is_vacant_only_where_the_plan_lets_somebody_build() -> None:
    sealed = {"sealed_pct": 80.0, "grey_pct": 80.0}
    assert json.loads(_found(**sealed)["could_be"]) == ["used", "vacant_zoned"]
    for plan in ({"ready_zoned": False, "requirement_said": "required"}, {"plan_lapsed": "lapsed"}):
        assert json.loads(_found(**sealed, **plan)["could_be"]) == ["used", "not_counted"]


def test_the_owner_alone_does_not_say_what_is_let() -> None:
    """Idle land that a register of owners gives the park may be let; a statement, and a list that knows leases, tells."""
    let = _found(lets_said=False)
    assert tuple(let[["class", "undecided", "could_be"]]) == ("vacant_zoned", True, '["vacant_zoned", "used"]')
    assert json.loads(_found(lets_said=False, ready_zoned=False)["could_be"]) == ["not_counted", "used"]
    assert not _found(lets_said=False, record_says="idle")["undecided"] and not _found(lets_said=False, tenure="other_owner")["undecided"]


def test_what_looks_built_beside_buildings_is_likelier_their_yard() -> None:
    """Of a plot or parcel that is built over a twentieth; another owner's is in use either way, idle it counts where somebody may build."""
    rest = {"proposed": True, "base_built_pct": 5.0, "sealed_pct": 80.0, "grey_pct": 80.0, "looks_built": True}
    yard = _found(**rest)
    assert tuple(yard[["class", "undecided"]]) == ("building_stock", True)
    assert set(json.loads(yard["could_be"])) == {"building_stock", "vacant_zoned"}
    assert json.loads(_found(**rest, ready_zoned=False, requirement_said="required")["could_be"]) == ["building_stock", "not_counted"]
    assert json.loads(_found(**rest, plan_lapsed="lapsed")["could_be"]) == ["building_stock", "not_counted"]
    assert tuple(_found(**rest, tenure="other_owner")[["class", "undecided"]]) == ("building_stock", False)
    assert _found(**rest | {"base_built_pct": 4.9})["class"] == "used" and _found(**rest | {"proposed": False})["class"] == "used"


def test_what_makes_sealed_ground_sure() -> None:
    """Works on a fifth of it; another owner, by whom it is in use either way; plants on all of it, where the park says that it holds it."""
    sealed = {"sealed_pct": 80.0, "grey_pct": 80.0}
    assert tuple(_found(**sealed, works_pct=20.0)[["class", "undecided"]]) == ("used", False)
    assert tuple(_found(**sealed, works_pct=19.0)[["class", "undecided"]]) == ("used", True)
    assert tuple(_found(**sealed, tenure="other_owner")[["class", "undecided"]]) == ("used", False)
    assert tuple(_found(**sealed, ground_seen="green")[["class", "undecided"]]) == ("vacant_zoned", False)
    assert tuple(_found(**sealed, ground_seen="green", tenure="not_said")[["class", "undecided"]]) == ("vacant_zoned", True)


def test_idle_land_that_others_hold_is_not_vacant() -> None:
    for tenure in ("leased", "ground_lease", "other_owner"):
        assert tuple(_found(record_says="idle", tenure=tenure)[["class", "axis"]]) == ("used", "idle_held")
    assert tuple(_found(record_says="held_idle")[["class", "axis"]]) == ("used", "idle_held")


def test_three_kinds_of_reasons_lower_no_further_than_low() -> None:
    found = _found(record_says="idle", standing_buildings=1, failed_layers=["flood"], unmapped_pct=10.0)
    assert json.loads(found["confidence_reasons"]) == ["contradicted", "layer_failed", "ground_not_mapped"]
    assert found["confidence"] == "low"
    assert _found(unmapped_pct=9.9)["confidence"] == "medium"


def test_an_unknown_code_is_asked_about_and_never_guessed() -> None:
    found = _found(zone_counts="unknown")
    assert (found["class"], found["asks"], found["confidence"]) == ("not_counted", True, "low")


def test_land_without_a_plan_has_no_plan_that_could_be_adopted() -> None:
    assert json.loads(_found(plan_state="none", zone_counts="none")["flips_if"]) == []


@pytest.mark.parametrize("state", ["municipal_only", "draft"])
def test_ground_that_only_a_zoning_plan_is_missing_of_says_so(state: str) -> None:
    """The purpose of a municipal plan does not count, so that neither plan nor purpose alone would flip it."""
    flips = json.loads(_found(plan_state=state, zone_counts="no", ready_zoned=False, record_says="idle")["flips_if"])
    assert [(one["fact"], one["threshold"], one["becomes"]) for one in flips] == [("plan_state", "in_force", "vacant_zoned")]
    assert _sentences({"plan_state": state, "zone_counts": "no"}, "nb")[-2].startswith("Hvis en reguleringsplan for næring")


def test_what_nobody_can_carry_out_is_not_offered() -> None:
    def told(facts: dict, **more: object) -> str:
        named = {"plot_id": "T1", "bound_m2": 0, "area_m2": 1000} | more
        return " ".join(explain.flips(pd.Series(_unit(facts).to_dict() | named), "nb"))

    building, let = "Hvis det står en bygning her", "Hvis parken oppgir"
    assert building in told({}) and let in told({})
    assert building not in told({"infrastructure": "transport", "zone_counts": "gross"})
    assert building not in told({}, bound_m2=1000)
    assert let not in told({}, plot_id=None)
    assert told({}, set_class="used") == ""
    assert "satellittbildet" not in told({"sealed_pct": 60.0})


def test_nothing_to_class() -> None:
    assert classify(_evidence({}).iloc[:0]).empty


def test_row_order_changes_nothing() -> None:
    rows = _evidence(*[_meeting(rule["when"]) for rule in _RULES.values()])
    backwards = classify(rows.iloc[::-1]).iloc[::-1]
    pd.testing.assert_frame_equal(backwards, classify(rows))


_VALUES = {
    "plan_state": ["in_force", "in_force", "in_force", "municipal_only", "draft", "none"],
    "zone_counts": ["net", "net", "gross", "gross", "no", "unknown", "none"],
    "zone_verge": [True, False],
    "infrastructure": ["none", "none", "transport", "line", "plot"],
    "infrastructure_seen": [True, False],
    "lines_shown": [True, False, False],
    "buildings_in_doubt": [0, 0, 1],
    "ready_zoned": [True, True, False],
    "proposed": [True, False],
    "tenure": [*codelists.table("tenure").index, "not_said"],
    "record_says": sorted({records.NOTHING_SAID, *table("records")["says"].values()}),
    "standing_buildings": [0, 0, 1, 3],
    "standing_points": [0, 0, 1],
    "technical_buildings": [0, 0, 1],
    "dwellings": [0, 0, 1],
    "buildings_asked": ["yes", "no", "old"],
    "ground_asked": ["yes", "no", "old"],
    "ground_seen": ["nothing", "nothing", "green", "built", "bare"],
    "looks_prepared": [False, True],
    "looks_built": [False, True],
    "lets_said": [True, True, False],
    "requirement_said": ["none", "unsaid"],
    "tenure_old": [False, True],
    "works_old": [False, True],
    "record_old": [False, True],
    "plot_carried": [False, True],
    "buildings_under_way": [0, 1],
    **{name: [0.0, 9.9, 10.0, 19.9, 20.0, 49.99, 50.0, 100.0] for name in _PLAIN if name.endswith("_pct")},
}
_FACTS = st.fixed_dictionaries({fact: st.sampled_from(values) for fact, values in _VALUES.items()})


def test_every_flip_is_true() -> None:
    """Setting the one fact that a flip names really gives the class that it says, over many random units."""
    rows = _random_evidence(400)
    found = classify(rows)
    said = [(unit, flip) for unit, flips in found["flips_if"].items() for flip in json.loads(flips)]
    assert len(said) > 500
    for fact, operator, threshold in {(f["fact"], f["operator"], f["threshold"]) for _, f in said}:
        value = threshold
        if operator == "<":
            value = threshold - 1 if isinstance(threshold, int) else np.nextafter(threshold, 0)
        becomes = {u: f for u, f in said if (f["fact"], f["operator"], f["threshold"]) == (fact, operator, threshold)}
        assert all(flip["value"] == rows.at[unit, fact] and flip["becomes"] != found.at[unit, "class"] for unit, flip in becomes.items())
        answered = {"requirement_said": "none" if value else "required"} if fact == "ready_zoned" else {}  # somebody said so
        changed = rows.loc[list(becomes)].assign(**{fact: value} | answered)
        for unit, flip in becomes.items():  # a plan that comes into force brings its purpose
            for other, wanted in flip.get("with", {}).items():
                changed.at[unit, other] = wanted
        assert holds(changed, [[fact, operator, threshold]]).all()
        assert classify(changed)["class"].to_dict() == {unit: flip["becomes"] for unit, flip in becomes.items()}


def _random_evidence(count: int) -> pd.DataFrame:
    random = np.random.default_rng(1)
    rows = [{fact: random.choice(values).item() for fact, values in _VALUES.items()} for _ in range(count)]
    return _evidence(*rows)


@given(_FACTS, st.sampled_from(messages.LANGS))
def test_every_unit_has_its_sentences(facts: dict, lang: str) -> None:
    for sentence in _sentences(facts, lang):
        assert sentence and "{" not in sentence and "}" not in sentence and "nan" not in sentence.lower().split()


@pytest.mark.parametrize("lang", messages.LANGS)
@pytest.mark.parametrize("rule_id", _RULES)
def test_every_rule_has_its_sentence(rule_id: str, lang: str) -> None:
    said = {"record_kind": "lease", "record_by": "Parkselskapet", "record_on": "2023-11-15"}
    for facts in (_meeting(_RULES[rule_id]["when"]), _meeting(_RULES[rule_id]["when"]) | said):
        assert all("{" not in sentence for sentence in _sentences(facts, lang))


@pytest.mark.parametrize("blank", [None, float("nan")])
def test_a_unit_without_plan_or_zone_has_its_sentences(blank: object) -> None:
    facts = {"plan_state": "none", "zone_counts": "none"}
    for lang in messages.LANGS:
        sentences = _sentences(facts, lang, zone_code=blank, plan_id=blank, plan_name=blank, plan_type=blank)
        assert sentences and not any("nan" in sentence.lower().split() for sentence in sentences)


def test_a_person_comes_before_the_rule() -> None:
    said = {"set_class": "used", "set_by": "Kari", "set_at": "2026-01-02 10:00", "set_reason": "Befart", "ask_again": True}
    unit = _unit({}, **said)
    sentences = explain.why(unit, "en")
    assert "Kari" in sentences[0] and "Befart" in sentences[0] and "2 January 2026" in sentences[0]
    assert messages.text("en", "rule.ask_again") in sentences


def _unit(facts: dict, **more: object) -> pd.Series:
    evidence = _evidence(facts)
    plan = {"zone_code": "1340", "plan_type": "35", "plan_name": "Prøveplanen", "plan_id": "P1", "set_class": None}
    return (
        classify(evidence)
        .iloc[0]
        .astype(object)
        .combine_first(pd.Series(plan | more | {"evidence": json.dumps(evidence.iloc[0].to_dict(), default=str)}))
    )


def _sentences(facts: dict, lang: str, **more: object) -> list[str]:
    unit = pd.Series(_unit(facts).to_dict() | more)
    return (
        explain.why(unit, lang)
        + explain.contradictions(unit, lang)
        + explain.flips(unit, lang)
        + [explain.class_label(unit["class"], lang)]
    )
