"""A baseline that stays: frozen once, read from there ever after, restated by a person and by nobody else."""

import json
import shutil
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from typer.testing import CliRunner

from actions.exports.backup import backup, restore
from actions.imports.import_files import import_file
from actions.imports.row_days import with_days
from actions.progress import baseline, baseline_text, restating
from actions.progress.status import status
from actions.units import decide
from actions.units.inventory import inventory
from actions.units.kept_baseline import kept_baseline
from commands.main import app
from door.write import write_gpkg_table
from landuse.quality.dates import norwegian_today
from landuse.words import codelists, messages, numbers
from landuse.words.errors import LanduseError
from parks.park import read_park
from parks.rows import Rows
from tests.squares import land_resource, perimeter, plots, records, rect, zoning

THEN, NOW = date(2024, 1, 1), date(2026, 6, 30)
_T2_LET = [["about_type", "plot"], ["about", "T2"], ["kind", "lease"], ["said_by", "Parkselskapet"]]
LET, IDLE = ("plot", "T1", "lease"), ("plot", "T2", "idle")


def half(**more: object) -> dict:
    """Two plots of 10 daa in forest, one let and one idle: half in use."""
    frames = {
        "perimeter": perimeter(rect(0, 0, 200)),
        "plots": plots(("T1", rect(0, 0)), ("T2", rect(100, 0))),
        "zoning": zoning({"geometry": rect(0, 0, 200)}),
        "records": records(LET, IDLE),
        "land_resource": land_resource(("30", rect(-500, -500, 2000, 2000))),
    }
    return frames | more


def then() -> dict:
    """The park's figures at the baseline."""
    return status(["prove"], "baseline", "en").as_json()["parks"][0]


def bring(layer_id: str, rows: gpd.GeoDataFrame) -> None:
    """Other rows of a layer are taken into use."""
    write_gpkg_table(rows, layer_id, read_park("prove").tables_path)


def test_a_frozen_baseline_is_read_from_there_ever_after(make_park: object) -> None:
    make_park(**half())
    before, units = then(), inventory("prove", THEN)
    kept = baseline.freeze("prove", "Kari", "Vedtatt i styret 3. mars")
    bring("records", records(LET, ("plot", "T2", "taken")))
    bring("plots", plots(("T1", rect(0, 0, 150, 100)), ("T2", rect(150, 0, 50, 100))))
    after = then()
    same = [name for name in before if name not in ("baseline", "notes")]
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert inventory("prove", THEN)["class"].to_dict() == units["class"].to_dict()
    stands = after["baseline"]
    assert (stands["frozen"], stands["by"], stands["reason"], stands["digest"]) == (True, "Kari", "Vedtatt i styret 3. mars", kept.digest)
    assert status(["prove"]).as_json()["parks"][0]["vacant_daa"] == 0


def test_a_lease_said_today_without_a_day_moves_no_baseline(make_park: object, tmp_path: Path) -> None:
    """The trial: it moved the baseline of 2024, unsaid. Now it holds from the day it was said."""
    make_park(**half())
    before = then()
    before_that = [f"plot,{plot},{kind},2023-11-15,2020-01-01" for _, plot, kind in (LET, IDLE)]
    rows = ["about_type,about,kind,said_on,valid_from", *before_that, "plot,T2,lease,2026-06-01,"]
    (tmp_path / "leie.csv").write_text("\n".join(rows), encoding="utf-8")
    import_file("prove", tmp_path / "leie.csv", "records")
    assert then()["vacant_daa"] == before["vacant_daa"] > 0
    assert status(["prove"]).as_json()["parks"][0]["vacant_daa"] == 0
    baseline.freeze("prove", "Kari", "Vedtatt")
    assert baseline.proposal("prove") is None


