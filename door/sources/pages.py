"""Pages of one delivery: a register cuts what is large into numbered files, which are one source together."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePath

from door.columns.conserve import together as values_together
from door.geometry.conserve import Balance
from door.intake import Intake
from door.report.changes import compared
from door.sources.key import key_of
from landuse.quality.findings import Finding
from layers.registry import layer as registered
from parks.rows import Rows

_NUMBERS = re.compile(r"\d+")
_OF_MORE = "done_page_of_more"
_LONGEST_NUMBER = 3  # more is a plan, a municipality, a year or a day


def numbered(names: Iterable[str]) -> list[list[str]]:
    """Groups of names that are alike but for one number that counts from 0 or 1 without a gap; every other name alone, in their order."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for name in names:
        groups.setdefault(tuple(_NUMBERS.split(name)), []).append(name)
    found = ([sorted(group, key=_numbers)] if _counts(group) else [[one] for one in group] for group in groups.values())
    return [group for of_alike in found for group in of_alike]


def _numbers(name: str) -> list[int]:
    return [int(one) for one in _NUMBERS.findall(name)]


def one_delivery(parts: list[Intake]) -> bool:
    """Whether what was read of numbered files is one delivery: a register's, of one make and of one key, with no row in two of them."""
    first = parts[0]
    declared = registered(first.layer_id)
    if declared.delivered_by not in ("municipality", "plan") or {(one.layer_id, one.signature) for one in parts} != {
        (first.layer_id, first.signature)
    }:
        return False
    if len({key_of(one.rows_kept, one.layer_id, one.file) for one in parts}) > 1:
        return False
    pairs = [(one, other) for place, one in enumerate(parts) for other in parts[:place]]
    return all(len(compared(other.rows_kept, one.rows_kept, declared.key).new) == len(one.rows_kept) for one, other in pairs)


def together(parts: list[Intake]) -> Intake:
    """Pages as one file: its rows those of all, its name the first and the last page's."""
    first, last = parts[0], parts[-1]
    balances = [one.balance for one in parts]
    balance = Balance(*(sum(getattr(one, name) for one in balances) for name in Balance.__dataclass_fields__))
    told = Finding("pages", before=", ".join(one.file for one in parts), count=len(parts))
    return replace(
        first,
        file=f"{first.file} – {PurePath(last.file).name}",
        rows=sum(one.rows for one in parts),
        rows_kept=Rows.together([one.rows_kept for one in parts]),
        rows_aside=Rows.together([one.rows_aside for one in parts]),
        clipped_rows=sum(one.clipped_rows for one in parts),
        clipped_m2=sum(one.clipped_m2 for one in parts),
        findings=[told, *_of_all(parts)],
        repairs=[repair for one in parts for repair in one.repairs],
        unknown_codes=_codes(parts),
        balance=balance.check(first.file),
        area_m2=sum(one.area_m2 for one in parts),
        value_balance=values_together([one.value_balance for one in parts if one.value_balance is not None]),
    )


def _of_all(parts: list[Intake]) -> list[Finding]:
    """The findings of all pages; that each is a page of more only where they are not all of it."""
    rows = sum(one.rows for one in parts)
    found = [finding for one in parts for finding in one.findings]
    others = [finding for finding in found if finding.issue != _OF_MORE]
    of_more = [finding for finding in found if finding.issue == _OF_MORE and not 0 <= (finding.after or -1) <= rows]
    return others + [replace(finding, before=rows) for finding in of_more[:1]]


def digest(parts: Iterable[str]) -> str:
    """What names the content of all pages; of one file, its own."""
    digests = list(parts)
    return digests[0] if len(digests) == 1 else hashlib.sha256("\n".join(digests).encode()).hexdigest()[:16]


def _counts(group: list[str]) -> bool:
    numbers = list(zip(*(_NUMBERS.findall(name) for name in group), strict=True))
    differ = [set(column) for column in numbers if len(set(column)) > 1]
    if len(differ) != 1 or len(differ[0]) != len(group) or any(len(one) > _LONGEST_NUMBER for one in differ[0]):
        return False
    found = sorted(int(one) for one in differ[0])
    return found[0] in (0, 1) and found == list(range(found[0], found[0] + len(found)))


def _codes(parts: list[Intake]) -> dict[str, dict[str, int]]:
    """Rows of each unknown code, over all pages."""
    found: dict[str, dict[str, int]] = {}
    for one in parts:
        for column, codes in one.unknown_codes.items():
            of_column = found.setdefault(column, {})
            for code, rows in codes.items():
                of_column[code] = of_column.get(code, 0) + rows
    return found
