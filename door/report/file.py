"""All that is worth saying about a file as a whole: its tables, columns, counts and companions."""

import math

import pandas as pd

from door.choice import Choice
from door.columns.conserve import ValueSum
from door.columns.constants import constant_words
from door.columns.mapping import Mapping
from door.formats import registry as formats
from door.gml.rules import RuleBreak
from door.guarded import Guarded
from door.report.remembered import said_before
from door.tables import Table
from landuse.quality.findings import Finding
from landuse.words.errors import Word
from layers.base import VALIDITY, Layer
from layers.registry import layer as registered

_NOTES = {"curve": "curves_straight", "height": "heights_dropped", "hole": "holes_kept"}
_REL, _LEAST = 1e-9, 1e-3  # of two sums of the same numbers, added in another order
_OWN = {"fid", "objectid", "ogc_fid", "gml_id", "shape_leng", "shape_area", "shape_length", "gfid"}  # what programs add for themselves


def about_file(file: Guarded, choice: Choice, mapped: Mapping, raw: pd.DataFrame) -> list[Finding]:
    """Findings that no row can be named for, and what reading did to geometry."""
    table = choice.table
    found = _columns(table, mapped, raw, registered(choice.layer_id)) + _done(table)
    if choice.remembered:
        found.append(Finding("remembered", before=said_before(choice.asked)))
    if choice.others:
        found.append(Finding("other_tables", before=", ".join(choice.others)))
    if choice.without_wal:
        found.append(Finding("without_wal"))
    missing = [part for part in formats.of(file).beside if not file.path.with_suffix(part).exists()]
    found += [Finding("missing_sidecar", before=part, after=Word(f"sidecar{part}")) for part in missing]
    return found + [Finding("driver_said", before=words) for words in table.said]


def about_values(sums: dict[str, ValueSum], table: Table) -> list[Finding]:
    """Columns that have more values in the file than its reader found, or others; and those that nothing but the reader counts."""
    counted = {ours: (one.written, one.read) for ours, one in sums.items() if one.written is not None}
    counted |= table.listed.values if table.listed is not None else {}
    lost = [(name, *both) for name, both in counted.items() if both[1] < both[0]]
    found = [Finding("values_lost", None, None, name, written, read, written - read) for name, written, read in lost]
    numbers = {ours: table.sums[one.theirs] for ours, one in sums.items() if one.theirs in table.sums}
    found += [Finding("sum_differs", None, None, ours, *both) for ours, both in numbers.items() if not _same(*both)]
    once = [ours for ours, one in sums.items() if one.written is None and one.read and table.listed is None]  # of lists, cells are counted
    return found + ([Finding("values_once", before=", ".join(once), count=len(once))] if once else [])


def _same(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=_REL, abs_tol=_LEAST)


def about_rules(breaks: tuple[RuleBreak, ...]) -> list[Finding]:
    """Rules of plan exchange that a GML file breaks, with the objects that break them."""
    return [Finding("rule_broken", feature=found.gml_id, before=found.rule, after=found.found) for found in breaks]


def _done(table: Table) -> list[Finding]:
    """What reading did to the file and to the geometry of its rows, in the words of the report."""
    there = set((table.plain.index + 1).tolist())  # a row that was clipped away is not looked at any more
    notes = {note: [row for row in rows if row in there] for note, rows in table.notes.items()}
    found = [Finding("unclosed", int(row)) for row in notes.get("unclosed_ring", ())]
    found += [Finding(issue, int(rows[0]), count=len(rows)) for note, issue in _NOTES.items() if (rows := notes.get(note))]
    for name, *values in table.done:
        before, after = (*values, None, None)[:2]
        if name == "encoding" and str(before).casefold() == str(after).casefold():
            continue
        if name == "page_of_more":
            before, after = (None if number == -1 else number for number in (before, after))
        if name == "constant":
            before, after = constant_words(str(before), str(after))
        found.append(Finding(f"done_{name}", before=before, after=after))
    return found


def _columns(table: Table, mapped: Mapping, raw: pd.DataFrame, declared: Layer) -> list[Finding]:
    found = [
        Finding("mapped_by_content", column=ours, before=mapped.theirs[ours], count=share) for ours, share in mapped.by_content.items()
    ]
    validity = {column.name for column in VALIDITY}
    missing = [column.name for column in declared.columns if column.name not in raw and column.name not in validity]
    if missing:
        found.append(Finding("missing_columns", before=", ".join(missing), count=len(missing)))
    unused = [name for name in mapped.unused(table.plain) if name.lower() not in _OWN]
    if unused:
        found.append(Finding("unused_columns", before=", ".join(unused[:12]) + (" …" if len(unused) > 12 else ""), count=len(unused)))
    return found
