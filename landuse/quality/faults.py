"""What is wrong with a shape, in words of the catalogue: GEOS says it in English."""

from landuse.words.errors import Word

_OF_GEOS = {
    "self-intersection": "crosses_itself", "ring self-intersection": "touches_itself", "hole lies outside shell": "hole_outside",
    "holes are nested": "holes_nested", "interior is disconnected": "cut_apart", "nested shells": "shells_nested",
    "duplicate rings": "ring_twice", "too few points in geometry component": "few_points", "ring is not closed": "open_ring",
    "repeated point": "point_twice", "invalid coordinate": "no_number",
}  # fmt: skip


def fault_word(words: str) -> Word:
    """GEOS' reason why a shape is invalid as a word of the catalogue; one that is new here is said as invalid.

    Source
    ------
    GEOS, `TopologyValidationError`: its eleven sentences
    """
    return Word(f"fault.{_OF_GEOS.get(words.strip().casefold(), 'invalid')}")
