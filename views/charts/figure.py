"""One figure of a page: the drawing, its table, and how to read it, side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from landuse.words import messages
from landuse.words.foreign import escape
from views.parts import figures

_WIDE, _PHONE = 860, 356
_MOUNT_JS = """export default function ({ data, parentElement }) { parentElement.innerHTML = data.html; }"""
_STYLE = (
    "<style>svg{display:block;max-width:100%;height:auto;font-family:inherit}.phone{display:none}"
    "@media(max-width:640px){.wide{display:none}.phone{display:block}}"
    ".mark{display:none}@media print{.mark{display:inline}}</style>"  # as in static/page.css, which does not reach in here
)
_chart = st.components.v2.component("parkareal_chart", html="<div></div>", js=_MOUNT_JS)


class Link(str):
    """A cell that is a link of ours, as HTML. Any other cell is text, whatever it looks like."""


@dataclass(frozen=True)
class Table:
    """Rows of words under a head; the first cell of a row names it."""

    caption: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    foot: tuple[str, ...] | None = None


def figure(title: str, draw: Callable[[float], str], table: Table, how: str, example: bool, lang: str, key: str) -> None:
    """A drawing with its table and the words that tell how to read it; the first two say the same."""
    figures.section(title, example, lang)
    left, right = st.columns([1.55, 1], gap="medium")
    with left:
        drawing(draw, key)
    with right:
        st.html(f"{how_to_read(how, lang)}{table_html(table)}")


def drawing(draw: Callable[[float], str], key: str, wide: float = _WIDE) -> None:
    """The drawing for a desk and for a phone; only one of them is seen."""
    desk, phone = draw(wide), draw(_PHONE)
    html = desk if desk == phone else f'<div class="wide">{desk}</div><div class="phone">{phone}</div>'
    _chart(data={"html": _STYLE + html}, key=f"chart-{key}")


def how_to_read(how: str, lang: str) -> str:
    """The words beside a drawing, as HTML."""
    head = escape(messages.text(lang, "progress.how"))
    return f'<div class="how"><h3>{head}</h3>{"".join(f"<p>{escape(line)}</p>" for line in how.splitlines() if line)}</div>'


def table_html(table: Table, more: str = "") -> str:
    """A table as HTML that a keyboard can scroll and a screen reader can read; `more` are further classes for its look."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.head)
    body = "".join(_row(row, table.head) for row in table.rows)
    foot = f"<tfoot>{_row(table.foot, table.head)}</tfoot>" if table.foot else ""
    caption = escape(table.caption)
    return (
        f'<div class="{f"figures {more}".strip()}" role="region" tabindex="0" aria-label="{caption}"><table><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>{foot}</table></div>"
    )


def link(address: str, said: str) -> Link:
    """A cell that is a link; its address is made by us."""
    return Link(f'<a href="{escape(address)}">{escape(said)}</a>')


def _row(cells: tuple[str, ...], head: tuple[str, ...]) -> str:
    """One row; each cell carries its column's name, for phones where a row becomes lines."""
    first, *rest = (cell if isinstance(cell, Link) else escape(cell) for cell in cells)
    named = "".join(f'<td data-head="{escape(name)}">{cell}</td>' for name, cell in zip(head[1:], rest))
    return f'<tr><th scope="row">{first}</th>{named}</tr>'
