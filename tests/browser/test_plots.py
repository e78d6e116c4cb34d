"""A plot's way in a real browser: confirmed by a person, nominated by keyboard alone, published, opened as an investor."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from landuse.words import messages
from tests.browser.round_trip import check_round_trip
from tests.browser.server import ready
from tests.browser.walk import settle

pytestmark = pytest.mark.browser
_WAIT = 60_000
_NOMINATE, _PUBLISH = (messages.text("nb", f"nomination.step.{step}") for step in ("nominate", "publish"))


def test_confirm_nominate_publish_open_as_investor_export_and_read_again(watched, data_root, tmp_path):
    page = watched("?page=bekreftelse&park=verdal")
    ready(page, 120)
    _confirm(page)
    address = page.url.split("?")[0]
    page.goto(f"{address}?page=fremdrift&park=verdal")
    _movement_is_listed(page)
    page.goto(f"{address}?page=tomter&park=verdal&side=propose")
    ready(page, 120)
    _nominate_by_keyboard(page)
    _publish_by_keyboard(page)
    page.goto(f"{address}?page=tomter")
    link = page.locator(".offers a").first
    link.wait_for(timeout=_WAIT)
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("page=tomt&plot="), timeout=_WAIT)
    card = page.locator(".card[data-plot]")
    expect(card).to_contain_text("tomter@example.no", timeout=_WAIT)
    expect(page.locator("body")).not_to_contain_text("Kari Berg")
    sheet = page.request.get(page.locator("a.sheet").evaluate("a => a.href"))
    assert sheet.status == 200 and sheet.body().startswith(b"%PDF")
    check_round_trip(page.request, address, data_root, "verdal", tmp_path)


def _confirm(page: Page) -> None:
    """The topmost unit is corrected: the sentence tells the rate before and after, and the list is one shorter."""
    page.get_by_text("Rett til: ledig og ferdig regulert").click(timeout=_WAIT)
    form = page.locator(".st-key-answer")  # the page asks for a name in each of its forms
    _text(form, "Navnet ditt").fill("Kari Berg")
    _text(form, "Begrunnelse").fill("Sett på befaring, ingen leietaker")
    page.get_by_role("button", name="Lagre svaret").click()
    expect(page.locator(".notice.done")).to_contain_text("Arealutnyttelsen gikk fra", timeout=_WAIT)
    expect(page.get_by_role("button", name="Angre svaret")).to_be_visible()


def _movement_is_listed(page: Page) -> None:
    """The table of what moved has a row for what people set, and the unit stands behind it."""
    settle(page, 600)
    page.locator("summary").filter(has_text=messages.text("nb", "council.more.moves")).click(timeout=_WAIT)
    cause = messages.text("nb", "progress.cause.set_by_person")
    expect(page.locator("th[scope=row]").filter(has_text=cause).first).to_be_attached(timeout=_WAIT)
    title = page.locator("summary").filter(has_text=cause)
    title.click(timeout=_WAIT)
    expect(title.locator("xpath=..").locator("tbody tr")).to_have_count(1, timeout=_WAIT)


def _nominate_by_keyboard(page: Page) -> None:
    """From the list to the draft without a mouse."""
    page.get_by_role("combobox", name="Hva vil du foreslå?").focus()
    page.keyboard.type("Tomt 211")
    page.wait_for_timeout(400)
    page.keyboard.press("Enter")
    _text(page, "Navnet ditt").wait_for(timeout=_WAIT)
    for label, words in (("Kontakt i parken", "Eiendomsutvikler"), ("E-post", "tomter@example.no"), ("Beskrivelse på norsk", "Klar tomt")):
        _text(page, label).focus()
        page.keyboard.type(words)
    _text(page, "Navnet ditt").focus()
    page.keyboard.type("Kari Berg")
    _tab_to(page, "Lagre som utkast")
    page.keyboard.press("Enter")
    page.locator("[data-state=draft]").wait_for(timeout=_WAIT)


def _publish_by_keyboard(page: Page) -> None:
    """Nominated with the owner's consent, then published, by Tab, arrows and Enter."""
    _text(page, "Samtykke gitt av (eieren)").focus()
    page.keyboard.type("Ola Eier")
    _tab_until(page, "document.activeElement.getAttribute('role') === 'spinbutton'")
    page.keyboard.type("30062026")
    _tab_to(page, _NOMINATE)
    page.keyboard.press("Enter")
    page.locator("[data-state=nominated]").wait_for(timeout=_WAIT)
    page.get_by_role("radio", name=_PUBLISH, exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name=_PUBLISH, exact=True).wait_for(timeout=_WAIT)
    _tab_to(page, _PUBLISH)
    page.keyboard.press("Enter")
    page.locator("[data-state=published]").wait_for(timeout=_WAIT)


def _text(page: Page | Locator, label: str) -> Locator:
    return page.get_by_role("textbox", name=label).first


def _tab_to(page: Page, words: str) -> None:
    """Press Tab until the button with these words has the focus."""
    _tab_until(page, f"document.activeElement.tagName === 'BUTTON' && document.activeElement.innerText.trim() === '{words}'")


def _tab_until(page: Page, there: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(there):
            return
    raise AssertionError(f"the keyboard does not reach: {there}")
