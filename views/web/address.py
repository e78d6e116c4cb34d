"""What an address says, read strictly: the number of a row of the register, and a day."""

import re
from datetime import date

from starlette.convertors import Convertor, register_url_convertor

_FIRST, _LAST = date(1900, 1, 1), date(2100, 12, 31)  # no map of a park is older, and no plan reaches further
_NUMBER = "[1-9][0-9]{0,8}"  # what every database takes as a row's number: PostgreSQL's end at 2 147 483 647
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


class RowNumber(Convertor[int]):
    """`{nomination:row}` in a route: any other text is another address, which has nothing."""

    regex = _NUMBER

    def convert(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_string(self, value: int) -> str:
        """As in an address."""
        return str(value)


register_url_convertor("row", RowNumber())


def number(text: object) -> int | None:
    """The number of a row of the register; None for what cannot be one."""
    return int(str(text)) if re.fullmatch(_NUMBER, str(text)) else None


def day(text: str) -> date:
    """A day written as yyyy-mm-dd.

    Raises
    ------
    ValueError : it is written otherwise, is no day, or lies before 1900 or after 2100
    """
    found = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    if found is None or not _FIRST <= found <= _LAST:
        raise ValueError(text)
    return found
