"""A new park out of its files alone: municipality, place and name by what they say, and all of them imported; all of it or nothing."""

import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from actions.drop.import_drop import Outcome, check_items, import_drop
from actions.drop.place import Place, place_of
from actions.drop.questions import Answers
from actions.drop.reading import How
from actions.imports.new_park import new_park
from door.given import given
from landuse.words.errors import LanduseError
from parks.park import Park, data_root, read_park
from parks.scratch import scratch_folder
from parks.versions import locked


def found_place(paths: Sequence[Path], answers: Answers, how: How) -> Place:
    """Where the park lies that the files are of, and its name.

    Raises
    ------
    LanduseError : place_of_drop, answer_item
    """
    with scratch_folder() as folder:
        found = given([*paths], folder)
        check_items(answers, found)
        return place_of(found, answers, how)


def new_from_files(
    park_id: str, name: str, place: Place, paths: Sequence[Path], answers: Answers, how: How, accept: bool = False
) -> tuple[Park, Outcome]:
    """Make a park and import all of its files; where nothing of them is taken into use, there is no park.

    Raises
    ------
    LanduseError : as `new_park` and `import_drop`
    """
    new_park(park_id, name, place.municipalities, place=place.at)
    done = False
    try:
        outcome = import_drop(park_id, paths, answers, how, accept)
        done = outcome.taken
        return read_park(park_id), outcome
    finally:
        if not done:
            take_away(park_id)


def take_away(park_id: str) -> None:
    """A park that came to nothing, unless somebody else is giving it data or has."""
    with suppress(LanduseError), locked(park_id) as park:
        if not park.version:
            shutil.rmtree(data_root() / "parcels" / park_id)
