"""Text that somebody else wrote, made fit for the place it goes to: one function for each kind of place.

A text is data everywhere: no template, format string, query, markup or command is ever made of it. It stands as it was written,
but for this, and nothing else:

- what people read (pages, sentences, Word, paper, terminals, logs) shows `�` for a character that acts instead of being seen:
  controls, escape sequences, directions of writing, lone halves of characters (`seen`; on one line `for_line`, on several `as_lines`). So
  no name turns the words beside it round, and neither log nor terminal has a line that is not ours;
- what programs read (exports, style files, drawings) keeps directions of writing, and has `�` for what XML cannot carry, so that
  every format holds the same text (`for_xml`); line ends are `\\n` in both;
- JSON keeps everything: what acts is written as JSON's own numbers (`for_json`), and so is what could end a script (`for_script`);
- HTML and Markdown get their signs escaped on top of `seen` (`escape`, `for_markdown`).
"""

import html
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import quote, urlsplit

LOST = "\N{REPLACEMENT CHARACTER}"
_ACTS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile("\r\n?")
_IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!<>$|~:&])")
_NAME_SIGNS = "-_. "


def seen(text: str) -> str:
    """The text with nothing in it that acts; lines and tabs stay."""
    return text if text.isprintable() else _ACTS.sub(LOST, _LINE_END.sub("\n", text))


def for_line(text: str) -> str:
    """The text on one line of a terminal, a log or a header."""
    return seen(text).replace("\n", LOST).replace("\t", " ")


class Lines(str):
    """Text of several lines, each of which we began ourselves."""


def as_lines(lines: Iterable[str]) -> Lines:
    """A line for each text on a terminal, whatever line ends a name in it brings."""
    return Lines("\n".join(map(for_line, lines)))


def for_xml(text: str) -> str:
    """The text as XML can carry it; markup is still the writer's to escape."""
    return text if text.isprintable() else _NOT_XML.sub(LOST, _LINE_END.sub("\n", text))


def escape(text: str) -> str:
    """The text as HTML shows it, in an element and in a quoted attribute."""
    return html.escape(seen(text))


def for_markdown(text: str) -> str:
    """The text as Streamlit's labels and messages show it letter by letter."""
    return _MARKDOWN.sub(r"\\\1", for_line(text))


def for_json(value: object, indent: int | None = None, other: Callable[[Any], object] | None = None) -> str:
    """JSON of the very same value, in which nothing acts on who looks at it; dates as yyyy-mm-dd.

    other : what is written for a value that JSON has no kind for
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False, default=other or _iso)
    return _ACTS.sub(_as_numbers, text)


def for_script(value: object) -> str:
    """JSON that may stand inside `<script type="application/json">`."""
    return for_json(value).translate(_IN_SCRIPT)


def for_download(name: str) -> str:
    """The header `Content-Disposition` of a file to keep: its name in ASCII, and as it is beside it (RFC 6266, RFC 8187)."""
    shown = for_line(name).replace("/", "_").replace("\\", "_")
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in _NAME_SIGNS) else "_" for sign in shown)
    also = "" if plain == shown else f"; filename*=UTF-8''{quote(shown, safe='')}"
    return f'attachment; filename="{plain}"{also}'


def is_web_address(text: str) -> bool:
    """Whether a text may be a link: an address of the web, and no script."""
    try:
        return urlsplit(text).scheme in ("http", "https")
    except ValueError:
        return False


def each(value: Any, change: Callable[[str], str]) -> Any:
    """The same value with every text in it changed, keys of dictionaries too."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {each(key, change): each(part, change) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(each(part, change) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: each(getattr(value, one.name), change) for one in fields(value)})
    return value


def _iso(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def _as_numbers(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code <= 0xFFFF:
        return f"\\u{code:04x}"
    return f"\\u{0xD800 + (code - 0x10000 >> 10):04x}\\u{0xDC00 + (code - 0x10000 & 0x3FF):04x}"
