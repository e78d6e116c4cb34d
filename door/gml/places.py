"""Lists of coordinates as GML writes them: how many numbers make a place is counted, since what files say of it is often not so.

A ring ends where it starts, whether a place has two numbers or three, and a list has a whole number of places. Where that leaves
both, places lie beside each other and in the file's own envelope; only then does it count what the file says of its dimension.
"""

from door.gml.srs import is_raised

NOT_SETTLED = None
_FLAT, _RAISED = 2, 3
_METRES = 10_000.0  # numbers as large as this are metres of a projection, not degrees
_SLACK = {True: 1.0, False: 1e-4}  # around an envelope: of metres, of degrees


class Places:
    """Coordinates of one file, by the envelope that it has said, if any.

    raised : whether a height has been left out since this was last set
    """

    def __init__(self) -> None:
        self.raised = False
        self._corners: dict[str, tuple[float, float]] = {}

    def corner(self, words: str, name: str, of_file: bool) -> str | None:
        """A corner of an envelope; the file's own is kept to hold places against."""
        numbers = words.split()
        if len(numbers) not in (_FLAT, _RAISED):
            return NOT_SETTLED
        found = _floats(numbers)
        if of_file and found is not None:
            self._corners[name] = (found[0], found[1])
        return " ".join(numbers[:2])

    def one(self, words: str) -> str | None:
        """One place."""
        numbers = words.split()
        if len(numbers) not in (_FLAT, _RAISED):
            return NOT_SETTLED
        self.raised |= len(numbers) == _RAISED
        return " ".join(numbers[:2])

    def tuples(self, words: str) -> str | None:
        """Places as GML 2 writes them, `x,y,z x,y,z`."""
        places = [place.split(",") for place in words.split()]
        lengths = {len(place) for place in places}
        if len(lengths) != 1 or not lengths <= {_FLAT, _RAISED}:
            return NOT_SETTLED
        self.raised |= lengths == {_RAISED}
        return " ".join(",".join(place[:2]) for place in places)

    def several(self, words: str, is_ring: bool, said: int | None, srs: str) -> str | None:
        """A list of places.

        Parameters
        ----------
        said : the dimension that the list or the nearest geometry around it says; None where none does
        srs : the name of the coordinate system of the geometry, which has a dimension too
        """
        numbers = words.split()
        dimension = self._dimension(numbers, is_ring, said, srs)
        if dimension is None:
            return NOT_SETTLED
        if dimension == _RAISED:
            del numbers[2::3]
            self.raised = True
        return " ".join(numbers)

    def _dimension(self, numbers: list[str], is_ring: bool, said: int | None, srs: str) -> int | None:
        fitting = [way for way in (_FLAT, _RAISED) if numbers and len(numbers) % way == 0]
        closed = [way for way in fitting if is_ring and _is_closed(numbers, way)]
        if len(closed) == 1:
            return closed[0]
        found = _floats(numbers)
        fitting = [way for way in fitting if found is not None and _lies_together(found, way)]
        inside = [way for way in fitting if self._in_envelope(found or [], way)]
        for left in (inside, fitting):
            if len(left) == 1:
                return left[0]
        return (said or (_RAISED if is_raised(srs) else _FLAT)) if fitting else None

    def _in_envelope(self, numbers: list[float], way: int) -> bool:
        if len(self._corners) < 2:
            return False
        low, high = self._corners["lowerCorner"], self._corners["upperCorner"]
        slack = _SLACK[max(map(abs, high)) > _METRES]
        return all(low[axis] - slack <= min(numbers[axis::way]) and max(numbers[axis::way]) <= high[axis] + slack for axis in (0, 1))


def _is_closed(numbers: list[str], way: int) -> bool:
    """Whether the last place is the first, its height apart; a ring has four places at least."""
    if len(numbers) < 4 * way:
        return False
    first, last = numbers[:2], numbers[-way : len(numbers) - way + 2]
    return first == last or _floats(first) == _floats(last)


def _lies_together(numbers: list[float], way: int) -> bool:
    """Whether metres of a projection are about as large along one axis, as they are when they are read right; degrees tell nothing.

    Read by the wrong count, both axes have eastings, northings and heights in turn.
    """
    if max(map(abs, numbers)) < _METRES:
        return True
    axes = [numbers[axis::way] for axis in (0, 1)]
    return any(max(along) - min(along) <= max(map(abs, along)) / 2 for along in axes)


def _floats(numbers: list[str]) -> list[float] | None:
    try:
        return list(map(float, numbers))
    except ValueError:
        return None
