"""Say things of made-up units; also run by the writers and the victims of the tests in processes of their own."""

import sys
from datetime import date
from pathlib import Path

import shapely
from sqlalchemy import Engine, func, select

from register import decisions
from register.decisions import Statement
from register.engine import open_register, reading
from register.tables import Decision

EPSG, PARK = 25832, "prove"
_SQUARE = shapely.box(619_800, 7_075_800, 619_900, 7_075_900)  # as in tests/squares.py, which a writer would load for long
ANYTHING = 10**9  # based on all that anybody may say: never stale
FIRST, NEXT, LATER = date(2026, 1, 1), date(2026, 1, 2), date(2026, 6, 30)
REPOSITORY = Path(__file__).parent.parent.parent


def statement(unit_id: str, value: str = "used", kind: str = "correct") -> Statement:
    """What is said of a square."""
    return Statement(PARK, unit_id, kind, value, "{}", _SQUARE)


def say(register: Engine, unit_id: str, value: str = "used", on: date = FIRST, kind: str = "correct", based_on: int = ANYTHING) -> int:
    """Kari says something of a unit after an inspection."""
    return decisions.say(register, [statement(unit_id, value, kind)], "Kari", "Befart", on, based_on)[0]


def live(register: Engine, on: date = LATER) -> list[list[str]]:
    """What holds: unit and value."""
    return decisions.live(register, PARK, on, EPSG)[["unit_id", "value"]].values.tolist()


def rows(register: Engine) -> int:
    """How many events there are."""
    with reading(register) as connection:
        return connection.execute(select(func.count()).select_from(Decision)).scalar_one()


def command(root: Path, writer: int, count: int) -> list[str]:
    """The command that writes decisions in a process of its own and prints each when it is kept."""
    return [sys.executable, "-W", "error", "-m", "tests.register.saying", str(root), str(writer), str(count)]


if __name__ == "__main__":
    _, folder, writer, wanted = sys.argv
    opened = open_register(Path(folder))
    for number in range(int(wanted)):
        say(opened, f"u{writer}-{number}")
        print(f"u{writer}-{number}", flush=True)
