"""From which day a row holds that says none."""

from datetime import date

import pytest

from parks.read import holds_on
from tests.squares import records, rect, zoning


@pytest.mark.parametrize(
    ("said_on", "valid_from", "on", "holds"),
    [
        ("2026-11-30", None, date(2024, 1, 1), False),  # said today, of today
        ("2026-11-30", None, date(2026, 11, 30), True),
        ("2026-11-30", "2020-01-01", date(2024, 1, 1), True),  # the person stated another day
        ("2020-01-01", "2025-01-01", date(2024, 1, 1), False),
        (None, None, date(2024, 1, 1), True),  # nobody knows when it was said
    ],
)
def test_a_statement_holds_from_the_day_it_was_said_unless_another_is_stated(said_on, valid_from, on, holds) -> None:
    assert holds_on(records(("plot", "T1", "lease", None, said_on, valid_from)), on).tolist() == [holds]


def test_ground_without_a_day_holds_on_every_day() -> None:
    assert holds_on(zoning({"geometry": rect(0, 0)}), date(1999, 1, 1)).tolist() == [True]
