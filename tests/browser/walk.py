"""Every page and side of the app, from the registry of pages: a new page is walked without a line here.

Pages have states that a bare address does not open: the sides of *Tomter*, a unit's card, a filled form, folded parts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from playwright.sync_api import Page

from views.pages import PAGES
from views.state import SIDES

WIDTHS = {1440: 900, 390: 844}
SETTLED = """() => document.querySelector("footer.foot")
  && !document.querySelector("[data-testid=stSpinner], [data-testid=stSkeleton], [data-stale=true]")
  && ![...document.querySelectorAll(".map")].some(map => map.dataset.ready === "")"""


_UNFOLD = """() => [document, ...[...document.querySelectorAll("*")].map(each => each.shadowRoot).filter(Boolean)]
  .flatMap(root => [...root.querySelectorAll("details:not(.menu)")])
  .forEach(part => { if (!part.open) part.querySelector("summary").click(); })"""


@dataclass(frozen=True)
class State:
    """A page as somebody meets it: its address, and what is done once it is there."""

    name: str
    query: str
    act: Callable[[Page], None] = lambda page: None


def states(park_id: str, unit_id: str, plot: int, case: int) -> list[State]:
    """All of them: each page for Norway and for a park, then what the pages can open.

    Parameters
    ----------
    unit_id : a vacant unit of the park that can be nominated
    plot : the number of a published nomination
    case : the number of a kept case of Vacant first
    """
    plain = [address for address, page in PAGES.items() if page.needs is None]
    found = [State(f"{name}, Norway", f"page={name}") for name in plain]
    found += [State(f"{name}, a park", f"page={name}&park={park_id}", unfold) for name in plain]
    found += [State(f"tomter, {side}", f"page=tomter&park={park_id}&side={side}", unfold) for side in SIDES]
    unit = quote(unit_id)
    return [
        *found,
        State("kart, a unit's card", f"park={park_id}&unit={unit}", unfold),
        State("kart, at the baseline", f"park={park_id}&date=baseline"),
        State("kart, on a day between", f"park={park_id}&date=2025-10-01", unfold),
        State("kart, what to confirm", f"park={park_id}&show=confirm"),
        State("bekreftelse, a unit", f"page=bekreftelse&park={park_id}&unit={unit}", unfold),
        State("tomter, the form", f"page=tomter&park={park_id}&side=propose&unit={unit}"),
        State("ledig først, a kept case", f"page=ledig_forst&case={case}", unfold),
        State("tomt, published", f"page=tomt&plot={plot}"),
        State("tomt, not published", "page=tomt&plot=999999"),
        State("an unknown park", "park=nowhere"),
        State("without the example parks", "examples=hidden", unfold),
        State("tomter, looked for and compared", f"page=tomter&find=list%3D{plot}", unfold),
    ]


def settle(page: Page, seconds: float = 120) -> None:
    """Wait until nothing on the page is being drawn."""
    for _ in range(2):  # what is drawn can ask for more
        page.wait_for_function(SETTLED, timeout=seconds * 1000)
        page.wait_for_timeout(500)


def unfold(page: Page) -> None:
    """Open every folded part, so that what lies in it is looked at too: those of the page, of the map and of the bar."""
    page.evaluate(_UNFOLD)
    settle(page)
