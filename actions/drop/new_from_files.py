"""A new park out of its files alone: municipality, place and name by what they say, and all of them imported; all of it or nothing."""

import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from actions.drop.import_drop import Outcome, check_items, import_drop
from actions.drop.place import Place, place_of
from actions.drop.questions import Answers
from actions.drop.reading import How
from actions.drop.staged_drop import stage
from actions.imports.new_park import new_park
from actions.imports.set_up_park import park_id
from door.given import given
from landuse.words.errors import LanduseError
from parks.municipality import place_of as municipality_place
from parks.park import Park, data_root, read_park
from parks.scratch import scratch_folder
from parks.versions import locked


def found_place(paths: Sequence[Path], answers: Answers, how: How, municipalities: tuple[str, ...] = ()) -> Place:
    """Where the park lies that the files are of, and its name.

    Parameters
    ----------
    municipalities : as a person says; the park lies in the first of them where none of the files says where

    Raises
    ------
    LanduseError : answer_item; place_of_drop, where nobody says where it lies; outline_unknown
    """
    with scratch_folder() as folder:
        found = given([*paths], folder)
        check_items(answers, found)
        try:
            place = place_of(found, answers, how)
        except LanduseError as error:
            if error.code != "place_of_drop" or not municipalities:
                raise
            lon, lat = municipality_place(municipalities[0])
            return Place(municipalities, (lat, lon), None, None)
        return replace(place, municipalities=municipalities or place.municipalities)


def new_from_files(
    new_id: str, name: str, place: Place, paths: Sequence[Path], answers: Answers, how: How, accept: bool = False
) -> tuple[Park, Outcome]:
    """Make a park and import all of its files; where nothing of them is taken into use, there is no park.

    Raises
    ------
    LanduseError : as `new_park` and `import_drop`
    """
    new_park(new_id, name, place.municipalities, place=place.at)
    done = False
    try:
        outcome = import_drop(new_id, paths, answers, how, accept)
        done = outcome.taken
        return read_park(new_id), outcome
    finally:
        if not done:
            take_away(new_id)


def new_staged(name: str, municipalities: tuple[str, ...], baseline: date | None, paths: Sequence[Path], how: How, lang: str) -> Park:
    """A park whose files are read and staged, to be seen, answered and taken into use; nothing where they cannot be.

    Parameters
    ----------
    name, municipalities : as found from the files where they are blank

    Raises
    ------
    LanduseError : as `found_place`, `new_park` and `staged_drop.stage`; setup_name
    """
    place = found_place(paths, {}, how, municipalities)
    called = name.strip() or place.proposed_name(lang)
    park = new_park(park_id(called), called, place.municipalities, baseline, place=place.at)
    staged = None
    try:
        staged = stage(park.id, paths, {}, how)
        return read_park(park.id)
    finally:
        if staged is None:
            take_away(park.id)


def take_away(made: str) -> None:
    """A park that came to nothing, unless somebody else is giving it data or has."""
    with suppress(LanduseError), locked(made) as park:
        if not park.version:
            shutil.rmtree(data_root() / "parcels" / made)
