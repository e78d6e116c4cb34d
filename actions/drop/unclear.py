"""Which questions a refusal is, when what it lacks is something that a person can say."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath

from actions.drop.questions import ADDS, LEAVE, MEANINGS, Question, heading_open
from actions.imports.answers import reading_systems
from door.lists import meanings
from landuse.words.errors import LanduseError
from layers.registry import all_layers

_YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20\d\d)(?!\d)")
_STATUSES = ("offered", "lease", "option", "reserved", "taken", "own_reserve", "idle")


def of_error(item: str, error: LanduseError, work_epsg: int) -> list[Question]:
    """The questions that an error is; none where it is a refusal."""
    found = _KINDS.get(error.code)
    return [] if found is None else found(item, error, work_epsg)


def _layer(item: str, error: LanduseError, _epsg: int) -> list[Question]:
    layers = tuple(key for key, declared in all_layers().items() if declared.geometry != "raster")
    proposed = error.values.get("layer")
    return [Question(item, "layer", (*layers, LEAVE), str(proposed) if proposed in layers else None, error)]


def _columns(item: str, error: LanduseError, _epsg: int) -> list[Question]:
    given, wanted = [str(one) for one in error.values["given"]], error.values["wanted"]
    return [Question(item, "column", (*given, LEAVE), None, error, str(column)) for column in wanted] if given else []


def _headings(item: str, error: LanduseError, _epsg: int) -> list[Question]:
    """What each column of a list means; and, for a list that names things alone, what holds for all of them."""
    given = [str(name) for name in _several(error.values["given"])]
    speaks, shown = _by_name(error.values["speaks"]), _by_name(error.values["shown"])
    choices = (*MEANINGS, LEAVE)
    asked = [Question(item, "heading", choices, speaks.get(name), heading_open(item, name, shown.get(name)), name) for name in given]
    first = [replace(one, sentence=error) for one in asked[:1]]
    says = Question(item, "constant", _STATUSES, None, LanduseError("status_open", file=item), meanings.STATUS, False)
    return [*first, *asked[1:], says]


def _several(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def _by_name(value: object) -> dict[str, str]:
    return {str(name): str(words) for name, words in value.items()} if isinstance(value, dict) else {}


def _system(item: str, error: LanduseError, work_epsg: int) -> list[Question]:
    proposed = error.values.get("epsg")
    systems = tuple(str(epsg) for epsg in reading_systems(work_epsg, proposed))
    return [Question(item, "crs", (*systems, LEAVE), None if proposed is None else str(proposed), error)]


def _axes(item: str, error: LanduseError, _epsg: int) -> list[Question]:
    epsg = str(error.values["epsg"])
    return [Question(item, "axes", (epsg, LEAVE), epsg, error)]


def _year(item: str, error: LanduseError, _epsg: int) -> list[Question]:
    """The year in the file's name is proposed where it has one alone."""
    found = set(_YEAR.findall(PurePath(item).name))
    return [Question(item, "year", (), found.pop() if len(found) == 1 else None, error)]


def _source(item: str, error: LanduseError, _epsg: int) -> list[Question]:
    return [Question(item, "source", (ADDS, *error.values["ids"], LEAVE), None, error)]


_Maker = Callable[[str, LanduseError, int], list[Question]]
_KINDS: dict[str, _Maker] = {
    **dict.fromkeys(("layer_unclear", "layer_proposed", "table_unclear"), _layer),
    "column_missing": _columns,
    "list_unclear": _headings,
    **dict.fromkeys(("file_crs_other", "file_crs_none", "file_crs_unknown"), _system),
    "file_axes_swapped": _axes,
    "raster_year": _year,
    "source_unclear": _source,
}
