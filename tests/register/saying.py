"""Say things of made-up units."""

import subprocess
import sys
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, func, select

from register import decisions
from register.decisions import Statement
from register.engine import reading
from register.tables import Decision
from tests.squares import EPSG, PARK, rect

ANYTHING = 10**9  # based on all that anybody may say: never stale
FIRST, NEXT, LATER = date(2026, 1, 1), date(2026, 1, 2), date(2026, 6, 30)
REPOSITORY = Path(__file__).parent.parent.parent


def statement(unit_id: str, value: str = "used", kind: str = "correct") -> Statement:
    """What is said of a square."""
    return Statement(PARK, unit_id, kind, value, "{}", rect(0, 0))


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


def in_a_process(*arguments: object) -> str:
    """What tests.register.writers prints; it must end well."""
    command = [sys.executable, "-W", "error", "-m", "tests.register.writers", *map(str, arguments)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=3600)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout
