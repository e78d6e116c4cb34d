"""Whether the rows of a file can be the register's: codes, references, dates, order and shapes, before any of them is kept."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import geopandas as gpd
import shapely

from landuse.measure import crs
from landuse.offers import facts as offer_facts
from landuse.offers import nomination
from landuse.progress import restatement
from landuse.quality import dates
from landuse.roles.person import ROLES
from landuse.units import decision, plans
from landuse.vacant_first import ladder, needs, ranking
from landuse.vacant_first.footprint import checked_footprint
from landuse.words.errors import LanduseError
from register import cases, photos
from register.judge_columns import Row, check_columns, wrong
from register.tables import Base

_SIGNED = {
    "decision": ("set_by", "set_at"),
    "plan_answer": ("set_by", "set_at"),
    "baseline_event": ("set_by", "set_at"),
    "nomination_event": ("said_by", "said_at"),
    "vacant_case_event": ("said_by", "said_at"),
}
_HEADS = {"nomination_event": ("nomination", "nomination_id"), "vacant_case_event": ("vacant_case", "case_id")}


@dataclass
class Judge:
    """The rows of a file, and what they may refer to.

    file : its name, for the refusal
    rows : by table, as the register would hold them
    pictures : names of the photos that there are, or that were known to be gone
    todays : what counts as today in the parks that there are; in others it is the day that it is in Norway
    """

    file: str
    rows: Mapping[str, list[Row]]
    pictures: Collection[str]
    todays: Mapping[str, date]
    heads: dict[str, dict[int, Row]] = field(init=False)

    def check(self) -> None:
        """Refuse the first row that cannot be the register's.

        Raises
        ------
        LanduseError : backup_row, naming table, row, column and what stands there
        """
        for table in Base.metadata.sorted_tables:
            for row in self.rows[table.name]:
                check_columns(self.file, table, row)
            self._once(table.name, "id")
        self.heads = {name: {row["id"]: row for row in rows} for name, rows in self.rows.items()}
        self._once("decision", "undoes")
        self._once("plan_answer", "undoes")
        for row in self.rows["decision"]:
            self._decision(row)
        for row in self.rows["plan_answer"]:
            self._plan_answer(row)
        for row in self.rows["baseline_event"]:
            self._baseline_event(row)
        for name, one in (("nomination", self._nomination), ("vacant_case", self._case)):
            events = self._events(f"{name}_event")
            for head in self.rows[name]:
                one(head, events[head["id"]])

    def _wrong(self, table: str, row: Row, column: str, expected: str) -> LanduseError:
        return wrong(self.file, table, row, column, expected)

    def _today(self, park_id: str) -> date:
        return max(dates.norwegian_today(), self.todays.get(park_id, dates.FIRST))

    def _once(self, table: str, column: str) -> None:
        count = Counter(row[column] for row in self.rows[table] if row[column] is not None)
        for row in self.rows[table]:
            if count[row[column]] > 1:
                raise self._wrong(table, row, column, "once")

    def _day(self, table: str, row: Row, column: str, park_id: str) -> None:
        if not _is_day(column, row[column].isoformat(), self._today(park_id)):
            raise self._wrong(table, row, column, "day")

    def _signed(self, table: str, row: Row, park_id: str) -> None:
        """Who said it, and when by the clock."""
        by, at = _SIGNED[table]
        if not row[by].strip():
            raise self._wrong(table, row, by, "name")
        if not _is_day(at, dates.norwegian_day(row[at]).isoformat(), self._today(park_id)):
            raise self._wrong(table, row, at, "day")
        if row.get("role", "system") not in (*ROLES, "system"):
            raise self._wrong(table, row, "role", "code")

    def _decision(self, row: Row) -> None:
        self._signed("decision", row, row["park_id"])
        self._day("decision", row, "holds_from", row["park_id"])
        if not row["set_reason"].strip():
            raise self._wrong("decision", row, "set_reason", "text")
        undone = self.heads["decision"].get(row["undoes"])
        if row["kind"] == decision.UNDO:
            same = undone is not None and all(undone[name] == row[name] for name in ("park_id", "unit_id"))
            if undone is None or not same or undone["kind"] == decision.UNDO or undone["id"] >= row["id"]:
                raise self._wrong("decision", row, "undoes", "reference")
            if row["value"] != undone["kind"]:
                raise self._wrong("decision", row, "value", "code")
        elif row["undoes"] is not None:
            raise self._wrong("decision", row, "undoes", "reference")
        elif row["kind"] not in decision.KINDS:
            raise self._wrong("decision", row, "kind", "code")
        elif row["value"] not in decision.choices(row["kind"]):
            raise self._wrong("decision", row, "value", "code")

    def _plan_answer(self, row: Row) -> None:
        self._signed("plan_answer", row, row["park_id"])
        for column in ("plan_id", "clause", "set_reason"):
            if not row[column].strip():
                raise self._wrong("plan_answer", row, column, "text")
        if row["question"] not in plans.questions():
            raise self._wrong("plan_answer", row, "question", "code")
        if row["answer"] not in plans.answers(row["question"]):
            raise self._wrong("plan_answer", row, "answer", "code")
        if row["undoes"] is not None:
            undone = self.heads["plan_answer"].get(row["undoes"])
            same = undone is not None and all(undone[name] == row[name] for name in ("park_id", "plan_id", "question", "answer"))
            if undone is None or not same or undone["undoes"] is not None or undone["id"] >= row["id"]:
                raise self._wrong("plan_answer", row, "undoes", "reference")

    def _baseline_event(self, row: Row) -> None:
        self._signed("baseline_event", row, row["park_id"])
        if not row["set_reason"].strip():
            raise self._wrong("baseline_event", row, "set_reason", "text")
        if row["step"] not in restatement.STEPS:
            raise self._wrong("baseline_event", row, "step", "code")
        before = {one["digest"] for one in self.rows["baseline_event"] if one["park_id"] == row["park_id"] and one["id"] < row["id"]}
        frozen, restates = row["step"] == restatement.FROZEN, row["restates"]  # frozen anew, it names the lost one that was signed for
        if restates not in {None, *before} if frozen else restates is None:
            raise self._wrong("baseline_event", row, "restates", "reference")

    def _events(self, table: str) -> defaultdict[int, list[Row]]:
        """The events by what they are of, in the order of their versions."""
        head, column = _HEADS[table]
        found: defaultdict[int, list[Row]] = defaultdict(list)
        for row in sorted(self.rows[table], key=lambda row: row["version"]):
            if row[column] not in self.heads[head]:
                raise self._wrong(table, row, column, "reference")
            park_id = self.heads[head][row[column]]["park_id"]
            self._signed(table, row, park_id)
            self._day(table, row, "said_on", park_id)
            found[row[column]].append(row)
        return found

    def _steps(self, table: str, head: Row, events: list[Row], may_follow: Any) -> None:
        """One event at least, numbered from 1, each a step that can come after the one before it."""
        if not events:
            raise self._wrong(table, head, "id", "events")
        before = None
        for number, row in enumerate(events, 1):
            if row["version"] != number:
                raise self._wrong(f"{table}_event", row, "version", "order")
            if not may_follow(before, row["step"], row["state"]):
                raise self._wrong(f"{table}_event", row, "step", "order")
            before = row["state"]

    def _nomination(self, head: Row, events: list[Row]) -> None:
        for column, known in (("kind", nomination.rules()["kinds"]), ("epsg", crs.WORK_EPSG)):
            if head[column] not in known:
                raise self._wrong("nomination", head, column, "code")
        self._steps("nomination", head, events, nomination.may_follow)
        today = self._today(head["park_id"])
        for row in events:
            if not _are_facts(row["facts"], head["kind"], today):
                raise self._wrong("nomination_event", row, "facts", "shape")
            picture = row["facts"].get("photo")
            if picture and photos.is_name(picture) and picture not in self.pictures:
                raise self._wrong("nomination_event", row, "facts", "photo")
            if not _are_terms(row["state"], row["terms"], today):
                raise self._wrong("nomination_event", row, "terms", "shape")

    def _case(self, head: Row, events: list[Row]) -> None:
        self._day("vacant_case", head, "made_on", head["park_id"])
        self._steps("vacant_case", head, events, cases.may_follow)
        for row in events:
            for column, right in (("asked", _is_asked), ("ladder", _is_ladder), ("title", str.strip)):
                if not right(row[column]):
                    raise self._wrong("vacant_case_event", row, column, "shape")


def _is_day(name: str, text: Any, today: date) -> bool:
    try:
        dates.check(name, date.fromisoformat(text), today)
    except (LanduseError, ValueError):
        return False
    return True


def _are_facts(facts: Mapping[str, Any], kind: str, today: date) -> bool:
    """Whether facts stand as they would be kept."""
    try:
        return offer_facts.checked(facts, kind, today) == facts
    except LanduseError:
        return False


def _are_terms(state: str, terms: Mapping[str, str], today: date) -> bool:
    days = [name for name in ("until", "consent_on") if name in terms]
    return nomination.needed_in(state) <= set(terms) and all(_is_day(name, terms[name], today) for name in days)


def _is_asked(asked: Mapping[str, Any]) -> bool:
    """Whether a case's question can be asked again."""
    try:
        needs.read_needs(asked.get("needs"), 1)
        ranking.read_weights(asked.get("weights"))
        if isinstance(asked["footprint"], dict):
            checked_footprint(gpd.GeoSeries(_shapes(asked["footprint"]), crs=crs.MAP_EPSG), "")
        if asked.get("lines"):
            _shapes(asked["lines"])
    except (LanduseError, shapely.errors.ShapelyError, ValueError, TypeError, IndexError):
        return False
    return asked.get("on") is None or _is_day("on", asked["on"], dates.LAST)


def _shapes(said: Mapping[str, Any]) -> list[shapely.Geometry]:
    """The shapes of GeoJSON."""
    features = said.get("features", [said])
    return [shapely.geometry.shape(one.get("geometry", one)) for one in features]


def _is_ladder(said: Mapping[str, Any]) -> bool:
    try:
        ladder.checked(said)
    except LanduseError:
        return False
    return True
