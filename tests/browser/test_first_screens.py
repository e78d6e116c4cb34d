"""What a page shows first, without a scroll, on a desk and on a phone."""

import pytest

from tests.browser import axe
from tests.browser.server import ready
from tests.browser.walk import settle

pytestmark = pytest.mark.browser
_SIZES = [(1440, 900), (390, 844)]
_LOWEST = "(nodes => Math.max(...nodes.map(node => node.getBoundingClientRect().bottom)))"


@pytest.mark.parametrize(("width", "height"), _SIZES)
def test_three_sentences_and_both_rates_stand_in_the_first_screen(watched, width: int, height: int) -> None:
    page = watched("?page=fremdrift&park=verdal", width, height)
    settle(page, 600)
    page.locator(".st-key-gauges svg:visible").nth(1).wait_for()
    assert page.locator(".council li").count() == 3
    lowest = page.locator(".council li, .st-key-gauges svg:visible").evaluate_all(_LOWEST)
    assert lowest <= height
    assert axe.faults(page) == []


@pytest.mark.parametrize(("width", "height"), _SIZES)
@pytest.mark.parametrize(
    ("query", "listed"),
    [("", ".offers a"), ("&park=verdal", ".offers a"), ("&park=verdal&side=propose", ".st-key-candidate")],
    ids=["all", "park", "propose"],
)
def test_the_list_of_plots_stands_beside_its_map(watched, query: str, listed: str, width: int, height: int) -> None:
    page = watched(f"?page=tomter{query}", width, height)
    ready(page, 180)
    settle(page, 600)
    first = page.locator(listed).first
    box, sea = first.bounding_box(), page.locator(".map").first.bounding_box()
    assert box and box["y"] + box["height"] <= height  # the first plot is seen without a scroll
    assert sea and sea["y"] <= 60 and sea["width"] * sea["height"] >= 0.85 * width * height
    assert axe.faults(page) == []


@pytest.mark.parametrize(("width", "height"), _SIZES)
def test_a_plot_has_its_map_its_mail_and_its_distances(watched, width: int, height: int) -> None:
    page = watched("?page=tomter&park=verdal", width, height)
    page.locator(".offers a").first.wait_for(timeout=180_000)
    page.goto(page.locator(".offers a").first.evaluate("link => link.href"))
    ready(page, 120)
    settle(page)
    mail = page.locator(".plot-head a[href^='mailto:']")
    assert mail.get_attribute("href").startswith("mailto:tomter@example.no?subject=")
    assert (mail.bounding_box() or {})["y"] < height
    told = page.locator(".card[data-plot]").inner_text()
    assert "Kai:" in told and "Hovedveg:" in told and "Kraftledning" not in told
    assert axe.faults(page) == []
