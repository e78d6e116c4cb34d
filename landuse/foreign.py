"""Text that somebody else wrote, made fit for the place it is written to: one function for each kind of place that is not plain data.

A text stands in a file or on a page as it was written wherever the place can hold it. Where it cannot:

- what XML cannot carry (controls, lone halves of characters) becomes U+FFFD `�`, so that the rest of the text is kept (`for_xml`);
- in a line that a terminal, a log or a header shows, every character that acts instead of being seen (controls, line ends,
  escape sequences, directions of writing) stands as its number, `\\x1b` or `\\u202e` (`for_line`);
- in Streamlit's labels every sign of Markdown is escaped (`for_markdown`);
- in a page's own data, `<`, `>` and `&` are written as JSON's numbers, so that no tag can begin there (`for_script`).
"""

import json
import re
from urllib.parse import quote

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HALVES = re.compile("[\ud800-\udfff]")
_ACTS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!<>$|~:])")
_NAME_SIGNS = "-_. "
LOST = "\N{REPLACEMENT CHARACTER}"


def for_script(value: object) -> str:
    """A value as JSON that may stand inside `<script type="application/json">`."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return whole(text).translate(_IN_SCRIPT)


def for_xml(text: str) -> str:
    """The text without what XML 1.0 cannot carry; markup is still the writer's to escape."""
    return _NOT_XML.sub(LOST, text)


def for_line(text: str) -> str:
    """The text on one line, with every character that acts instead of being seen as its number."""
    return _ACTS.sub(lambda found: _number(ord(found[0])), text)


def for_lines(text: str) -> str:
    """As `for_line`, line by line: for a sentence of ours that has several lines."""
    return "\n".join(map(for_line, text.split("\n")))


def for_markdown(text: str) -> str:
    """The text on one line, as Streamlit's labels and messages show it letter by letter."""
    return _MARKDOWN.sub(r"\\\1", for_line(text))


def for_download(name: str) -> str:
    """The header `Content-Disposition` of a file to keep: its name in ASCII, and beside it as it is (RFC 6266, RFC 8187)."""
    seen = for_line(name).replace("/", "_").replace("\\", "_")
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in _NAME_SIGNS) else "_" for sign in seen)
    also = "" if plain == seen else f"; filename*=UTF-8''{quote(seen, safe='')}"
    return f'attachment; filename="{plain}"{also}'


def whole(text: str) -> str:
    """The text without lone halves of characters, which no UTF-8 can hold."""
    return _HALVES.sub(LOST, text)


def _number(code: int) -> str:
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