@pytest.mark.parametrize(
    ("said_on", "valid_from", "layer_id", "since"),
    [
        ("2026-05-02", None, "records", "2026-05-02"),
        ("2026-05-02", "2020-01-01", "records", "2020-01-01"),  # the list states another day
        (None, None, "records", "2026-06-01"),  # nobody says when: the file's day
        ("2026-11-30", None, "records", "2026-06-30"),  # not after the day that an example calls today
    ],
)
def test_a_statement_holds_from_the_day_it_was_said(said_on: str, valid_from: str, layer_id: str, since: str) -> None:
    rows = Rows.of(records(("plot", "T1", "lease", None, said_on, valid_from)))
    dated = with_days(rows, layer_id, date(2026, 6, 1), NOW).rows
    assert dated.columns["valid_from"].tolist() == [pd.Timestamp(since)]


def test_what_would_change_it_is_a_restatement_with_old_new_and_cause(make_park: object) -> None:
    make_park(**half())
    baseline.freeze("prove", "Kari", "Vedtatt")
    bring("records", records(LET, ("plot", "T2", "lease")))
    waits = baseline.proposal("prove")
    figures = {row["name"]: (row["old"], row["new"]) for row in waits.figures}
    assert figures["vacant_m2"][0] == pytest.approx(10_000, rel=1e-3) and figures["vacant_m2"][1] == 0
    assert figures["land_utilisation_pct"] == pytest.approx((50.0, 100.0), abs=0.01)
    assert waits.causes == [{"kind": "rows", "layer": "records", "added": 1, "gone": 1, "named": [_T2_LET]}]
    assert then()["land_utilisation_pct"] == 50.0
    assert any("restatement" in note for note in then()["notes"])
    for lang in messages.LANGS:
        said = baseline_text.text(read_park("prove"), baseline.as_json("prove"), lang)
        assert "T2" in said and "100" in said and "50" in said
        codes = {codelists.label(name, code, lang) for name, code in (("about_type", "plot"), ("record_kind", "lease"))}
        assert all(word in said for word in codes) and "plot ·" not in said and "· lease" not in said
        told = json.loads(CliRunner().invoke(app, ["restatements", "prove", "--json", "--lang", lang]).stdout)
        assert [one["text"] for one in told["waits"]["causes"]] == baseline_text.cause_lines(waits.causes, lang)
        assert said.count(numbers.day(norwegian_today(), lang)) == 1  # who froze it is said once


def test_an_accepted_restatement_is_a_baseline_of_its_own(make_park: object) -> None:
    make_park(**half())
    first = baseline.freeze("prove", "Kari", "Vedtatt")
    bring("records", records(LET, ("plot", "T2", "lease")))
    seen = baseline.proposal("prove").key
    stands = baseline.answer_proposal("prove", "accepted", "Ola", "Leiekontrakt av 2019", seen)
    assert then()["land_utilisation_pct"] == 100.0 and baseline.proposal("prove") is None
    assert (stands.about["restates"], stands.about["number"], stands.about["by"]) == (first.digest, 2, "Ola")
    steps = [(row["step"], row["set_by"], row["digest"]) for row in baseline.history("prove")]
    assert steps == [("frozen", "Kari", first.digest), ("accepted", "Ola", stands.digest)]
    assert baseline.history("prove")[1]["figures"][0]["old"] != baseline.history("prove")[1]["figures"][0]["new"]


def test_a_refused_restatement_waits_no_more_until_its_figures_are_others(make_park: object) -> None:
    make_park(**half())
    baseline.freeze("prove", "Kari", "Vedtatt")
    bring("records", records(LET, ("plot", "T2", "lease")))
    baseline.answer_proposal("prove", "refused", "Ola", "Kontrakten er fra 2025")
    assert baseline.proposal("prove") is None and then()["land_utilisation_pct"] == 50.0
    bring("records", records(("plot", "T1", "idle"), ("plot", "T2", "idle")))
    assert baseline.proposal("prove") is not None


