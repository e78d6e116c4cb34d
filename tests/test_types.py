"""Every signature says its types, and what mypy finds in a room never grows."""

import tomllib
from collections import Counter

from scripts import count_types


def test_signatures_are_whole_and_no_room_has_more_than_it_had() -> None:
    found = count_types.errors()
    assert [line for _, rule, line in found if rule == count_types.SIGNATURE] == []
    kept = tomllib.loads(count_types.KEPT.read_text(encoding="utf-8"))["errors"]
    now = Counter(room for room, _, _ in found)
    more = {room: [line for one, _, line in found if one == room] for room in now if now[room] > kept.get(room, 0)}
    assert more == {}
    assert {room: now[room] for room in kept} == kept, "fewer: python -m scripts.count_types"
