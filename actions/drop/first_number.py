"""The first number of a park, in a line: how much land, how much of it in use, how much undecided."""

from actions.progress.status import status
from landuse.words import messages, numbers
from landuse.words.numbers import M2_PER_DAA


def first_number(park_id: str, lang: str) -> str:
    """The park's land today, its utilisation with the range, and what is undecided; or why there is no number yet.

    Raises
    ------
    LanduseError : layers that do not allow an answer
    """
    (found,) = status([park_id], None, lang).parks
    if not found.has_perimeter:
        return messages.text(lang, "drop.no_perimeter", park=found.name)
    figures = found.figures
    total, undecided = (numbers.daa(value * M2_PER_DAA, lang, 1) for value in (figures["total_daa"], figures["undecided_daa"]))
    if figures["land_utilisation_pct"] is None:
        return messages.text(lang, "drop.no_number", park=found.name, total=total)
    rate = numbers.pct(figures["land_utilisation_pct"], lang)
    low, high = figures["land_utilisation_range_pct"] or (figures["land_utilisation_pct"],) * 2
    spread = numbers.pct_range(low, high, lang)
    return messages.text(lang, "drop.number", park=found.name, total=total, rate=rate, range=spread, undecided=undecided)
