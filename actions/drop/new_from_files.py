"""A new park out of its files alone: municipality, place and name by what they say, and all of them imported; all of it or nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from actions.drop.import_drop import Outcome, import_drop
from actions.drop.place import Place, place_of
from actions.drop.questions import Answers, about
from actions.drop.reading import How
from actions.drop.staged_drop import stage
from actions.imports.new_park import new_park
from actions.imports.set_up_park import check_name, park_id
from actions.imports.unborn import becoming
from door.given import given
from landuse.words.errors import LanduseError
from parks.municipality import place_of as municipality_place
from parks.park import Park, read_park
from parks.scratch import scratch_folder


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
        answers = about(answers, found.names)
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
    with becoming(partial(new_park, new_id, name, place.municipalities, None, None, place.at)):
        outcome = import_drop(new_id, paths, answers, how, accept)
        return read_park(new_id), outcome


def new_staged(name: str, municipalities: tuple[str, ...], baseline: date | None, paths: Sequence[Path], how: How, lang: str) -> Park:
    """A park whose files are read and staged, to be seen, answered and taken into use; nothing where they cannot be, or are put away.

    Parameters
    ----------
    name, municipalities : as found from the files where they are blank

    Raises
    ------
    LanduseError : as `found_place`, `check_name`, `new_park` and `staged_drop.stage`
    """
    place = found_place(paths, {}, how, municipalities)
    called = name.strip() or place.proposed_name(lang)
    check_name(called)
    with becoming(partial(new_park, park_id(called), called, place.municipalities, baseline, None, place.at)) as park:
        stage(park.id, paths, {}, how)
        return read_park(park.id)
