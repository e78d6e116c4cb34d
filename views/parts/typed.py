"""What somebody had typed into a form that is drawn anew because somebody else saved first: it stands in the next one.

A form's name holds the version that it is based on, so what was kept for one is not met again in another.
"""

from typing import Any

import streamlit as st

from landuse.words import messages


def keep(form: str, typed: dict[str, Any]) -> None:
    """Keep it for a form that is not drawn yet."""
    st.session_state[f"typed-{form}"] = typed


def kept(form: str) -> dict[str, Any]:
    """What a form begins with; nothing for most."""
    return st.session_state.get(f"typed-{form}", {})


def words(key: str) -> dict[str, str]:
    """A text of the catalogue in every language, for a sentence that follows the page's."""
    return {lang: messages.text(lang, key) for lang in messages.LANGS}
