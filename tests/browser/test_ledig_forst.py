"""Vacant first in a real browser: a footprint in, the answer and the candidates out, the case kept, its paper downloaded."""

import json
import re
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from landuse.words import messages
from register.engine import URL_VARIABLE
from tests.browser.proposals import PROPOSALS, Proposal, ask, open_page
from tests.browser.server import ready, serve, stop
from tests.browser.vacant_shots import data_root
from tests.browser.walk import settle

pytestmark = pytest.mark.browser
_WAIT = 120_000


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[str]:
    """The app over two parks, one of which has published a plot."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PARKAREAL_DATA", "")
        environment.delenv(URL_VARIABLE, raising=False)
        root = data_root(tmp_path_factory.mktemp("vacant-first"))
    process, address = serve(root, root / "server.txt")
    yield address
    stop(process)


_CUT = """() => [...document.querySelectorAll(".st-key-panel .figures")].filter(table => table.scrollWidth > table.clientWidth + 1)
  .map(table => table.className)"""  # tables that the panel's edge cuts


@pytest.mark.parametrize("proposal", PROPOSALS, ids=lambda one: one.name)
def test_each_answer_from_the_footprint_to_the_paper(watched: Callable, address: str, proposal: Proposal) -> None:
    page = watched()
    open_page(page, address, proposal)
    ask(page, proposal)
    verdict = page.locator("[data-answer]")
    _is_in_the_first_screen(page, "[data-answer]", ".best", ".map")
    assert page.evaluate(_CUT) == []
    assert verdict.get_attribute("data-answer") == proposal.answer
    expect(verdict).to_contain_text(messages.text("nb", f"first.verdict.{proposal.answer}"))
    number = _keep(page, f"Utvidelse {proposal.name} æøå")
    document = json.loads(page.request.get(f"{address}/cases/{number}/saksframlegg.json").body())
    best = document["answer"]["alternatives"][0]
    assert document["answer"]["answer"] == proposal.answer
    if proposal.answer != "new_land_needed":
        assert (best["kind"], best["own_park"], best["rank_word"]) == (proposal.kind, proposal.own, "fits")
    expect(page.locator(".ranked tbody tr").first).to_contain_text(best["names"][0])
    paper = _paper(page, address, number)
    assert messages.text("nb", "case.head.zero") in paper and "EKSEMPEL" in paper and f"Utvidelse {proposal.name} æøå" in paper
    assert ("Nytt areal trengs for dette behovet" in paper) == (proposal.answer == "new_land_needed")


def test_a_kept_case_opens_by_its_address_and_goes_on(watched: Callable, address: str) -> None:
    """The link alone brings back footprint, needs, ladder and answer; a second version is kept on top of the first."""
    page = watched()
    open_page(page, address, PROPOSALS[0])
    ask(page, PROPOSALS[0])
    number = _keep(page, "Sak som går videre")
    other = watched(f"?page=ledig_forst&case={number}")
    other.locator("[data-answer]").wait_for(timeout=_WAIT)
    held = other.locator(f"[data-case='{number}']")
    held.wait_for(timeout=_WAIT)
    expect(other.get_by_role("spinbutton", name=messages.text("nb", "encroach.need.daa")).first).to_have_value("20")
    assert _keep(other, "Sak som går videre") == number
    expect(other.locator(f"[data-case='{number}']")).to_have_attribute("data-version", "2", timeout=_WAIT)


def _is_in_the_first_screen(page: Page, *parts: str) -> None:
    for part in parts:
        box = page.locator(part).bounding_box()
        assert box is not None and box["y"] >= 0 and box["y"] + box["height"] <= page.viewport_size["height"], (part, box)


def _keep(page: Page, title: str) -> str:
    """Fill the case's title and name, keep it; its number."""
    before = page.locator("[data-case]").get_attribute("data-version") if page.locator("[data-case]").count() else None
    _fill(page, messages.text("nb", "first.case.title"), title)
    _fill(page, messages.text("nb", "plots.who"), "Kari Nordmann")
    page.get_by_role("button", name=messages.text("nb", "first.case.keep" if before is None else "first.case.keep_version")).click()
    told = page.locator(f"[data-case]:not([data-version='{before}'])")
    told.wait_for(timeout=_WAIT)
    return str(told.get_attribute("data-case"))


def _fill(page: Page, label: str, words: str) -> None:
    field = page.get_by_role("textbox", name=label).first
    field.fill(words)
    field.press("Tab")


def _paper(page: Page, address: str, number: str) -> str:
    answer = page.request.get(f"{address}/cases/{number}/saksframlegg.docx?lang=nb")
    assert answer.status == 200 and "attachment" in answer.headers["content-disposition"]
    document = Document(BytesIO(answer.body()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_a_square_of_so_many_daa_is_laid_and_the_size_runs_along_while_one_draws(watched) -> None:
    page = watched("?page=ledig_forst&park=verdal")
    ready(page, 120)
    page.get_by_label("Kvadratets størrelse i daa").fill("12,5")
    page.get_by_role("button", name="Legg kvadrat").click()
    expect(page.locator(".said").filter(has_text="Tegnet: 1 flate")).to_contain_text("12,5\N{NO-BREAK SPACE}daa", timeout=_WAIT)
    page.locator("[data-act=done]").click()
    settle(page)
    page.locator("[data-tool=polygon]").click()
    for x, y in ((480, 380), (600, 380)):
        page.mouse.move(x, y)
        page.mouse.click(x, y)
        page.wait_for_timeout(300)
    page.mouse.move(600, 480)
    expect(page.locator(".running")).to_contain_text(re.compile(r"^[0-9\s]+,[0-9] daa · [0-9\s]+ m$"))
    page.keyboard.press("Escape")
    expect(page.locator(".running")).to_be_hidden()
