"""Who does what on each lot of a park: a fact pattern, a holder, a plan, what the park would say of it, and its truth in pieces."""

from dataclasses import dataclass, field, replace

import numpy as np
import shapely
from shapely.ops import split

from tests.exam import plans
from tests.exam.ground import Ground, axes
from tests.exam.patterns import Pattern, draw, patterns
from tests.exam.plans import Plan

_LARGE_M2, _SMALL_M2 = 12_000.0, 4_000.0
_SHARED_BORDER_M = 25.0
IDLE = ("forest", "field", "levelled_ready", "empty_in_built_up")


@dataclass(frozen=True)
class Piece:
    """Ground of one truth.

    pattern : why it is so; ground, old_ground, cover : as maps have it now, had it long ago, and satellites see it
    holder : who disposes of it: park, tenant, sleeping, firm, other, private
    """

    shape: shapely.Polygon
    truth: str
    pattern: str
    ground: str
    old_ground: str
    cover: str
    holder: str = "park"


@dataclass(frozen=True)
class Lot:
    """A lot with what a planner knows of it.

    partner : the number of the lot that a building is shared with
    works : what else stands there than buildings
    statement : the kind of record that the park would give of it
    """

    number: int
    block: int
    shape: shapely.Polygon
    pattern: Pattern
    plan: Plan | None
    zone_code: str | None
    holder: str
    statement: str | None
    works: str | None
    pieces: tuple[Piece, ...] = field(default=())
    partner: int | None = None

    @property
    def name(self) -> str:
        """Its number in the park's list."""
        return f"T{self.number:02d}"

    @property
    def title(self) -> str:
        """The name that people say."""
        return f"{('Fjellhallen', 'Nordtomta', 'Kaifeltet', 'Steinbakken', 'Sagtomta')[self.number % 5]} {self.number}"


def make_lots(rng: np.random.Generator, kind: str, ground: Ground, by_block: list[Plan]) -> list[Lot]:
    """All lots of a park.

    Parameters
    ----------
    by_block : the plan that each block lies in
    """
    shapes = [(block, shape) for block, lots in enumerate(ground.blocks) for shape in lots]
    drawn = _patterns_of(rng, kind, shapes, by_block)
    lots = []
    for number, (block, shape) in enumerate(shapes):
        pattern, partner = drawn[number]
        plan = None if pattern.zone == "none" else by_block[block]
        holder = draw(rng, pattern.holders)
        says = draw(rng, pattern.says)
        if pattern.name in ("factory", "workshop_with_yard", "gravel_yard", "works", "tent_yard", "port_storage") and holder == "park":
            says = "taken"
        lot = Lot(number, block, shape, pattern, plan, None, holder, says, draw(rng, pattern.works), partner=partner)
        lot = replace(lot, zone_code=plans.zone_code(rng, plan, pattern.zone, kind) if plan else None)
        lots.append(_with_truth(rng, lot))
    return lots


def _patterns_of(rng, kind: str, shapes: list, by_block: list[Plan]) -> dict[int, tuple[Pattern, int | None]]:
    """The pattern of each lot, and the lot that it shares a building with."""
    known = patterns()
    areas = [shape.area for _, shape in shapes]
    middle_m2 = float(np.median(areas))
    drawn: dict[int, tuple[Pattern, int | None]] = {}
    for number, (block, shape) in enumerate(shapes):
        if number in drawn:
            continue
        if by_block[block].only_idle:
            drawn[number] = (known[draw(rng, IDLE)], None)
            continue
        weights = {name: one.weight[kind] * _fits(one, shape.area, middle_m2) for name, one in known.items()}
        total = sum(weights.values())
        pattern = known[str(rng.choice(list(weights), p=[weight / total for weight in weights.values()]))]
        if pattern.size == "pair":
            partner = _neighbour(number, shapes, drawn)
            if partner is None:
                pattern = known["factory"]
            else:
                drawn[partner] = (pattern, number)
            drawn[number] = (pattern, partner)
            continue
        drawn[number] = (pattern, None)
    return drawn


def _fits(pattern: Pattern, area_m2: float, middle_m2: float) -> float:
    """Houses want small lots, small buildings on large plots large ones; the weight is kept up where there are few such lots."""
    if pattern.size == "small":
        return 2.5 * float(area_m2 < max(_SMALL_M2, 0.6 * middle_m2))
    if pattern.size == "large":
        return 2.5 * float(area_m2 > max(_LARGE_M2, 1.4 * middle_m2))
    return 1.0


def _neighbour(number: int, shapes: list, drawn: dict) -> int | None:
    """A later lot of the same block with a long common border."""
    block, shape = shapes[number]
    for other in range(number + 1, len(shapes)):
        if shapes[other][0] == block and other not in drawn:
            border = shapely.intersection(shape.buffer(0.01), shapes[other][1])
            if border.length / 2 > _SHARED_BORDER_M:
                return other
    return None


def _with_truth(rng: np.random.Generator, lot: Lot) -> Lot:
    """The lot with its pieces: one, or the yard of a small building and the rest of a large plot."""
    pattern = lot.pattern
    now, before, seen = draw(rng, pattern.ground), draw(rng, pattern.old_ground) or "30", draw(rng, pattern.cover)
    here = Piece(lot.shape, _truth(lot), pattern.name, now, before, seen, lot.holder)
    if pattern.name != "small_on_large":
        return replace(lot, pieces=(here,))
    yard, rest = _yard_and_rest(rng, lot.shape)
    leased = lot.holder == "tenant"
    idle = draw(rng, ("30", "50", "11", "50/46"))
    truth = here.truth if leased else _vacant_truth(lot)  # spare ground of a let plot is a figure of its own, outside the rate
    name = "rest_of_a_let_plot" if leased else "idle_rest"
    beside = Piece(rest, truth, name, idle, "30", {"30": "10", "50": "30"}.get(idle, "60"), lot.holder)
    return replace(lot, pieces=(replace(here, shape=yard), beside), statement=lot.statement if leased else None)


def _truth(lot: Lot) -> str:
    if lot.pattern.truth == "vacant_zoned":
        return _vacant_truth(lot)
    if lot.plan is not None and lot.plan.is_draft and lot.pattern.truth != "not_counted":
        return "not_counted"
    if lot.pattern.name == "held_by_other_owner" and not lot.plan.is_fully_zoned:
        return "not_counted"
    return lot.pattern.truth


def _vacant_truth(lot: Lot) -> str:
    """Idle ground of the park is vacant and fully zoned only where no further plan is needed and the plan has not lapsed."""
    return "vacant_zoned" if lot.plan is not None and lot.plan.is_fully_zoned else "not_counted"


def _yard_and_rest(rng: np.random.Generator, shape: shapely.Polygon) -> tuple[shapely.Polygon, shapely.Polygon]:
    """A plot cut across its longer side into the part round its building and the idle rest."""
    along, across, length, width = axes(shape)
    middle = shapely.get_coordinates(shapely.minimum_rotated_rectangle(shape).centroid)[0]
    at = middle - along * length * (0.5 - rng.uniform(0.2, 0.4))
    parts = list(split(shape, shapely.LineString([at - across * 2 * width, at + across * 2 * width])).geoms)
    parts.sort(key=lambda part: part.area)
    rest = shapely.union_all(parts[1:])
    return (parts[0], rest) if len(parts) == 2 else (parts[0], max(shapely.get_parts(rest), key=shapely.area))
