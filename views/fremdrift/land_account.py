"""The land account for the municipal plan on the page Fremdrift: a table of one park, and its sheet."""

from urllib.parse import quote

import streamlit as st

from actions.map import map_data
from actions.progress import land_account
from landuse.words import messages, numbers
from landuse.words.foreign import escape
from parks.park import Park
from views import state
from views.charts import figure
from views.charts.figure import Table


def show(park: Park, lang: str) -> None:
    """Draw it."""
    on = map_data.day(park, state.when())
    told = land_account.land_account(park.id, on, lang)
    rows = [tuple(cell if isinstance(cell, str) else numbers.decimal(cell, lang) for cell in row) for row in told.rows]
    foot = (messages.text(lang, "progress.sum"), "", "", *(numbers.decimal(amount, lang) for amount in told.total))
    table = Table(messages.text(lang, "land_account.title"), told.head, rows, foot)
    address = f"geo/{quote(park.id)}/arealregnskap.xlsx?date={on.isoformat()}&lang={lang}"
    link = f'<a href="{escape(address)}" download>{escape(messages.text(lang, "land_account.file"))}</a>'
    note = escape(messages.text(lang, "land_account.note"))
    st.html(f'<p class="said">{note}</p>{figure.table_html(table)}<p class="links">{link}</p>')
