"""Import a file into a park: read, checked, kept whole or not at all, and reported."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from actions.imports.based_on import based_on, since
from actions.imports.check import check_file as check_file
from actions.imports.row_days import before, with_days
from actions.imports.taken import REPORT as REPORT
from actions.imports.taken import Taken, keep, together
from door import answers as file_answers
from door.answers import NOTHING, Asked
from door.formats import registry as formats
from door.intake import Intake, take_in
from door.open import Guarded, guarded_copy
from door.raster_intake import take_in_raster
from door.report import rejected as report_rejected
from door.report import report as import_report
from door.report.report import Report, raster_report, report
from door.sources.between import between
from door.sources.extent import about_extent, extent_of, is_asked, of_other_perimeter
from door.sources.relation import Relation, example_gone, relation
from door.surroundings import ring
from landuse.quality.findings import Finding, listed
from landuse.words import messages
from landuse.words.errors import LanduseError
from layers.registry import layer as registered
from layers.registry import named
from parks import versions
from parks.park import Park, read_park
from parks.read import read_rows
from parks.rows import Rows
from parks.sources import Source, new_id


@dataclass(frozen=True)
class Ready:
    """A file that was read and checked, with all that is needed to take it into use.

    rows : canonical; None for a raster, whose file stands in `raster`
    source : what it becomes among the sources of its layer
    replaces : ids of those that give way to it
    answers : signature of the file and what a person said of it, to be remembered
    rests_on : what it was prepared against, of `based_on`
    """

    report: Report
    rows: Rows | None
    source: Source
    replaces: tuple[str, ...]
    set_aside: Rows | None
    answers: tuple[str, Asked] | None
    rests_on: dict[str, Any]
    raster: Path | None = None

    @property
    def taken(self) -> Taken:
        """What is taken into use."""
        content = self.rows if self.raster is None else self.raster
        return Taken(self.report.layer_id, content, self.source, self.replaces, self.answers)


def import_file(
    park_id: str,
    path: Path | str,
    layer_id: str | None = None,
    as_epsg: int | None = None,
    year: int | None = None,
    dated: date | None = None,
    streamed: bool = False,
    asked: Asked = NOTHING,
) -> Report:
    """Read one file as one source of a layer of a park; the rows of the source whose newer file it is give way to it.

    Parameters
    ----------
    layer_id, as_epsg : as in `asked`, which has the other answers
    year : of a raster
    dated : the day that the data hold for; the file's own date where it is None
    streamed : whether a file past the size limit of a page is taken

    Raises
    ------
    LanduseError : the park is unknown or busy, or the file is unusable; import_changed, where somebody has changed what the
        file was held against while it was read; nothing on disk has changed then
    """
    said = replace(asked, layer_id=layer_id or asked.layer_id, as_epsg=as_epsg or asked.as_epsg)
    park = read_park(park_id)
    with guarded_copy(Path(path), streamed) as file:
        ready = prepare(park, file, Path(path), said, year, dated)
        if ready.report.changed:
            with versions.locked(park_id) as now, versions.staging(now) as folder:
                changed = since(ready.rests_on, now, file_answers.kept(now))
                if changed:
                    raise LanduseError("import_changed", file=ready.report.file, park=now.name, what=changed)
                return take(now, [ready], folder)[0]
    versions.sweep(park_id)
    return ready.report


def prepare(park: Park, file: Guarded, path: Path, asked: Asked, year: int | None = None, dated: date | None = None) -> Ready:
    """Read and check a file against the park as it is. Nothing on disk changes.

    Raises
    ------
    LanduseError : as `import_file`
    """
    file = file.of_table(asked.table)
    source = Source("", name=file.name, dated=dated or day_of(path), origin="own", sha256=file.digest)
    if formats.of(file).is_raster:
        return _raster_ready(park, file, asked, year, source)
    return ready(park, take_in(file, park, asked, file_answers.kept(park)), source, asked)


def day_of(path: Path) -> date:
    """The day that a file's data hold for, where nobody says another: that of the file."""
    return date.fromtimestamp(path.stat().st_mtime)


def ready(park: Park, found: Intake, source: Source, asked: Asked) -> Ready:
    """What was read, held against the sources of its layer.

    Parameters
    ----------
    source : as the file says of itself: name, dated, origin, sha256

    Raises
    ------
    LanduseError : source_unclear, source_unknown, source_both, adds_to_example
    """
    kept, digest = file_answers.kept(park), source.sha256 or ""
    days = with_days(found.rows_kept, found.layer_id, source.dated, park.current_date(), asked, before(park, found.layer_id))
    found = replace(found, rows_kept=days.rows)
    source = replace(source, undated=days.undated or None, rows_from=days.since, rows_basis=days.basis)
    among = relation(found.file, digest, found.layer_id, found.rows_kept, park, asked)
    again = among.changes is not None and not among.changes and [one.sha256 for one in among.replaces] == [digest]
    extent = extent_of(found.layer_id, asked.covers, among.key, found.municipalities, among.replaces)
    again = again and (asked.covers is None or [one.extent for one in among.replaces] == [extent.value])
    left_out = ring(park) if found.clipped_rows else None
    source = replace(_named(source, among, found), extent=extent.value, within=tuple(map(float, left_out.box)) if left_out else None)
    more = [Finding("same_again")] if again else [*_told(park, found.layer_id, source, among), *_between(park, found, among)]
    more += [] if again else [*about_extent(extent, source, among.beside), *of_other_perimeter(park, found.layer_id)]
    more += _example_findings(park, found.layer_id)
    made = replace(report(found), changes=among.changes, changed=not again, findings=tuple(listed([*found.findings, *more])))
    made = replace(made, source=source.id, replaces=_ids(among.replaces), beside=_ids(among.beside))
    made = replace(made, undated=days.undated, rows_from=days.since, rows_basis=days.basis)
    answers = (found.signature, found.asked) if asked else None
    rests_on = based_on(park, found.layer_id, found.signature, kept.get(found.signature), found.asked.of_make())
    return Ready(_marked(made), found.rows_kept, source, _ids(among.replaces), found.rows_aside, answers, rests_on)


