"""Pieces of a drawing in SVG, with the mark of invented data inside it."""

from landuse.words import messages
from landuse.words.foreign import escape

INK, QUIET, GRID = "#1c2a2f", "#4a5a5f", "#d5dcda"
DEEP, BLUE, PALE = "#0d3546", "#2f6f8d", "#a9cbd8"
UP, DOUBT, TARGET = "#b3530b", "#7a0f4b", "#1c2a2f"
NARROW = 520  # px; below it a drawing is made for a phone
_PATTERNS = (
    '<defs><pattern id="doubt" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="5" height="5" fill="#f4dfea"/><rect width="2" height="5" fill="{DOUBT}"/></pattern>'
    '<pattern id="up" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="6" height="6" fill="#f6dcc4"/><rect width="3" height="6" fill="{UP}"/></pattern></defs>'
)


def picture(width: float, height: float, parts: list[str], label: str, example: bool, lang: str) -> str:
    """A whole drawing that says in words what it shows; invented data are marked inside it."""
    mark = _mark(width, lang) if example else ""
    own = f"-{width:g}"  # two drawings on one page must not share a pattern: one of them is hidden
    body = "".join(parts).replace("url(#doubt)", f"url(#doubt{own})").replace("url(#up)", f"url(#up{own})")
    patterns = _PATTERNS.replace('id="doubt"', f'id="doubt{own}"').replace('id="up"', f'id="up{own}"')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" '
        f'role="img" aria-label="{escape(label)}" font-size="13" fill="{INK}">{patterns}{body}{mark}</svg>'
    )


def words(x: float, y: float, said: str, anchor: str = "start", size: float = 13, weight: int = 400, fill: str = INK) -> str:
    """A line of text by its baseline."""
    style = f'text-anchor="{anchor}" font-size="{size:g}" font-weight="{weight}" fill="{fill}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {style} style="font-variant-numeric:tabular-nums">{escape(said)}</text>'


def halo(x: float, y: float, said: str, anchor: str = "start", size: float = 13, weight: int = 600, fill: str = INK) -> str:
    """A line of text that stays readable on top of lines."""
    text = words(x, y, said, anchor, size, weight, fill)
    return text.replace("<text ", '<text stroke="#fff" stroke-width="4" stroke-linejoin="round" paint-order="stroke" ')


def box(x: float, y: float, width: float, height: float, fill: str, tip: str = "", stroke: str = "none") -> str:
    """A rectangle; `tip` is told when the pointer rests on it."""
    told = f"<title>{escape(tip)}</title>" if tip else ""
    shape = f'x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}"'
    return f'<rect {shape} fill="{fill}" stroke="{stroke}">{told}</rect>'


def line(x1: float, y1: float, x2: float, y2: float, stroke: str = GRID, width: float = 1, dash: str = "") -> str:
    """A straight line."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{stroke}" stroke-width="{width:g}"{dashed}/>'


def path(d: str, stroke: str, width: float, dash: str = "") -> str:
    """A line along a path."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{d}" fill="none" stroke="{stroke}" stroke-width="{width:g}"{dashed}/>'


def shape(d: str, fill: str, opacity: float, tip: str = "") -> str:
    """A filled outline."""
    told = f"<title>{escape(tip)}</title>" if tip else ""
    return f'<path d="{d}" fill="{fill}" fill-opacity="{opacity:g}">{told}</path>'


def dot(x: float, y: float, radius: float, fill: str, stroke: str = "#fff", tip: str = "") -> str:
    """A point."""
    told = f"<title>{escape(tip)}</title>" if tip else ""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{fill}" stroke="{stroke}" stroke-width="2">{told}</circle>'


def _mark(width: float, lang: str) -> str:
    said = messages.text(lang, "views.example.mark")
    wide = 13 + 8.2 * len(said)
    frame = f'<rect x="{width - wide - 1:.1f}" y="1" width="{wide:.1f}" height="19" rx="3" fill="#fbe9a9" stroke="#d8b443"/>'
    return f'<g class="mark">{frame}{words(width - wide / 2 - 1, 15, said, "middle", 11.5, 700, "#3d2f00")}</g>'
