"""A drop in words: what each file is and why, what is unclear and how it is answered."""

import re

from actions.drop.drop import Drop
from actions.drop.questions import Question, choice_words
from actions.drop.reading import Line
from actions.imports.park_layers import title
from door.columns.names import Why
from landuse.words import messages
from landuse.words.errors import LanduseError

_ANSWER = re.compile(r"(?P<item>.+):(?P<name>[a-z]+(?:\.[^=]+)?)=(?P<value>.+)")
_MOST_CHOICES = 8
ON_PAGE = ("heading", "constant")  # what may be said more of a list that was read: offered where there is a field beside it


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


def question_lines(one: Question, lang: str) -> list[str]:
    """A question, and how each answer is given at the command line, that which is proposed first."""
    if one.kind == "heading":
        return _heading_lines(one, lang)
    proposed = [one.proposal] if one.proposal is not None else []
    choices = [*proposed, *(value for value in one.choices if value not in proposed)]
    shown = [f"  --answer {_quoted(f'{one.item}:{one.name}={value}')}  {_choice(one, value, lang)}" for value in choices[:_MOST_CHOICES]]
    more = ", ".join(choices[_MOST_CHOICES:])
    free = [f"  --answer {_quoted(f'{one.item}:{one.name}=…')}  {messages.text(lang, 'drop.year')}"] if not one.choices else []
    return [one.sentence.text(lang), *shown, *free, *([messages.text(lang, "drop.more_choices", choices=more)] if more else [])]


def _heading_lines(one: Question, lang: str) -> list[str]:
    """A question about a column of a list: the meanings that can be said are listed with the first of them alone."""
    value = one.proposal or "…"
    words = messages.text(lang, "drop.proposed", choice=choice_words(one, value, lang)) if one.proposal else ""
    meanings = messages.text(lang, "drop.more_choices", choices=", ".join(one.choices)) if one.sentence.code == "list_unclear" else ""
    answer = f"  --answer {_quoted(f'{one.item}:{one.name}={value}')}  {words}".rstrip()
    return [one.sentence.text(lang), answer, *([meanings] if meanings else [])]


def _choice(one: Question, value: str, lang: str) -> str:
    words = choice_words(one, value, lang)
    return messages.text(lang, "drop.proposed", choice=words) if value == one.proposal else words


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "'\\''") + "'"
