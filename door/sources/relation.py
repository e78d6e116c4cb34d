"""Whether a file is the newer file of a source in use, or stands beside all of them; in doubt it is asked, and nothing changes."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import shapely

from door.answers import Asked
from door.report.changes import compared
from door.sources.key import key_of, list_name, plan_ids
from landuse.quality.changes import Changes
from landuse.quality.findings import Finding
from landuse.words.errors import LanduseError
from layers.registry import layer as registered
from layers.registry import named
from parks.park import Park
from parks.read import read_rows, row_counts
from parks.rows import Rows
from parks.sources import Source

_STATEMENT = ("about_type", "about", "kind")
_SAID = (*_STATEMENT, "value")
_SAME_LIST = 0.5  # of the statements of one list that are in the other


@dataclass(frozen=True)
class Relation:
    """What a file is among the sources of its layer.

    key : of the file, as `key_of`
    replaces : the sources that give way to it, in their order
    beside : the sources that stay
    changes : against those that give way; None where there are none, or where they were invented
    """

    key: tuple[str, ...]
    replaces: tuple[Source, ...]
    beside: tuple[Source, ...]
    changes: Changes | None = None


@dataclass(frozen=True)
class _New:
    """The file in question, and the rows of the sources that it is held against, each read once."""

    file: str
    digest: str
    layer_id: str
    rows: Rows
    key: tuple[str, ...]
    park: Park
    _changes: dict[str, Changes] = field(default_factory=dict)

    def rows_of(self, source: Source) -> Rows:
        return read_rows(self.park, self.layer_id, source.id)

    def key_of(self, source: Source) -> tuple[str, ...]:
        """As it is kept, or of before there were keys: from the rows."""
        return source.key or key_of(self.rows_of(source), self.layer_id, source.name)

    def changes(self, source: Source) -> Changes:
        if source.id not in self._changes:
            self._changes[source.id] = compared(self.rows_of(source), self.rows, registered(self.layer_id).key)
        return self._changes[source.id]

    def shares_rows(self, source: Source) -> bool:
        """Whether any row of the file is one of the source's by name or ground; in a layer without names, whether they meet at all."""
        if len(self.changes(source).new) < len(self.rows):
            return True
        return registered(self.layer_id).key is None and _meet(self.rows_of(source), self.rows)


def relation(file: str, digest: str, layer_id: str, rows: Rows, park: Park, asked: Asked) -> Relation:
    """Hold a file against the sources of its layer.

    Parameters
    ----------
    digest : of the file
    rows : canonical
    asked : what a person says: which sources it replaces, or that it stands beside all

    Raises
    ------
    LanduseError : source_unclear, a question with the ids of the sources; source_unknown; source_both; adds_to_example
    """
    sources = park.sources.get(layer_id, ())
    new = _New(file, digest, layer_id, rows, key_of(rows, layer_id, file), park)
    gone = _said(new, sources, asked)
    if gone is None:
        gone = _found(new, sources)
    beside = tuple(one for one in sources if one not in gone)
    own = [one for one in gone if one.origin == "own"]
    if not own:
        return Relation(new.key, gone, beside)
    if len(own) == 1:
        return Relation(new.key, gone, beside, new.changes(own[0]))
    old = Rows.together([new.rows_of(one) for one in own])
    return Relation(new.key, gone, beside, compared(old, rows, registered(layer_id).key))


def example_gone(park: Park, layer_id: str, among: Relation) -> list[Finding]:
    """That invented data give way to the file, and how many rows; nothing where none do."""
    invented = tuple(one for one in among.replaces if one.origin == "example")
    return [Finding("example_replaced", before=_rows_of_all(park, layer_id, invented))] if invented else []


def _rows_of_all(park: Park, layer_id: str, sources: tuple[Source, ...]) -> int | None:
    """Of sources whose rows may never have been counted; None of a raster."""
    counted = sum(one.rows or 0 for one in sources)
    return counted or row_counts(park).get(layer_id)


def _said(new: _New, sources: tuple[Source, ...], asked: Asked) -> tuple[Source, ...] | None:
    """What a person has said; None where nothing was."""
    if asked.adds and asked.replaces:
        raise LanduseError("source_both", file=new.file)
    known = {one.id: one for one in sources}
    unknown = [one for one in asked.replaces if one not in known]
    if unknown:
        values = {"given": ", ".join(unknown), "known": ", ".join(known) or "–"}
        raise LanduseError("source_unknown", file=new.file, layer=named(new.layer_id), **values)
    if asked.replaces:
        return tuple(known[one] for one in known if one in asked.replaces)
    invented = tuple(one for one in sources if one.origin == "example")
    same = tuple(one for one in sources if one.sha256 and one.sha256 == new.digest)
    if invented and asked.adds:
        raise LanduseError("adds_to_example", file=new.file, layer=named(new.layer_id), rows=_rows_of_all(new.park, new.layer_id, invented))
    if invented or same:  # nothing real is added to what was invented, and nothing to itself
        return invented or same[:1]
    return () if asked.adds or not sources else None


