"""The pages *Bekreftelsesliste* and *Tomter* with data and with none: what people do there, and what nobody else sees."""

import io
import json
import shutil
from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import pypdf
import pytest
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from actions.map import map_data
from actions.offers import nominate
from actions.offers import published as offers_published
from actions.units import decide
from landuse.words import messages
from register.engine import close_registers
from tests import asgi
from tests.views.opened import html, run
from views.web.geodata import routes

ROOT = Path(__file__).parent.parent.parent
PARK, DAY = "verdal", date(2026, 6, 30)
HOSTILE = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>'
OFFER = {
    "contact_role": "Eiendomsutvikler",
    "contact_email": "tomter@example.no",
    "description_nb": "Klar tomt ved kaia",
    "quay": "shared",
    "power_mw": 12.0,
    "power_reserved_by": "Hemmelig AS",
    "power_reserved_on": "2026-01-15",
}  # fmt: skip


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> Path:
    """One example park whose classes are found once."""
    root = tmp_path_factory.mktemp("data")
    folder = ROOT / "data" / "parcels" / PARK
    if not folder.is_dir():
        pytest.skip(f"the example park {PARK} has not been made")
    shutil.copytree(folder, root / "parcels" / PARK)
    return root


@pytest.fixture
def root(found, monkeypatch) -> Iterator[Path]:
    """That park with an empty register."""
    monkeypatch.setenv("PARKAREAL_DATA", str(found))
    yield found
    close_registers()
    for path in found.glob("register.sqlite*"):
        path.unlink()


def bar(app: AppTest) -> dict:
    """What stands in the bar over every page."""
    return next(json.loads(one.proto.json) for one in app.get("bidi_component") if "parkareal_bar" in one.proto.component_name)


def field(widgets, end: str):
    """The field of a form by the end of its key, but of those that ask once for all: who holds the properties, what a plan says."""
    keyed = [widget for widget in widgets if widget.key and not widget.key.startswith(("hold-", "plan-"))]
    return next(widget for widget in keyed if widget.key.endswith(end))


def press(app: AppTest, start: str) -> AppTest:
    return next(button for button in app.button if button.label.startswith(start)).click().run()


def answer(app: AppTest, reason: str = "Sett på befaring", by: str = "Kari Berg", what: str | None = None) -> AppTest:
    field(app.text_input, "-by").set_value(by)
    field(app.text_area, "-reason").set_value(reason)
    radio = field(app.radio, "-what")
    if what or radio.value is None:
        radio.set_value(what or "confirm")
    return press(app, "Lagre svaret")


def published(kind: str = "plot", **facts: object) -> int:
    """A nomination of the largest vacant plot, carried to publication."""
    rows = [row for row in nominate.candidates(PARK, DAY) if row["kind"] == kind]
    unit_id = max(rows, key=lambda row: row["area_m2"])["unit_id"]
    told = nominate.prefill(PARK, unit_id, DAY, kind) | OFFER | facts
    number = nominate.new_nomination(PARK, unit_id, "Kari Berg", DAY, kind, facts=told)
    version = nominate.one_nomination(number, DAY)["version"]
    version = nominate.step(number, "nominate", "Kari Berg", DAY, version, consent_by="Ola Eier", consent_on=DAY)
    nominate.step(number, "publish", "Kari Berg", DAY, version)
    return number


@pytest.mark.parametrize("lang", messages.LANGS)
@pytest.mark.parametrize("page", ["bekreftelse", "tomter", "tomt"])
def test_empty_data_folder_says_what_to_do_next(tmp_path, monkeypatch, page, lang):
    monkeypatch.setenv("PARKAREAL_DATA", str(tmp_path))
    app = run(page=page, lang=lang, plot="1")
    assert not app.exception and escape(messages.text(lang, "data.first")) in html(app)


@pytest.mark.parametrize("lang", messages.LANGS)
@pytest.mark.parametrize(
    "asked",
    [
        {"page": "bekreftelse"},
        {"page": "bekreftelse", "park": PARK},
        {"page": "bekreftelse", "park": PARK, "date": "baseline"},
        {"page": "tomter"},
        {"page": "tomter", "side": "propose"},
        {"page": "tomter", "park": PARK},
        {"page": "tomter", "park": PARK, "side": "propose"},
        {"page": "tomter", "park": PARK, "side": "nominations"},
    ],
)
def test_every_side_draws_with_the_mark_and_says_what_to_do_next(root, asked, lang):
    app = run(lang=lang, **asked)
    assert not app.exception and not app.error
    assert bar(app)["example"] and bar(app)["words"]["mark"] == messages.text(lang, "views.example.mark")
    assert 'class="notice next"' in html(app) or app.radio


