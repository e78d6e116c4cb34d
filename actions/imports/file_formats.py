"""Which files can be given, for whoever asks for some."""

from door.formats.registry import ZIP, all_formats

_AND = ", "


def endings() -> list[str]:
    """Endings of files that can be chosen, without their dot: those of every format that is no folder, and of what belongs beside it."""
    files = [one for one in all_formats().values() if not one.is_folder]
    own = [ending for one in files for ending in one.endings]
    return [ending.lstrip(".") for ending in dict.fromkeys([ZIP, *own, *(part for one in files for part in (*one.parts, *one.beside))])]


def titles(lang: str) -> str:
    """The formats that a file can be of, in a sentence."""
    return _AND.join(one.title(lang) for one in all_formats().values() if not one.is_folder)
