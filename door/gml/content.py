"""What a GML file has, counted while it is written anew."""

from dataclasses import dataclass, field

_NOT_SAID = -1


def of_more(attributes: dict[str, str]) -> list[int]:
    """What a service's answer says of its own size (`numberReturned`, `numberMatched`, `next`), where it is a page of more."""
    sent, there = (int(said) if (said := attributes.get(name, "")).isdigit() else _NOT_SAID for name in ("numberReturned", "numberMatched"))
    is_page = bool(attributes.get("next")) or bool(attributes.get("previous")) or 0 <= sent < there
    return [sent, there] if is_page else []


@dataclass
class GmlContent:
    """What a GML file has, by its own words.

    rows : rows by object type
    srs : the names of coordinate systems that geometries have
    ids : by object type the gml:id of each row, "" where it has none
    raised : by object type the numbers of rows whose geometry has heights
    several : by object type, rows that have several geometries of the kind that is wanted, by their names (`område, grense`)
    elsewhere : by object type, rows whose geometry is a link that leads to none in the file, by the first such link
    of_more : rows that a service says to have sent, and to have, where the file is one page of more; -1 where it does not say
    """

    rows: dict[str, int] = field(default_factory=dict)
    srs: list[str] = field(default_factory=list)
    ids: dict[str, list[str]] = field(default_factory=dict)
    raised: dict[str, list[int]] = field(default_factory=dict)
    several: dict[str, dict[str, int]] = field(default_factory=dict)
    elsewhere: dict[str, dict[str, int]] = field(default_factory=dict)
    of_more: list[int] = field(default_factory=list)
