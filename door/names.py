"""Names from outside as a sentence may show them."""

import unicodedata

_UNKNOWN = "\N{REPLACEMENT CHARACTER}"


def shown_name(name: str) -> str:
    """A name without what a terminal or a page would act on.

    Signs that steer (line ends, colours, right to left) and bytes that are no letters become replacement characters; every
    other letter stays.
    """
    return "".join(letter if letter.isprintable() else " " if unicodedata.category(letter) == "Zs" else _UNKNOWN for letter in name)
