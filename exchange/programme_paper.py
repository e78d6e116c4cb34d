"""A return and a bulletin on paper: a heading, sentences, and sections of lines and figures, over as many A4 pages as it takes."""

from dataclasses import dataclass
from datetime import date

from exchange import _typst

_TEMPLATE = "programme.typ"


@dataclass(frozen=True)
class Section:
    """A part under a title: sentences, then figures as pairs of words and text."""

    title: str
    lines: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Paper:
    """All that the paper says, in words already; mark : the words of invented data, None for real data alone."""

    heading: str
    subtitle: str
    on: date
    sentences: tuple[str, ...]
    sections: tuple[Section, ...]
    footer: tuple[str, ...]
    mark: str | None


def programme_paper(told: Paper, lang: str) -> bytes:
    """The paper as a PDF (PDF/UA); the same words give the same file."""
    facts = {
        "title": told.heading,
        "lang": lang,
        "mark": told.mark,
        "mark_gap": 2 if told.mark else 0,
        "subtitle": told.subtitle,
        "heading": told.heading,
        "sentences": list(told.sentences),
        "sections": [{"title": one.title, "lines": list(one.lines), "pairs": [list(pair) for pair in one.pairs]} for one in told.sections],
        "footer": list(told.footer),
    }
    return _typst.pdf(_TEMPLATE, facts, {}, told.on)
