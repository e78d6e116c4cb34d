"""What is told of a past day after its baseline was frozen is known better, not changed on the ground: on every surface.

Two plots of 10 daa in forest, one let and one idle, frozen at a rate of 50.
"""

from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader

from actions.plans import questions
from actions.progress import baseline, council, progress
from actions.progress.council_sheet import council_sheet
from actions.progress.nature_account import nature_account
from actions.progress.status import status
from actions.units import decide
from actions.units.inventory import inventory
from landuse.progress import movements
from landuse.units.plans import Answer
from landuse.words import messages
from parks.park import Park
from tests.actions.test_baseline import LET, NOW, THEN, bring, half
from tests.squares import buildings, perimeter, plots, records, rect, zoning
from views.fremdrift import moves

_T3 = plots(("T1", rect(0, 0)), ("T2", rect(100, 0)), ("T3", rect(200, 0)))
_OPEN_PLAN = zoning({"geometry": rect(0, 0)}, {"geometry": rect(100, 0), "plan_id": "P2", "further_plan_required": None})


def _lease() -> None:
    """Let since 2020, said in 2026."""
    bring("records", records(LET, ("plot", "T2", "lease", None, "2026-06-01", "2020-01-01")))


def _building() -> None:
    bring("buildings", buildings({"geometry": rect(110, 10, 60, 60), "building_id": "1", "building_status": "TB"}))
    bring("records", records(LET))


def _decided() -> None:
    unit = inventory("prove", NOW).query("plot_id == 'T2'").index[0]
    decide.decide("prove", unit, "correct", "used", "Ola", "Slik var det", NOW, decide.version("prove"), THEN)


def _plan_answer() -> None:
    questions.answer("prove", Answer("P2", "requirement", "required", "§ 3.1"), "Ola", "Bestemmelsene", questions.version("prove"))


def _perimeter() -> None:
    bring("perimeter", perimeter(rect(0, 0)))


def _plan_taken_away() -> None:
    bring("zoning", zoning({"geometry": rect(0, 0)}))


_WAYS = (_lease, _building, _decided, _plan_answer, _perimeter, _plan_taken_away)


def _frozen(make_park: Callable[..., Park]) -> Park:
    park = make_park(**half(zoning=_OPEN_PLAN))
    baseline.freeze("prove", "Styret", "Vedtatt")
    return park


def _vacant_m2() -> tuple[int, int]:
    """What changed on the ground, and what is known better, of the vacant land."""
    apart = movements.apart(progress.moved("prove", THEN, NOW).causes)["vacant_m2"]
    return int(apart["ground"]), int(apart["known"])


@pytest.mark.parametrize("way", _WAYS, ids=lambda way: way.__name__.strip("_"))
def test_a_fact_of_before_the_frozen_day_is_known_better_until_it_is_accepted(
    make_park: Callable[..., Park], way: Callable[[], None]
) -> None:
    _frozen(make_park)
    way()
    assert baseline.proposal("prove") is not None
    moved = progress.moved("prove", THEN, NOW)
    ground, known = _vacant_m2()
    assert ground == 0 and known == pytest.approx(-10_000, rel=1e-3)
    assert (moved.now - moved.then).to_dict() == moved.causes.sum().to_dict()
    said = council.what_moved(moved, THEN, "en")
    assert messages.text("en", f"progress.cause.{'set_by_person' if way is _decided else 'told_later'}") in said
    assert status(["prove"]).as_json()["parks"][0]["vacant_taken_daa"] == pytest.approx(0.0, abs=0.001)
    baseline.answer_proposal("prove", "accepted", "Ola", "Sett på")
    assert _vacant_m2() == (0, 0)
    assert "told_later" not in progress.moved("prove", THEN, NOW).causes.index


@pytest.mark.parametrize("step", [None, "refused"])
def test_every_surface_tells_a_lease_of_before_the_frozen_day_as_known_better(make_park: Callable[..., Park], step: str | None) -> None:
    """The council's sentences, the page's table, the paper, status and the nature account, while it waits and when it was refused."""
    _frozen(make_park)
    _lease()
    if step:
        baseline.answer_proposal("prove", step, "Ola", "Sett på")
    moved = progress.moved("prove", THEN, NOW)
    for lang in messages.LANGS:
        told, taken = (messages.text(lang, f"progress.cause.{name}") for name in ("told_later", "taken_into_use"))
        said = council.what_moved(moved, THEN, lang)
        assert told in said and taken not in said
        rows = {name: vacant for name, vacant, _ in moves._apart(moved, lang).rows}
        assert rows[messages.text(lang, "progress.moves.ground")].startswith("0")
        assert "10" in rows[messages.text(lang, "progress.moves.known")]
        notes = status(["prove"], lang=lang).as_json()["parks"][0]["notes"]
        before, _, after = messages.text(lang, "status.told_later", area="¤").partition("¤")
        assert sum(note.startswith(before) and note.endswith(after) for note in notes) == 1, notes
    paper = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(council_sheet("prove", lang="en"))).pages).split())
    assert told in paper and taken not in paper
    assert sum(sum(year["taken"].values()) for year in nature_account(["prove"])["parks"][0]["years"]) == 0


def test_what_came_between_is_told_from_what_was_so_already(make_park: Callable[..., Park]) -> None:
    """One plot was let before the frozen day, the other is let after it: each is told as what it is."""
    make_park(**half(perimeter=perimeter(rect(0, 0, 300)), plots=_T3, zoning=zoning({"geometry": rect(0, 0, 300)}),
                     records=records(LET, ("plot", "T2", "idle"), ("plot", "T3", "idle"))))  # fmt: skip
    baseline.freeze("prove", "Styret", "Vedtatt")
    late = [("plot", "T2", "lease", None, "2026-06-01", "2020-01-01"), ("plot", "T3", "lease", None, "2026-06-01", "2025-03-01")]
    bring("records", records(LET, *late, ("plot", "T3", "idle", None, "2020-01-01")))
    ground, known = _vacant_m2()
    assert (ground, known) == (pytest.approx(-10_000, rel=1e-3), pytest.approx(-10_000, rel=1e-3))
    row = status(["prove"]).as_json()["parks"][0]
    assert row["vacant_taken_daa"] == pytest.approx(10, abs=0.02)


def test_a_lease_that_had_ended_again_moved_both_ways(make_park: Callable[..., Park]) -> None:
    """It was let on the frozen day, which was told later, and stands idle since: the vacant land is as it was kept."""
    _frozen(make_park)
    let = records(LET, ("plot", "T2", "lease", None, "2026-06-01", "2020-01-01"), ("plot", "T2", "idle", None, "2026-06-02", "2025-03-01"))
    bring("records", let)
    ground, known = _vacant_m2()
    assert ground == -known == pytest.approx(10_000, rel=1e-3)
