"""Share whole numbers so that the parts sum to the whole exactly: by the largest remainder, level by level."""

import math
from collections.abc import Hashable, Mapping, Sequence

_STEADY_DECIMALS = 6  # sums that differ in their last bits give the same shares


def whole_parts(parts: Sequence[float], total: int) -> list[int]:
    """Whole numbers in proportion to the parts that sum to the total; ties go to the part that comes first.

    Parts that are all nothing share the total evenly.
    """
    given = [float(part) for part in parts]
    weight = math.fsum(given)
    if weight <= 0:
        given, weight = [1.0] * len(given), float(len(given))
    exact = [round(part * total / weight, _STEADY_DECIMALS) for part in given]
    shares = [math.floor(part) for part in exact]
    missing = total - sum(shares)
    for place in sorted(range(len(exact)), key=lambda one: shares[one] - exact[one])[:missing]:
        shares[place] += 1
    return shares


def whole_tree(parts: Mapping[tuple[Hashable, ...], float], total: int) -> dict[tuple[Hashable, ...], int]:
    """Whole numbers for parts by several keys, so that the sums by each leading key are exact as well.

    Parameters
    ----------
    parts : by keys of one length; the total is shared over the first, each share over the second, and so on

    Returns
    -------
    by the same keys, in their order: each part, and each sum by leading keys, within 1 of what it was
    """
    shared = dict.fromkeys(parts, 0)
    _share(list(parts.items()), 0, total, shared)
    return shared


def _share(parts: list[tuple[tuple[Hashable, ...], float]], level: int, total: int, shared: dict) -> None:
    if not parts:
        return
    if level == len(parts[0][0]):
        shared |= dict(zip([key for key, _ in parts], whole_parts([part for _, part in parts], total)))
        return
    groups: dict[Hashable, list] = {}
    for key, part in parts:
        groups.setdefault(key[level], []).append((key, part))
    sums = [math.fsum(part for _, part in group) for group in groups.values()]
    for group, share in zip(groups.values(), whole_parts(sums, total)):
        _share(group, level + 1, share, shared)
