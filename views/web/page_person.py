"""Whose run of a page this is: asked anew by every run, part and widget, by the cookie of its socket."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from actions.people import asking, sessions, trail
from landuse.roles.person import Person
from views.web.entrance import COOKIES


def find() -> Person | None:
    """The person whose session the page's socket has now; None beside a page's run, or where the session is over."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return None
    trail.came_from.set(st.context.ip_address or "")
    cookies = st.context.cookies
    return sessions.person(next((cookies[name] for name in COOKIES if name in cookies), ""))


asking.found_by(find)
