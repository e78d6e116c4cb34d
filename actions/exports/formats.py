"""What an export can be written as, in a place that costs nothing to ask."""

from exchange.formats import formats

ENDINGS = tuple(formats())


def media_type(ending: str) -> str:
    """How a file of an ending is served."""
    return formats()[ending].media_type


def is_printed(ending: str) -> bool:
    """Whether it is pages to print, which have a size of paper."""
    return formats()[ending].of == "pages"
