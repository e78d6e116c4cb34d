"""The data report as text for a terminal: the worst first, then counts by kind."""

from typing import Any

from actions.imports.extents import Covered
from door.report.changes import as_json as changes_json
from door.report.report import Report, value_lines
from landuse.quality.findings import issue_types
from landuse.words import messages, numbers
from landuse.words.foreign import as_lines

_BLANKS = ("", "None", "nan", "NaT", "<NA>")  # how a cell without a value reads
_MOST_NAMED = 8  # of the rows that changed in one way
_MOST = 3  # lines of one kind, then how many there are; all of them are in the file that -o writes


def check_text(told: list[dict[str, Any]], lang: str) -> str:
    """The answer of `check` for several files."""
    return as_lines(line for place, report in enumerate(told) for line in ([""] if place else []) + _one(report, lang))


def lines(rows: list[dict[str, Any]], lang: str) -> list[str]:
    """Findings as lines: severity, sentence, and what to do; the same remedy is said once, and of one kind the first few and how many."""
    told, seen = [], set()
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_kind.setdefault(row["issue"], []).append(row)
    for issue, of_kind in by_kind.items():
        for row in of_kind[:_MOST]:
            remedy = "" if row["remedy"] in seen else f" {row['remedy']}"
            seen.add(row["remedy"])
            severity = messages.text(lang, f"severity.{row['severity']}")
            told.append(f"  {severity}: {row['sentence']}{remedy}")
        told += _more(issue, len(of_kind), lang)
    return told


def _more(issue: str, total: int, lang: str) -> list[str]:
    """How many there are of a kind beyond those that are told one by one."""
    if total <= _MOST:
        return []
    return [messages.text(lang, "report.more", count=total - _MOST, total=total, name=issue_types()[issue].name(lang))]


def _one(report: dict[str, Any], lang: str) -> list[str]:
    end = "taken" if report["taken"] else "question" if report["question"] else "not_taken"
    taken = messages.text(lang, f"report.{end}")
    findings = lines([row for row in report["findings"] if row["sentence"] != report["summary"]], lang)
    values = report.get(f"value_lines_{lang}", [])
    asks = [line for line in report.get("asks", []) if line != report["summary"]]
    return [report["summary"], *asks, *values, *findings, *rule_lines(report["rules"], lang), f"→ {taken}"]


def rule_lines(rules: list[dict[str, str]], lang: str) -> list[str]:
    """The rules of plan exchange that a file keeps and breaks, as one line for each of the two."""
    by_result = {result: [f"{row['name']} ({row['rule']})" for row in rules if row["result"] == result] for result in ("fail", "pass")}
    return [messages.text(lang, f"report.rules.{result}", rules="; ".join(names)) for result, names in by_result.items() if names]


def told_lines(made: Report, lang: str) -> list[str]:
    """A report as an import tells it: its summary, what changed, its findings."""
    changes = change_lines(changes_json(made.changes), lang) if made.changed else []
    by_kind: dict[str, list[str]] = {}
    for one in made.findings:
        by_kind.setdefault(one.issue, []).append(one.text(lang))
    told = [line for issue, said in by_kind.items() for line in (*said[:_MOST], *_more(issue, len(said), lang))]
    return [made.head(lang), *value_lines(made, lang), *changes, *told]


def change_lines(since: dict[str, Any] | None, lang: str) -> list[str]:
    """What is new against the source that gave way, by name; nothing where there was none."""
    if since is None:
        return []
    counted = {name: since[name] for name in ("new", "gone", "moved", "recoded", "renamed", "same")}
    lines = [messages.text(lang, "import.changes", **counted)]
    for name, found in since["named"].items():
        if found:
            more = " …" if since[name] > len(found[:_MOST_NAMED]) else ""
            named = "; ".join(_named(name, one, lang) for one in found[:_MOST_NAMED])
            lines.append(messages.text(lang, f"import.changes.{name}", names=named + more))
    return lines


def _named(kind: str, one: str | list[Any], lang: str) -> str:
    """A row by its name, and what became of it where it is not only new or gone."""
    if isinstance(one, str):
        return _row(one, lang)
    row, *what = (str(part) for part in one)
    if kind == "moved":
        return messages.text(lang, "import.changes.moved.row", row=_row(row, lang), metres=numbers.metres(float(what[0]), lang))
    if kind == "renamed":
        return messages.text(lang, "import.changes.renamed.row", before=_row(row, lang), after=_row(what[0], lang))
    name = messages.text(lang, f"column.{what[0]}") if messages.has(f"column.{what[0]}") else what[0]
    blank = messages.text(lang, "import.changes.blank")
    before, after = (blank if value in _BLANKS else value for value in what[1:])
    return messages.text(lang, "import.changes.recoded.row", row=_row(row, lang), column=name, before=before, after=after)


def _row(name: str, lang: str) -> str:
    """A row by its own name; one that has none is called by its number (landuse.quality.changes.names_of)."""
    bare = name.removeprefix("#")
    return messages.text(lang, "import.changes.row", number=bare) if bare != name and bare.isdigit() else name


def covered_rows(covered: list[Covered]) -> list[dict[str, Any]]:
    """What each source covers, as JSON."""
    return [
        {
            "layer": one.layer_id, "source": one.source.id, "file": one.source.name, "covers": one.source.extent or "always",
            "dated": str(one.source.dated) if one.source.dated else None, "words": one.words, "follows": one.follows,
            "finding": one.finding.issue if one.finding else None, "undated": one.source.undated, "rows_basis": one.source.rows_basis,
            "rows_from": one.source.rows_from and one.source.rows_from.isoformat(), "days": one.days,
        }
        for one in covered
    ]  # fmt: skip


def covered_text(covered: list[Covered], lang: str) -> str:
    """What each source covers, a line for each, with what is to be known of it below."""
    lines = []
    for one in covered:
        file = f" ({one.source.name})" if one.source.name else ""
        covers = "" if one.words == "–" else f" {one.words}. {one.follows}"
        lines.append(f"{one.layer_id} {one.source.id}{file}:{covers}{f' {one.days}' if one.days else ''}")
        if one.finding:
            severity = messages.text(lang, f"severity.{one.finding.kind.severity}")
            lines.append(f"  {severity}: {one.finding.text(lang)} {one.finding.remedy(lang)}")
    return as_lines(lines or [messages.text(lang, "extent.none")])
