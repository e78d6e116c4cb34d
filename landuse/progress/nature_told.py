"""How nature on a ground is told: all of the ground mapped, a part of it, or none. What is not mapped is never nought."""

from collections import Counter
from collections.abc import Iterable, Mapping

from landuse.rules import table
from landuse.words import messages, numbers

MAPPED, PARTLY, UNMAPPED = "mapped", "partly", "unmapped"
_BLANK = "not_mapped"


def coverage(groups: Mapping[str, float]) -> str:
    """MAPPED, PARTLY or UNMAPPED, of areas by group of nature (vacant_first.taken.by_group), a trifle apart; no ground is MAPPED."""
    whole, blank = sum(groups.values()), groups.get(_BLANK, 0)
    trifle_m2 = whole * table("vacant_first")["unmapped"]["trifle_pct"] / 100
    if blank <= trifle_m2:
        return MAPPED
    return UNMAPPED if whole - blank <= trifle_m2 else PARTLY


def together(grounds: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Areas by group of several grounds, summed."""
    found: Counter[str] = Counter()
    for groups in grounds:
        found.update(groups)
    return dict(found)


def comparable(*grounds: Mapping[str, float]) -> bool:
    """Whether the nature of several grounds may be subtracted: each is mapped, a trifle apart."""
    return all(coverage(groups) == MAPPED for groups in grounds)


def amount(groups: Mapping[str, int], nature_m2: int, lang: str) -> str:
    """An area of nature on a ground in words: the area, at least that area and how much is not mapped, or that none is."""
    return said("nature_told.amount", groups, lang, area=numbers.area(nature_m2, lang))


def said(key: str, groups: Mapping[str, int], lang: str, **values: str) -> str:
    """A sentence of its own for each coverage: `<key>.mapped`, `<key>.partly` (with {unmapped}), `<key>.unmapped`."""
    unmapped = numbers.area(groups.get(_BLANK, 0), lang)
    return messages.text(lang, f"{key}.{coverage(groups)}", unmapped=unmapped, **values)
