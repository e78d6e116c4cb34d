"""What a user has chosen: language, park, day, filter and unit, kept in the session and in the page's address."""

from typing import Literal

import streamlit as st

from actions.map import map_data
from landuse.words import messages
from parks.park import Park
from views.kart import ADDRESS as MAP
from views.web import address as address_words

NORWAY = "norway"
DAYS: tuple[Literal["today", "baseline"], ...] = ("today", "baseline")
SIDES = ("investors", "propose", "nominations")  # of the page Tomter
DATA_SIDES = ("layers", "new", "import", "export")  # of the page Data og eksport
FILTERS = ("confirm", "all", "vacant_zoned", "building_stock", "used", "not_counted")
EXAMPLES = ("shown", "hidden")  # whether example parks stand in lists; unsaid: only where there are no others
_NEXT = "next_choices"
_DEFAULTS = {
    "page": MAP,
    "lang": messages.DEFAULT_LANG,
    "park": NORWAY,
    "date": "today",
    "show": "all",
    "unit": None,
    "side": "investors",
    "plot": None,
    "data": "layers",
    "case": None,
    "examples": None,
    "find": None,
}
_ALLOWED = {"lang": messages.LANGS, "show": FILTERS, "side": SIDES, "data": DATA_SIDES, "examples": (*EXAMPLES, None)}


def start(pages: tuple[str, ...]) -> None:
    """Take the choices from the address when a session begins."""
    allowed = _ALLOWED | {"page": pages}
    for key, default in _DEFAULTS.items():
        if key not in st.session_state:
            asked = st.query_params.get(key, default)
            st.session_state[key] = asked if asked in allowed.get(key, (asked,)) else default
    if read_when(st.session_state["date"]) is None:
        st.session_state["date"] = _DEFAULTS["date"]

    for key, value in st.session_state.pop(_NEXT, {}).items():
        st.session_state[key] = value
        keep()


def when() -> map_data.When:
    """The day that is chosen; one of a single park's once `settle_day` has held it against that park."""
    return read_when(st.session_state["date"]) or "today"


def read_when(words: str | None) -> map_data.When | None:
    """A day as an address has it: today, baseline, or yyyy-mm-dd; None for anything else."""
    for known in DAYS:
        if words == known:
            return known
    try:
        return address_words.day(words or "")
    except ValueError:
        return None


def settle_day(park: Park | None) -> None:
    """Hold the chosen day against the park: a day outside its time is the nearest in it; all of Norway has no single day."""
    chosen = when()
    if isinstance(chosen, str):
        return
    choose_day(park, map_data.day(park, chosen) if park else "today")


def choose_day(park: Park | None, chosen: map_data.When) -> None:
    """Another day; what is a park's baseline or its today is chosen by that name, which follows the park's data."""
    named = [known for known in DAYS if park and chosen == map_data.day(park, known)]
    st.session_state["date"] = named[0] if named else str(chosen)
    keep()


def go(**choices: str | None) -> None:
    """Run the whole page anew with other choices, also those whose widgets are drawn already."""
    st.session_state[_NEXT] = choices
    st.rerun(scope="app")


def keep() -> None:
    """Write the choices into the address, so that it can be shared."""
    st.query_params.from_dict(address())


def address(**other: str | None) -> dict[str, str]:
    """The choices as an address has them, some of them changed; defaults are left out."""
    chosen = {key: st.session_state.get(key) for key in _DEFAULTS} | other
    return {key: value for key, value in chosen.items() if value and value != _DEFAULTS[key]}


def choose_unit(unit_id: str | None) -> None:
    """A unit was clicked or picked in the table."""
    st.session_state["unit"] = unit_id
    keep()


def choose_park(park_id: str) -> None:
    """Another park: its units are others, so the chosen unit and filter go."""
    st.session_state["park"] = park_id
    leave_unit()


def choose_case(case: str | None) -> None:
    """A kept case is on the page, or none any more."""
    st.session_state["case"] = case
    keep()


def leave_unit() -> None:
    """Forget the chosen unit and filter."""
    st.session_state["unit"] = None
    st.session_state["show"] = _DEFAULTS["show"]
    keep()
