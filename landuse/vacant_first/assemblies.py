"""Every connected set of up to five neighbouring plots, level by level, with bounds that leave out no set that could matter.

A set of k + 1 connected plots always holds one of k connected plots, so that growing each set by its neighbours finds all.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Wanted:
    """What a set must hold to be worth looking at, and how a set is known to need no more plots.

    least : for each measure that adds up over plots (area, widths), its sum must reach this
    amounts : (plots, measures), not negative
    enough : of each plot; a sum of at least `enough_at` proves that a set is large enough as it stands
    gains : of each plot, as bits: what a set has as soon as one of its plots has it
    out_of_reach : bits that no plot alone brings, but plots together may: no set is taken to have all there is to gain
    """

    least: np.ndarray
    amounts: np.ndarray
    enough: np.ndarray
    enough_at: float
    gains: np.ndarray
    out_of_reach: int


def connected_sets(neighbours: list[np.ndarray], wanted: Wanted, largest: int) -> Iterator[np.ndarray]:
    """Connected sets by size, from one plot to `largest`: arrays (sets, size) of sorted places, in lexical order.

    Left out are sets that no growing to `largest` plots can bring to `least`, and sets that can only be reached by growing one
    that already is large enough and has all there is to gain: such a set has a plot that could be left out.
    """
    count = len(neighbours)
    sets = np.arange(count)[:, None]
    links = _Links(neighbours)
    reach = _reach(links, wanted, largest)
    for size in range(1, largest + 1):
        sets = sets[_may_reach(sets, wanted, largest - size)]
        if not len(sets):
            return
        yield sets
        if size < largest:
            sets = links.grown(sets[~_complete(sets, wanted, reach[largest - size])])


def holds_least(sets: np.ndarray, wanted: Wanted) -> np.ndarray:
    """Which sets reach `least` as they stand."""
    return _may_reach(sets, wanted, 0)


def is_connected(members: tuple[int, ...], neighbours: list[np.ndarray]) -> bool:
    """Whether all members can be reached from the first through members."""
    inside, seen, waiting = set(members), {members[0]}, [members[0]]
    while waiting:
        fresh = (inside & set(neighbours[waiting.pop()].tolist())) - seen
        seen |= fresh
        waiting += fresh
    return len(seen) == len(inside)


class _Links:
    """Neighbours as one flat list, so that all sets are grown at once."""

    def __init__(self, neighbours: list[np.ndarray]):
        self.count = len(neighbours)
        self.degree = np.array([len(near) for near in neighbours], dtype=np.int64)
        self.start = np.concatenate([[0], np.cumsum(self.degree)[:-1]]).astype(np.int64)
        self.flat = np.concatenate([*neighbours, np.empty(0, dtype=np.int64)]).astype(np.int64)

    def grown(self, sets: np.ndarray) -> np.ndarray:
        """Each set with one neighbour more, each result once."""
        grown = [self._by_member(sets, column) for column in range(sets.shape[1])]
        rows = np.concatenate(grown) if grown else np.empty((0, sets.shape[1] + 1), dtype=np.int64)
        return self._once(np.sort(rows, axis=1))

    def _by_member(self, sets: np.ndarray, column: int) -> np.ndarray:
        degree = self.degree[sets[:, column]]
        row = np.repeat(np.arange(len(sets)), degree)
        offset = np.arange(len(row)) - np.repeat(np.cumsum(degree) - degree, degree)
        added = self.flat[self.start[sets[row, column]] + offset]
        fresh = (sets[row] != added[:, None]).all(axis=1)
        return np.column_stack([sets[row[fresh]], added[fresh]])

    def _once(self, rows: np.ndarray) -> np.ndarray:
        size = rows.shape[1]
        if float(self.count) ** size < 2**62:
            keys = rows @ (self.count ** np.arange(size - 1, -1, -1, dtype=np.int64))
            return rows[np.unique(keys, return_index=True)[1]]
        return np.unique(rows, axis=0)


def _may_reach(sets: np.ndarray, wanted: Wanted, more: int) -> np.ndarray:
    """Whether each sum, with the largest amounts of `more` plots added, reaches what is wanted."""
    held = wanted.amounts[sets].sum(axis=1)
    largest = np.sort(wanted.amounts, axis=0)[::-1][:more].sum(axis=0)
    return (held + largest >= wanted.least).all(axis=1)


def _complete(sets: np.ndarray, wanted: Wanted, reach: np.ndarray) -> np.ndarray:
    """Whether a set is surely large enough, and has all that any plot it could still be grown by would bring."""
    gained = np.bitwise_or.reduce(wanted.gains[sets], axis=1)
    possible = np.bitwise_or.reduce(reach[sets], axis=1) | wanted.out_of_reach
    return (wanted.enough[sets].sum(axis=1) >= wanted.enough_at) & ((gained & possible) == possible)


def _reach(links: "_Links", wanted: Wanted, largest: int) -> list[np.ndarray]:
    """What can be gained within so many steps of each plot: one array for each number of steps."""
    reach = [wanted.gains]
    first = np.repeat(np.arange(links.count), links.degree)
    for _ in range(largest):
        further = reach[-1].copy()
        np.bitwise_or.at(further, first, reach[-1][links.flat])
        reach.append(further)
    return reach
