"""What Streamlit reads as Markdown shows a stranger's text letter by letter: nothing of it is a link, a heading, a colour or a formula."""

import html
import re

import pytest
from markdown_it import MarkdownIt

from landuse.words import foreign
from tests.sinks.corpus import EVERY

_READER = MarkdownIt("default", {"html": True})
# What Streamlit reads beside Markdown: colours and badges, icons and emoji, formulas.
_OF_STREAMLIT = (":red[ja]", ":material/home:", ":smile:", ":blue-background[nei]", "$x^2$", "$$x$$", ":streamlit:")
_SIGNS = (
    "[a](https://x.no)", "![a](x.png)", "<b>a</b>", "<https://x.no>", "# a", "> a", "- a", "1. a", "`a`", "**a**", "__a__", "~~a~~", "a|b",
    "&amp;", "A & B",
)  # fmt: skip
_BEGINS = re.compile(r":[a-z-]+(\[|/|:)|\$")


@pytest.mark.parametrize("text", [*EVERY, *_SIGNS, *_OF_STREAMLIT])
def test_a_text_in_markdown_is_its_letters(text: str) -> None:
    told = foreign.for_markdown(text)
    shown = _READER.render(f"Tomt {told}").strip()
    assert shown.startswith("<p>") and shown.endswith("</p>")
    within = shown[3:-4]
    assert "<" not in within
    assert html.unescape(within) == f"Tomt {foreign.for_line(text)}".rstrip()


@pytest.mark.parametrize("text", _OF_STREAMLIT)
def test_nothing_that_streamlit_reads_is_left(text: str) -> None:
    assert _BEGINS.search(text) and not re.search(r"(?<!\\)[:$\[]", foreign.for_markdown(text))
