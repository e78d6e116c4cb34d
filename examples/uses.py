"""What each lot is used for at the baseline and today: the generator's own truth, independent of any rule. Local metres."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
import shapely

from examples.layout import Layout, Piece
from examples.tiling import move_edge, tile

BUILT = ("hall", "office")
VACANT = ("ready", "wild")
IN_USE = {"hall": "building_stock", "office": "building_stock", "ready": "vacant_zoned", "wild": "vacant_zoned"}
BLOCK_ZONES = (("1340", 0.5), ("1826", 0.24), ("1350", 0.12), ("1300", 0.1), ("1390", 0.04))
SILENT = {  # kind: what no record says; there a rule can only guess
    "leased_empty": "leased_without_record",
    "ready": "cleared_ground_without_record",
    "yard": "yard_without_record",
}


@dataclass(frozen=True)
class Lot:
    """A piece with its use.

    kind : hall, office (with a building); yard, tanks, works, parking, leased_empty (in use without one); ready, wild (vacant:
    levelled, or as nature left it); for other pieces their role. zone, zone_today : codes; event : what happened after the
    baseline, blank for nothing; marks : edge (its edge was moved to size), or what is silent about it (see SILENT)
    """

    piece: Piece
    kind: str
    zone: str
    zone_today: str
    class_baseline: str
    class_today: str
    event: str = ""
    marks: tuple = field(default=())

    @property
    def geometry(self) -> shapely.Polygon:
        return self.piece.geometry

    @property
    def key(self) -> int:
        return self.piece.key


def assign_uses(layout: Layout, rng: np.random.Generator, vacant_daa: float, correction_m2: float = 0.0) -> list[Lot]:
    """Every piece of the layout with its use; the vacant lots have `vacant_daa` and the correction of true area, to about 1 m²."""
    vacant = _choose_vacant(layout, rng, vacant_daa * 1000)
    pieces, pair = _move_last_edge(layout, vacant, vacant_daa * 1000, correction_m2)
    kinds = _kinds(layout, pieces, vacant, pair, rng)
    block_zone = {p.block: _pick(rng, BLOCK_ZONES) for p in sorted(pieces, key=lambda p: p.block)}
    lots = [_lot(p, kinds.get(p.key), block_zone[p.block], p.key in pair, layout.sketch.draft_only, rng) for p in pieces]
    return _with_events(lots, layout, pair, rng)


def _choose_vacant(layout: Layout, rng: np.random.Generator, wanted_m2: float) -> set:
    lots = [p for p in layout.pieces if p.role == "lot"]
    if wanted_m2 <= 0:
        return set()
    anchors = np.array(layout.sketch.vacant_at, dtype=float)
    centres = np.array([[p.geometry.centroid.x, p.geometry.centroid.y] for p in lots])
    reach = np.sqrt(wanted_m2 / len(anchors))
    score = np.min(np.hypot(*(centres[:, None] - anchors[None]).T).T / reach, axis=1) + rng.normal(0, 0.3, len(lots))
    score -= np.array([1.2 if p.geometry.area < 0.68 * p.geometry.convex_hull.area else 0.0 for p in lots])
    areas = layout.place.true_areas([p.geometry for p in lots])
    chosen, total = set(), 0.0
    for k in np.argsort(score):
        area = areas[k]
        if total + area <= wanted_m2 + 0.35 * area:
            chosen.add(lots[k].key)
            total += area
    return chosen


def _move_last_edge(layout: Layout, vacant: set, wanted_m2: float, correction_m2: float) -> tuple[list[Piece], set]:
    """The pieces with one edge between a vacant lot and a used neighbour moved, and the two lots' keys.

    The pair is chosen without the correction, so that a small correction changes nothing else.
    """
    pieces = {p.key: p for p in layout.pieces}
    if not vacant:
        return list(pieces.values()), set()
    vacant_m2 = layout.place.true_areas([pieces[k].geometry for k in sorted(vacant)]).sum()
    lacking, correction = (wanted_m2 - vacant_m2) * layout.place.factor, correction_m2 * layout.place.factor
    pairs = [(a, b) for a in sorted(vacant) for b in _neighbours(pieces, a, vacant)]
    tried = [(a, b, _moved(pieces, a, b, lacking), _moved(pieces, a, b, lacking + correction)) for a, b in pairs]
    possible = [row for row in tried if row[2] and row[3]]
    if not possible:
        raise ValueError(f"{layout.sketch.id}: no edge between a vacant and a used lot can take {lacking + correction:.0f} m²")
    a, b, _, moved = max(possible, key=lambda row: _least(row[2]))
    painted = [(k, p.geometry) for k, p in pieces.items() if k not in (a, b)] + [(a, moved[0]), (b, moved[1])]
    found = sorted(tile(painted, layout.terrain.perimeter), key=lambda f: (f[0], -f[1].area))
    new = max(pieces) + 1
    for k, (key, polygon) in enumerate(found):
        if k and found[k - 1][0] == key:
            pieces[new] = replace(pieces[key], key=new, role="verge", code="2018", block=-1, geometry=polygon)
            new += 1
        else:
            pieces[key] = replace(pieces[key], geometry=polygon)
    return list(pieces.values()), {a, b}


def _moved(pieces: dict, a: int, b: int, more_m2: float) -> tuple | None:
    return move_edge(pieces[a].geometry, pieces[b].geometry, pieces[a].geometry.area + more_m2)


def _neighbours(pieces: dict, key: int, vacant: set) -> list[int]:
    own = pieces[key]
    return [
        k for k, p in pieces.items() if p.role == "lot" and p.block == own.block and k not in vacant and p.geometry.touches(own.geometry)
    ]


def _least(pair: tuple) -> float:
    """How good a pair is: the smaller lot's share of its own convex hull and of the two areas."""
    return min(p.area / p.convex_hull.area for p in pair) * min(1.0, min(p.area for p in pair) / 2500)


