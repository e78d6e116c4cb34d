"""Why the tool asks about a unit: its class, the reasons, what speaks against, the effect, what people said before."""

from typing import Any

import streamlit as st

from actions.units import decide
from landuse.quality.dates import norwegian_moment
from landuse.words import messages, numbers
from landuse.words.foreign import escape
from layers import looks
from views.bekreftelse import list as confirm_list
from views.bekreftelse.asked import Asked
from views.parts.figures import mark
from views.parts.words import area_words, capital

_MOST = 12


def cards(asked: Asked, chosen: list[str], lang: str) -> None:
    """Draw one unit in full, several as a list with their sum."""
    rows = [asked.rows[unit_id] for unit_id in chosen]
    if len(rows) == 1:
        st.html(_card(asked, rows[0], lang))
    else:
        st.html(_several(asked, rows, lang))


def _card(asked: Asked, row: dict[str, Any], lang: str) -> str:
    style = looks.class_styles()[row["class"]]
    swatch = f'<i style="background:{style["fill"]};border-color:{style["line"]}"></i>'
    name = asked.names.get(row["unit_id"], row["title"])
    parts = [
        f"<h3 class='name'>{escape(name)}{mark(asked.park.example, lang)}</h3>",
        f'<p class="class">{swatch}{escape(capital(row["class_label"]))}<em>{escape(area_words(row["area_m2"], lang))}</em></p>',
        f'<p class="effect">{_effect(row, lang)}</p>',
        f"<h4>{escape(messages.text(lang, 'views.card.why'))}</h4><p>{escape(row['why'])}</p>",
        _list("views.card.contradictions", row["contradictions"], "against", lang),
        _before(row, lang),
        _history(row["unit_id"], lang),
    ]
    return f'<div class="card asks" data-unit="{escape(row["unit_id"])}">{"".join(parts)}</div>'


def _effect(row: dict[str, Any], lang: str) -> str:
    words = messages.text(lang, "plots.confirm.effect", other=row["other_class_label"], points=confirm_list.signed(row["effect_pp"], lang))
    return escape(words)


def _before(row: dict[str, Any], lang: str) -> str:
    said = row["said_before"]
    if not said:
        return ""
    key = "plots.confirm.again" if row["asked_again"] else "plots.confirm.before"
    words = messages.text(
        lang, key, by=said["by"], day=numbers.day(said["at"].date(), lang), reason=said["reason"],
        label=messages.text(lang, f"class.{said['class']}"),
    )  # fmt: skip
    return f'<section class="against"><p>{escape(words)}</p></section>'


def _history(unit_id: str, lang: str) -> str:
    events = decide.history(unit_id, lang)
    if not events:
        return ""
    summary = messages.text(lang, "plots.history", count=numbers.decimal(len(events), lang))
    return f"<details><summary>{escape(summary)}</summary>{event_list(events, {}, lang)}</details>"


def event_list(events: list[dict[str, Any]], names: dict[str, str], lang: str) -> str:
    """What people said, newest first, as HTML; `names` puts the unit's name first."""
    return f'<ol class="events">{"".join(f"<li>{_event(event, names, lang)}</li>" for event in events)}</ol>'


def _event(event: dict[str, Any], names: dict[str, str], lang: str) -> str:
    what = " · ".join(part for part in (names.get(event["unit_id"]), capital(event["kind_label"]), event["value_label"]) if part)
    who = messages.text(lang, "plots.said_by", by=event["by"], at=_moment(event["at"], lang), day=numbers.day(event["holds_from"], lang))
    undone = f"<em>{escape(messages.text(lang, 'plots.undone'))}</em>" if event["undone_by_event"] else ""
    return f"<b>{escape(what)}</b>{undone}<span>{escape(event['reason'])}</span><small>{escape(who)}</small>"


def _moment(at: Any, lang: str) -> str:
    local = norwegian_moment(at)
    return f"{numbers.day(local.date(), lang)} {local:%H:%M}"


def _list(key: str, lines: list[str], kind: str, lang: str) -> str:
    if not lines:
        return ""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<section class="{kind}"><h4>{escape(messages.text(lang, key))}</h4><ul>{items}</ul></section>'


def _several(asked: Asked, rows: list[dict[str, Any]], lang: str) -> str:
    area = numbers.area(sum(row["area_m2"] for row in rows), lang)
    title = messages.text(lang, "plots.confirm.several", count=numbers.decimal(len(rows), lang), area=area)
    lines = [
        f"{asked.names.get(row['unit_id'], row['title'])}: {row['class_label']}, {area_words(row['area_m2'], lang)}" for row in rows[:_MOST]
    ]
    if len(rows) > _MOST:
        lines.append(messages.text(lang, "plots.confirm.more", count=numbers.decimal(len(rows) - _MOST, lang)))
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    heading = f"<h3 class='name'>{escape(title)}{mark(asked.park.example, lang)}</h3>"
    return f'<div class="card asks">{heading}<ul>{items}</ul></div>'
