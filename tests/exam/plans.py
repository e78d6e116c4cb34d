"""The plans of a park as they lie over its blocks: old and new, silent and lapsed, private and municipal, and a newer municipal plan."""

from dataclasses import dataclass

import numpy as np
import shapely

from tests.exam.ground import Ground, Street, axes

_MUNICIPALITY = "5038"
_BUSINESS = {
    "one_owner": ("1340", "1300", "1826", "1340"),
    "many_owners": ("1300", "1812", "1826", "1350", "1811"),
    "port": ("1340", "1826", "1350", "1340"),
    "technology": ("1830", "1300", "1390", "1811"),
}
_OLD_BUSINESS = ("140", "140", "930", "922")
_ZONES = {
    "sea": ("1340",),
    "quay": ("2041",),
    "port": ("2043", "2040"),
    "energy": ("1510",),
    "parking": ("2080",),
    "combined": ("1800", "1900"),
    "office": ("1310",),
    "housing": ("1110",),
    "green": ("3060", "3040", "3001"),
    "farm": ("5100",),
}


@dataclass(frozen=True)
class Plan:
    """A zoning plan.

    kind : SOSI's plan type (30 older plan, 34 area plan, 35 detailed plan); status 3 in force, 2 a draft
    proposer : Privat, Offentlig, or None where the register does not say
    more_required : whether its provisions ask for a further plan; said : what the map says of it (None: nothing)
    lapsed : a private plan of more than ten years ago whose works never began
    old_law : zones by the act of 1985, in three digits
    """

    id: str
    name: str
    kind: str
    status: str
    date: str
    proposer: str | None
    more_required: bool
    said: bool | None
    lapsed: bool = False
    old_law: bool = False

    @property
    def is_draft(self) -> bool:
        """Whether it has not been adopted."""
        return self.status != "3"

    @property
    def is_fully_zoned(self) -> bool:
        """Whether it lets somebody build without a further plan."""
        return not (self.is_draft or self.more_required or self.lapsed)

    @property
    def only_idle(self) -> bool:
        """Whether nothing has been built under it."""
        return self.lapsed or self.is_draft


def make_plans(rng: np.random.Generator, ground: Ground) -> list[Plan]:
    """The plan of each block: areas from end to end of the park, and single blocks under a lapsed plan or a draft."""
    along = axes(ground.outline)[0]
    middles = [shapely.get_coordinates(shapely.union_all(lots).centroid)[0] @ along for lots in ground.blocks]
    order = np.argsort(middles)
    known = [_old(rng), _area(rng), _detailed(rng), _private(rng, lapsed=False)]
    rng.shuffle(known)
    known = known[: int(rng.integers(3, 5))]
    areas = [sum(lot.area for lot in ground.blocks[block]) for block in order]
    reached = np.cumsum(areas) / sum(areas)
    by_block: list[Plan] = [known[0]] * len(order)
    for block, share in zip(order, reached, strict=True):
        by_block[block] = known[min(int(share * len(known) * 0.999), len(known) - 1)]
    small = [int(block) for block in order if sum(lot.area for lot in ground.blocks[block]) < 0.12 * sum(areas)]
    rng.shuffle(small)
    for block, plan in zip(small, [_private(rng, lapsed=True), *([_draft(rng)] if rng.random() < 0.4 else [])], strict=False):
        by_block[block] = plan
    return by_block


def zone_code(rng: np.random.Generator, plan: Plan, meant: str, kind: str) -> str:
    """The code of a lot's zone; three lots of four have the plan's usual one."""
    if meant != "business":
        codes = _ZONES[meant]
        return codes[int(rng.integers(len(codes)))]
    codes = _OLD_BUSINESS if plan.old_law else _BUSINESS[kind]
    usual = codes[sum(map(ord, plan.id)) % len(codes)]
    return usual if rng.random() < 0.75 else codes[int(rng.integers(len(codes)))]


def street_code(rng: np.random.Generator, plan: Plan, street: Street) -> str:
    """The code of a street's zone."""
    if plan.old_law:
        return {"rail": "350", "pipes": "2100"}.get(street.use, "310")
    codes = {"rail": ("2020",), "pipes": ("2100", "2140"), "main": ("2010", "2011")}.get(street.use, ("2011", "2010"))
    return codes[int(rng.integers(len(codes)))]


def _old(rng: np.random.Generator) -> Plan:
    year, old_law = int(rng.integers(1989, 2008)), bool(rng.random() < 0.5)
    asks = bool(rng.random() < 0.2)
    return Plan(_id(year, rng), "Industriområdet", "30", "3", _day(year, rng), None, asks, None, old_law=old_law)


def _area(rng: np.random.Generator) -> Plan:
    year, asks = int(rng.integers(2011, 2021)), bool(rng.random() < 0.5)
    return Plan(_id(year, rng), "Områderegulering næringspark", "34", "3", _day(year, rng), "Offentlig", asks, None)


def _detailed(rng: np.random.Generator) -> Plan:
    year = int(rng.integers(2012, 2024))
    said = False if rng.random() < 0.5 else None
    return Plan(_id(year, rng), "Detaljregulering nord", "35", "3", _day(year, rng), "Offentlig", False, said)


def _private(rng: np.random.Generator, lapsed: bool) -> Plan:
    year = int(rng.integers(2009, 2015) if lapsed else rng.integers(2013, 2023))
    name = "Detaljregulering Utbygger AS" if lapsed else "Detaljregulering sør"
    return Plan(_id(year, rng), name, "35", "3", _day(year, rng), "Privat", False, None, lapsed=lapsed)


def _draft(rng: np.random.Generator) -> Plan:
    return Plan(_id(2025, rng), "Utvidelse øst", "35", "2", "2025-11-03", "Privat", False, None)


def _id(year: int, rng: np.random.Generator) -> str:
    return f"{_MUNICIPALITY}{year}{int(rng.integers(1, 40)):03d}"


def _day(year: int, rng: np.random.Generator) -> str:
    return f"{year}-{int(rng.integers(1, 13)):02d}-{int(rng.integers(1, 28)):02d}"
