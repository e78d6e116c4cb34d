"""Figures beside their targets: small bars with a target mark, every number in text too."""

from dataclasses import dataclass

import streamlit as st

from landuse.words import messages, numbers
from landuse.words.foreign import escape

NOT_ANSWERED = "?"  # where there is room for a sign alone; the key of the map of Norway says it


@dataclass(frozen=True)
class Bar:
    """A share of 0–100 with its target and the range that undecided units leave."""

    value: float
    target: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Tile:
    """One figure: its name, its value in words, notes under it, and a bar where it is a share."""

    label: str
    value: str
    notes: tuple[str, ...] = ()
    bar: Bar | None = None


def tiles(rows: list[Tile], example: bool, lang: str, unseen_title: str = "") -> None:
    """Draw figures side by side; each carries the mark when its data are invented.

    unseen_title : heading for those who listen to the page, where it shows none
    """
    heading = f'<h2 class="unseen">{escape(unseen_title)}</h2>' if unseen_title else ""
    st.html(f'{heading}<div class="tiles">{"".join(_tile(row, example, lang) for row in rows)}</div>')


def readings(title: str, rows: list[tuple[str, str, str]], example: bool, lang: str) -> None:
    """Draw a list of further figures: name, value, and what it means."""
    items = "".join(
        f"<div><dt>{escape(label)}</dt><dd><b>{escape(value)}</b><span>{escape(note)}</span></dd></div>" for label, value, note in rows
    )
    st.html(f'<section class="readings"><h2>{escape(title)}{mark(example, lang)}</h2><dl>{items}</dl></section>')


def section(title: str, example: bool, lang: str) -> None:
    """Draw the heading of a part of the page, with the mark of invented data."""
    st.html(f'<h2 class="section">{escape(title)}{mark(example, lang)}</h2>')


def remarks(title: str, lines: list[str]) -> None:
    """Draw sentences that a reader must know beside the figures; nothing where there are none."""
    if lines:
        items = "".join(f"<li>{escape(line)}</li>" for line in lines)
        st.html(f'<section class="remarks"><h2>{escape(title)}</h2><ul>{items}</ul></section>')


def mark(example: bool, lang: str) -> str:
    """The small mark of invented data, as HTML."""
    return f'<span class="mark">{escape(messages.text(lang, "views.example.mark"))}</span>' if example else ""


def share(value: float | None, lang: str, decimals: int = 1) -> str:
    """A rate in words; "not answered" where there is none, never 0."""
    return messages.text(lang, "views.not_answered") if value is None else numbers.pct(value, lang, decimals)


def spread(low: float | None, high: float | None, lang: str) -> str | None:
    """The range that undecided units leave; None where they leave none."""
    if low is None or high is None or numbers.pct(low, lang) == numbers.pct(high, lang):
        return None
    return messages.text(lang, "views.range", low=numbers.decimal(low, lang, 1), high=numbers.pct(high, lang))


def _tile(row: Tile, example: bool, lang: str) -> str:
    notes = "".join(f"<p>{escape(note)}</p>" for note in row.notes)
    bar = _bar(row.bar, row.value, lang) if row.bar else ""
    kind = "number" if row.value[:1].isdigit() else "words"
    head = f"<h3>{escape(row.label)}{mark(example, lang)}</h3>"
    return f'<article class="tile">{head}<strong class="{kind}">{escape(row.value)}</strong>{bar}{notes}</article>'


def _bar(bar: Bar, value: str, lang: str) -> str:
    said = value
    parts = [f'<i class="fill" style="width:{bar.value:.2f}%"></i>']
    if bar.low is not None and bar.high is not None and bar.high > bar.low:
        parts.append(f'<i class="spread" style="left:{bar.low:.2f}%;width:{bar.high - bar.low:.2f}%"></i>')
    if bar.target is not None:
        words = messages.text(lang, "views.target", target=numbers.pct(bar.target, lang, 0))
        said = f"{value}, {words}"
        side = "right" if bar.target > 60 else "left"
        at = f"right:{100 - bar.target:.2f}%" if side == "right" else f"left:{bar.target:.2f}%"
        parts.append(f'<i class="target" style="left:{bar.target:.2f}%"></i><span class="target-words" style="{at}">{escape(words)}</span>')
    return f'<div class="bar" role="img" aria-label="{escape(said)}">{"".join(parts)}</div>'
