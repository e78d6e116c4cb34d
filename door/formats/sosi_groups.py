"""A SOSI file's text taken apart into its groups (`.KURVE 12:` …), and what stands in one: places, references, values.

Source
------
SOSI standard 4.5, part 1 (notation): a group begins at a name with one dot; `!` begins a comment; places follow `..NØ`, or `..NØH`
with a height, until the next name; `..REF :12 :-13 (:14)` names other groups, a minus turns one round, brackets are holes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

_GROUP = re.compile(r"^[ \t]*\.([A-ZÆØÅ]+)[ \t]*(\d*)", re.MULTILINE)
_QUOTED = re.compile(r"\"[^\"\n]*\"")
_COMMENT = re.compile(r"![^\n]*")
_PLACES = {"..NØ": 2, "..NØH": 3, "..NØD": 3}
_FIRST_PLACE = re.compile(r"(?<!\S)\.\.NØ[HD]?(?!\S)")
_NUMBER = re.compile(r"-?\d{1,18}(?:\.\d{1,18})?")
_REFERENCES = re.compile(r"^[ \t]*\.\.REF(?=\s)(?:[\s()]*:-?\d+)*[\s()]*", re.MULTILINE)
_NAMED = re.compile(r"^[ \t]*\.{2,}([^\s.]+)[ \t]+([^\n]*)", re.MULTILINE)
_REFERENCE = re.compile(r":-?(\d+)")


@dataclass(frozen=True)
class Group:
    """One group.

    number : that other groups name it by; None where it has none
    text : from its name up to the next group
    """

    name: str
    number: int | None
    text: str

    @cached_property
    def words(self) -> list[str]:
        """Its words without comments; what stands in quotes is one empty word."""
        text = _QUOTED.sub('""', self.text) if '"' in self.text else self.text
        return (_COMMENT.sub("", text) if "!" in text else text).split()

    def places(self) -> list[tuple[str, str]] | None:
        """North and east of each place, as written; None where they are no numbers or do not come in pairs."""
        found: list[tuple[str, str]] = []
        width, own = 0, list[str]()
        for word in [*self.words, "."]:
            if not word.startswith("."):
                own += [word] if width else []
                continue
            if width and len(own) % width:
                return None
            found += [(own[at], own[at + 1]) for at in range(0, len(own), width or 1)]
            width, own = _PLACES.get(word, 0), []
        return found if all(_NUMBER.fullmatch(value) for place in found for value in place) else None

    def value(self, name: str) -> float | None:
        """The number behind a name (`..RADIUS`); None where there is none."""
        if name not in self.words[:-1]:
            return None
        after = self.words[self.words.index(name) + 1]
        return float(after) if _NUMBER.fullmatch(after) else None

    def before_places(self) -> str:
        """Its text up to its first place."""
        return self.text[: first_place(self.text)]

    def references(self) -> set[int]:
        """Numbers of the groups that it names."""
        return {int(number) for part in _REFERENCES.findall(self.text) for number in _REFERENCE.findall(part)}


def first_place(text: str) -> int:
    """Where the first ..NØ of a group's text stands; the text's end where there is none."""
    found = _FIRST_PLACE.search(text)
    return found.start() if found else len(text)


def groups(text: str) -> Iterator[Group]:
    """All groups in the order of the file; what stands before the first belongs to none."""
    found = list(_GROUP.finditer(text))
    for one, end in zip(found, [*(after.start() for after in found[1:]), len(text)], strict=False):
        yield Group(one[1], int(one[2]) if one[2] and len(one[2]) < 19 else None, text[one.start() : end])


def names_with_value(text: str) -> Iterator[str]:
    """The names in a group's text that have a value behind them on their line, but for its places and references."""
    for found in _NAMED.finditer(text):
        value = _COMMENT.sub("", found[2]) if '"' not in found[2] else found[2]
        if value.strip().strip('"').strip() and not found[1].startswith(("NØ", "REF")):
            yield found[1]


def without_references(text: str) -> str:
    """A group's text naming no other group."""
    return _REFERENCES.sub("", text)
