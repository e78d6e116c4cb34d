"""What a person says of a file, as the command line and the page take it."""

from door.answers import Asked
from door.columns.constants import check_constants
from door.report.report import QUESTIONS as QUESTIONS
from landuse.measure import crs
from landuse.words.errors import LanduseError
from parks.sources import ANSWERS as COVERS


def said(
    layer_id: str | None = None,
    as_epsg: int | None = None,
    swapped: bool = False,
    maps: list[str] | None = None,
    replaces: list[str] | None = None,
    adds: bool = False,
    covers: str | None = None,
    constants: list[str] | None = None,
    holds_from: str | None = None,
    basis: str | None = None,
) -> Asked:
    """The answers to a file's questions.

    Parameters
    ----------
    replaces, adds : which sources of the layer it is the newer file of, or that it stands beside them all
    covers : the ground that it covers, one of COVERS
    holds_from, basis : the day from which rows hold that say none, and what that rests on
    constants : `OURS=VALUE` each: what holds for every row of a file that has no such column
    maps : `THEIRS=OURS` each, with a unit after a colon where it is an area; nothing after the sign leaves the column out

    Raises
    ------
    LanduseError : from_without_basis, map_unreadable, constant_unreadable, covers_unknown; as check_constants
    """
    if covers is not None and covers not in COVERS:
        raise LanduseError("covers_unknown", given=covers, known=", ".join(COVERS))
    if bool(holds_from) != bool(basis):
        raise LanduseError("from_without_basis")
    columns = {}
    for words in maps or []:
        theirs, sign, ours = words.rpartition("=")
        if not (sign and theirs):
            raise LanduseError("map_unreadable", value=words)
        columns[theirs] = ours.strip()
    fixed = {}
    for words in constants or []:
        ours, sign, value = words.partition("=")
        if not (sign and ours.strip() and value.strip()):
            raise LanduseError("constant_unreadable", value=words)
        fixed[ours.strip()] = value.strip()
    check_constants(fixed, layer_id)
    days = {"holds_from": holds_from, "basis": basis}
    return Asked(layer_id, as_epsg, swapped, columns, list(replaces or []), adds, covers, constants=fixed, **days)


def reading_systems(work_epsg: int, proposed: int | None = None) -> dict[int, str]:
    """The coordinate systems that a person can read a file in, with their names; the park's own first, then what was proposed."""
    numbers = dict.fromkeys([work_epsg, *([proposed] if proposed else []), *crs.WORK_EPSG, crs.MAP_EPSG, *crs.OTHER_EPSG])
    return {epsg: f"EPSG:{epsg} · {crs.name(epsg)}" for epsg in numbers}