def test_a_decision_that_holds_from_the_baseline_is_a_cause(make_park: object) -> None:
    make_park(**half())
    baseline.freeze("prove", "Kari", "Vedtatt")
    unit = next(iter(inventory("prove", NOW).query("plot_id == 'T2'").index))
    decide.decide("prove", unit, "correct", "used", "Ola", "Befart", NOW, decide.version("prove"))
    assert baseline.proposal("prove") is None  # it holds from the day that was looked at
    decide.decide("prove", unit, "correct", "used", "Ola", "Befart", NOW, decide.version("prove"), THEN)
    waits = baseline.proposal("prove")
    assert [one["kind"] for one in waits.causes] == ["decision"] and waits.causes[0]["what"][:3] == [unit, "correct", "used"]
    assert all("T2" in line and unit not in line for lang in messages.LANGS for line in baseline_text.cause_lines(waits.causes, lang))
    assert then()["land_utilisation_pct"] == 50.0


@pytest.mark.parametrize("who, why", [("", "Vedtatt"), ("Kari", " "), ("K" * 121, "Vedtatt")])
def test_nothing_is_frozen_unsigned(make_park: object, who: str, why: str) -> None:
    make_park(**half())
    with pytest.raises(LanduseError) as refused:
        baseline.freeze("prove", who, why)
    assert refused.value.code == "baseline_unsigned" and not then()["baseline"]["frozen"]


def test_who_accepts_has_seen_what_is_accepted(make_park: object) -> None:
    make_park(**half())
    with pytest.raises(LanduseError) as refused:
        baseline.answer_proposal("prove", "accepted", "Ola", "x")
    assert refused.value.code == "baseline_not_frozen"
    baseline.freeze("prove", "Kari", "Vedtatt")
    for code, call in (
        ("baseline_frozen", lambda: baseline.freeze("prove", "Ola", "igjen")),
        ("restatement_none", lambda: baseline.answer_proposal("prove", "accepted", "Ola", "x")),
    ):
        with pytest.raises(LanduseError) as refused:
            call()
        assert refused.value.code == code
    bring("records", records(LET, ("plot", "T2", "lease")))
    seen = baseline.proposal("prove").key
    bring("records", records(("plot", "T1", "idle"), IDLE))
    with pytest.raises(LanduseError) as refused:
        baseline.answer_proposal("prove", "accepted", "Ola", "x", seen)
    assert refused.value.code == "restatement_changed" and len(baseline.history("prove")) == 1


def test_a_baseline_that_was_changed_by_hand_is_told_and_not_found_anew(make_park: object) -> None:
    park = make_park(**half())
    baseline.freeze("prove", "Kari", "Vedtatt")
    about = park.folder / "baseline" / "001" / "about.json"
    said = json.loads(about.read_text())
    said["amounts"]["vacant_m2"] = 0
    about.write_text(json.dumps(said))
    with pytest.raises(LanduseError) as refused:
        then()
    assert refused.value.code == "baseline_damaged"


def test_a_baseline_that_is_gone_is_missed(make_park: object) -> None:
    park = make_park(**half())
    baseline.freeze("prove", "Kari", "Vedtatt")
    (park.folder / "baseline").rename(park.folder / "bort")
    assert then()["baseline"]["lost"] and any("signed for" in note for note in then()["notes"])


def test_the_day_of_a_frozen_baseline_stays(make_park: object) -> None:
    park = make_park(**half())
    baseline.freeze("prove", "Kari", "Vedtatt")
    words = park.settings_path.read_text()
    park.settings_path.write_text(words.replace("baseline_date = 2024-01-01", "baseline_date = 2025-12-31"))
    assert read_park("prove").baseline_date == THEN


def test_a_wide_range_makes_it_preliminary(make_park: object) -> None:
    make_park(**half(records=records(LET)))
    assert baseline.freeze("prove", "Kari", "Vedtatt").about["preliminary"]
    assert any("preliminary" in note for note in then()["notes"])


