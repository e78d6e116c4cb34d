"""What is told while figures are found: which park, and how many are left. A page draws what it has, and the rest as it comes."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import streamlit as st

from actions.map import map_data
from landuse.words import messages
from landuse.words.foreign import escape, for_markdown
from parks.park import Park
from views.web import cached

_LOOK_S = 0.3


@contextmanager
def one(park: Park, when: map_data.When, lang: str) -> Iterator[None]:
    """While what is found in a park is not there yet, a line says which park is waited for, and for how long."""
    if cached.waiting([park.id], when):
        with st.spinner(messages.text(lang, "frame.finding", park=for_markdown(park.name)), show_time=True):
            yield
    else:
        yield


def told(parks: Sequence[Park], waiting: Sequence[str], lang: str) -> None:
    """Say how many parks are ready, and which is found now; nothing where all are."""
    if waiting:
        name = next(park.name for park in parks if park.id == waiting[0])
        done = len(parks) - len(waiting)
        words = messages.text(lang, "frame.finding_all", done=done, count=len(parks), park=name)
        st.html(f'<div class="notice next" role="status"><p>{escape(words)}</p></div>')


def go_on(waiting: Sequence[str], when: map_data.When, lang: str) -> None:
    """Find what is missing beside the page, and draw the page anew as soon as one more park is there; called last on the page."""
    if not waiting:
        return
    cached.begin(waiting, when, lang)
    place = st.empty()
    while cached.at_work() and len(cached.waiting(waiting, when)) == len(waiting):
        place.empty()  # here Streamlit leaves the page when somebody does something on it
        time.sleep(_LOOK_S)
    st.rerun()
