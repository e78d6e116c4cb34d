"""What people keep in the register is tried on both databases."""

from tests.databases import blank_root, postgres_url, sqlite_root, sqlite_template  # noqa: F401
