"""Which plots, and which assemblies of plots, could take a proposal: every one that is minimal, the best first.

An assembly is offered when it is large and wide enough and no plot of it could be left out: no connected part of it fits
all that it fits. Needs that one plot can meet for all (a quay, a main within reach) make a plot worth having; needs that every
plot must meet (the zone, the date) never do.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import shapely

from landuse.measure.united import united
from landuse.rules import table
from landuse.vacant_first import widths
from landuse.vacant_first.assemblies import Wanted, connected_sets, holds_least, is_connected
from landuse.vacant_first.circle_bound import Hosts

FIT, UNKNOWN, FAIL = 1, 0, -1
_BOUNDED_FROM = 40  # with fewer plots the bound costs more than it saves
_SURE = 1.005  # a sum of parts that is this much over is over, whatever the rounding of arcs
_ROOM_M = 0.5  # half a metre is what a widest circle is told to
_LONG_BIT, _MW_BIT = 40, 41
_ENOUGH = 0.999  # wide ground this near what is needed is enough: arcs and whole m² are no reason to refuse a plot


@dataclass(frozen=True)
class Sites:
    """Plots that may be put together, by their place in the arrays.

    ground : free ground (without bound land) of each, planar; area_m2 : its true area
    neighbours : of each plot
    any_of : by need, each plot's answer (FIT, UNKNOWN, FAIL): one plot's FIT is the whole set's
    all_of : by need, each plot's answer: one plot's FAIL is the whole set's
    mw : reserved power of each, NaN where nobody says
    """

    ground: np.ndarray
    area_m2: np.ndarray
    neighbours: list[np.ndarray]
    any_of: dict[str, np.ndarray] = field(default_factory=dict)
    all_of: dict[str, np.ndarray] = field(default_factory=dict)
    mw: np.ndarray | None = None


@dataclass(frozen=True)
class Size:
    """How much room is needed: m² of ground that is wide enough, and the length of a strip; 0 where not asked."""

    area_m2: float = 0.0
    width_m: float = 0.0
    side_m: float = 0.0
    mw: float = 0.0

    @property
    def strip_m(self) -> float:
        """The width of the strip that `side_m` is asked of."""
        return self.width_m or table("vacant_first")["room"]["default_width_m"]


class Search:
    """One question put to a set of sites; measures are taken once for each set that needs them."""

    def __init__(self, sites: Sites, size: Size, bounded_from: int = _BOUNDED_FROM):
        self.sites, self.size = sites, size
        self._bounded = len(sites.ground) >= bounded_from
        self._hosts: Hosts | None = None
        self._wide: dict[tuple[int, ...], float] = {}
        self._long: dict[tuple[int, ...], bool] = {}
        touch_m = table("vacant_first")["assembly"]["touch_m"]
        self._grown = shapely.buffer(sites.ground, touch_m / 2, join_style="mitre") if len(sites.ground) else sites.ground
        planar_m2 = float(shapely.area(sites.ground).sum()) if len(sites.ground) else 0.0
        self._true_per_planar = float(sites.area_m2.sum()) / planar_m2 if planar_m2 else 1.0
        self._sure = np.zeros(len(sites.ground))
        if size.width_m and len(sites.ground):
            self._measure_singles()

    def _measure_singles(self) -> None:
        """The usable ground of every single plot, as `usable_m2` would find it one by one."""
        planar = widths.usable_each_m2(self.sites.ground, self.size.width_m)
        usable_m2 = np.minimum(planar * self._true_per_planar, self.sites.area_m2.astype(float))
        self._wide = {(member,): float(wide) for member, wide in enumerate(usable_m2)}

    def ground(self, members: tuple[int, ...]) -> shapely.Geometry:
        """The ground of a set as one shape, hairline gaps closed."""
        if len(members) == 1:
            return self.sites.ground[members[0]]
        return united(self._grown[list(members)])

    def area_m2(self, members: tuple[int, ...]) -> float:
        """The free ground of a set."""
        return float(self.sites.area_m2[list(members)].sum())

    def usable_m2(self, members: tuple[int, ...]) -> float:
        """The ground of a set that is wide enough; all of it where no width is asked."""
        if not self.size.width_m:
            return self.area_m2(members)
        if members not in self._wide:
            planar = shapely.area(widths.usable(self.ground(members), self.size.width_m))
            self._wide[members] = min(float(planar) * self._true_per_planar, self.area_m2(members))
        return self._wide[members]

    def is_long(self, members: tuple[int, ...]) -> bool:
        """Whether the strip that is asked for fits."""
        if not self.size.side_m:
            return True
        if members not in self._long:
            ground, side_m, strip_m = self.ground(members), self.size.side_m, self.size.strip_m
            fits = widths.spans(ground, side_m) and widths.fits_strip(ground, side_m, strip_m, self.directions_deg(members))
            self._long[members] = fits
        return self._long[members]

    def most_wide_m(self, members: tuple[int, ...]) -> float:
        """At least as wide as the widest circle in a set, m: cheap, for what need not be measured."""
        return _SURE * widths.least_width_m(self.ground(members)) + _ROOM_M

    def most_long_m(self, members: tuple[int, ...]) -> float:
        """At least as long as the longest strip in a set, m."""
        west, south, east, north = shapely.bounds(self.ground(members))
        return float(np.hypot(east - west, north - south)) + _ROOM_M

    def directions_deg(self, members: tuple[int, ...]) -> np.ndarray:
        """The ways that a strip is laid on a set: those of each of its plots, so that more plots never mean fewer ways."""
        return np.unique(np.concatenate([widths.directions_deg(self.sites.ground[member]) for member in members]))

    def is_wide(self, members: tuple[int, ...]) -> bool:
        """Whether a circle of the width can move about in a set and reaches what is needed."""
        if not self.size.width_m:
            return True
        needed_m2 = self.size.area_m2 * _ENOUGH if self.area_m2(members) >= self.size.area_m2 else 0.0
        if self._sure[list(members)].sum() > max(needed_m2, 0.0):
            return True
        if len(members) > 1 and self._hosts is not None and not self._hosts.may_hold(members):
            return False
        usable_m2 = self.usable_m2(members)
        return usable_m2 >= needed_m2 and usable_m2 > 0

    def is_large(self, members: tuple[int, ...]) -> bool:
        """Whether a set has the area, the width and the length that are asked."""
        return self.area_m2(members) >= self.size.area_m2 and self.is_wide(members) and self.is_long(members)

    def gains(self, members: tuple[int, ...]) -> frozenset[str]:
        """The needs that a set meets because one of its plots does, or its plots together do."""
        found = {need for need, answers in self.sites.any_of.items() if answers[list(members)].max() == FIT}
        return frozenset(found | ({"mw"} if self.size.mw and self.power(members) == FIT else set()))

    def power(self, members: tuple[int, ...]) -> int:
        """Whether the plots' reserved power together is enough."""
        if self.sites.mw is None:
            return UNKNOWN
        mw = self.sites.mw[list(members)]
        if np.nansum(mw) >= self.size.mw:
            return FIT
        return UNKNOWN if np.isnan(mw).any() else FAIL

    def is_minimal(self, members: tuple[int, ...]) -> bool:
        """Whether no plot could be left out: no connected part fits all that the set fits.

        It is enough to leave out one plot at a time: between a set and any connected part of it lies one with a plot less.
        """
        gained = self.gains(members)
        for left_out in members if len(members) > 1 else ():
            rest = tuple(member for member in members if member != left_out)
            if is_connected(rest, self.sites.neighbours) and gained <= self.gains(rest) and self.is_large(rest):
                return False
        return True

    def best_assemblies(self, order: Callable[[list[np.ndarray]], np.ndarray], shown: int) -> tuple[list[tuple[int, ...]], int]:
        """The first `shown` assemblies of two plots or more in an order, and how many connected sets were looked at.

        Parameters
        ----------
        order : from arrays of sets (one per size), their places from best to worst, as one row of (which array, which row) each
        """
        if not len(self.sites.ground):
            return [], 0
        wanted = self._wanted()
        levels = list(connected_sets(self.sites.neighbours, wanted, table("vacant_first")["assembly"]["largest_plots"]))
        worth = [sets[holds_least(sets, wanted)] for sets in levels[1:]]
        worth = [sets for sets in worth if len(sets)]
        found: list[tuple[int, ...]] = []
        for level, row in order(worth) if worth else ():
            members = tuple(int(member) for member in worth[level][row])
            if self.is_large(members) and self.is_minimal(members):
                found.append(members)
                if len(found) == shown:
                    break
        return found, sum(len(sets) for sets in levels)

    def _wanted(self) -> Wanted:
        """The bounds: area; and the widths of plots, since strips that cover a circle are together as wide as it is (Bang 1951)."""
        sites, size = self.sites, self.size
        amounts, least = [sites.area_m2], [size.area_m2]
        singles = [(member,) for member in range(len(sites.ground))]
        gains = np.zeros(len(sites.ground), dtype=np.int64)
        for bit, answers in enumerate(sites.any_of.values()):
            gains |= (answers == FIT).astype(np.int64) << bit
        together = 0
        if size.side_m:
            together |= 1 << _LONG_BIT
            gains |= np.array([self.is_long(single) for single in singles], dtype=np.int64) << _LONG_BIT
        if size.mw and sites.mw is not None and np.nansum(sites.mw) >= size.mw:
            together |= 1 << _MW_BIT
            gains |= (np.nan_to_num(sites.mw) >= size.mw).astype(np.int64) << _MW_BIT
        self._sure = sites.area_m2.astype(float)
        if size.width_m:
            amounts.append(np.array([widths.least_width_m(shape) for shape in self._grown]))
            least.append(size.width_m - 3 * table("vacant_first")["room"]["slack_m"])
            self._sure = np.array([self.usable_m2(single) / _SURE for single in singles])
            if self._bounded and self._hosts is None:
                self._hosts = Hosts(sites.ground, size.width_m, table("vacant_first")["assembly"]["largest_plots"])
        return Wanted(np.array(least), np.column_stack(amounts), self._sure, max(size.area_m2, 1e-9), gains, together)