def test_an_answer_moves_the_rate_and_undoing_it_moves_it_back(root):
    before = decide.confirmation_summary(PARK, DAY)
    app = answer(run(page="bekreftelse", park=PARK), what="vacant_zoned")
    after = decide.confirmation_summary(PARK, DAY)
    assert after["land_utilisation_pct"] < before["land_utilisation_pct"] and after["units"] == before["units"] - 1
    assert "Arealutnyttelsen gikk fra" in html(app)
    app = press(app, "Angre svaret")
    assert not app.exception
    assert decide.confirmation_summary(PARK, DAY)["land_utilisation_pct"] == before["land_utilisation_pct"]


def test_several_are_answered_together(root):
    app = run(page="bekreftelse", park=PARK)
    units = [row["unit_id"] for row in decide.confirmation_list(PARK, DAY)]
    app = app.multiselect(key="asked_units").set_value(units[:2]).run()
    app = answer(app)
    assert {row["unit_id"] for row in decide.recent(PARK)} == set(units[:2])
    assert "lagret for 2" in html(app)


@pytest.mark.parametrize("missing", [{"by": ""}, {"reason": ""}])
def test_an_answer_without_name_or_reason_is_refused_in_one_sentence(root, missing):
    app = answer(run(page="bekreftelse", park=PARK), **missing)
    assert html(app).count('class="notice error"') == 1 and decide.recent(PARK) == []
    unit = decide.confirmation_list(PARK, DAY)[0]["unit_id"]
    name = map_data.units_table(PARK, DAY, map_data.version(PARK))["name"][unit]
    said = next(one for one in app.get("html") if 'class="notice error"' in one.proto.body)
    assert f"{name}: en beslutning må ha både et navn og en begrunnelse" in said.proto.body
    assert said.proto.body in [one.proto.body for form in forms(app.main) for one in form.get("html")]


def test_nothing_is_answered_beforehand_and_no_answer_is_none(root):
    app = run(page="bekreftelse", park=PARK)
    radios = [one for one in app.radio if one.key and one.key.endswith(("-what", "-tenure", "-answer"))]
    assert len(radios) >= 2 and all(one.value is None for one in radios)
    field(app.text_input, "-by").set_value("Kari Berg")
    field(app.text_area, "-reason").set_value("Sett på befaring")
    app = press(app, "Lagre svaret")
    assert messages.text("nb", "error.answer_missing") in html(app) and decide.recent(PARK) == []
    app = answer(app)
    assert len(decide.recent(PARK)) == 1 and field(app.radio, "-what").value is None


def forms(block: Any) -> Iterator[Any]:
    """The forms in a block."""
    for child in getattr(block, "children", {}).values():
        if child.type == "form":
            yield child
        else:
            yield from forms(child)


def test_somebody_who_was_before_is_told_and_nothing_is_overwritten(root):
    app = run(page="bekreftelse", park=PARK)
    unit = decide.confirmation_list(PARK, DAY)[0]["unit_id"]
    decide.decide(PARK, unit, "correct", "building_stock", "Ola", "Var der først", DAY, decide.version(PARK))
    app = answer(app, what="not_counted")
    assert 'class="notice error"' in html(app) and "Ola" in html(app)
    assert [row["by"] for row in decide.history(unit)] == ["Ola"]


def test_what_people_type_is_text(root):
    app = answer(run(page="bekreftelse", park=PARK), reason=HOSTILE, by=HOSTILE)
    number = published(description_nb=HOSTILE, contact_role="<b>rolle</b>")
    pages = [app.run(), run(page="tomt", plot=str(number)), run(page="tomter", park=PARK, side="nominations"), run(page="tomter")]
    for page in pages:
        assert not page.exception and "<img" not in html(page) and "<script" not in html(page) and "<b>rolle" not in html(page)


