"""Which register this is: a generation of its own, new when it is made and with every restore.

Row numbers alone do not say it: after a restore the newest event can have a number that another event had before. So what a
cache, a tag or an edit rests on is a number together with the generation that it was read in, and no number is given twice.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import Column, Connection, Engine, FromClause, Integer, MetaData, String, Table, func, select, update

from landuse.words.errors import LanduseError
from register.engine import reading
from register.tables import Base, Moment, when

# One row, beside the tables of the register: no backup has it, so that what is restored is always a generation of its own.
GENERATION = Table(
    "register_generation",
    MetaData(),
    Column("generation", String(32), primary_key=True),
    Column("begun_at", Moment, nullable=False),
    Column("numbered_from", Integer, nullable=False),  # the highest number that any row of an earlier generation had
)


class Seen(int):
    """A row's number or version as it was read, with the generation of the register that it was read from.

    It counts and compares as the number that it is; `key` is what tells it from the same number of another generation. A bare
    number is of whichever generation it is held against.
    """

    generation: str

    def __new__(cls, number: int, generation: str) -> "Seen":
        """The number with its generation."""
        seen = super().__new__(cls, number)
        seen.generation = generation
        return seen

    def __getnewargs__(self) -> tuple[int, str]:  # type: ignore[override]  # __new__ takes both
        """Travels between processes with its generation."""
        return int(self), self.generation

    @property
    def key(self) -> str:
        """What a cache key, a tag or an address says of it."""
        return f"{self.generation}-{int(self)}"

    def at(self, number: int) -> "Seen":
        """Another number of the same generation."""
        return Seen(number, self.generation)


def seen(connection: Connection, number: int = 0) -> Seen:
    """A number of the register as it is now."""
    return Seen(number, connection.execute(select(GENERATION.c.generation)).scalar_one())


def check(connection: Connection, numbers: Iterable[int]) -> None:
    """Refuse numbers that were read before the register was restored.

    Raises
    ------
    LanduseError : register_restored
    """
    now, begun_at = connection.execute(select(GENERATION.c.generation, GENERATION.c.begun_at)).one()
    if any(isinstance(number, Seen) and number.generation != now for number in numbers):
        raise LanduseError("register_restored", when=when(begun_at))


def check_now(register: Engine, *numbers: int) -> None:
    """The same before anything is looked up by them: what they named may be gone.

    Raises
    ------
    LanduseError : register_restored
    """
    with reading(register) as connection:
        check(connection, numbers)


def new_numbers(connection: Connection, table: FromClause, count: int) -> range:
    """The numbers of new rows: above every one that was ever given, in this generation or an earlier one."""
    newest = connection.execute(select(func.max(table.c.id))).scalar_one() or 0
    first = max(newest, connection.execute(select(GENERATION.c.numbered_from)).scalar_one()) + 1
    return range(first, first + count)


def highest_number(connection: Connection) -> int:
    """The highest number that any row of any table has, or had in an earlier generation."""
    given = [connection.execute(select(func.max(table.c.id))).scalar_one() or 0 for table in Base.metadata.sorted_tables]
    return max(*given, connection.execute(select(GENERATION.c.numbered_from)).scalar_one())


def renew(connection: Connection, numbered_from: int) -> None:
    """Begin a generation, in the transaction that changes the register; `numbered_from` as highest_number was before it."""
    begun = {"generation": uuid4().hex, "begun_at": datetime.now(UTC), "numbered_from": numbered_from}
    connection.execute(update(GENERATION).values(**begun))
