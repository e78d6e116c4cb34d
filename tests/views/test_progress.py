"""The pages Fremdrift and Om tallene, what they are made of, and that it is counted once."""

import json
import re
import shutil
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from actions import about
from actions.progress import progress
from landuse.progress import movements
from landuse.words import messages
from landuse.words.foreign import for_markdown
from parks.park import read_park
from tests.views.opened import html, run
from views.charts import bars, figure, gauge, line
from views.charts.bars import Share, Step
from views.charts.figure import Table
from views.charts.line import Course, Point

ROOT = Path(__file__).parent.parent.parent
PAGES = ("fremdrift", "om_tallene")


@pytest.fixture(scope="module")
def park_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, root = ROOT / "data" / "parcels" / "skogmo", tmp_path_factory.mktemp("data")
    if not folder.is_dir():
        pytest.skip("the example park skogmo has not been made")
    shutil.copytree(folder, root / "parcels" / "skogmo")
    settings = root / "parcels" / "skogmo" / "park.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("in_baseline = false", "in_baseline = true"), encoding="utf-8")
    return root


@pytest.fixture
def parks(park_root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PARKAREAL_DATA", str(park_root))
    return park_root


@pytest.mark.parametrize("lang", messages.LANGS)
@pytest.mark.parametrize("page", PAGES)
def test_without_parks_a_page_says_what_to_do_next(tmp_path, monkeypatch, page, lang):
    monkeypatch.setenv("PARKAREAL_DATA", str(tmp_path))
    app = run(page=page, lang=lang)
    assert not app.exception
    assert messages.text(lang, "data.first") in html(app)


@pytest.mark.parametrize("lang", messages.LANGS)
@pytest.mark.parametrize("asked", [{"park": "skogmo"}, {}, {"park": "skogmo", "date": "baseline"}])
def test_progress_draws_every_part_with_the_mark(parks, lang, asked):
    app = run(page="fremdrift", lang=lang, **asked)
    assert not app.exception and not app.error
    shown = html(app)
    titles = ["line", "readings", "moves", "nature", "indicators"] + ([] if "park" in asked else ["parks", "residual"])
    for name in titles:
        assert messages.text(lang, f"progress.{name}") in unescape(shown), name
    assert messages.text(lang, "grey_map.get") in unescape(shown) and messages.text(lang, "grey_map.share") not in unescape(shown)
    assert shown.count(messages.text(lang, "views.example.mark")) >= 6
    least = 5 if asked.get("date") == "baseline" else 6  # at the baseline there is no change of nature to draw
    assert len(re.findall(r'class="how"', shown)) >= least and len(re.findall("<table>", shown)) >= least


def test_units_behind_a_cause_have_links_to_their_cards(parks):
    app = run(page="fremdrift", park="skogmo")
    linked = re.findall(r'href="\?park=skogmo&amp;unit=(skogmo-[0-9a-f]+)', html(app))
    today = set(progress.moved("skogmo", date(2024, 1, 1), date(2026, 6, 30)).units["unit_id"])
    assert linked and set(linked) <= today


def test_the_map_of_changes_has_the_units_of_the_lists_and_a_key_of_their_causes(parks):
    app = run(page="fremdrift", park="skogmo")
    told = next(one for one in (json.loads(each.proto.json) for each in app.get("bidi_component")) if "changed" in one)
    moved = progress.moved("skogmo", date(2024, 1, 1), date(2026, 6, 30)).units
    assert told["changed"] and set(told["changed"]) <= set(moved["unit_id"]) and set(told["changed"].values()) == set(told["looks"])
    assert [row["label"] for row in told["legend"]][:-1] == [messages.text("nb", f"progress.cause.{cause}") for cause in told["looks"]]


@pytest.mark.parametrize("lang", messages.LANGS)
def test_a_day_that_cannot_be_used_is_told(parks, lang):
    app = run(page="fremdrift", park="skogmo", lang=lang)
    app.selectbox(key="progress_from").select("other").run()
    for words, code in (("soon", "31.01.2024"), ("01.01.2031", "01.01.2031")):
        app.text_input(key="progress_from_day").set_value(words).run()
        assert not app.exception and for_markdown(code) in app.error[0].value


def test_the_first_day_must_come_before_the_last(parks):
    app = run(page="fremdrift", park="skogmo")
    app.selectbox(key="progress_to").select("baseline").run()
    assert app.warning[0].value == messages.text("nb", "progress.dates.order")


@pytest.mark.parametrize("lang", messages.LANGS)
def test_about_has_every_section_licence_and_version(parks, lang):
    app = run(page="om_tallene", lang=lang)
    assert not app.exception and not app.error
    words = " ".join(one.value for one in app.markdown) + unescape(html(app))
    for use in about.layer_uses([read_park("skogmo")], lang):
        assert use.title in words and use.licence in words
    assert about.versions()[0][1] in words
    assert messages.text(lang, "about.contact.none") in " ".join(one.value for one in app.text)


def test_both_languages_have_the_same_sections_about_the_figures():
    assert list(about.text("nb")) == list(about.text("en"))


def test_the_contact_comes_from_the_data_and_is_never_invented(parks):
    assert about.contact() == {}
    path = parks / "about.toml"
    path.write_text('[contact]\nname = "Parkdrift"\nemail = "post@example.org"\n', encoding="utf-8")
    try:
        assert about.contact() == {"name": "Parkdrift", "email": "post@example.org"}
        path.write_text("[contact", encoding="utf-8")
        assert for_markdown("about.toml") in run(page="om_tallene").error[0].value
    finally:
        path.unlink()


def test_movements_between_any_two_days_sum_exactly(parks):
    days = ["baseline", date(2025, 1, 1), date(2026, 1, 1), "today"]
    assert progress.moments([read_park("skogmo")]) == days
    each = [progress.moved_together(("skogmo",), then, now) for then, now in zip(days, days[1:])]
    whole = progress.moved_together(("skogmo",), "baseline", "today")
    for found in (*each, whole):
        assert ((found.now - found.then) == found.causes.sum()).all()
        assert set(found.causes.index) <= set(movements.CAUSES)
    assert sum(found.causes["vacant_m2"].sum() for found in each) == whole.causes["vacant_m2"].sum()


def test_what_is_known_is_not_counted_again(parks, monkeypatch):
    asked = ("skogmo", date(2024, 1, 1), date(2026, 6, 30))
    first = progress.since(*asked)
    monkeypatch.setattr(movements, "pieces", lambda *_: pytest.fail("laid over each other a second time"))
    assert progress.since(*asked).equals(first)


def test_a_decision_is_seen_at_once(parks):
    from actions.units.decide import decide, undo, version
    from actions.units.inventory import inventory

    on = date(2026, 6, 30)
    units = inventory("skogmo", on)
    unit = units[units["class"] == "vacant_zoned"].sort_values("area_m2").iloc[-1]
    before = progress.sums("skogmo", on)["vacant_m2"]
    said = decide("skogmo", str(unit.name), "correct", "used", "Kari", "Befart", on, version("skogmo"))
    try:
        assert progress.sums("skogmo", on)["vacant_m2"] == before - unit["area_m2"]
        found = progress.moved("skogmo", date(2024, 1, 1), on)
        assert found.causes.loc["set_by_person", "vacant_m2"] == -unit["area_m2"]
    finally:
        undo(said, "Kari", "Prøven er over")


_HOSTILE = '<script>alert("x")</script>'


@pytest.mark.parametrize("width", [356, 860])
@pytest.mark.parametrize("example", [True, False])
def test_drawings_say_what_they_show_carry_the_mark_and_escape(width, example):
    steps = [Step(_HOSTILE, 100.0, "100", whole=True), Step("a", -20.0, "−20"), Step("b", 80.0, "80", whole=True)]
    course = Course([Point(date(2024, 1, 1), 70.0), Point(date(2026, 6, 30), 75.0, (74.0, 77.0))], 90.0, date(2030, 12, 31), 3.3, 2.0)
    rate = {"land_utilisation_pct": 75.0, "land_utilisation_range_pct": [74.0, 77.0]}
    drawn = [
        bars.waterfall(width, steps, _HOSTILE, example, "nb"),
        bars.shares(width, [Share(_HOSTILE, 50.0, "50", 90.0, (40.0, 60.0)), Share("x", None, "–")], "x", "mål", example, "nb"),
        bars.amounts(width, [(_HOSTILE, [(1.0, "1"), (0.0, "0")])], ["a", _HOSTILE], "x", example, "nb"),
        line.course_line(width, course, _HOSTILE, example, "nb"),
        gauge.gauge(_HOSTILE, rate, "land_utilisation", 90.0, example, "nb", 860),
    ]
    for one in drawn:
        assert one.startswith("<svg ") and 'role="img"' in one and 'aria-label="' in one
        assert ("EKSEMPEL" in one) is example
        assert "<script" not in one


def test_a_rate_that_is_not_answered_is_never_drawn_as_zero():
    drawn = gauge.gauge("x", {"land_utilisation_pct": None}, "land_utilisation", 90.0, False, "nb", 860)
    assert messages.text("nb", "views.not_answered") in drawn and "0,0" not in drawn


def test_the_pace_carried_on_stays_between_nothing_and_everything():
    points = [Point(date(2024, 1, 1), 70.0), Point(date(2026, 1, 1), 95.0)]
    assert line.ahead_pct(Course(points, 90.0, date(2030, 12, 31), 0.0, 12.5)) == 100.0
    assert line.ahead_pct(Course(points, 90.0, date(2030, 12, 31), 0.0, None)) is None


def test_a_table_escapes_what_the_data_say():
    shown = figure.table_html(Table(_HOSTILE, ("a", _HOSTILE), [(_HOSTILE, "1"), (figure.link("?park=a", _HOSTILE), "2")]))
    assert "<script" not in shown and '<a href="?park=a">' in shown and 'tabindex="0"' in shown


def test_a_cell_is_a_link_only_when_it_was_made_as_one():
    cell = '<a href="?park=x" onclick="window.pwned=1">x</a>'
    told = figure.table_html(Table("c", ("a", "b"), [(cell, figure.link("?park=x", "<i>"))]))
    assert "onclick" in told and '<a href="?park=x" onclick' not in told
    assert '<a href="?park=x">&lt;i&gt;</a>' in told


@pytest.mark.parametrize("pct", [70.0, 88.0, 89.9, 90.0, 97.6, 99.9])
@pytest.mark.parametrize("wide", [0.2, 1.6, 9.0])
def test_a_figure_stands_over_no_hatched_range_and_over_no_words(pct: float, wide: float) -> None:
    seen = [Point(date(2024, 1, 1), pct, (max(pct - wide, 0.0), pct)), Point(date(2026, 6, 30), pct, (pct, min(pct + wide, 100.0)))]
    drawn = line.course_line(860, Course(seen, 90.0, date(2030, 12, 31), 0.5, 0.1), "x", False, "nb")
    found = re.findall(r'y="([-0-9.]+)" width="10.0" height="([0-9.]+)" fill="url', drawn)
    boxes = [(float(top), float(top) + float(high)) for top, high in found]
    said = [float(at) for at in re.findall(r'y="([-0-9.]+)"[^>]*font-size="13.5"', drawn)]
    target = float(re.search(r'y="([-0-9.]+)"[^>]*font-size="12.5" font-weight="650"[^>]*>mål', drawn)[1])
    assert len(boxes) == len(said) == 2
    for (top, bottom), at in zip(boxes, said, strict=True):
        assert at < top or at - 11 > bottom
    assert abs(said[0] - target) > 11
