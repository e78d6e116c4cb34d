"""What a person says of a file, where its content does not say enough or says it wrongly.

Answers are kept in the park's folder, and hold for the next file of the same make.
"""

import json
from dataclasses import asdict, dataclass, field, replace

from parks.atomic import write_whole
from parks.park import Park

_FILE = "answers.json"


@dataclass(frozen=True)
class Asked:
    """Answers to the questions that a file leaves open; nothing where it may speak for itself.

    layer_id : which layer it is
    as_epsg : the CRS to read it in, whatever it says itself
    swapped : True where north stands before east
    columns : by a column's name in the file, the name of ours that it is, or of a list what it means; "" where it is none
    replaces : ids of the layer's sources that it is the newer file of
    adds : True where it stands beside all sources that the layer has
    covers : the ground that it covers, one of parks.sources.ANSWERS; None where nobody says it
    constants : by a column of ours, what holds for every row of a file that does not have it
    holds_from, basis : the day (yyyy-mm-dd) from which its rows hold that say none, and what that rests on; None: from the file's day
    table : which of the file's tables or sheets it is about; None where the file has one that speaks for itself
    """

    layer_id: str | None = None
    as_epsg: int | None = None
    swapped: bool = False
    columns: dict[str, str] = field(default_factory=dict)
    replaces: list[str] = field(default_factory=list)
    adds: bool = False
    covers: str | None = None
    table: str | None = None
    constants: dict[str, str] = field(default_factory=dict)
    holds_from: str | None = None
    basis: str | None = None

    def __bool__(self) -> bool:
        """Whether anything was said at all."""
        return self != Asked()

    def of_make(self) -> "Asked":
        """What holds for the next file of the same make too: not which source it is, nor what it covers and since when: each says so.

        Registers name one file a plan alike; what was said of one plan must not replace it by the next. A table is a make of its own.
        """
        return replace(self, replaces=[], adds=False, covers=None, table=None, holds_from=None, basis=None)


NOTHING = Asked()


def kept(park: Park) -> dict[str, Asked]:
    """Earlier answers by the signature of the files that they were given to."""
    path = park.folder / _FILE
    return {name: Asked(**said) for name, said in json.loads(path.read_text(encoding="utf-8")).items()} if path.exists() else {}


def remember(park: Park, name: str, said: Asked) -> None:
    """Keep what holds for the make; called with the park locked."""
    said = said.of_make()
    if not said:
        return
    answers = {key: asdict(one) for key, one in {**kept(park), name: said}.items()}
    write_whole(park.folder / _FILE, lambda path: path.write_text(json.dumps(answers, ensure_ascii=False, indent=1), encoding="utf-8"))
