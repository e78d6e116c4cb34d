"""A refusal of a long form is seen where the button was pressed, has the focus, and does not move the page a second time."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.walk import settle

pytestmark = pytest.mark.browser
_WAIT = 60_000
_SEEN = """() => { const box = document.querySelector(".notice.error"), { top, bottom } = box.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight && document.activeElement === box; }"""
_MAIN = "document.querySelector('[data-testid=stMain]')"


def _draft(page: Page) -> None:
    page.get_by_role("combobox", name="Hva vil du foreslå?").focus()
    page.keyboard.type("Tomt")
    page.wait_for_timeout(400)
    page.keyboard.press("Enter")
    page.get_by_role("textbox", name="E-post").fill("ingen adresse", timeout=_WAIT)
    settle(page)
    page.get_by_role("textbox", name="Navnet ditt").first.fill("Kari Berg")
    page.get_by_role("button", name="Lagre som utkast").click()
    page.locator(".notice.error").wait_for(timeout=_WAIT)


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_a_refused_draft_is_told_where_the_button_is(watched, width, height):
    page = watched("?page=tomter&park=verdal&side=propose", width, height)
    settle(page, 120)
    _draft(page)
    page.wait_for_function(_SEEN, timeout=_WAIT)
    expect(page.get_by_role("button", name="Lagre som utkast")).to_be_in_viewport()
    page.evaluate(f"{_MAIN}.scrollTop = 0")
    if page.locator(".menu summary").is_visible():
        page.locator(".menu summary").click()
    page.locator("a.other:visible").click()
    expect(page.locator(".notice.error")).to_contain_text("expected", timeout=_WAIT)
    settle(page)
    assert page.evaluate(f"{_MAIN}.scrollTop") == 0
