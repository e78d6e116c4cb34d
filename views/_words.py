"""Words and links that several parts of a page share."""

from landuse import messages
from landuse.schema import LandClass


def class_labels(lang: str) -> dict[str, str]:
    """The words of every class."""
    return {str(name): messages.text(lang, f"views.class.{name}") for name in LandClass}
