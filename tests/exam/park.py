"""A whole park of the exam: its ground, its plans, its lots, and what is true of every piece of it."""

import zlib
from dataclasses import dataclass, replace

import numpy as np
import shapely

from tests.exam.ground import Ground, Street, make_ground
from tests.exam.lots import Lot, Piece, make_lots
from tests.exam.patterns import KINDS
from tests.exam.plans import Plan, make_plans

_NEWER_KPA_SHARE = 0.6


@dataclass(frozen=True)
class Passage:
    """A street with the plan it lies in and whether it has been built."""

    street: Street
    plan: Plan
    truth: str
    lines: bool = False


@dataclass(frozen=True)
class MunicipalPlan:
    """The municipal plan over the park: newer than the zoning plans or not; where it lays land back to LNF, and whether it rules there."""

    date: str
    to_farmland: tuple[int, ...]
    goes_first: bool


@dataclass(frozen=True)
class ExamPark:
    """kind : of KINDS; municipal : the municipal plan; ar5_year : when its land resource map was made"""

    seed: int
    kind: str
    ground: Ground
    lots: tuple[Lot, ...]
    passages: tuple[Passage, ...]
    municipal: MunicipalPlan
    ar5_year: int

    @property
    def id(self) -> str:
        """The park's id in its data root."""
        return f"exam-{self.seed}"

    def rng(self, step: str) -> np.random.Generator:
        """Random numbers of one step of the work, the same for the same seed."""
        return np.random.default_rng([self.seed, zlib.crc32(step.encode())])

    def truth(self) -> list[Piece]:
        """Every piece of the park with the class that a planner gives it; together they are the park."""
        holders = ["other" if one.street.use == "main" else "park" for one in self.passages]
        ways = zip(self.passages, holders, strict=True)
        passages = [Piece(one.street.strip, one.truth, f"street_{one.street.use}", "", "", "", holder) for one, holder in ways]
        return [piece for lot in self.lots for piece in lot.pieces] + passages


def make_park(seed: int, kind: str | None = None) -> ExamPark:
    """The park of a seed; its kind follows from the seed unless it is given."""
    rng = np.random.default_rng([20_240_101, seed])
    kind = kind or KINDS[seed % len(KINDS)]
    ground = make_ground(rng, kind)
    by_block = make_plans(rng, ground)
    lots = make_lots(rng, kind, ground, by_block)
    municipal = _municipal_plan(rng, lots)
    lots = [_laid_back(lot) if municipal.goes_first and lot.number in municipal.to_farmland else lot for lot in lots]
    ar5_year = int(rng.integers(2013, 2019)) if rng.random() < 0.4 else int(rng.integers(2024, 2026))
    passages = [_passage(rng, street, ground, by_block) for street in ground.streets]
    return ExamPark(seed, kind, ground, tuple(lots), tuple(passages), municipal, ar5_year)


def _municipal_plan(rng: np.random.Generator, lots: list[Lot]) -> MunicipalPlan:
    """An older one that agrees, or a newer one that lays some idle lots of the oldest plan back to farmland and forest."""
    if rng.random() > _NEWER_KPA_SHARE:
        return MunicipalPlan("2011-06-16", (), False)
    idle = [lot for lot in lots if lot.pattern.name in ("forest", "field", "held_by_other_owner") and lot.plan and not lot.plan.is_draft]
    oldest = sorted(idle, key=lambda lot: lot.plan.date)[: int(rng.integers(2, 5))]
    return MunicipalPlan("2024-04-25", tuple(lot.number for lot in oldest), bool(rng.random() < 0.6))


def _laid_back(lot: Lot) -> Lot:
    return replace(lot, pieces=tuple(replace(piece, truth="not_counted") for piece in lot.pieces))


def _passage(rng: np.random.Generator, street: Street, ground: Ground, by_block: list[Plan]) -> Passage:
    """A street in the plan of the block that it touches most; built, unless it never was: unbuilt while its plan gives permits."""
    touch = [shapely.area(shapely.intersection(street.strip.buffer(2), shapely.union_all(lots))) for lots in ground.blocks]
    in_force = [share * (not plan.is_draft) for share, plan in zip(touch, by_block, strict=True)]
    plan = by_block[int(np.argmax(in_force))]
    lines = street.use == "pipes" and rng.random() < 0.65
    built = street.use not in ("unbuilt", "pipes") or lines
    return Passage(street, plan, "used" if built else ("not_counted" if plan.lapsed else "vacant_zoned"), bool(lines))
