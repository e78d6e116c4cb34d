"""A refusal with the words of the form in it, where the action names fields, steps and states by their codes."""

from typing import Any

from landuse.words import messages
from landuse.words.errors import LanduseError, Word
from landuse.words.languages import worded

_PREFIXES = {
    "missing": ("nomination.fact", "plots.term"),
    "fact": ("nomination.fact", "plots.term"),
    "step": ("nomination.step", "ladder"),
    "state": ("nomination.state",),
    "expected": ("nomination.state",),
    "kind": ("plots.kind",),
}


def sentence(error: LanduseError, lang: str) -> str:
    """The error's sentence as a page says it: with the fields of its forms instead of the command line's options.

    What is no code stays as it is.
    """
    values = {
        name: _words(str(value), _PREFIXES[name], lang) if name in _PREFIXES and not isinstance(value, Word) else value
        for name, value in error.values.items()
    }
    code = f"on_page.{error.code}"
    return LanduseError(code if messages.has(f"error.{code}") else error.code, **values).text(lang)


def remedy(row: dict[str, Any], lang: str) -> str:
    """What to do about a finding of an import, as the page that shows it can."""
    key = f"remedy.on_page.{row['issue']}"
    return messages.text(lang, key) if messages.has(key) else str(worded(row, "remedy", lang))


def _words(codes: str, prefixes: tuple[str, ...], lang: str) -> str:
    return ", ".join(" / ".join(_word(code, prefixes, lang) for code in part.split("/")) for part in codes.split(", "))


def _word(code: str, prefixes: tuple[str, ...], lang: str) -> str:
    key = next((f"{prefix}.{code}" for prefix in prefixes if messages.has(f"{prefix}.{code}")), None)
    return f"«{messages.text(lang, key)}»" if key else code
