"""The register's tables. Rows are added and never changed: what holds is read from the events, newest last."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Date, DateTime, Dialect, ForeignKey, LargeBinary, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from landuse.quality.dates import norwegian_moment

_NAMES = {kind: f"{kind}_%(table_name)s_%(column_0_name)s" for kind in ("ix", "uq", "fk")}


class Moment(TypeDecorator[datetime]):
    """A time in UTC; databases without time zones keep it bare and give it back as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """As UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """As UTC, whatever the database's own zone is."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def when(moment: datetime) -> str:
    """A moment as a message says it, by the clock in Norway."""
    return norwegian_moment(moment).strftime("%d.%m.%Y %H:%M:%S")


class Base(DeclarativeBase):
    """All tables."""

    metadata = MetaData(naming_convention=_NAMES)


class Decision(Base):
    """One thing that a person said of a unit.

    kind, value : see landuse.units.decision
    holds_from : the day from which it holds
    undoes : the event that this one takes back, for kind `undo`
    evidence, footprint : what it rested on and where the unit lay (WKB in the park's work CRS) when it was said
    """

    __tablename__ = "decision"
    id: Mapped[int] = mapped_column(primary_key=True)
    park_id: Mapped[str] = mapped_column(String(60), index=True)
    unit_id: Mapped[str] = mapped_column(String(80), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    value: Mapped[str] = mapped_column(String(40))
    set_by: Mapped[str] = mapped_column(String(120))
    set_at: Mapped[datetime] = mapped_column(Moment)
    set_reason: Mapped[str] = mapped_column(Text)
    holds_from: Mapped[date] = mapped_column(Date)
    undoes: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), unique=True)
    evidence: Mapped[str] = mapped_column(Text)
    footprint: Mapped[bytes] = mapped_column(LargeBinary)


class PlanAnswer(Base):
    """One thing that a person said of a plan, once for all its land: what its provisions say, or whether its works have begun.

    question, answer : a row of landuse/rules/plan_questions.toml; clause : where it stands in the plan
    undoes : the answer that this one takes back; it has that answer's question and answer
    """

    __tablename__ = "plan_answer"
    id: Mapped[int] = mapped_column(primary_key=True)
    park_id: Mapped[str] = mapped_column(String(60), index=True)
    plan_id: Mapped[str] = mapped_column(String(120))
    question: Mapped[str] = mapped_column(String(20))
    answer: Mapped[str] = mapped_column(String(20))
    clause: Mapped[str] = mapped_column(Text)
    set_by: Mapped[str] = mapped_column(String(120))
    set_at: Mapped[datetime] = mapped_column(Moment)
    set_reason: Mapped[str] = mapped_column(Text)
    undoes: Mapped[int | None] = mapped_column(ForeignKey("plan_answer.id"), unique=True)


class BaselineEvent(Base):
    """One step in the life of a park's baseline: frozen, or a restatement that a person accepted or refused.

    digest : of the kept baseline that the step made or left standing (register.baselines); restates : of the one that stood before,
        None where it is frozen for the first time
    proposal : what was accepted or refused: a digest of the restated figures; None where it is frozen for the first time
    figures : each figure that would change, with old and new; causes : what changed it, by kind (landuse.progress.restatement)
    """

    __tablename__ = "baseline_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    park_id: Mapped[str] = mapped_column(String(60), index=True)
    step: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(String(64))
    restates: Mapped[str | None] = mapped_column(String(64))
    proposal: Mapped[str | None] = mapped_column(String(64))
    figures: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    causes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    set_by: Mapped[str] = mapped_column(String(120))
    set_at: Mapped[datetime] = mapped_column(Moment)
    set_reason: Mapped[str] = mapped_column(Text)


class Nomination(Base):
    """A vacant plot or building that a park offers; what is said of it stands in its events."""

    __tablename__ = "nomination"
    id: Mapped[int] = mapped_column(primary_key=True)
    park_id: Mapped[str] = mapped_column(String(60), index=True)
    unit_id: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(20))
    building_id: Mapped[str | None] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(200))
    epsg: Mapped[int]
    footprint: Mapped[bytes] = mapped_column(LargeBinary)


class NominationEvent(Base):
    """One step or edit of a nomination, with everything as it stood after it; the version counts from 1.

    facts : what is told of the plot (landuse/rules/nomination.toml); terms : consent, holder and end date, never published
    """

    __tablename__ = "nomination_event"
    __table_args__ = (UniqueConstraint("nomination_id", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    version: Mapped[int]
    step: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    said_by: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(20))
    said_at: Mapped[datetime] = mapped_column(Moment)
    said_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    terms: Mapped[dict[str, Any]] = mapped_column(JSON)


class VacantCase(Base):
    """A proposed expansion that was held against the vacant plots; what is said of it stands in its events."""

    __tablename__ = "vacant_case"
    id: Mapped[int] = mapped_column(primary_key=True)
    park_id: Mapped[str] = mapped_column(String(60), index=True)
    made_on: Mapped[date] = mapped_column(Date)


class VacantCaseEvent(Base):
    """One version of a case, with everything as it stood after it; the version counts from 1.

    asked : footprint and lines (GeoJSON, degrees), needs, weights and the day that counts; ladder : landuse.vacant_first.ladder
    answer : the answer in brief, as it was then; answer_digest : of the whole answer, so that a later one can be held against it
    """

    __tablename__ = "vacant_case_event"
    __table_args__ = (UniqueConstraint("case_id", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("vacant_case.id"))
    version: Mapped[int]
    step: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    said_by: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(20))
    said_at: Mapped[datetime] = mapped_column(Moment)
    said_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(String(200))
    asked: Mapped[dict[str, Any]] = mapped_column(JSON)
    ladder: Mapped[dict[str, Any]] = mapped_column(JSON)
    answer: Mapped[dict[str, Any]] = mapped_column(JSON)
    answer_digest: Mapped[str] = mapped_column(String(64))
