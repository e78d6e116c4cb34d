"""A question in words, with how each answer is given at the command line."""

from actions.drop.questions import Question, choice_words
from landuse.words import messages

_MOST_CHOICES = 8


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
