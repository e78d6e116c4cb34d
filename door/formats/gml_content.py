"""What a GML file has, counted while it is written anew."""

from dataclasses import dataclass, field


@dataclass
class GmlContent:
    """What a GML file has, by its own words.

    rows : rows by object type
    srs : the names of coordinate systems that geometries have
    ids : by object type the gml:id of each row, "" where it has none
    raised : by object type the numbers of rows whose geometry has heights
    several : by object type, rows that have several geometries of the kind that is wanted, by their names (`område, grense`)
    elsewhere : by object type, rows whose geometry is a link that leads to none in the file, by the first such link
    """

    rows: dict[str, int] = field(default_factory=dict)
    srs: list[str] = field(default_factory=list)
    ids: dict[str, list[str]] = field(default_factory=dict)
    raised: dict[str, list[int]] = field(default_factory=dict)
    several: dict[str, dict[str, int]] = field(default_factory=dict)
    elsewhere: dict[str, dict[str, int]] = field(default_factory=dict)
