"""Reading all files of a drop, each against the park with those before it, as if they had come one by one in the order that serves them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from actions.drop.questions import ADDS, Answers, Question, Said, said_of, same_source
from actions.drop.unclear import of_error
from actions.imports.import_files import Ready, day_of, prepare, ready
from actions.imports.taken import as_written, written
from door import answers as file_answers
from door.formats import registry as formats
from door.intake import Intake, take_in
from door.open import Guarded, guarded_copy
from door.report.report import Report
from door.sources import pages
from landuse.words.errors import LanduseError
from layers.registry import layer as registered
from parks import versions
from parks.park import Park
from parks.sources import Source

_TABLES = ("layer_unclear", "table_unclear")
WhileReading = Callable[[str, int, int], AbstractContextManager[None]]


def quiet(_name: str, _number: int, _count: int) -> AbstractContextManager[None]:
    """Nothing is told while a file is read."""
    return nullcontext()


@dataclass(frozen=True)
class How:
    """What holds for every file of a drop.

    said : of all of them, where nothing is said of one
    dated : the day that the data hold for; each file's own where it is None
    streamed : whether files past the size limit of a page are taken
    while_reading : what is around the reading of each file
    """

    said: Said = Said()
    dated: date | None = None
    streamed: bool = False
    while_reading: WhileReading = quiet


ONE_BY_ONE = How()


@dataclass(frozen=True)
class Item:
    """A file of a drop, or one table of it, by its name in the drop; `layer_id` of one that we made."""

    name: str
    path: Path
    table: str | None = None
    layer_id: str | None = None


@dataclass(frozen=True)
class Line:
    """What became of one item: it is ready, it asks, it is refused, or it was left out by whoever gave it.

    items : one; several where they are the pages of one delivery
    read : the report of what could be read, also where a question stands in its way
    """

    items: tuple[Item, ...]
    ready: Ready | None = None
    questions: tuple[Question, ...] = ()
    refused: LanduseError | None = None
    read: Report | None = None

    @property
    def name(self) -> str:
        """Of the item, or of the first page."""
        return self.items[0].name

    @property
    def left(self) -> bool:
        """Whether it was left out."""
        return self.ready is None and self.refused is None and not self.questions


@dataclass
class _Reading:
    """The park as what was read so far would make it."""

    answers: Answers
    how: How
    held: ExitStack
    aside: Path
    seen: Park
    settings: dict
    lines: list[Line] = field(default_factory=list)


def read(park: Park, items: Sequence[Item], answers: Answers, how: How, held: ExitStack, aside: Path) -> tuple[list[Line], Park]:
    """Read items in their order; what became of them, and the park as they would make it. Nothing of the park changes.

    Parameters
    ----------
    held : keeps the files' private copies for as long as what was read of them is used
    aside : an empty folder, to write in what was read
    """
    settings = versions.settings_of(park) if park.settings_path.exists() else {}
    now = _Reading(answers, how, held, aside, park, settings)
    by_name = {item.name: item for item in items}
    done = 0
    for names in pages.numbered(by_name):
        group = [by_name[name] for name in names]
        _read_group(now, group, done, len(items))
        done += len(group)
    return now.lines, now.seen


def _read_group(now: _Reading, group: list[Item], done: int, count: int) -> None:
    """Files that may be pages of one delivery, or one file."""
    if len(group) == 1:
        with now.how.while_reading(group[0].name, done + 1, count):
            _read_one(now, group[0])
        return
    parts: list[tuple[Item, Said, Guarded, Intake]] = []
    for number, item in enumerate(group, start=done + 1):
        with now.how.while_reading(item.name, number, count):
            part = _part(now, item)
        if part is not None:
            parts.append(part)
    if len(parts) > 1 and pages.one_delivery([found for *_, found in parts]):
        _make_ready(now, parts, pages.together([found for *_, found in parts]))
        return
    for part in parts:
        _make_ready(now, [part], part[3])


def _part(now: _Reading, item: Item) -> tuple[Item, Said, Guarded, Intake] | None:
    """A file's rows; where it is a raster, has several tables, asks or is refused, it is read as one that stands alone."""
    said = said_of(item.name, now.answers, now.how.said)
    if said.leave:
        now.lines.append(Line((item,)))
        return None
    try:
        file = now.held.enter_context(guarded_copy(item.path, now.how.streamed))
        if not formats.of(file).is_raster:
            found = take_in(file.of_table(said.asked.table), now.seen, said.asked, file_answers.kept(now.seen))
            return item, said, file.of_table(said.asked.table), found
        _read_one(now, item)
    except LanduseError as error:
        _not_ready(now, item, error)
    return None


