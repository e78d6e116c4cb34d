"""Four proposed expansions on the example parks, one for each answer that Vacant first can give, and how a person asks them."""

from dataclasses import dataclass

from playwright.sync_api import Page

from actions.map import map_data
from actions.offers import nominate
from landuse.words import messages
from tests.browser.server import ready
from tests.browser.walk import settle

_WAIT = 120_000
_NORTH = "POLYGON((11.4525 63.7965,11.4585 63.7965,11.4585 63.7990,11.4525 63.7990,11.4525 63.7965))"
_BESIDE = "POLYGON((10.2300 60.1980,10.2365 60.1980,10.2365 60.2012,10.2300 60.2012,10.2300 60.1980))"


@dataclass(frozen=True)
class Proposal:
    """What is proposed and needed, and what comes out.

    park : whose land is asked first; wkt : the footprint in degrees
    needs : as they are typed, by need; quay, rail and the like are ticked
    answer, kind, own : of the answer and its best candidate
    """

    name: str
    park: str
    wkt: str
    needs: dict[str, str | bool]
    answer: str
    kind: str
    own: bool = True


PROPOSALS = (
    Proposal("single", "verdal", _NORTH, {"daa": "20", "width_m": "40"}, "vacant_can", "plot"),
    Proposal("assembly", "treklyngen", _BESIDE, {"daa": "125"}, "vacant_can", "assembly"),
    Proposal("published", "verdal", _NORTH, {"daa": "40"}, "vacant_can", "plot", own=False),
    Proposal("nothing", "verdal", _NORTH, {"daa": "400"}, "new_land_needed", "plot"),
)
PARKS = ("verdal", "treklyngen")
_LEAST_PUBLISHED_M2 = 45_000


def publish_a_plot(park_id: str = "treklyngen") -> int:
    """A park publishes the smallest of its vacant plots that is large enough for the third proposal."""
    on = map_data.day(map_data.park(park_id), "today")
    plots = [row for row in nominate.candidates(park_id, on) if row["kind"] == "plot" and row["area_m2"] >= _LEAST_PUBLISHED_M2]
    unit = min(plots, key=lambda row: row["area_m2"])["unit_id"]
    number = nominate.new_nomination(park_id, unit, "Kari", on)
    contact = {"contact_role": "Eiendomsutvikler", "contact_email": "tomter@example.no", "description_nb": "Klar tomt"}
    nominate.edit(number, contact, "Kari", on, 1)
    nominate.step(number, "nominate", "Kari", on, 2, consent_by="Ola Eier", consent_on=on)
    nominate.step(number, "publish", "Kari", on, 3)
    return number


def open_page(page: Page, address: str, proposal: Proposal, lang: str = "nb") -> None:
    """The page over the proposal's park, its map drawn."""
    page.goto(f"{address}/?page=ledig_forst&park={proposal.park}&lang={lang}")
    ready(page, 180)


def ask(page: Page, proposal: Proposal, lang: str = "nb") -> None:
    """Say what is needed, paste the footprint, and wait for the answer."""
    settle(page)
    for need, value in proposal.needs.items():
        label = need_label(need, lang)
        if value is True:
            page.get_by_role("checkbox", name=label).locator("xpath=ancestor::label").click()
        else:
            field = page.get_by_role("spinbutton", name=label).first
            field.fill(str(value))
            field.press("Enter")
        page.wait_for_timeout(400)
        settle(page)
    page.get_by_text(messages.text(lang, "first.text")).first.click()
    text = page.get_by_role("textbox", name=messages.text(lang, "sketch.text"))
    text.wait_for(timeout=_WAIT)
    text.fill(proposal.wkt)
    text.press("Tab")
    page.get_by_role("button", name=messages.text(lang, "sketch.add")).click()
    page.locator("[data-answer]").wait_for(timeout=_WAIT)
    settle(page)


def need_label(need: str, lang: str) -> str:
    """What the form calls a need."""
    return messages.text(lang, f"encroach.need.{need}")
