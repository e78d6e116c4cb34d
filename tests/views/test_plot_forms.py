"""Refusals by the button that was pressed, and forms that keep what was typed when somebody else saved first."""

import shutil
import tomllib
from pathlib import Path
from types import SimpleNamespace

import geopandas as gpd
import pytest
from streamlit.testing.v1 import AppTest

from actions.map import map_data
from actions.offers import nominate
from actions.units import decide
from landuse.words import messages, numbers
from parks.park import read_park
from parks.toml import toml
from tests.views import test_plots_pages
from tests.views.test_plots_pages import DAY, HOSTILE, OFFER, PARK, answer, field, forms, html, press, run
from views.bekreftelse import one_park

found, root = test_plots_pages.found, test_plots_pages.root  # its fixtures: one example park with an empty register


def said(app: AppTest) -> str:
    """The one refusal."""
    [told] = [element.proto.body for element in app.get("html") if 'class="notice error"' in element.proto.body]
    return told


def is_by_the_button(app: AppTest) -> bool:
    return said(app) in [one.proto.body for form in forms(app.main) for one in form.get("html")]


def draft_form() -> AppTest:
    """The form for the largest vacant plot, named and signed."""
    app = run(page="tomter", park=PARK, side="propose")
    plot = max((row for row in nominate.candidates(PARK, DAY) if row["kind"] == "plot"), key=lambda row: row["area_m2"])
    app = app.selectbox(key="candidate").set_value(f"{plot['unit_id']} plot").run()
    field(app.text_input, "-by").set_value("Kari Berg")
    return app


def nomination_form() -> tuple[int, AppTest]:
    """A draft, with B's window open on it."""
    plot = next(row for row in nominate.candidates(PARK, DAY) if row["kind"] == "plot")
    number = nominate.new_nomination(PARK, plot["unit_id"], "Kari Berg", DAY, facts=OFFER | {"price_nok_m2": 400})
    return number, run(page="tomter", park=PARK, side="nominations")


def in_form(widgets, start: str, end: str):
    return next(widget for widget in widgets if widget.key and widget.key.startswith(start) and widget.key.endswith(end))


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("max_height_m", -5.0, "Største byggehøyde»: ventet et tall fra 0 til 300 m, fikk -5"),
        ("net_daa", 9999.0, "fikk 9\N{NO-BREAK SPACE}999 daa"),
        ("power_mw", 5.0, "«Reservert kraft» kan ikke stå uten"),
    ],
)
def test_a_refused_draft_says_why_above_its_button(root, name, value, words):
    app = draft_form()
    field(app.number_input, f"-{name}").set_value(value)
    app = press(app, "Lagre som utkast")
    assert not app.exception and is_by_the_button(app) and nominate.list_nominations(PARK, DAY, "Kari") == []
    assert words in said(app).replace("\N{MINUS SIGN}", "-") and field(app.number_input, f"-{name}").value == value
    assert "data-turn=" in said(app) and 'role="alert"' in said(app)


def test_facts_that_two_people_edit_keep_what_the_second_typed(root):
    number, app = nomination_form()
    in_form(app.number_input, "facts-", "-price_nok_m2").set_value(555.0)
    in_form(app.number_input, "facts-", "-max_height_m").set_value(12.0)
    in_form(app.text_input, "facts-", "-reason").set_value("Ny takst")
    in_form(app.text_input, "facts-", "-by").set_value("Berit")
    nominate.edit(number, {"price_nok_m2": 500, "contact_role": "Daglig leder"}, "Ola", DAY, 1, "Vedtak 7")
    app = press(app, "Lagre endringene")
    assert is_by_the_button(app) and "Ola" in said(app) and "Vedtak 7" in said(app)
    assert "Pris: 500\N{NO-BREAK SPACE}kr/m² (før: 400\N{NO-BREAK SPACE}kr/m²). Du skrev 555" in said(app)
    assert "Daglig leder (før: Eiendomsutvikler)" in said(app)
    assert nominate.one_nomination(number, DAY)["facts"]["price_nok_m2"] == 500
    assert in_form(app.number_input, "facts-", "-price_nok_m2").value == 555
    assert in_form(app.text_input, "facts-", "-contact_role").value == "Daglig leder"
    assert in_form(app.text_input, "facts-", "-reason").value == "Ny takst"
    app = press(app, "Lagre endringene")
    facts = nominate.one_nomination(number, DAY)["facts"]
    assert (facts["price_nok_m2"], facts["max_height_m"], facts["contact_role"]) == (555, 12, "Daglig leder")


def test_a_step_that_somebody_else_was_before_keeps_the_note(root):
    number, app = nomination_form()
    step = next(radio for radio in app.radio if radio.key.startswith("step-"))
    app = step.set_value("withdraw").run()
    in_form(app.text_input, "take-", "-by").set_value("Berit")
    in_form(app.text_input, "take-", "-reason").set_value("En lang merknad")
    nominate.step(number, "nominate", "Ola", DAY, 1, consent_by="Eier", consent_on=DAY)
    app = press(app, "Trekk")
    assert is_by_the_button(app) and "Tilstanden er nå «Foreslått»" in said(app)
    assert next(radio for radio in app.radio if radio.key.startswith("step-")).value == "withdraw"
    assert in_form(app.text_input, "take-", "-reason").value == "En lang merknad"
    app = press(app, "Trekk")
    assert nominate.one_nomination(number, DAY)["state"] == "withdrawn"


def test_a_step_on_what_is_closed_by_now_is_told(root):
    number, app = nomination_form()
    in_form(app.text_input, "take-", "-by").set_value("Berit")
    nominate.step(number, "withdraw", "Ola", DAY, 1)
    app = press(app, messages.text("nb", "nomination.step.nominate"))
    assert "Ola" in said(app) and "Trukket" in said(app)


