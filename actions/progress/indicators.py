"""On which layers an indicator rests, and which of them a park's layers cannot tell."""

from landuse.progress.indicators import INDICATORS, Indicator
from layers.registry import with_effect


def rests_on(one: Indicator) -> tuple[str, ...]:
    """The layers of which a park must have one; none where an indicator needs no layer."""
    return one.rests_on or (with_effect(one.effect) if one.effect else ())


NOT_MAPPED = tuple(one.name for one in INDICATORS if rests_on(one))


def unmapped(now: set[str], then: set[str]) -> set[str]:
    """The indicators that no layer of a park can tell, by the layers that it has on the day and at the baseline."""
    return {one.name for one in INDICATORS if rests_on(one) and not (then if one.of_then else now).intersection(rests_on(one))}
