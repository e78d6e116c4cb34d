"""Returns from many installations rolled up: read from a folder, verified, summed, and told as a bulletin in each language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from actions.programme import returns
from actions.programme.declared import read_form
from actions.programme.return_files import ENDING
from landuse.programme import rollup as reason
from landuse.programme.returns import Return
from landuse.programme.rollup import Declared, RollUp
from landuse.words.errors import LanduseError
from parks.own_names import own
from parks.park import park_ids, read_park

_RETURN = re.compile(rf"[^.].*{re.escape(ENDING)}")
_FORM = re.compile(r"[^.~].*\.xlsx", re.IGNORECASE)


@dataclass(frozen=True)
class Refused:
    """A file that does not count: why, in one sentence's error, or the parts that are not as they were sealed."""

    file: str
    error: LanduseError | None = None
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rolled:
    """The roll-up of a folder.

    refused : files that do not count; untrusted : files that are whole, sealed by a key that nobody here has said is trusted, and count
        only where that was asked for
    names : of the parks that were expected, by id
    """

    rolled: RollUp
    refused: list[Refused]
    untrusted: list[str]
    names: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        """As one JSON document."""
        rolled = self.rolled
        return {
            "returns": [{"park_id": one.park_id, "name": one.name, "on": one.on.isoformat(), "by": one.by} for one in rolled.returns],
            "declared": [vars(one) for one in rolled.declared],
            "figures": rolled.figures,
            "declared_figures": rolled.declared_figures,
            "missing": rolled.missing,
            "moves": rolled.moves,
            "outside": rolled.outside,
            "refused": [
                {"file": one.file, "why": one.error.code if one.error else "changed", "parts": list(one.wrong)} for one in self.refused
            ],
            "untrusted": self.untrusted,
        }


def roll_up(folder: Path, expected: Sequence[str] | None = None, also_untrusted: bool = False) -> Rolled:
    """All returns and forms of a folder together.

    Parameters
    ----------
    expected : ids of the parks that should answer; None: those of the baseline that this installation has
    also_untrusted : whether returns count that a key nobody here trusts has sealed

    Raises
    ------
    LanduseError : rollup_folder, where there is no such folder; rollup_nothing, where no file in it can count
    """
    if not folder.is_dir():
        raise LanduseError("rollup_folder", folder=folder.name)
    found: list[Return] = []
    declared: list[Declared] = []
    refused: list[Refused] = []
    untrusted: list[str] = []
    for path in own(folder, _RETURN):
        one = _verified(path, refused)
        if one is not None and one.found is not None:
            untrusted += [] if one.trusted else [path.name]
            found += [one.found] if one.trusted or also_untrusted else []
    for path in own(folder, _FORM):
        if not (folder / f"{path.stem}{ENDING}").exists():  # the workbook of a return is no form
            declared += _form(path, refused)
    if not (found or declared or untrusted or refused):
        raise LanduseError("rollup_nothing", folder=folder.name, ending=ENDING)
    names = {park_id: read_park(park_id).name for park_id in park_ids()}
    wanted = [park_id for park_id in names if read_park(park_id).in_baseline] if expected is None else list(expected)
    return Rolled(reason.rolled_up(found, declared, wanted), refused, untrusted, {one: names.get(one, one) for one in wanted})


def day_of(rolled: RollUp) -> date:
    """The newest day that anything in a roll-up is of."""
    years = [date(one.year, 12, 31) for one in rolled.declared]
    return max([*(one.on for one in rolled.returns), *years], default=date(1970, 1, 1))


def _verified(path: Path, refused: list[Refused]) -> returns.Verified | None:
    try:
        one = returns.verify_file(path)
    except LanduseError as error:
        refused.append(Refused(path.name, error))
        return None
    if one.wrong:
        refused.append(Refused(path.name, None, one.wrong))
    return one


def _form(path: Path, refused: list[Refused]) -> list[Declared]:
    try:
        return [read_form(path)]
    except LanduseError as error:
        refused.append(Refused(path.name, error))
        return []
