"""The side Import in a real browser: a list in words that nobody knows is asked about column by column, and read as was said."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import axe
from tests.browser.test_import_page import opened, own_park  # noqa: F401  the same park, as a fixture

pytestmark = pytest.mark.browser
_WAIT = 90_000
WORDS = {
    "nb": (
        "Les filene", "Les på nytt", "Hva betyr «Hva»?", "Hva betyr «Hvor mye»?", "Tomt", "Ledig bruksareal (BRA), m²",
        "Hvem som har opplyst det",
    ),
    "en": (
        "Read the files", "Read again", "What does “Hva” mean?", "What does “Hvor mye” mean?", "Plot", "Vacant floor, m²", "Who said so",
    ),
}  # fmt: skip
SHOTS = os.environ.get("PARKAREAL_SHOTS")


def pictured(page: Page, name: str) -> None:
    """No fault of axe's and nothing wider than the screen, at both widths; a picture where somebody wants one."""
    for width, height in ((1440, 1600), (390, 2400)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(400)
        assert axe.faults(page) == [] and axe.wider_px(page) <= 0
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1440, "height": 900})


def chosen(page: Page, label: str, words: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.keyboard.type(words[:12])  # the list shows as many as fit
    page.get_by_role("option", name=words, exact=True).click()


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_a_list_of_unknown_headings_is_read_as_a_person_says(lang: str, chromium: Browser, own_park, tmp_path) -> None:  # noqa: F811
    words = WORDS[lang]
    address, _ = own_park
    page = opened(chromium, address, lang)
    path = tmp_path / f"ukjent {lang}.csv"
    path.write_text("Hva;Hvor mye;Pris\nT1;300;5\nT2;450;6\n", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name=words[0]).click()
    expect(page.get_by_role("combobox", name=words[2])).to_be_visible(timeout=_WAIT)
    pictured(page, f"asked-{lang}")
    chosen(page, words[2], words[4])
    chosen(page, words[3], words[5])
    page.get_by_role("button", name=words[1]).click()
    expect(page.get_by_role("cell", name="2 av 2" if lang == "nb" else "2 of 2")).to_be_visible(timeout=_WAIT)
    page.get_by_text("Endre:" if lang == "nb" else "Change:").click()
    expect(page.get_by_role("textbox", name=words[6])).to_be_visible(timeout=_WAIT)
    pictured(page, f"read-{lang}")
    page.close()
