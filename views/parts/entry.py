"""Which pages and parks a person is shown, once people log in; asked by each run of a page, each part and each widget.

A page whose row says no act is nobody's then.
"""

from collections.abc import Sequence

import streamlit as st

from actions.people import asking
from landuse.words.errors import LanduseError
from parks.park import Park
from views import state

_NOBODYS = "edit_event"


def pages(names: Sequence[str]) -> tuple[str, ...]:
    """Those of some pages that the person may see for any park."""
    return tuple(name for name in names if asking.may_somewhere(_act(name))) if asking.login_wanted() else tuple(names)


def settle(names: Sequence[str]) -> None:
    """The page that is shown is one of those that the person may see: the first, where another was asked for."""
    if asking.login_wanted() and names and st.session_state["page"] not in names:
        st.session_state["page"] = names[0]


def parks(every: Sequence[Park]) -> list[Park]:
    """Those of some parks that the person may see on the page that is asked for."""
    if not asking.login_wanted():
        return list(every)
    act = _act(st.session_state["page"])
    return [park for park in every if asking.may_now(act, park.id)]


def check() -> None:
    """Refuse a run of a page, or of a part of it, that the person may not see, of any park or of the one that is chosen.

    Raises
    ------
    LanduseError : login_needed, role_may_not, not_your_park
    """
    if not asking.login_wanted():
        return
    act, park_id = _act(st.session_state["page"]), st.session_state["park"]
    if asking.current() is None:
        raise LanduseError("login_needed")
    if not asking.may_somewhere(act) or (park_id != state.NORWAY and not asking.may_now(act, park_id)):
        asking.check(act, None if park_id == state.NORWAY else park_id)


def check_first() -> None:
    """Refuse the page that sets up a first park to who may not.

    Raises
    ------
    LanduseError : login_needed, role_may_not
    """
    asking.check("new_park")


def _act(page: str) -> str:
    from views.pages import PAGES  # the pages have parts that ask here

    return (PAGES[page].act if page in PAGES else None) or _NOBODYS
