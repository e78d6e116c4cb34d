"""The hand-drawn sketch of a park, from parks/<park>.toml: control points in metres east and north of the park's place."""

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path

FOLDER = Path(__file__).parent / "parks"


@dataclass(frozen=True)
class Sketch:
    """What is drawn by hand for one park; everything else follows from it and the seed.

    outline : the perimeter's control points; water is taken out of it
    sea, lakes : polygons of salt and fresh water; rivers : {line, width_m}
    quays : {name, line}, drawn along the water with the land behind
    main_roads, internal_roads, rail : lines; rail_yard : {line, tracks}
    green : {code, outline}; municipal_only : outlines with a municipal plan alone; newly_zoned : outlines zoned after the baseline
    vacant_at, tanks_at, office_at : [x, y] that such lots gather round
    big_lots : [x, y, radius_m, factor] where lots are larger
    town : [x, y, radius_m] of houses outside; farm : the same for farmland
    mix : share of the lots in use by kind; events : how many lots change after the baseline, by event
    totals : total_daa, vacant_daa, stock_m2, vacant_m2, each [value, basis]
    """

    id: str
    name: str
    municipalities: list
    epsg: int
    place: list
    in_baseline: bool
    published_name: str
    totals: dict
    outline: list
    sea: list = field(default_factory=list)
    lakes: list = field(default_factory=list)
    rivers: list = field(default_factory=list)
    quays: list = field(default_factory=list)
    main_roads: list = field(default_factory=list)
    internal_roads: list = field(default_factory=list)
    rail: list = field(default_factory=list)
    rail_yard: list = field(default_factory=list)
    green: list = field(default_factory=list)
    municipal_only: list = field(default_factory=list)
    newly_zoned: list = field(default_factory=list)
    vacant_at: list = field(default_factory=list)
    tanks_at: list = field(default_factory=list)
    office_at: list = field(default_factory=list)
    big_lots: list = field(default_factory=list)
    town: list = field(default_factory=list)
    farm: list = field(default_factory=list)
    border: list = field(default_factory=list)
    mix: dict = field(default_factory=dict)
    events: dict = field(default_factory=dict)
    terrain: dict = field(default_factory=dict)
    plans: list = field(default_factory=list)
    declared: list = field(default_factory=list)
    has_plots: bool = False
    draft_only: bool = False
    lot_m2: float = 10000.0
    lot_spread: float = 0.45
    block_m2: float = 70000.0
    ready_share: float = 0.4
    floor_ratio: float = 1.15
    scale: float = 1.0

    def figure(self, quantity: str) -> float:
        """One of the example totals."""
        return self.totals[quantity][0]


def sketch_ids() -> list[str]:
    """The parks there is a sketch of."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def read_sketch(park_id: str) -> Sketch:
    """The sketch of one park.

    Raises
    ------
    KeyError : the file has a key that a sketch has not
    """
    found = tomllib.loads((FOLDER / f"{park_id}.toml").read_text(encoding="utf-8"))
    known = {f.name for f in fields(Sketch)}
    unknown = set(found) - known
    if unknown:
        raise KeyError(f"parks/{park_id}.toml: unknown keys {sorted(unknown)}")
    return Sketch(id=park_id, **found)
