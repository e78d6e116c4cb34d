"""Every format there is: each module of this folder with a `FORMAT` is one, by its name."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from door import formats
from door.formats.base import Format, Tables
from door.guarded import Guarded
from landuse.words.errors import Named
from landuse.words.languages import languages

ZIP = ".zip"


@cache
def all_formats() -> dict[str, Format]:
    """All declared formats by name, in the order in which they are listed.

    Raises
    ------
    TypeError : a module's `FORMAT` is no Format, or two formats have one ending
    """
    modules = {name: import_module(f"door.formats.{name}") for name in sorted(module.name for module in iter_modules(formats.__path__))}
    declared = {name: module.FORMAT for name, module in modules.items() if hasattr(module, "FORMAT")}
    for name, found in declared.items():
        if not isinstance(found, Format):
            raise TypeError(f"door/formats/{name}.py declares a FORMAT that is no Format")
    endings = [ending for found in declared.values() for ending in found.endings]
    twice = {ending for ending in endings if endings.count(ending) > 1}
    if twice:
        raise TypeError(f"Two formats have the ending {', '.join(sorted(twice))}")
    return dict(sorted(declared.items(), key=lambda item: (item[1].rank, item[0])))


def by_ending() -> dict[str, str]:
    """The format's name of each ending of files that are read; a zip is none of them."""
    return {ending: name for name, declared in all_formats().items() for ending in declared.endings}


def of_ending(ending: str) -> Format | None:
    """The format of an ending, whatever its case."""
    name = by_ending().get(ending.lower())
    return None if name is None else all_formats()[name]


def of(file: Guarded) -> Format:
    """The format that a file is read as."""
    return all_formats()[file.format]


def tables_of(file: Guarded) -> Tables:
    """How the tables of a file are read.

    Raises
    ------
    TypeError : it is a raster, of which nobody asks for tables
    """
    found = of(file).tables
    if found is None:
        raise TypeError(f"{file.format} has no tables")
    return found


def named(name: str) -> Named:
    """A format, said as its title in a sentence."""
    return Named(name, {lang: all_formats()[name].title(lang) for lang in languages()})


def beside() -> tuple[str, ...]:
    """Endings of what lies beside a file and is none by itself: its parts, its journals, and what programs leave there."""
    found = [part for one in all_formats().values() for part in (*one.parts, *one.beside, *one.strays, *_journals(one))]
    return tuple(dict.fromkeys(found))


def main_of(ending: str) -> str | None:
    """The ending of the file that a part must not be without; None of what is no such part."""
    return next((one.parts[0] for one in all_formats().values() if ending.lower() in one.parts), None)


def of_lists() -> tuple[str, ...]:
    """Endings of lists, whose rows are text."""
    return tuple(ending for one in all_formats().values() if one.is_list for ending in one.endings)


def is_folder(name: str) -> bool:
    """Whether a folder of that name is one file to us."""
    return folder_ending(name) is not None


def folder_ending(name: str) -> str | None:
    """The ending of a folder that is one file to us; None of any other folder."""
    endings = [ending for one in all_formats().values() if one.is_folder for ending in one.endings]
    return next((ending for ending in endings if name.lower().endswith(ending)), None)


def _journals(declared: Format) -> list[str]:
    return [f"{ending}{own}" for ending in declared.endings for own in declared.journals]
