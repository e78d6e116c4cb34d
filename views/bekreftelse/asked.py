"""What a person is asked on the page of one park."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from parks.park import Park


@dataclass(frozen=True)
class Asked:
    """What a person is looking at: the list as it was read, and the event that it was newest with."""

    park: Park
    on: date
    rows: dict[str, dict[str, Any]]
    names: dict[str, str]
    based_on: int
