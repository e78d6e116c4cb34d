"""Decisions: what people said of land units. Every one an event with who, when, what and why; nothing is deleted."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import geopandas as gpd
import shapely
from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Engine,
    LargeBinary,
    String,
    Text,
    create_engine,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Mapped, mapped_column

from landuse.errors import LanduseError
from landuse.schema import LandClass


class _Base(DeclarativeBase):
    """The register's tables."""


class Decision(_Base):
    """One thing a person said of a unit; `ended_on` is set when it is taken back, the row stays."""

    __tablename__ = "decision"
    id: Mapped[int] = mapped_column(primary_key=True)
    park_id: Mapped[str] = mapped_column(String(60), index=True)
    unit_id: Mapped[str] = mapped_column(String(80), index=True)
    set_class: Mapped[str] = mapped_column(String(20))
    set_by: Mapped[str] = mapped_column(String(120))
    set_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    set_reason: Mapped[str] = mapped_column(Text)
    holds_from: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    evidence: Mapped[str] = mapped_column(Text)
    footprint: Mapped[bytes] = mapped_column(LargeBinary)


def open_register(root: Path) -> Engine:
    """The register beside the data, made when it is first needed (SQLite, write-ahead log)."""
    root.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{root / 'register.sqlite'}", connect_args={"timeout": 30})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    _Base.metadata.create_all(engine)
    return engine


def decide(
    engine: Engine, unit: gpd.GeoSeries, set_class: str, by: str, reason: str, holds_from: date, evidence: str
) -> None:
    """Set a unit's class, with who and why.

    An earlier decision on it ends the day this one starts; this one ends the day a later one that is there starts.

    Parameters
    ----------
    unit : one row of an inventory, with park_id and geometry; its name is the unit_id
    evidence : landuse.inventory.evidence_key of the unit

    Raises
    ------
    LanduseError : the class is unknown, or nobody or no reason is named
    """
    if set_class not in list(LandClass):
        raise LanduseError("class_unknown", value=set_class, known=", ".join(LandClass))
    if not by.strip() or not reason.strip():
        raise LanduseError("decision_unsigned", unit=unit.name)
    with engine.begin() as connection:
        _end(connection, str(unit.name), holds_from)
        connection.execute(
            insert(Decision).values(
                park_id=unit["park_id"],
                unit_id=str(unit.name),
                set_class=str(set_class),
                set_by=by.strip(),
                set_at=datetime.now(UTC),
                set_reason=reason.strip(),
                holds_from=holds_from,
                ended_on=_next_start(connection, str(unit.name), holds_from),
                evidence=evidence,
                footprint=shapely.to_wkb(unit["geometry"]),
            )
        )


def take_back(engine: Engine, unit_id: str, on: date) -> None:
    """End what holds for a unit; the row stays with its end date."""
    with engine.begin() as connection:
        _end(connection, unit_id, on)


def live(engine: Engine, park_id: str, on: date, epsg: int) -> gpd.GeoDataFrame:
    """The decisions that hold in a park on a date, newest last, with the unit's outline as it was."""
    columns = ("unit_id", "set_class", "set_by", "set_at", "set_reason", "evidence", "footprint")
    wanted = (
        select(*(getattr(Decision, name) for name in columns))
        .where(Decision.park_id == park_id, Decision.holds_from <= on)
        .where(_open_after(on))
        .order_by(Decision.id)
    )
    with engine.connect() as connection:
        rows = connection.execute(wanted).mappings().all()
    table = {name: [row[name] for row in rows] for name in columns if name != "footprint"}
    return gpd.GeoDataFrame(table, geometry=shapely.from_wkb([row["footprint"] for row in rows]), crs=epsg)


def _end(connection: Connection, unit_id: str, on: date) -> None:
    """End on a day what holds for a unit then."""
    holding = (Decision.unit_id == unit_id) & (Decision.holds_from <= on) & _open_after(on)
    connection.execute(update(Decision).where(holding).values(ended_on=on))


def _next_start(connection: Connection, unit_id: str, after: date) -> date | None:
    """When the next decision of a unit starts to hold; None where there is none."""
    later = (Decision.unit_id == unit_id) & (Decision.holds_from > after) & _open_after(Decision.holds_from)
    return connection.execute(select(func.min(Decision.holds_from)).where(later)).scalar_one()


def _open_after(on: date | InstrumentedAttribute[date]) -> ColumnElement[bool]:
    return Decision.ended_on.is_(None) | (Decision.ended_on > on)


def _prepare(connection: object, _record: object) -> None:
    """SQLite as the register wants it; transactions are begun by us, so that two writers wait for each other."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for setting in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


@contextmanager
def opened(root: Path) -> Iterator[Engine]:
    """The register, closed again afterwards."""
    engine = open_register(root)
    try:
        yield engine
    finally:
        engine.dispose()
