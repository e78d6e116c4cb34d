"""The private PostgreSQL of the tests."""

from tests.databases import postgres_url  # noqa: F401
