"""Bring the register's tables up to date. Alembic does the work; it is only imported when there is any."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from landuse.words.errors import LanduseError

if TYPE_CHECKING:
    from alembic.config import Config

SCHEMA = "0008"
_FOLDER = Path(__file__).parent / "migrations"
_VERSION_TABLE = "alembic_version"
_OF_PEOPLE = ("person", "invitation", "web_session", "login_attempt", "trail")
NOT_KEPT = (_VERSION_TABLE, "register_generation", *_OF_PEOPLE)  # tables that no backup has


def migrate(connection: Connection, to: str = SCHEMA) -> None:
    """Run the migrations that are missing, all in the caller's transaction.

    Raises
    ------
    LanduseError : register_newer, when a newer Parkareal has written the register
    """
    schema = schema_of(connection)
    if schema == to:
        return
    if schema is not None and schema not in known_schemas():
        raise LanduseError("register_newer", found=schema, expected=SCHEMA)
    from alembic import command

    command.upgrade(_config(connection), to)


def schema_of(connection: Connection) -> str | None:
    """The last migration that was run; None in a register without any."""
    if not inspect(connection).has_table(_VERSION_TABLE):
        return None
    return connection.execute(text(f"SELECT version_num FROM {_VERSION_TABLE}")).scalar_one_or_none()


def known_schemas() -> list[str]:
    """All schemas that this version can read or migrate, the oldest first."""
    return sorted(path.stem.split("_")[0] for path in (_FOLDER / "versions").glob("0*.py"))


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
