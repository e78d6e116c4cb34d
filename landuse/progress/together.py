"""The sums of several parks as one: the same wherever sums come from, a park's data or its return."""

import pandas as pd

from landuse.progress.utilisation import has_rate, together

Sums = tuple[pd.Series, pd.Series, pd.Series]  # now, then, since


def summed(each: list[Sums]) -> Sums:
    """The sums of several parks together: areas are sums of true areas, those left out that have counted land and no rate."""
    now, then = (together([one[place] for one in each]) for place in (0, 1))
    since = pd.DataFrame([one[2] if is_rated(one[0]) else one[2] * 0 for one in each]).sum()
    return now, then, since


def is_rated(now: pd.Series) -> bool:
    """Whether a park's sums count in a total."""
    return has_rate(now) or now["total_m2"] == 0
