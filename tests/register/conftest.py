"""Every test of the register runs on both databases."""

from tests.databases import blank_root, postgres_url, root, sqlite_root, sqlite_template  # noqa: F401
