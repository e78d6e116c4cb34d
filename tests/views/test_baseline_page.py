"""The baseline on the page Fremdrift, frozen and restated part by part; and on the import page the day that rows without one hold from."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from actions.drop import staged_drop
from actions.progress import baseline, restating
from actions.units.kept_baseline import kept_baseline
from landuse.words import messages
from parks.park import read_park
from register.engine import close_registers
from tests.actions.conftest import write_park
from tests.actions.test_baseline import bring, half
from tests.door.test_extents import bygg
from tests.squares import records

MAIN = str(Path(__file__).parent.parent.parent / "views" / "main.py")


@pytest.fixture(autouse=True)
def _root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("PARKAREAL_DATA", str(tmp_path / "data"))
    yield
    close_registers()


def page(name: str, **asked: str) -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=600)
    for key, value in {"park": "prove", "page": name, "lang": "nb", **asked}.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception, [error.value for error in app.exception]
    return app


def html(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def _of(elements: object, ending: str) -> object:
    return next(one for one in elements if one.key and one.key.startswith("baseline-") and one.key.endswith(ending))


def _signed(app: AppTest, by: str, why: str, act: str) -> AppTest:
    _of(app.text_input, "-by").set_value(by)
    _of(app.text_input, "-reason").set_value(why)
    _of(app.button, f"-{act}").click().run()
    assert not app.exception, [error.value for error in app.exception]
    return app


def test_it_is_frozen_and_restated_part_by_part(tmp_path: Path) -> None:
    write_park(tmp_path / "data", example=False, **half())
    _signed(page("fremdrift"), "Kari", "Vedtatt i styret", "freeze")
    assert kept_baseline(read_park("prove")).about["by"] == "Kari"
    bring("records", records(("plot", "T1", "idle"), ("plot", "T2", "lease")))
    app = page("fremdrift")
    assert messages.text("nb", "baseline.sums_same") in html(app)
    keys = {restating.names(read_park("prove"), one)[0]: one.key for one in baseline.proposal("prove").parts}
    choice = _of(app.multiselect, "-only")
    assert sorted(label[:2] for label in choice.options) == ["T1", "T2"]
    choice.select(keys["T2"])
    told = html(_signed(app, "Ola", "Leiekontrakt av 2019", "accept"))
    assert kept_baseline(read_park("prove")).about["number"] == 2
    assert baseline.history("prove")[-1]["causes"][-1]["named"] == ["T2"]
    left = baseline.proposal("prove").parts
    assert [one.key for one in left] == [keys["T1"]]
    assert "Besvart for T2" in told and "Korreksjon godtatt" in told


def test_a_drop_has_a_field_for_the_day_and_one_for_what_it_rests_on(tmp_path: Path) -> None:
    write_park(tmp_path / "data", example=False, **half())
    seen = staged_drop.stage("prove", [bygg(tmp_path, "bygg.gpkg", 2)])
    app = page("data", data="import")
    day = next(one for one in app.date_input if one.key.startswith(f"ask-{seen.token}"))
    basis = next(one for one in app.text_input if one.key.startswith(f"ask-{seen.token}"))
    day.set_value(date(2019, 3, 1))
    basis.set_value("Kartlagt 2019")
    next(one for one in app.button if messages.text("nb", "import.again") in (one.label or "")).click().run()
    assert not app.exception, [error.value for error in app.exception]
    [again] = staged_drop.all_drops("prove")
    assert again.told["answers"]["park"] == {"from": "2019-03-01", "basis": "Kartlagt 2019"}
    assert "1. mars 2019. Grunnlag: Kartlagt 2019" in html(app)