def test_a_plot_is_nominated_by_the_form_and_published(root):
    app = run(page="tomter", park=PARK, side="propose")
    chosen = app.selectbox(key="candidate")
    app = chosen.set_value(f"{nominate.candidates(PARK, DAY)[-1]['unit_id']} {nominate.candidates(PARK, DAY)[-1]['kind']}").run()
    for name in ("contact_role", "contact_email"):
        field(app.text_input, f"-{name}").set_value(OFFER[name])
    field(app.text_area, "-description_nb").set_value("Klar tomt")
    field(app.text_input, "-by").set_value("Kari Berg")
    app = press(app, "Lagre som utkast")
    assert not app.exception and app.session_state["side"] == "nominations"
    assert 'data-state="draft"' in html(app)
    field(app.text_input, "-consent_by").set_value("Ola Eier")
    field(app.date_input, "-consent_on").set_value(DAY)
    app = press(app, _label("nominate"))
    assert 'data-state="nominated"' in html(app)
    step = next(radio for radio in app.radio if radio.key.startswith("step-"))
    app = step.set_value("publish").run()
    app = press(app, _label("publish"))
    assert 'data-state="published"' in html(app) and len(offers_published.offers()) == 1


def test_publishing_without_contact_names_the_missing_fields_in_words(root):
    unit = next(row for row in nominate.candidates(PARK, DAY) if row["kind"] == "plot")
    number = nominate.new_nomination(PARK, unit["unit_id"], "Kari Berg", DAY)
    nominate.step(number, "nominate", "Kari", DAY, 1, consent_by="Ola Eier", consent_on=DAY)
    app = run(page="tomter", park=PARK, side="nominations")
    field(app.text_input, "-by").set_value("Kari Berg")
    step = next(radio for radio in app.radio if radio.key.startswith("step-"))
    app = step.set_value("publish").run()
    field(app.text_input, "-by").set_value("Kari Berg")
    app = press(app, _label("publish"))
    assert 'class="notice error"' in html(app) and "E-post" in html(app) and "contact_email" not in html(app)


def test_investors_see_no_names_no_holders_and_no_power(root):
    number = published()
    for app in (run(page="tomter"), run(page="tomter", park=PARK), run(page="tomt", plot=str(number))):
        assert not app.exception and f"plot={number}" in html(app) or f'data-plot="{number}"' in html(app)
        for hidden in ("Kari Berg", "Ola Eier", "Hemmelig", "MW"):
            assert hidden not in html(app)
    row = nominate.one_nomination(number, DAY)
    nominate.step(number, "option", "Kari Berg", DAY, row["version"], holder="Kjøper AS", until=date(2026, 12, 1))
    assert "Kjøper AS" not in html(run(page="tomter")) and "Kjøper AS" in html(run(page="tomter", park=PARK, side="nominations"))
    said = html(run(page="tomt", plot=str(number)))
    assert "er under opsjon til og med 1. desember 2026" in said and "Kjøper AS" not in said


def test_routes_give_published_plots_only(root):
    app = Starlette(routes=routes())
    number = published()
    shapes = asgi.get(app, f"/geo/published.geojson?park={PARK}").json()["features"]
    assert [shape["properties"]["unit_id"] for shape in shapes] == [str(number)]
    sheet = asgi.get(app, f"/plots/{number}/tomteark.pdf?lang=en")
    assert sheet.status_code == 200 and sheet.content.startswith(b"%PDF")
    said = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(sheet.content)).pages)
    assert "tomter@example.no" in said and not any(name in said for name in ("Kari Berg", "Ola Eier", "Hemmelig", "MW"))
    row = nominate.one_nomination(number, DAY)
    nominate.step(number, "withdraw", "Kari Berg", DAY, row["version"])
    assert asgi.get(app, f"/plots/{number}/tomteark.pdf").status_code == 404
    assert asgi.get(app, f"/geo/published.geojson?park={PARK}").json()["features"] == []


@pytest.mark.parametrize("plot", ["99", "nonsense", "-1", "<script>", "²", "9223372036854775808"])
def test_an_address_without_a_published_plot_is_one_sentence(root, plot):
    app = run(page="tomt", plot=plot)
    assert not app.exception and html(app).count('class="notice error"') == 1


def _label(step: str) -> str:
    return messages.text("nb", f"nomination.step.{step}")
