"""All pages and sides, in both languages and at both widths: no fault by axe-core, no script of anybody's, no error, no other host."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from shutil import copytree

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, TimeoutError

from actions.map import map_data
from actions.offers import nominate, photos
from actions.units import decide
from actions.vacant_first import cases
from actions.vacant_first.cases import Draft
from landuse.offers import facts as offer_facts
from landuse.vacant_first import ladder
from landuse.words import messages
from landuse.offers.nomination import Person
from register.engine import URL_VARIABLE, close_registers
from tests import hostile
from tests.browser import axe
from tests.browser.server import ROOT, serve, stop
from tests.browser.walk import WIDTHS, State, settle, states

pytestmark = pytest.mark.browser
_PARK = "verdal"


@dataclass(frozen=True)
class Planted:
    """The app over a park with a script in every text."""

    address: str
    states: list[State]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Planted]:
    """Two parks; one has scripts in its files, decisions and offers, and offers a plot that is published."""
    root = tmp_path_factory.mktemp("planted")
    for park_id in (_PARK, "viken"):
        copytree(ROOT / "data" / "parcels" / park_id, root / "parcels" / park_id)
    before = {name: os.environ.pop(name, None) for name in ("PARKAREAL_DATA", URL_VARIABLE)}
    os.environ["PARKAREAL_DATA"] = str(root)
    try:
        unit, plot, case = _plant()
    finally:
        close_registers()
        del os.environ["PARKAREAL_DATA"]
        os.environ.update({name: value for name, value in before.items() if value is not None})
    process, address = serve(root, root / "server.txt")
    with chromium.new_context() as context:  # waits until the server has found the classes and counted the progress
        page = context.new_page()
        page.goto(f"{address}/?page=fremdrift")
        settle(page, 600)
    yield Planted(address, states(_PARK, unit, plot, case))
    stop(process)


def _plant() -> tuple[str, int, int]:
    """Scripts wherever there is text; a unit to nominate, and the numbers of a published offer and of a kept case."""
    assert hostile.plant_in_files(_PARK) > 500
    on = map_data.day(map_data.park(_PARK), "today")
    asks = [row["unit_id"] for row in decide.confirmation_list(_PARK, on, "nb")[: len(hostile.PAYLOADS)]]
    for unit_id, payload in zip(asks, hostile.PAYLOADS, strict=False):
        decide.decide(_PARK, unit_id, "confirm", None, payload, payload, on, decide.version(_PARK))
    plots = [row for row in nominate.candidates(_PARK, on) if row["kind"] == "plot"]
    made = [_offered(row["unit_id"], on) for row in plots[:2]]
    return plots[2]["unit_id"], made[0], _case([row["unit_id"] for row in plots[2:4]])


def _case(unit_ids: list[str]) -> int:
    """A case with scripts in its title, ladder and reasons, about vacant plots that would be built out."""
    steps = zip(ladder.steps().items(), hostile.PAYLOADS, strict=False)
    said = {step: {"choice": choices[-1], "reason": payload} for (step, choices), payload in steps}
    asked = {"footprint": unit_ids, "needs": {"daa": 1.0}}
    number, _ = cases.keep(Draft(_PARK, hostile.PAYLOADS[0], asked, said), Person(hostile.PAYLOADS[1]), hostile.PAYLOADS[2])
    return number


def _offered(unit_id: str, on: date) -> int:
    who, facts = hostile.PAYLOADS[1], hostile.hostile_facts(offer_facts.fields(), "plot") | {"photo": _photo()}
    made = nominate.new_nomination(_PARK, unit_id, who, on, "plot", None, facts, reason=hostile.PAYLOADS[0])
    nominate.step(made, "nominate", who, on, 1, hostile.PAYLOADS[2], consent_by=hostile.PAYLOADS[3], consent_on=on)
    nominate.step(made, "publish", who, on, 2, hostile.PAYLOADS[4])
    return made


def test_every_page_is_without_fault(planted: Planted, chromium: Browser) -> None:
    """Each state at both widths in one of the languages, turn by turn."""
    faults = _walked(planted, chromium, lambda number: [messages.LANGS[number % len(messages.LANGS)]])
    assert not faults, "\n".join(faults)


def _photo() -> str:
    painted = BytesIO()
    Image.new("RGB", (60, 40), "green").save(painted, "PNG")
    return photos.keep_photo(painted.getvalue())


@pytest.mark.soak
def test_every_page_is_without_fault_in_each_language(planted: Planted, chromium: Browser) -> None:
    faults = _walked(planted, chromium, lambda number: messages.LANGS)
    assert not faults, "\n".join(faults)


def _walked(planted: Planted, chromium: Browser, langs: Callable[[int], Sequence[str]]) -> list[str]:
    context = chromium.new_context(bypass_csp=True)  # what is not escaped would run here
    context.set_default_timeout(120_000)
    try:
        walk = [(state, lang) for number, state in enumerate(planted.states) for lang in langs(number)]
        return [fault for state, lang in walk for fault in _faults(context.new_page(), planted.address, state, lang)]
    finally:
        context.close()


def _faults(page: Page, address: str, state: State, lang: str) -> list[str]:
    """What is wrong with one state in one language, at both widths."""
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda asked: None if _own(asked.url, address) else said.append(asked.url))
    try:
        page.goto(f"{address}/?{state.query}&lang={lang}")
        settle(page)
        state.act(page)
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(400)
            said += [f"{width}: {fault}" for fault in _at_one_width(page, lang)]
    except TimeoutError:
        said.append(f"not settled: {page.locator('body').inner_text()[-300:]}")
    page.close()
    return [f"{state.name}, {lang}: {fault}" for fault in said]


def _at_one_width(page: Page, lang: str) -> list[str]:
    said = axe.faults(page)
    if page.evaluate(hostile.RAN) is not None:
        said.append("a script ran")
    if page.evaluate("document.documentElement.lang") != lang:
        said.append("html lang")
    if page.title().count(" – ") < 2 or not page.title().endswith("Parkareal"):
        said.append(f"title: {page.title()}")
    wider = axe.wider_px(page)
    return [*said, f"{wider} px wider than the screen"] if wider > 0 else said


def _own(url: str, address: str) -> bool:
    return url.startswith((address, address.replace("http", "ws"), "data:", "blob:", "about:"))
