"""What an import was prepared against: the parts of a park that its report rests on, and which of them are others by now.

A layer is known by its entry in park.toml, which names the version that brought it: an earlier version that is put back is itself again,
and a layer that the file has nothing to do with asks for no second look.
"""

from dataclasses import asdict
from typing import Any

from door.answers import Asked
from door.columns.joined import LAYER_OF
from landuse.words.errors import Word
from parks.park import Park

_PERIMETER = "perimeter"
_JOINED = {"records": tuple(LAYER_OF.values())}


def based_on(park: Park, layer_id: str, signature: str | None = None, before: Asked | None = None, read_as: Asked | None = None) -> dict:
    """What a file was held against, as plain values.

    Parameters
    ----------
    signature : of the file; None for a raster, which is asked nothing
    before : what had been said of such files
    read_as : what the file was read by, that included
    """
    looked_at = sorted({layer_id, _PERIMETER, *_JOINED.get(layer_id, ())})
    return {
        "layer": layer_id,
        "place": _place(park),
        "layers": {name: _entry(park, name) for name in looked_at},
        "signature": signature,
        "answers": [asdict(said) if said else None for said in (before, read_as)],
    }


def since(then: dict[str, Any], park: Park, kept: dict[str, Asked]) -> Word | None:
    """What has changed that the report rests on, in words; None where all of it is as it was.

    Parameters
    ----------
    then : of `based_on`
    kept : what is said of files by now, by their signature
    """
    if then["place"] != _place(park):
        return Word("based_on.place")
    changed = [name for name, entry in then["layers"].items() if entry != _entry(park, name)]
    if changed:
        kind = "layer" if then["layer"] in changed else "perimeter" if _PERIMETER in changed else "joined"
        return Word(f"based_on.{kind}")
    answers = [Asked(**said) if said else None for said in then["answers"]]  # with what was not asked yet when they were written
    return None if kept.get(then["signature"]) in answers else Word("based_on.answers")


def _place(park: Park) -> list[str]:
    return [str(park.epsg), *park.municipalities]


def _entry(park: Park, layer_id: str) -> dict[str, str] | None:
    about = park.layers.get(layer_id)
    if about is None:
        return None
    covers = [(one.id, one.extent, str(one.dated)) for one in park.sources.get(layer_id, ()) if one.extent]
    said = {key: str(value) for key, value in sorted(about.items())}
    return said | ({"covers": str(covers)} if covers else {})
