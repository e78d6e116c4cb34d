"""All files of a park at once: what each is, what is unclear, and all that is accepted taken into use in one step."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from actions.drop import outline
from actions.drop.questions import DAYS, NONE, PARK, Answers, Question, covers, days, of_list, said_of, with_proposals
from actions.drop.reading import How, Item, Line, read
from actions.imports.import_files import Ready
from door.columns.joined import LAYER_OF
from door.formats.registry import of_lists
from door.given import Given
from door.surroundings import is_clipped
from landuse.words.errors import LanduseError
from layers.registry import layer as registered
from parks.park import Park
from parks.sources import UNKNOWN

_MOST_ROUNDS = 6
_OUTLINES = ("perimeter", "parkgrense", "avgrens", "grense")


@dataclass(frozen=True)
class Drop:
    """What became of all that was given.

    lines : one for each file or table, in the order in which they were read
    questions : what is unclear and what is offered, that about the park first
    refused : by name, why files cannot be used
    left : names of what is of no kind that is read
    answers : what was said, with what was accepted of what was proposed
    accepted : the proposals among them
    """

    lines: list[Line]
    questions: list[Question]
    refused: dict[str, LanduseError]
    left: list[str]
    answers: Answers
    accepted: list[Question]

    @property
    def unclear(self) -> list[Question]:
        """What must be answered before anything is taken into use."""
        return [one for one in self.questions if one.must]

    @property
    def ready(self) -> list[Ready]:
        """What can be taken into use, in its order."""
        return [line.ready for line in self.lines if line.ready]

    @property
    def changed(self) -> list[Ready]:
        """What of it is not in use already."""
        return [one for one in self.ready if one.report.changed]


def dropped(park: Park, found: Given, answers: Answers, how: How, held: ExitStack, folder: Path) -> Drop:
    """Read all that was given, and what is still unclear. Nothing of the park changes.

    Parameters
    ----------
    answers : by item and question (`actions.drop.questions`)
    held : keeps what was read for as long as it is used
    folder : empty, to write in; must stay as long

    Raises
    ------
    LanduseError : answer_unknown
    """
    how = replace(how, said=said_of(PARK, {PARK: _of_all(answers)}, how.said))
    items = _in_order([Item(name, path) for name, path in found.files.items()])
    lines, seen = _read(park, items, answers, how, held, folder / "1")
    served = _served(items, lines)
    if served != items:
        lines, seen = _read(park, served, answers, how, held, folder / "2")
    asked = outline.question(seen)
    said = answers.get(PARK, {}).get("perimeter")
    if asked is not None and said not in (None, NONE):
        drawn = outline.write(seen, said, folder)
        lines, _ = _read(park, [Item(drawn.name, drawn, layer_id="perimeter"), *served], answers, how, held, folder / "3")
    questions = [asked] if asked is not None and said is None else []
    questions += [one for line in lines for one in line.questions]
    questions += [one for line in lines if line.ready for one in of_list(line.name, line.ready.report.headings)]
    unknown = [line.name for line in lines if line.ready and line.ready.report.changed and line.ready.source.extent == UNKNOWN]
    questions += [covers(unknown)] if unknown and "covers" not in _of_all(answers) else []
    undated = [line.name for line in lines if line.ready and line.ready.report.changed and line.ready.source.rows_from]
    questions += days([] if how.said.asked.holds_from else undated, answers.get(PARK, {}))
    refused = {**found.refused, **{line.name: line.refused for line in lines if line.refused}}
    return Drop(lines, questions, refused, found.left, answers, [])


def _of_all(answers: Answers) -> dict[str, str]:
    """What was said of all files at once; a day and what it rests on hold together."""
    said = answers.get(PARK, {})
    names = ("covers", *DAYS) if set(DAYS) <= set(said) else ("covers",)
    return {name: value for name, value in said.items() if name in names}


def settled(park: Park, found: Given, answers: Answers, how: How, held: ExitStack, folder: Path, accept: bool) -> Drop:
    """`dropped`, with every proposal accepted where that was asked for; what comes up by an answer is answered too."""
    said, accepted = answers, list[Question]()
    for number in range(_MOST_ROUNDS):
        home = folder / f"round-{number}"
        home.mkdir()
        drop = dropped(park, found, said, how, held, home)
        new = [one for one in drop.questions if accept and one.proposal is not None and one.name not in said.get(one.item, {})]
        if not new:
            break
        said, accepted = with_proposals(said, new), [*accepted, *new]
    return replace(drop, accepted=accepted)


def _read(park: Park, items: Sequence[Item], answers: Answers, how: How, held: ExitStack, aside: Path) -> tuple[list[Line], Park]:
    """Read items anew, and the park as they would make it; what was read before is let go."""
    held.close()
    aside.mkdir()
    return read(park, items, answers, how, held, aside)


def _in_order(items: list[Item]) -> list[Item]:
    """Outlines first and lists last, as far as names say it."""
    return sorted(items, key=_likely)


def _likely(item: Item) -> int:
    if item.path.suffix.lower() in of_lists():
        return 2
    return 0 if any(word in item.name.rpartition("/")[2].casefold() for word in _OUTLINES) else 1


def _served(items: list[Item], lines: list[Line]) -> list[Item]:
    """The order that serves the files: the perimeter before what is clipped to it, lists after what they speak of."""
    layer_of = {line.name: line.ready.report.layer_id for line in lines if line.ready and line.ready.raster is None}
    return sorted(items, key=lambda item: _rank(item, layer_of)) if _matters(list(layer_of.values())) else items


def _rank(item: Item, layer_of: dict[str, str]) -> int:
    own = {layer_id for name, layer_id in layer_of.items() if name == item.name or name.startswith(f"{item.name}/")}
    return 0 if "perimeter" in own else 2 if own == {"records"} else 1


def _matters(layers: list[str]) -> bool:
    """Whether a file was read before one that its reading rests on."""
    outlines = [place for place, layer_id in enumerate(layers) if layer_id == "perimeter"]
    lists = [place for place, layer_id in enumerate(layers) if layer_id == "records"]
    clipped = any(is_clipped(registered(layer_id)) for layer_id in layers[: outlines[-1]]) if outlines else False
    return clipped or bool(lists) and any(layer_id in LAYER_OF.values() for layer_id in layers[lists[0] :])