def _make_ready(now: _Reading, parts: list[tuple[Item, Said, Guarded, Intake]], found: Intake) -> None:
    items = tuple(item for item, *_ in parts)
    dated = now.how.dated or max(day_of(item.path) for item in items)
    source = Source("", name=found.file, dated=dated, origin="own", sha256=pages.digest(file.digest for _, _, file, _ in parts))
    try:
        _keep(now, items, ready(now.seen, found, source, parts[0][1].asked))
    except LanduseError as error:
        _not_ready(now, items[0], error)


def _read_one(now: _Reading, item: Item, before: Said | None = None) -> None:
    """One file or table, and those of its other tables that somebody has spoken of."""
    said = said_of(item.name, now.answers, before or now.how.said)
    if said.leave:
        now.lines.append(Line((item,)))
        return
    try:
        asked = replace(said.asked, table=item.table or said.asked.table, layer_id=item.layer_id or said.asked.layer_id)
        file = now.held.enter_context(guarded_copy(item.path, now.how.streamed))
        one = prepare(now.seen, file, item.path, asked, said.year, now.how.dated)
        _keep(now, (item,), one)
    except LanduseError as error:
        _not_ready(now, item, error)
        return
    of_others = replace(said, asked=replace(said.asked, layer_id=now.how.said.asked.layer_id, columns={}, replaces=[], adds=False))
    for table in () if item.table else one.report.others:
        if f"{item.name}/{table}" in now.answers:
            _read_one(now, Item(f"{item.name}/{table}", item.path, table), of_others)


def _keep(now: _Reading, items: tuple[Item, ...], one: Ready) -> None:
    """What is ready becomes part of the park that the next file is read against.

    Two files of one drop are never the same source: which of them came first says nothing of which holds.
    """
    for other in [line for line in now.lines if line.ready] if one.report.changed else ():
        if other.ready.report.layer_id == one.report.layer_id and other.ready.report.changed and other.ready.source.id in one.replaces:
            error = LanduseError("import_twice", file=one.report.file, other=other.ready.report.file)
            asked = same_source(items[0].name, other.name, error, one.raster is None)
            now.lines.append(Line(items, questions=(asked,), read=one.report))
            return
    now.lines.append(Line(items, ready=one, read=one.report))
    if one.report.changed:
        now.settings = written(now.seen, one.taken, now.aside, now.settings)
        now.seen = as_written(now.seen, now.aside, now.settings)


def _not_ready(now: _Reading, item: Item, error: LanduseError) -> None:
    """Each of several tables that would do is read by itself; what can be answered is asked, all else refused."""
    fitting = error.values.get("fitting", {}) if error.code in _TABLES and item.table is None else {}
    if len(fitting) > 1:
        said = said_of(item.name, now.answers, now.how.said)
        for table in _tables(fitting, item, now.answers, error):
            _read_one(now, Item(f"{item.name}/{table}", item.path, table), said)
        return
    asked = tuple(_proposed(now, one) for one in of_error(item.name, error, now.seen.epsg))
    now.lines.append(Line((item,), questions=asked, refused=None if asked else error))


def _tables(fitting: dict[str, str], item: Item, answers: Answers, error: LanduseError) -> Iterator[str]:
    """Tables that would do, and those that somebody has spoken of."""
    yield from fitting
    known = str(error.values["tables"]).split(", ")
    yield from (table for table in known if table not in fitting and f"{item.name}/{table}" in answers)


def _proposed(now: _Reading, one: Question) -> Question:
    """Of files that come together, none is the newer one: those of a register that have no row in common, and lists, both hold."""
    layer_id = one.sentence.values.get("layer")
    came = {line.ready.source.id for line in now.lines if line.ready and line.ready.report.layer_id == layer_id}
    if one.kind != "source" or not came & set(one.choices) or registered(str(layer_id)).delivered_by not in ("municipality", "list"):
        return one
    return replace(one, proposal=ADDS)
