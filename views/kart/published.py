"""What others have published of a park, with source and date, and what its example totals rest on."""

from typing import Any

import pandas as pd
import streamlit as st

from landuse.words import messages, numbers
from landuse.words.foreign import escape, is_web_address, seen
from parks.park import Park


def published(park: Park, lang: str) -> None:
    """Draw both lists, folded away until asked for."""
    if park.published:
        with st.expander(messages.text(lang, "views.published", count=len(park.published))):
            st.caption(messages.text(lang, "views.published.note"))
            st.dataframe(
                _facts(park, lang),
                hide_index=True,
                column_config={messages.text(lang, "views.column.source"): st.column_config.LinkColumn(width="medium")},
                alt=messages.text(lang, "views.published", count=len(park.published)),
            )
    if park.example and park.example_totals:
        with st.expander(messages.text(lang, "views.basis")):
            st.caption(messages.text(lang, "views.basis.note"))
            st.html(_totals(park, lang))


def _facts(park: Park, lang: str) -> pd.DataFrame:
    columns = {"fact": "fact", "value": "value", "unit": "unit", "date": "date", "source_url": "source", "note": "note"}
    rows = [_row(row, list(columns)) | {"fact": _fact(row["fact"], lang)} for row in park.published]
    frame = pd.DataFrame(rows, columns=list(columns))
    return frame.rename(columns={key: messages.text(lang, f"views.column.{name}") for key, name in columns.items()})


def _row(row: dict[str, Any], names: list[str]) -> dict[str, str]:
    """A fact in words; what is no address of the web is no link either, and stands in the note."""
    told = {name: seen(str(row.get(name) or "")) for name in names}
    if is_web_address(told["source_url"]):
        return told
    return told | {"source_url": "", "note": " ".join(part for part in (told["note"], told["source_url"]) if part)}


def _fact(fact: str, lang: str) -> str:
    key = f"views.fact.{fact.replace(' ', '_')}"
    return messages.text(lang, key) if messages.has(key) else fact.replace("_", " ").capitalize()


def _totals(park: Park, lang: str) -> str:
    """The totals as a table whose cells break over lines, so that nothing has to be scrolled sideways."""
    words = [messages.text(lang, f"views.column.{name}") for name in ("quantity", "value", "basis")]
    heads = "".join(f"<th scope='col'>{escape(word)}</th>" for word in words)
    rows = "".join(
        f"<tr><th scope='row'>{escape(messages.text(lang, 'views.quantity.' + row['quantity']))}</th>"
        f"<td>{numbers.decimal(float(row['value']), lang)}</td><td>{escape(str(row['basis']))}</td></tr>"
        for row in park.example_totals
    )
    return f'<table class="basis"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