def test_a_backup_has_the_kept_baselines_and_brings_them_back(make_park: object, tmp_path: Path) -> None:
    park = make_park(**half())
    kept = baseline.freeze("prove", "Kari", "Vedtatt")
    before = then()
    backup(tmp_path / "kept.zip")
    shutil.rmtree(park.folder / "baseline")
    assert then()["baseline"]["lost"]
    restore(tmp_path / "kept.zip", replace=True)
    assert then() == before and then()["baseline"]["digest"] == kept.digest
    with zipfile.ZipFile(tmp_path / "kept.zip") as whole, zipfile.ZipFile(tmp_path / "changed.zip", "w") as changed:
        for name in whole.namelist():
            content = whole.read(name)
            changed.writestr(name, content + b" " if name.endswith("inputs.json") else content)
    with pytest.raises(LanduseError) as refused:
        restore(tmp_path / "changed.zip", replace=True)
    assert refused.value.code == "backup_broken"


def _both_changed(make_park: object) -> dict[str, str]:
    """A frozen park in which both plots would be otherwise; the key of each part by the plot's name."""
    make_park(**half())
    baseline.freeze("prove", "Kari", "Vedtatt")
    bring("records", records(("plot", "T1", "idle"), ("plot", "T2", "lease")))
    waits = baseline.proposal("prove")
    assert waits.figures == []  # the two outweigh each other, and are told all the same
    names = {restating.names(read_park("prove"), one)[0]: one.key for one in waits.parts}
    assert set(names) == {"T1", "T2"} and then()["baseline"]["pending"] == 2
    return names


def test_one_part_is_accepted_and_the_other_goes_on_waiting(make_park: object) -> None:
    keys, first = _both_changed(make_park), kept_baseline(read_park("prove"))
    stands = baseline.answer_proposal("prove", "accepted", "Ola", "Leiekontrakt av 2019", only=[keys["T2"][:8]])
    classes = inventory("prove", THEN).set_index("plot_id")["class"].to_dict()
    assert classes == {"T1": "used", "T2": "used"} and then()["land_utilisation_pct"] == 100.0
    assert (stands.about["number"], stands.about["restates"]) == (2, first.digest)
    assert stands.about["figures"]["vacant_m2"] == 0 and len(stands.ground) and set(first.files) == set(stands.files)
    waits = baseline.proposal("prove")
    assert [one.key for one in waits.parts] == [keys["T1"]] and then()["baseline"]["pending"] == 1
    event = baseline.history("prove")[-1]
    assert event["causes"][-1] == {"kind": "part", "keys": [keys["T2"]], "named": ["T2"]}
    assert {row["name"]: row["new"] for row in event["figures"]}["vacant_m2"] == 0
    baseline.answer_proposal("prove", "accepted", "Ola", "Sagt opp i 2023", waits.key)
    assert baseline.proposal("prove") is None and then()["land_utilisation_pct"] == 50.0
    facts = pd.read_parquet(BytesIO(kept_baseline(read_park("prove")).files["facts.parquet"]))
    assert set(facts["unit_id"]) == set(inventory("prove", THEN).index)


def test_a_part_that_was_refused_waits_no_more_beside_those_that_do(make_park: object) -> None:
    keys = _both_changed(make_park)
    before = then()["land_utilisation_pct"]
    baseline.answer_proposal("prove", "refused", "Ola", "Kontrakten er fra 2025", only=[keys["T2"]])
    waits = baseline.proposal("prove")
    assert [one.key for one in waits.parts] == [keys["T1"]] and then()["land_utilisation_pct"] == before
    assert {row["name"]: row["new"] for row in waits.figures}["vacant_m2"] == pytest.approx(20_000, rel=1e-3)
    (rows,) = waits.causes  # what the refused part rests on is no cause of what still waits
    assert (rows["layer"], rows["added"], rows["gone"]) == ("records", 1, 1) and ["about", "T1"] in rows["named"][0]
    assert baseline.history("prove")[-1]["causes"][0]["named"][0][1] == ["about", "T2"]
    with pytest.raises(LanduseError) as refused:
        baseline.answer_proposal("prove", "accepted", "Ola", "x", only=["zz"])
    shown = baseline_text.text(read_park("prove"), baseline.as_json("prove"), "en")
    assert keys["T1"][:8] in refused.value.text("en") and keys["T1"] not in refused.value.text("en") and "T2" not in shown.splitlines()[-1]
    baseline.answer_proposal("prove", "accepted", "Ola", "Sagt opp i 2023", waits.key)
    assert then()["land_utilisation_pct"] == 0.0 and baseline.proposal("prove") is None


