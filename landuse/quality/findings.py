"""What is worth knowing about a file: one finding per thing, of a kind that `rules/issue_types.csv` names.

Each kind has a severity (error: the file is not taken; warning: taken, with something lost, mended or doubtful; notice:
taken, good to know), and says who can mend it. Its name, sentence and remedy are in the catalogues under its id.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Literal

import pandas as pd

from landuse.rules import FOLDER, table
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError, Named, Word

Severity = Literal["error", "warning", "notice"]
_OF_COLUMNS = {"missing_columns"}  # whose `before` is columns of ours
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "notice")
WHO = ("park", "municipality", "data_owner", "us")


@dataclass(frozen=True)
class IssueType:
    """One kind of finding, as its row in the data file says."""

    issue: str
    severity: Severity
    who: str
    about: str
    basis: str

    def name(self, lang: str) -> str:
        """The kind in a few words."""
        return messages.text(lang, f"issue_name.{self.issue}")


@dataclass(frozen=True)
class Finding:
    """One thing to know about a file.

    issue : a kind of `issue_types()`
    row : number of the row in the file, from 1; None where the finding is about the file
    feature : the row's own name (plot, parcel, building, plan)
    column : the column of ours that it is about
    before, after : the values, as in the file and as they are kept or expected
    count : how many rows it is about
    place : longitude, latitude in degrees
    more : other values that the sentence names
    """

    issue: str
    row: int | None = None
    feature: str | None = None
    column: str | None = None
    before: Any = None
    after: Any = None
    count: int = 1
    place: tuple[float, float] | None = None
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> IssueType:
        """The finding's row of the data file."""
        return issue_types()[self.issue]

    def text(self, lang: str) -> str:
        """The finding as a sentence; columns of ours by what people call them."""
        return messages.text(lang, f"issue.{self.issue}", **self._words(lang), **self._named(lang))

    def remedy(self, lang: str) -> str:
        """What to do about it; columns of ours by their own names, as the command line takes them."""
        return messages.text(lang, f"remedy.{self.issue}", **self._words(lang), **self._own(lang))

    def _words(self, lang: str) -> dict[str, str]:
        own = {name: getattr(self, name) for name in ("row", "feature", "before", "after", "count")}
        if self.issue == "not_listed":
            own["before"] = issue_types()[self.before].name(lang)
        if self.issue in _OF_COLUMNS:
            own.pop("before")
        return {name: words(value, lang) for name, value in {**own, **self.more}.items()}

    def _own(self, lang: str) -> dict[str, str]:
        named = ("column", "before") if self.issue in _OF_COLUMNS else ("column",)
        return {name: words(getattr(self, name), lang) for name in named}

    def _named(self, lang: str) -> dict[str, str]:
        return {name: ", ".join(dict.fromkeys(column_name(one, lang) for one in own.split(", "))) for name, own in self._own(lang).items()}


def column_name(column: str, lang: str) -> str:
    """What people call a column of ours; its own name where the catalogue has none."""
    return messages.text(lang, f"column.{column}") if messages.has(f"column.{column}") else column


def words(value: Any, lang: str) -> str:
    """A value as people write it: whole numbers whole, others with one decimal, less than one with three; nothing as a dash."""
    if value is None:
        return "–"
    if isinstance(value, Word):
        return messages.text(lang, value)
    if isinstance(value, Named):
        return value.titles[lang]
    if isinstance(value, LanduseError):
        return value.text(lang)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, int):
        return numbers.decimal(value, lang)
    return numbers.decimal(value, lang, 3 if 0 < abs(value) < 1 else 1)


@cache
def issue_types() -> dict[str, IssueType]:
    """Every kind of finding by its id, in the order of the data file."""
    rows = pd.read_csv(FOLDER / "issue_types.csv", dtype=str, keep_default_na=False)
    return {row["issue"]: IssueType(**row) for row in rows.to_dict("records")}


def quality(name: str) -> float:
    """A threshold of `rules/quality.toml`; its unit ends its name."""
    return table("quality")[name]["value"]


class Gathered:
    """Findings as they come: of each kind those of the first `listed_rows` rows are held, the others are counted, never dropped."""

    def __init__(self) -> None:
        self._most = int(quality("listed_rows"))
        self._held: dict[str, list[Finding]] = {}
        self._seen = Counter[str]()

    def add(self, found: Iterable[Finding]) -> None:
        """Take findings in."""
        for one in found:
            held = self._held.setdefault(one.issue, [])
            held.append(one)
            self._seen[one.issue] += 1
            if len(held) >= 2 * self._most:
                self._held[one.issue] = self._first(held)

    def listed(self) -> list[Finding]:
        """In the order of severity, kind and row; a finding on how many are not listed for each kind that has more."""
        order = {issue: place for place, issue in enumerate(issue_types())}
        issues = sorted(self._held, key=lambda issue: (SEVERITIES.index(issue_types()[issue].severity), order[issue]))
        past = {issue: self._seen[issue] - self._most for issue in issues if self._seen[issue] > self._most}
        more = [Finding("not_listed", before=issue, count=count) for issue, count in past.items()]
        return [one for issue in issues for one in self._first(self._held[issue])] + more

    def _first(self, held: list[Finding]) -> list[Finding]:
        return sorted(held, key=lambda one: one.row or 0)[: self._most]


def listed(found: Iterable[Finding]) -> list[Finding]:
    """The findings in the order of severity and kind, at most `listed_rows` of each kind; the rest as a count, never dropped."""
    gathered = Gathered()
    gathered.add(found)
    return gathered.listed()


def counts(found: list[Finding]) -> dict[Severity, int]:
    """How many findings there are of each severity, those counted but not listed among them."""
    number = Counter[Severity]()
    for one in found:
        hidden = one.issue == "not_listed"
        number[issue_types()[one.before].severity if hidden else one.kind.severity] += one.count if hidden else 1
    return {severity: number[severity] for severity in SEVERITIES}


def placed(found: list[Finding], names: pd.Series, places: dict[int, tuple[float, float]]) -> list[Finding]:
    """The findings about rows, each with its row's name and place where it has none of its own."""
    return [
        one if one.row is None else replace(one, feature=one.feature or names.get(one.row), place=one.place or places.get(one.row))
        for one in found
    ]
