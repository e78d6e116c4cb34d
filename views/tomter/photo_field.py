"""The field for a plot's photo: choose one, replace it, take it away; and how a kept one is shown to those who nominate."""

from typing import Any

import streamlit as st

from actions.offers import photos
from landuse.offers import facts as offer_facts
from landuse.words import messages
from landuse.words.foreign import escape
from views.parts import upload

_NO_MARKUP = str.maketrans("<>", "‹›")  # what shows HTML drops an attribute with markup in it, escaped or not, and the photo had no words


def draw(key: str, kept: str | None, lang: str) -> None:
    """Draw the field below the other facts."""
    limits = photos.limits()
    upload.field(
        offer_facts.label("photo", lang),
        key,
        int(limits["most_mb"]),
        lang,
        type=["jpg", "jpeg", "png"],
        help=messages.text(lang, "photo.help", most_mb=limits["most_mb"]),
    )
    if kept:
        st.caption(messages.text(lang, "photo.kept"))
        st.checkbox(messages.text(lang, "photo.remove"), key=f"{key}-away")


def read(key: str, kept: str | None) -> str | None:
    """The name of the photo that holds now: a new one is kept first.

    Raises
    ------
    LanduseError : photo_too_large, photo_too_many_pixels, photo_unreadable
    """
    given = st.session_state.get(key)
    if given is not None:
        return photos.keep_photo(given.getvalue())
    return None if st.session_state.get(f"{key}-away") else kept


def shown(facts: dict[str, Any]) -> str:
    """A kept photo as HTML, also before it is published; nothing where there is none."""
    picture = photos.preview(facts.get("photo"))
    return picture_html(picture, facts.get("photo_alt")) if picture else ""


def picture_html(address: str, words: str | None) -> str:
    """A plot's photo with the words for those who do not see it."""
    return f'<img class="photo" src="{escape(address)}" alt="{escape((words or "").translate(_NO_MARKUP))}">'
