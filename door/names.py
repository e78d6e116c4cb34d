"""Names from outside as a sentence may show them."""

import unicodedata

from landuse.words.foreign import for_line


def shown_name(name: str) -> str:
    """A name without what a terminal or a page would act on.

    Signs that steer (line ends, colours, right to left) and bytes that are no letters become replacement characters, other
    spaces plain ones; every letter stays.
    """
    return "".join(" " if unicodedata.category(letter) == "Zs" else letter for letter in for_line(name))
