"""A property is tried on as many examples as those of tests/landuse."""

import tests.landuse.conftest  # noqa: F401
