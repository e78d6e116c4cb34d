"""A drop in words: what each file is and why, what is unclear and how it is answered."""

import re

from actions.drop.drop import Drop
from actions.drop.question_words import question_lines as question_lines
from actions.drop.questions import choice_words
from actions.drop.reading import Line
from actions.imports.park_layers import title
from door.columns.names import Why
from landuse.words import messages
from landuse.words.errors import LanduseError

_ANSWER = re.compile(r"(?P<item>.+):(?P<name>[a-z]+(?:\.[^=]+)?)=(?P<value>.+)")
ON_PAGE = ("heading", "constant", "from", "basis")  # what may be said more of what was read: offered where there is a field beside it


def why_words(why: Why, lang: str) -> str:
    """Why a file is taken for its layer."""
    return messages.text(lang, f"drop.why.{why.by}", words=why.words)


def why_told(why: list[str], lang: str) -> str:
    """The same, as a staged drop keeps it."""
    return why_words(Why(*why), lang)


def answers_of(said: list[str]) -> dict[str, dict[str, str]]:
    """Answers as the command line takes them: `FILE:QUESTION=VALUE` each.

    Raises
    ------
    LanduseError : answer_unreadable
    """
    found: dict[str, dict[str, str]] = {}
    for words in said:
        read = _ANSWER.fullmatch(words)
        if read is None:
            raise LanduseError("answer_unreadable", value=words)
        found.setdefault(read["item"], {})[read["name"]] = read["value"]
    return found


def kind_lines(drop: Drop, lang: str) -> list[str]:
    """What each file that can be taken is, and why it is thought so; what was accepted of what was proposed; what was left out."""
    lines = [_kind(line, lang) for line in drop.lines if line.ready]
    lines += [messages.text(lang, "drop.left_out", file=line.name) for line in drop.lines if line.left]
    for one in drop.accepted:
        lines.append(messages.text(lang, "drop.accepted", file=one.item, answer=choice_words(one, str(one.proposal), lang)))
    return lines + ([messages.text(lang, "drop.other_files", files=", ".join(drop.left))] if drop.left else [])


def _kind(line: Line, lang: str) -> str:
    made = line.ready.report
    return messages.text(lang, "drop.kind", file=line.name, layer=title(made.layer_id, lang), why=why_words(made.why, lang))