def _pick(rng: np.random.Generator, weighted: Iterable[tuple[str, float]]) -> str:
    names, weights = zip(*weighted, strict=True)
    return str(rng.choice(names, p=np.array(weights) / sum(weights)))


def _kinds(layout: Layout, pieces: list, vacant: set, pair: set, rng: np.random.Generator) -> dict:
    """Kind of each lot: vacant ones ready or green, the others by the sketch's mix and its anchors."""
    lots = [p for p in pieces if p.role == "lot"]
    kinds = {p.key: "ready" if rng.random() < layout.sketch.ready_share else "wild" for p in lots if p.key in vacant}
    others = [p for p in lots if p.key not in vacant]
    for kind, share in layout.sketch.mix.items():
        free = [p for p in others if p.key not in kinds and not (p.key in pair and kind not in ("hall", "yard"))]
        wanted = max(1, round(share * len(others))) if share else 0
        for p in sorted(free, key=lambda p: _liking(layout, kind, p, rng))[:wanted]:
            kinds[p.key] = kind
    return {p.key: kinds.get(p.key, "yard") for p in lots}


def _liking(layout: Layout, kind: str, piece: Piece, rng: np.random.Generator) -> float:
    """Small where a lot suits a kind: near its anchor, and of the right size."""
    anchors = {
        "tanks": layout.sketch.tanks_at,
        "works": layout.sketch.tanks_at,
        "office": layout.sketch.office_at,
        "parking": layout.sketch.office_at,
    }.get(kind)
    size = piece.geometry.area / layout.sketch.lot_m2
    score = rng.random()
    if anchors:
        near = min(np.hypot(piece.geometry.centroid.x - x, piece.geometry.centroid.y - y) for x, y in anchors)
        score = 0.35 * score + near / 900
    if kind in ("parking", "leased_empty", "office"):
        score += 0.5 * size
    return score - (0.25 * min(size, 3) if kind in ("tanks", "works") else 0.0)


def _lot(piece: Piece, kind: str | None, zone: str, fixed: bool, draft: bool, rng: np.random.Generator) -> Lot:
    if kind is None:
        counted = piece.role in ("road", "street", "rail", "quay", "verge") and not draft
        first = "used" if counted else "not_counted"
        later = "vacant_zoned" if piece.role == "newly_zoned" and not draft else first
        return Lot(piece, piece.role, piece.code, piece.code, first, later, "newly_zoned" if piece.role == "newly_zoned" else "")
    if not fixed:
        own = {"parking": "2080", "office": "1830" if rng.random() < 0.5 else zone, "tanks": "1510" if rng.random() < 0.3 else "1340"}
        zone = own.get(kind, zone)
        if kind == "works" and rng.random() < 0.35:
            zone = str(rng.choice(["1540", "1550", "1560"]))
    found = "not_counted" if draft else IN_USE.get(kind, "used")
    return Lot(piece, kind, zone, zone, found, found)


EVENTS = {  # event: (from kind, class today, smallest and largest lot relative to the park's usual)
    "hall_built": ("ready", "building_stock", 0.1, 1.6),
    "yard_taken": ("ready", "used", 0.1, 2.0),
    "greenfield": ("wild", "building_stock", 0.1, 2.5),
    "dezoned": ("wild", "not_counted", 0.1, 2.0),
    "emptied": ("yard", "vacant_zoned", 0.1, 1.2),
}


def _with_events(lots: list[Lot], layout: Layout, pair: set, rng: np.random.Generator) -> list[Lot]:
    by_key = {lot.key: lot for lot in lots}
    for event, number in layout.sketch.events.items():
        kind, later, least, most = EVENTS[event]
        usual = layout.sketch.lot_m2
        fit = [
            k
            for k, lot in by_key.items()
            if lot.kind == kind and not lot.event and k not in pair and least * usual < lot.geometry.area < most * usual
        ]
        for k in rng.permutation(fit)[:number]:
            zone = "3001" if event == "dezoned" else by_key[k].zone
            by_key[int(k)] = replace(by_key[int(k)], event=event, class_today=later, zone_today=zone)
    marked = dict.fromkeys(pair, ("edge",)) | _silent(
        by_key, pair, min(0.6 * layout.sketch.lot_m2, 50 * layout.sketch.figure("vacant_daa"))
    )
    return [replace(lot, marks=marked[lot.key]) if lot.key in marked else lot for lot in by_key.values()]


def _silent(by_key: dict, pair: set, most_m2: float) -> dict:
    """Dirt on purpose: one small lot of each kind of silence."""
    marked = {}
    for kind, mark in SILENT.items():
        fit = [k for k, lot in by_key.items() if lot.kind == kind and not lot.event and k not in pair and lot.geometry.area < most_m2]
        if fit and by_key[fit[0]].class_baseline != "not_counted":
            marked[fit[0]] = (mark,)
    return marked