def take(park: Park, ready: list[Ready], folder: Path) -> list[Report]:
    """Make what was read the park's next version; `folder` is staged, and the park locked.

    Raises
    ------
    LanduseError : written_differs, sources_differ
    """
    rejected = [report_rejected.write(one.set_aside, one.report, folder) for one in ready]
    keep(park, [one.taken for one in ready], together([document(one) for one in ready]), folder)
    home = versions.version_folder(park, park.version + 1)
    return [replace(one.report, rejected_path=home / name if name else None) for one, name in zip(ready, rejected, strict=True)]


def document(ready: Ready) -> dict[str, Any]:
    """The report as it is kept beside a version: in both languages, with the hour."""
    hour = datetime.now(UTC).isoformat(timespec="seconds")
    told = {**import_report.as_json(ready.report, messages.DEFAULT_LANG), "taken_at": hour, "dated": str(ready.source.dated)}
    return told | {"covers": ready.source.extent if ready.raster is None and is_asked(ready.report.layer_id) else None}


def _raster_ready(park: Park, file: Guarded, asked: Asked, year: int | None, source: Source) -> Ready:
    if asked.layer_id is not None:
        _raster_name(asked.layer_id, file.name, year)  # asked before a large file is read
    found = take_in_raster(file, park, asked.layer_id)
    base, name = found.layer_id, _raster_name(found.layer_id, file.name, year)
    made = raster_report(found, name)
    known = park.sources.get(name, ())
    if asked.adds and known:
        raise LanduseError("adds_to_raster", file=file.name, layer=named(name))
    again = [one.sha256 for one in known] == [file.digest]
    more = [Finding("same_again")] if again else _told(park, name, source, Relation((), known, ()))
    more = [*more, *_example_findings(park, name)]
    made = replace(made, changed=not again, findings=(*made.findings, *more), source=name, replaces=_ids(known))
    source = replace(source, id=name, licence=registered(base).licence)
    return Ready(_marked(made), None, source, _ids(known), None, None, based_on(park, name), file.path)


def _raster_name(layer_id: str, file: str, year: int | None) -> str:
    """What a park's raster is called: with its year where there may be one for each."""
    if not registered(layer_id).by_year:
        return layer_id
    if year is None:
        raise LanduseError("raster_year", file=file)
    return f"{layer_id}_{year}"


def _named(source: Source, among: Relation, found: Intake) -> Source:
    """The source with its id: that of the one whose newer file it is, else one made of its key or its name."""
    wanted = among.key[0].rpartition("/")[2] if len(among.key) == 1 else Path(found.file).stem
    known = [one.id for one in among.replaces if one.origin != "example"]
    own = known[0] if known else new_id(wanted, among.beside)
    return replace(source, id=own, key=among.key, rows=len(found.rows_kept), licence=registered(found.layer_id).licence)


def _told(park: Park, layer_id: str, source: Source, among: Relation) -> list[Finding]:
    """Which source gives way, or beside which the file stands."""
    invented = example_gone(park, layer_id, among)
    if invented:
        return invented
    gone = [one for one in among.replaces if one.origin != "example"]
    names = ", ".join(f"{one.id} ({one.name or '–'})" for one in gone or among.beside)
    if gone:
        return [Finding("source_replaced", before=names, after=source.name)]
    return [Finding("source_added", before=source.id, after=names)] if among.beside else []


def _between(park: Park, found: Intake, among: Relation) -> list[Finding]:
    beside = ((one, read_rows(park, found.layer_id, one.id)) for one in among.beside)
    return list(between(found.layer_id, found.rows_kept, beside))


def _ids(sources: tuple[Source, ...]) -> tuple[str, ...]:
    return tuple(one.id for one in sources)


def _example_findings(park: Park, layer_id: str) -> list[Finding]:
    """What the import means for the mark over invented data."""
    if not park.example:
        return []
    still = any(about.get("origin") == "example" for name, about in park.layers.items() if name != layer_id)
    return [Finding("still_example" if still else "no_longer_example", before=park.name)]


def _marked(made: Report) -> Report:
    return replace(made, still_example=any(finding.issue == "still_example" for finding in made.findings))
