"""What somebody looks for on the investors' list, kept in the page's address: needs, order and the plots to compare."""

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from views import state

_KEY = "find"
_LONGEST, _MOST = 2000, 60  # letters and parts; an address of ours has a few
_BETWEEN = ","


def asked(name: str) -> list[str]:
    """What the address says of one need; nothing where it says nothing, or cannot be read."""
    return _all().get(name, [])


def number(name: str) -> float | None:
    """A need that is a number; None for any other text."""
    said = asked(name)
    try:
        value = float(said[0]) if said else None
    except ValueError:
        return None
    return value if value is not None and 0 <= value < 1e9 else None


def keep(needs: Mapping[str, Iterable[object] | float | None]) -> None:
    """Write what is looked for now into the address; what is blank is left out."""
    rows = [(name, _words(value)) for name, value in needs.items()]
    said = urlencode([(name, words) for name, words in rows if words]) or None
    if said != st.session_state[_KEY]:
        st.session_state[_KEY] = said
        state.keep()


def _words(value: Iterable[object] | float | None) -> str:
    if value is None:
        return ""
    if isinstance(value, (int, float)):
        return f"{value:g}"
    return _BETWEEN.join(str(one) for one in value)


def _all() -> dict[str, list[str]]:
    try:
        pairs = parse_qsl(str(st.session_state[_KEY] or "")[:_LONGEST], max_num_fields=_MOST)
    except ValueError:  # more parts than any address of ours
        return {}
    return {name: [part for part in words.split(_BETWEEN) if part] for name, words in pairs}
