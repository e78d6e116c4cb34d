"""The names that GML gives coordinate systems."""

import re

from landuse.measure import crs

EPSG_NUMBER = re.compile(r"(?:EPSG(?:/\d*/|:[\d.]*:|:)|epsg\.xml#)(\d{4,6})$", re.IGNORECASE)


def numbers(names: list[str]) -> frozenset[int]:
    """The EPSG numbers in names of coordinate systems."""
    return frozenset(int(number) for words in names for number in EPSG_NUMBER.findall(words))


def is_raised(name: str) -> bool:
    """Whether a coordinate system has heights: one of Norway's compound ones."""
    return bool(numbers([name]) & set(crs.PLAN_3D_EPSG))