def test_a_draft_that_somebody_else_made_first_gets_what_was_typed(root):
    app = draft_form()
    field(app.text_area, "-description_nb").set_value("Bs beskrivelse")
    plot = max((row for row in nominate.candidates(PARK, DAY) if row["kind"] == "plot"), key=lambda row: row["area_m2"])
    number = nominate.new_nomination(PARK, plot["unit_id"], "Ola", DAY)
    app = press(app, "Lagre som utkast")
    assert not app.exception and app.session_state["nomination"] == number and is_by_the_button(app)
    assert in_form(app.text_area, "facts-", "-description_nb").value == "Bs beskrivelse"


@pytest.mark.parametrize("theirs", ["building_stock", "vacant_zoned"])
def test_an_answer_that_somebody_else_gave_first_keeps_the_form_and_shows_theirs(root, theirs):
    app = run(page="bekreftelse", park=PARK)
    row = decide.confirmation_list(PARK, DAY)[0]
    field(app.radio, "-what").set_value("not_counted")
    decide.decide(PARK, row["unit_id"], "correct", theirs, "Ola", HOSTILE, DAY, decide.version(PARK))
    app = answer(app, reason="Sett i går", by="Berit")
    assert not app.exception and is_by_the_button(app) and "Ola" in said(app) and "&lt;script" in said(app)
    assert app.multiselect(key="asked_units").value == [row["unit_id"]]
    assert (field(app.radio, "-what").value, field(app.text_area, "-reason").value) == ("not_counted", "Sett i går")
    app = press(app, "Lagre svaret")
    assert decide.history(row["unit_id"])[0]["reason"] == "Sett i går"
    assert row["unit_id"] not in app.multiselect(key="asked_units").options


def test_a_confirmed_class_that_is_another_by_now_is_told_in_words_and_stays_chosen(root):
    app = run(page="bekreftelse", park=PARK)
    row = decide.confirmation_list(PARK, DAY)[0]
    other = "vacant_zoned" if row["class"] != "vacant_zoned" else "used"
    decide.decide(PARK, row["unit_id"], "correct", other, "Ola", "Var der først", DAY, decide.version(PARK))
    app = answer(app, reason="Sett i går", by="Berit")
    for code in (row["class"], other):
        assert code not in said(app) and messages.text("nb", f"class.{code}") in said(app)
    assert field(app.radio, "-what").value == row["class"] and "Var der først" in said(app)


def test_undoing_without_a_name_or_a_choice_is_told_by_the_button_and_by_the_units_name(root):
    unit = decide.confirmation_list(PARK, DAY)[0]["unit_id"]
    [event] = decide.decide(PARK, unit, "confirm", None, "Ola", "Sett", DAY, decide.version(PARK))
    app = press(run(page="bekreftelse", park=PARK), "Angre det valgte")
    assert is_by_the_button(app)
    in_form(app.multiselect, "undo-", "-what").set_value([event])
    in_form(app.text_input, "undo-", "-reason").set_value("Feil flate")
    app = press(app, "Angre det valgte")
    name = map_data.units_table(PARK, DAY, map_data.version(PARK))["name"][unit]
    assert is_by_the_button(app) and f"{name}: en beslutning" in said(app) and unit not in said(app)
    decide.undo(event, "Kari", "Var feil")
    in_form(app.text_input, "undo-", "-by").set_value("Berit")
    app = press(app, "Angre det valgte")
    assert f"{name}: Kari" in said(app)


def test_a_park_without_a_plan_is_told_to_import_one(root, found):
    folder = found / "parcels" / "bare"
    shutil.copytree(found / "parcels" / PARK, folder)
    try:
        _only_the_perimeter(folder)
        assert "zoning" not in read_park("bare").layers
        app = run(page="bekreftelse", park="bare")
        assert not app.exception and messages.text("nb", "plots.confirm.unclassed") in html(app)
        assert messages.text("nb", "plots.confirm.none") not in html(app)
    finally:
        shutil.rmtree(folder)


def _only_the_perimeter(folder: Path) -> None:
    perimeter = gpd.read_file(folder / "park.gpkg", layer="perimeter")
    for path in folder.iterdir():
        if path.name != "park.toml":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    perimeter.to_file(folder / "park.gpkg", layer="perimeter")
    settings = tomllib.loads((folder / "park.toml").read_text(encoding="utf-8"))
    settings |= {"id": "bare", "layers": {"perimeter": settings["layers"]["perimeter"]}}
    (folder / "park.toml").write_text(toml(settings), encoding="utf-8")


@pytest.mark.parametrize("lang", messages.LANGS)
def test_the_same_words_everywhere(lang):
    words = {"nb": ("kladd", "nominer", "tomta ", "klargjøring"), "en": ("maturity",)}[lang]
    said_of_plots = {key: text for key, text in messages.catalogue(lang).items() if not key.startswith(("import.", "issue."))}
    assert [key for key, text in said_of_plots.items() if any(word in text.lower() for word in words)] == []


@pytest.mark.parametrize("lang", messages.LANGS)
def test_a_list_without_units_says_what_still_waits(lang):
    asked = SimpleNamespace(park=SimpleNamespace(layers={"zoning": {}}))
    waits = one_park._why_none(asked, {"undecided_units": 6, "undecided_daa": 187.3}, lang)
    assert numbers.area(187_300, lang) in waits and waits != messages.text(lang, "plots.confirm.none")
    assert one_park._why_none(asked, {"undecided_units": 0, "undecided_daa": 0.0}, lang) == messages.text(lang, "plots.confirm.none")