def test_plots_that_are_cut_otherwise_are_one_part(make_park: object) -> None:
    make_park(**half())
    baseline.freeze("prove", "Kari", "Vedtatt")
    bring("plots", plots(("T1", rect(0, 0, 150, 100)), ("T3", rect(150, 0, 50, 100))))
    waits = baseline.proposal("prove")
    assert len(waits.parts) == 1 and len(waits.parts[0].was) == 2 and len(waits.parts[0].now) == 2
    with pytest.raises(LanduseError) as refused:
        baseline.answer_proposal("prove", "accepted", "Ola", "x", only=["zz"])
    assert refused.value.code == "restatement_part"
    baseline.answer_proposal("prove", "accepted", "Ola", "Oppmålt", only=[waits.parts[0].key])
    assert sorted(inventory("prove", THEN)["plot_id"]) == ["T1", "T3"] and baseline.proposal("prove") is None


@pytest.mark.parametrize("lang", messages.LANGS)
def test_the_commands_name_the_parts_and_answer_one(make_park: object, lang: str) -> None:
    keys = _both_changed(make_park)
    told = CliRunner().invoke(app, ["restatements", "prove", "--lang", lang], catch_exceptions=False).output
    assert all(key[:8] in told and name in told for name, key in keys.items())
    whole = json.loads(CliRunner().invoke(app, ["restatements", "prove", "--json", "--lang", lang], catch_exceptions=False).stdout)
    assert {one["name"]: one["key"] for one in whole["waits"]["parts"]} == keys
    words = ["restate", "prove", "refuse", "--only", keys["T1"][:8], "--by", "Ola", "--why", "Nei", "--lang", lang]
    assert CliRunner().invoke(app, words, catch_exceptions=False).exit_code == 0
    after = CliRunner().invoke(app, ["restatements", "prove", "--lang", lang], catch_exceptions=False).output
    assert messages.text(lang, "baseline.cause.part", named="T1")[:8] not in after and keys["T1"][:8] not in after


@pytest.mark.parametrize("lang", messages.LANGS)
def test_the_commands_freeze_tell_and_restate(make_park: object, lang: str) -> None:
    def run(*words: str) -> str:
        done = CliRunner().invoke(app, [*words, "--lang", lang], catch_exceptions=False)
        assert done.exit_code == 0
        return done.output

    make_park(**half())
    assert messages.text(lang, "baseline.done.frozen") in run("freeze", "prove", "--by", "Kari", "--why", "Vedtatt")
    assert messages.text(lang, "baseline.nothing_waits") in run("restatements", "prove")
    bring("records", records(LET, ("plot", "T2", "lease")))
    told = json.loads(run("restatements", "prove", "--json"))
    assert told["waits"]["key"] == baseline.proposal("prove").key and told["baseline"]["pending"] == 1
    said = run("restate", "prove", "accept", "--by", "Ola", "--why", "Kontrakt", "--seen", told["waits"]["key"])
    assert messages.text(lang, "baseline.done.accepted") in said and kept_baseline(read_park("prove")).digest[:10] in said
    with pytest.raises(LanduseError) as refused:
        run("restate", "prove", "perhaps")
    assert refused.value.code == "restatement_answer"
