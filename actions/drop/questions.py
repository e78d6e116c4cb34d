"""What a drop leaves open, as small records that a page and the command line show alike, and what an answer to each means."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any

from door.answers import NOTHING, Asked
from door.columns.constants import check_constants
from door.lists import meanings
from door.read_columns import Headings
from landuse.measure import crs
from landuse.words import codelists, messages
from landuse.words.errors import LanduseError
from layers.registry import all_layers
from parks.sources import ANSWERS, UNKNOWN

PARK = "park"  # what a question is about that no single file asks
LEAVE, ADDS, INSTEAD, NONE = "leave", "adds", "instead", "none"
_YEARS = range(1950, 2101)

MEANINGS = (*meanings.known(), NONE)

Answers = Mapping[str, Mapping[str, str]]
DAYS = ("from", "basis")
_OF_PARK = ("perimeter", "covers", *DAYS)


class Each(str):
    """A pattern that an answer is about: every file and table whose name fits. Only a command has them, and no name is one."""


@dataclass(frozen=True)
class Question:
    """One thing that is unclear, answered beside what it is about.

    item : the file or table, by its name in the drop; PARK where it is about the park
    kind : layer, column, heading (of a list), constant, crs, axes, year, source, same (as another file of the drop), perimeter, covers
        (what ground files speak for), from and basis (since when rows hold that say no day, and what that rests on)
    about : of a column, ours; of a heading, theirs; of a constant, what it says; of `same`, the other file
    choices : what can be said; nothing where it is a year, a day or a text
    proposal : what would fit; None where nothing speaks for one of them
    sentence : what is unclear
    must : whether nothing is taken into use before it is answered; False of an offer
    """

    item: str
    kind: str
    choices: tuple[str, ...]
    proposal: str | None
    sentence: LanduseError
    about: str = ""
    must: bool = True

    @property
    def name(self) -> str:
        """What an answer to it is kept under, among those of its item."""
        return f"{self.kind}.{self.about}" if self.about else self.kind


@dataclass(frozen=True)
class Said:
    """What people said of one file or table: `asked` and `year` as an import takes them; `leave`: it is not to be taken in."""

    asked: Asked = NOTHING
    year: int | None = None
    leave: bool = False


def same_source(item: str, other: str, error: LanduseError, may_both: bool) -> Question:
    """Two files of a drop are one source: which of them holds, or, unless it is a raster, whether both do."""
    return Question(item, "same", (LEAVE, INSTEAD, *([ADDS] if may_both else [])), None, error, other)


def covers(files: list[str]) -> Question:
    """What ground the files speak for of which nobody knows it: one answer for all of them, which may wait."""
    error = LanduseError("covers_open", files=", ".join(files))
    return Question(PARK, "covers", (*ANSWERS, UNKNOWN), None, error, must=False)


def days(files: list[str], said: Collection[str]) -> list[Question]:
    """From when the rows of files hold that say no day, and what that rests on: one answer for all of them, which may wait.

    Parameters
    ----------
    said : which of the two was answered; the other must be then, and nothing is asked where both were
    """
    wanted = [name for name in DAYS if name not in said] if files or len(set(DAYS) & set(said)) == 1 else []
    must = len(wanted) == 1
    return [Question(PARK, name, (), None, LanduseError(f"{name}_open", files=", ".join(files) or "–"), must=must) for name in wanted]


def of_list(item: str, left: Headings) -> list[Question]:
    """What may still be said of a list that was read: what its other columns mean, and what holds for all of its rows."""
    open_ = [Question(item, "heading", MEANINGS, meanings.proposed(one), heading_open(item, one), one, False) for one in left.unread]
    return open_ + [Question(item, "constant", (), None, LanduseError("constant_open", file=item), name, False) for name in left.lacks]


def said_of(item: str, answers: Answers, before: Said = Said()) -> Said:
    """What the answers say of one file or table, beside what was said of all.

    Raises
    ------
    LanduseError : answer_unknown
    """
    said = before
    of_each = [own for named, own in answers.items() if isinstance(named, Each) and fnmatchcase(item, named)]
    for of_item in (*of_each, answers.get(item, {})):
        for name, value in of_item.items():
            said = _answered(said, item, name, value)
    gone = any(f"same.{item}" in of_other and of_other[f"same.{item}"] == INSTEAD for of_other in answers.values())
    return replace(said, leave=said.leave or gone)


def about(answers: Answers, names: Collection[str]) -> dict[str, Mapping[str, str]]:
    """The answers, each by the file or table that it is about, or by the pattern of several.

    Parameters
    ----------
    names : of the files that were given; a name goes before the pattern that it could be

    Raises
    ------
    LanduseError : answer_item, where an answer is about nothing that was given; answer_unknown, one about the park that nobody asked
    """
    found: dict[str, Mapping[str, str]] = {}
    for item, said in answers.items():
        if item == PARK:
            for name in set(said) - set(_OF_PARK):
                raise LanduseError("answer_unknown", item=item, kind=name, value=said[name])
            found[item] = said
        elif any(item == name or item.startswith(f"{name}/") for name in names):
            found[item] = said
        elif set(item) & set("*?[") and any(fnmatchcase(name, item) or fnmatchcase(name, item.rpartition("/")[0]) for name in names):
            found[Each(item)] = said
        else:
            raise LanduseError("answer_item", item=item, known=", ".join(names) or "–")
    return found


def choice_words(question: Question, value: str, lang: str) -> str:
    """One of the choices in words."""
    return value_words(question.kind, value, lang, question.about)


def value_words(kind: str, value: str, lang: str, about: str = "") -> str:
    """An answer of a kind in words."""
    if value in (LEAVE, ADDS, INSTEAD, NONE) or messages.has(f"drop.choice.{kind}.{value}"):
        key = f"drop.choice.{kind}.{value}"
        return messages.text(lang, key if messages.has(key) else f"drop.choice.{value}", other=about)
    if kind == "layer":
        return all_layers()[value].title(lang)
    if kind == "crs":
        return f"EPSG:{value} · {crs.name(int(value))}"
    if kind == "axes":
        return messages.text(lang, "drop.choice.swap", epsg=value)
    if kind == "constant":
        return codelists.label("record_kind", value, lang) or value
    if kind == "source":
        return messages.text(lang, "import.source.replaces", source=value)
    if kind == "covers":
        return messages.text(lang, f"import.covers.{value}")
    if kind == "perimeter":
        return messages.text(lang, "drop.choice.plan", plan=value)
    return value


def with_proposals(answers: Answers, questions: list[Question]) -> dict[str, dict[str, str]]:
    """The answers with what is proposed where nothing was said."""
    said = {item: dict(of_item) for item, of_item in answers.items()}
    for one in questions:
        if one.proposal is not None:
            said.setdefault(one.item, {}).setdefault(one.name, one.proposal)
    return said


def _answered(said: Said, item: str, name: str, value: str) -> Said:
    kind, _, about = name.partition(".")
    asked = said.asked
    if value == LEAVE:
        return replace(said, leave=True)
    if kind == "layer" and value in all_layers():
        return replace(said, asked=replace(asked, layer_id=value))
    if kind == "table" and value:
        return replace(said, asked=replace(asked, table=value))
    if kind == "column" and about:
        return replace(said, asked=replace(asked, columns={**asked.columns, value: about}))
    if kind == "heading" and about and (value == NONE or meanings.is_meaning(value)):
        return replace(said, asked=replace(asked, columns={**asked.columns, about: "" if value == NONE else value}))
    if kind == "constant" and about and value.strip():
        check_constants({about: value.strip()}, asked.layer_id)
        return replace(said, asked=replace(asked, constants={**asked.constants, about: value.strip()}))
    if kind in ("crs", "axes") and value.isdecimal():
        return replace(said, asked=replace(asked, as_epsg=int(value), swapped=asked.swapped or kind == "axes"))
    if kind == "year" and value.isdecimal() and int(value) in _YEARS:
        return replace(said, year=int(value))
    if kind == "covers" and value in (*ANSWERS, UNKNOWN):
        return replace(said, asked=replace(asked, covers=value if value in ANSWERS else None))
    if kind == "from" and value:
        return replace(said, asked=replace(asked, holds_from=value))
    if kind == "basis" and value.strip():
        return replace(said, asked=replace(asked, basis=value.strip()))
    if kind == "source" or (kind == "same" and value in (ADDS, INSTEAD)):
        adds = value == ADDS
        gone = [] if adds or kind == "same" else [*asked.replaces, value]
        return replace(said, asked=replace(asked, adds=asked.adds or adds, replaces=gone))
    raise LanduseError("answer_unknown", item=item, kind=name, value=value)


def heading_open(item: str, heading: str, shown: str | None = None) -> LanduseError:
    """What a column of a list means is not known; `shown` are the first of its values, where it keeps the list from being read."""
    column = " ".join(heading.split())
    if shown is None:
        return LanduseError("heading_unread", file=item, column=column)
    return LanduseError("heading_open", file=item, column=column, shown=shown or "–")


def from_json(told: dict[str, Any]) -> Question:
    """A question as it was kept, without its sentence."""
    own = {name: told[name] for name in ("item", "kind", "about", "proposal", "must")}
    return Question(choices=tuple(told["choices"]), sentence=LanduseError("pending_missing"), **own)


def as_json(question: Question) -> dict[str, Any]:
    """A question as it is kept: its sentence in every language, as a page says it."""
    error = question.sentence
    on_page = f"on_page.{error.code}"
    shown = LanduseError(on_page if messages.has(f"error.{on_page}") else error.code, **error.values)
    sentences = {lang: shown.text(lang) for lang in messages.LANGS}
    return {**{name: getattr(question, name) for name in ("item", "kind", "about", "choices", "proposal", "must")}, "sentence": sentences}
