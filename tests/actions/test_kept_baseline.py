"""A kept baseline in words and by its signatures: the first stays, and one that is lost is said to be lost."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete
from typer.testing import CliRunner

from actions.exports.backup import backup, restore
from actions.progress import baseline, baseline_text, words
from actions.progress.status import status
from actions.units.kept_baseline import kept_baseline
from commands.main import app
from landuse.units import plans as plan_rules
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from parks.park import data_root, read_park
from register.engine import open_register, writing
from register.tables import BaselineEvent
from tests.actions.test_baseline import LET, THEN, bring, half, then
from tests.squares import records


@pytest.mark.parametrize("lang", messages.LANGS)
def test_an_answer_about_a_plan_is_a_cause_in_words(lang: str) -> None:
    for question in plan_rules.questions():
        for answer in plan_rules.answers(question):
            cause = {"kind": "plan_answer", "what": ["P1", question, answer, "§ 3.1"], "gone": False}
            [said] = baseline_text.cause_lines([cause], lang)
            assert messages.text(lang, f"plan.answer.{question}.{answer}") in said and "§ 3.1" in said


def test_the_first_signature_stays_though_only_its_folder_has_it(make_park: object) -> None:
    """An example park is frozen in a register that is gone."""
    make_park(**half())
    first = baseline.freeze("prove", *baseline_text.EXAMPLE, at=datetime(2024, 3, 1, 12, tzinfo=UTC))
    with writing(open_register(data_root())) as connection:
        connection.execute(delete(BaselineEvent))
    bring("records", records(LET, ("plot", "T2", "lease")))
    stands = baseline.answer_proposal("prove", "accepted", "Ola", "Kontrakt")
    found = baseline.as_json("prove")
    assert [(row["step"], row["digest"]) for row in found["history"]] == [("frozen", first.digest), ("accepted", stands.digest)]
    for lang in messages.LANGS:
        said = baseline_text.text(read_park("prove"), found, lang)
        assert messages.text(lang, "baseline.example_by") in said and numbers.day(date(2024, 3, 1), lang) in said and "Ola" in said


def refusal(call: object) -> str:
    with pytest.raises(LanduseError) as refused:
        call()
    return refused.value.code


def test_a_lost_baseline_is_said_everywhere_and_frozen_anew_only_by_a_persons_word(make_park: object) -> None:
    park = make_park(**half())
    assert refusal(lambda: baseline.freeze("prove", "Ola", "x", instead_of_lost=True)) == "baseline_not_lost"
    first = baseline.freeze("prove", "Kari", "Vedtatt")
    (park.folder / "baseline").rename(park.folder / "bort")
    for lang in messages.LANGS:
        lost = baseline.lost_line(then()["baseline"], lang)
        unfrozen = messages.text(lang, "baseline.open", day=numbers.day(THEN, lang))
        for said in (
            baseline_text.text(read_park("prove"), baseline.as_json("prove"), lang),
            words.status_text(status(["prove"], "baseline", lang).as_json(), lang),
        ):
            assert lost in said and "Kari" in lost and unfrozen not in said
    assert refusal(lambda: baseline.freeze("prove", "Ola", "x")) == "baseline_lost"
    assert refusal(lambda: baseline.answer_proposal("prove", "accepted", "Ola", "x")) == "baseline_lost"
    done = CliRunner().invoke(app, ["freeze", "prove", "--by", "Ola", "--why", "Ingen kopi"])
    assert done.exit_code != 0 and kept_baseline(read_park("prove")) is None
    anew = baseline.freeze("prove", "Ola", "Ingen sikkerhetskopi", instead_of_lost=True)
    assert (anew.about["number"], anew.about["restates"], then()["baseline"]["lost"]) == (2, first.digest, False)
    assert messages.text("nb", "baseline.step.frozen_instead") in baseline_text.event_line(baseline.history("prove")[-1], "nb")


def test_an_earlier_baseline_does_not_stand_in_for_a_lost_one(make_park: object, tmp_path: Path) -> None:
    park = make_park(**half())
    baseline.freeze("prove", "Kari", "Vedtatt")
    bring("records", records(LET, ("plot", "T2", "lease")))
    baseline.answer_proposal("prove", "accepted", "Ola", "Kontrakt")
    shutil.rmtree(park.folder / "baseline" / "002")
    assert then()["baseline"]["lost"] and "Ola" in baseline.lost_line(then()["baseline"], "nb")
    assert baseline_text.stands(read_park("prove"), then()["baseline"], "nb")[0] == baseline.lost_line(then()["baseline"], "nb")
    assert refusal(lambda: baseline.answer_proposal("prove", "accepted", "Ola", "x")) == "baseline_lost"
    assert baseline.freeze("prove", "Ola", "Tapt", instead_of_lost=True).about["number"] == 3
    backup(tmp_path / "kept.zip")
    restore(tmp_path / "kept.zip", replace=True)
    assert not then()["baseline"]["lost"]