def _found(new: _New, sources: tuple[Source, ...]) -> tuple[Source, ...]:
    """What the content says: a file of points alone is never the newer file of one with outlines, nor the reverse."""
    if registered(new.layer_id).points:
        own = _only_points(new.rows)
        sources = tuple(one for one in sources if _only_points(new.rows_of(one)) == own)
    rules: dict[str, Callable[[_New, tuple[Source, ...]], tuple[Source, ...] | None]] = {
        "plan": _of_plans, "municipality": _of_municipalities, "list": _of_lists, "park": _of_the_park,
    }  # fmt: skip
    found = rules[registered(new.layer_id).delivered_by](new, sources)
    if found is None:
        names = "; ".join(_named(new, one) for one in sources)
        values = {"layer": named(new.layer_id), "sources": names, "of": ", ".join(new.key) or "–", "ids": [one.id for one in sources]}
        raise LanduseError("source_unclear", file=new.file, **values)
    return found


def _named(new: _New, source: Source) -> str:
    key = ", ".join(new.key_of(source))
    return f"{source.id} ({source.name or '–'}{f': {key}' if key else ''})"


def _of_plans(new: _New, sources: tuple[Source, ...]) -> tuple[Source, ...] | None:
    """The same plans replace themselves, other plans stand beside; some of both is a question."""
    met = [one for one in sources if plan_ids(new.key_of(one)) & plan_ids(new.key)]
    return _one_of(met, [one for one in met if set(new.key_of(one)) == set(new.key)])


def _of_municipalities(new: _New, sources: tuple[Source, ...]) -> tuple[Source, ...] | None:
    """The same municipalities replace themselves where any row is the same, others stand beside; all else is a question."""
    keys = {one.id: set(new.key_of(one)) for one in sources}
    met = [one for one in sources if not new.key or not keys[one.id] or keys[one.id] & set(new.key)]
    if not all(keys[one.id] == set(new.key) for one in met):
        return None
    same = [one for one in met if new.shares_rows(one)]
    return _one_of(same or met, same)


def _of_lists(new: _New, sources: tuple[Source, ...]) -> tuple[Source, ...] | None:
    """A list of the same name about some of the same things, or one that mostly says the very same, is replaced; one that speaks of
    the same and says another thing may be another person's, and is a question; others stand beside."""
    said, asked, subjects = (_statements(new.rows, columns) for columns in (_SAID, _STATEMENT, _STATEMENT[:2]))
    same, doubtful = [], []
    for one in sources:
        old = new.rows_of(one)
        before, spoken = _statements(old, _SAID), _statements(old, _STATEMENT)
        alike = one.name is not None and list_name(one.name) == list_name(new.file)
        if (alike and subjects & _statements(old, _STATEMENT[:2])) or len(said & before) >= _SAME_LIST * max(len(said), len(before), 1):
            same.append(one)
        elif alike or len(asked & spoken) >= _SAME_LIST * max(min(len(asked), len(spoken)), 1):
            doubtful.append(one)
    return _one_of([*same, *doubtful], same)


def _of_the_park(new: _New, sources: tuple[Source, ...]) -> tuple[Source, ...] | None:
    """The park's own map is one file: a newer one replaces it; where there are several, the one of the same name. A file of another
    name that has no row and no ground of the one that is there is a question."""
    alike = [one for one in sources if one.name and list_name(one.name) == list_name(new.file)]
    same = [one for one in sources if one in alike or new.shares_rows(one)] if len(sources) == 1 else alike
    return _one_of(same or list(sources), same)


def _only_points(rows: Rows) -> bool:
    return len(rows) > 0 and all((shapely.get_dimensions(shapes) == 0).all() for _, shapes in rows.shapes.parts())


def _one_of(met: list[Source], same: list[Source]) -> tuple[Source, ...] | None:
    """None to replace where nothing was met; the one that is the same where nothing else was; otherwise a question."""
    return tuple(same) if len(met) == len(same) <= 1 else None


def _statements(rows: Rows, columns: tuple[str, ...]) -> set[tuple[str, ...]]:
    return set(rows.columns[list(columns)].fillna("").astype(str).itertuples(index=False, name=None))


def _meet(old: Rows, new: Rows) -> bool:
    """Whether the boxes around all rows of both share anything."""
    one, other = old.shapes.boxes(), new.shapes.boxes()
    if not len(one) or not len(other):
        return False
    low = np.maximum(np.nanmin(one[:, :2], axis=0), np.nanmin(other[:, :2], axis=0))
    high = np.minimum(np.nanmax(one[:, 2:], axis=0), np.nanmax(other[:, 2:], axis=0))
    return bool((low <= high).all())
