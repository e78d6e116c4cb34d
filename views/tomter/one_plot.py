"""The page of one published plot, which can be shared by its address: map, facts, readiness, conditions, nature, sheet."""

from typing import Any
from urllib.parse import quote

import streamlit as st

from actions.offers import published as offers_published
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from landuse.words.foreign import escape
from landuse.words.languages import languages
from parks.park import Park, name_words
from views.frame.panel import panel
from views.parts import style
from views.parts.figures import mark
from views.tomter import fact_words, photo_field
from views.tomter import map as plot_map
from views.web import address as web_address

_APART = ("description_nb", "description_en", "unmet_conditions", "photo", "photo_alt")  # shown apart from the list of facts


def page(parks: list[Park], park: Park | None, lang: str) -> None:
    """The plot of the address, or a sentence where nothing is published under it."""
    style.load("plots")
    asked = web_address.number(st.session_state["plot"]) or 0
    try:
        told = offers_published.offer(asked, lang)
    except LanduseError as error:
        st.html(f'<div class="notice error" role="alert"><p>{escape(error.text(lang))}</p></div>')
        st.html(f'<p class="links"><a href="?page=tomter" target="_self">{escape(messages.text(lang, "plots.to_list"))}</a></p>')
        return
    _show(asked, told, lang)


def _show(nomination_id: int, told: dict[str, Any], lang: str) -> None:
    """The map from edge to edge, zoomed to the plot, and in the panel all that may be told of it."""
    park = told["park"]
    with st.container(key="stage"):
        plot_map.show(
            park, offers_published.ground_layers(park), str(nomination_id), told["bounds"], lang, lambda: None, selected=str(nomination_id)
        )
    with panel(f"plot {nomination_id}", lang):
        st.html(_head(told, park, lang) + _photo(nomination_id, told) + _facts(nomination_id, told, park, lang))


def _head(told: dict[str, Any], park: Park, lang: str) -> str:
    size = fact_words.size(told, lang)
    said = " · ".join(text for text in (name_words(park, lang), size) if text)
    words = f"<p>{escape(told['description'])}</p>" if told.get("description") else ""
    published = messages.text(lang, "plots.published_on", day=numbers.day(told["published_on"], lang))
    return (
        f'<header class="plot-head"><h2>{escape(told["title"])}{mark(park.example, lang)}</h2><p class="where">{escape(said)}</p>'
        f"{_ways_on(told, lang)}{words}<p><small>{escape(published)}</small></p></header>"
    )


def _ways_on(told: dict[str, Any], lang: str) -> str:
    """A mail to the park with the plot's name in it, and the list that the plot stands in."""
    ways = [(f"?page=tomter&park={quote(told['park_id'])}&lang={lang}", "plots.others")]
    subject = messages.text(lang, "plots.mail.subject", title=told["title"], park=told["park_name"])
    if told.get("contact_email"):
        ways.insert(0, (f"mailto:{quote(str(told['contact_email']), safe='@.+-_')}?subject={quote(subject)}", "plots.mail"))
    links = " ".join(f'<a href="{escape(to)}" target="_self">{escape(messages.text(lang, key))}</a>' for to, key in ways)
    return f'<p class="links">{links}</p>'


def _photo(nomination_id: int, told: dict[str, Any]) -> str:
    """The photo by the address that asks whether the plot is published."""
    if not told.get("photo"):
        return ""
    address = f"plots/{nomination_id}/photo.jpg?v={told['photo'][:12]}"
    return photo_field.picture_html(address, told.get("photo_alt"))


def _facts(nomination_id: int, told: dict[str, Any], park: Park, lang: str) -> str:
    rows = "".join(f"<div><dt>{escape(label)}</dt><dd>{escape(text)}</dd></div>" for name, label, text in _worded(told, lang))
    parts = [
        f'<h3 class="name">{escape(messages.text(lang, "plots.facts"))}{mark(park.example, lang)}</h3><dl class="facts">{rows}</dl>',
        _part("paper.row.against", told["against"], lang) if told["against"] else "",
        _part("plots.distances", _distances(told, lang), lang),
        _part("plots.unmet", _lines(told.get("unmet_conditions")) or [messages.text(lang, "plots.unmet.none")], lang),
        _part("plots.nature", _nature(told["nature"], lang), lang),
        _documents(nomination_id, lang),
        _sheet(nomination_id, lang),
    ]
    return f'<div class="card asks" data-plot="{nomination_id}">{"".join(parts)}</div>'


def _worded(told: dict[str, Any], lang: str) -> list[tuple[str, str, str]]:
    return [(name, label, fact_words.answer(name, told[name], lang)) for name, label, _ in told["facts_text"] if name not in _APART]


def _part(key: str, lines: list[str], lang: str) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<section><h4>{escape(messages.text(lang, key))}</h4><ul>{items}</ul></section>"


def _lines(value: Any) -> list[str]:
    return [str(line) for line in value] if isinstance(value, (list, tuple)) else [str(value)] if value else []


def _nature(nature: list[dict[str, Any]] | None, lang: str) -> list[str]:
    if nature is None:
        return [messages.text(lang, "plots.nature.not_shared")]
    if not nature:
        return [messages.text(lang, "plots.nature.none")]
    return [f"{row['label']}: {numbers.area(row['area_m2'], lang)}" for row in nature]


def _distances(told: dict[str, Any], lang: str) -> list[str]:
    """How far it is to what serves the plot, and where it lies."""
    rows = [f"{messages.text(lang, f'plots.distance.{name}')}: {_metres(far, lang)}" for name, far in told["distances"].items()]
    lat, lon = (numbers.decimal(degrees, lang, 5) for degrees in told["place"])
    return [*rows, messages.text(lang, "plots.place", lat=lat, lon=lon)]


def _metres(far: float, lang: str) -> str:
    return messages.text(lang, "plots.distance.at") if far < 1 else numbers.metres(round(far), lang)


def _documents(nomination_id: int, lang: str) -> str:
    """What can be taken along: the sheet in each language, and this page's own address."""
    sheets = [
        (f"plots/{nomination_id}/tomteark.pdf?lang={own.lang}", messages.text(lang, "plots.document.sheet", language=own.name))
        for own in languages().values()
    ]
    items = "".join(f'<li><a href="{escape(to)}" download>{escape(words)}</a></li>' for to, words in sheets)
    own = f"?page=tomt&plot={nomination_id}&lang={lang}"
    items += f'<li><a href="{escape(own)}" target="_self">{escape(messages.text(lang, "plots.document.address"))}</a></li>'
    return f"<section><h4>{escape(messages.text(lang, 'plots.documents'))}</h4><ul>{items}</ul></section>"


def _sheet(nomination_id: int, lang: str) -> str:
    address = f"plots/{nomination_id}/tomteark.pdf?lang={lang}"
    return f'<p class="links"><a class="sheet" href="{address}" download>{escape(messages.text(lang, "plots.sheet"))}</a></p>'
