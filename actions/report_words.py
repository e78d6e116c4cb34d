"""The data report as text for a terminal: the worst first, then counts by kind."""

from typing import Any

from landuse import messages

_MOST = 12  # lines of one kind; all of them are in the file that -o writes


def check_text(told: list[dict[str, Any]], lang: str) -> str:
    """The answer of `check` for several files."""
    return "\n\n".join(_one(report, lang) for report in told)


def lines(rows: list[dict[str, Any]], lang: str) -> list[str]:
    """Findings as lines: severity, sentence, and what to do; the same remedy is said once."""
    told, seen, shown = [], set(), {}
    for row in rows:
        shown[row["issue"]] = shown.get(row["issue"], 0) + 1
        if shown[row["issue"]] > _MOST:
            continue
        remedy = "" if row["remedy"] in seen else f" {row['remedy']}"
        seen.add(row["remedy"])
        severity = messages.text(lang, f"severity.{row['severity']}")
        told.append(f"  {severity}: {row['sentence']}{remedy}")
    hidden = sum(number - _MOST for number in shown.values() if number > _MOST)
    return told + ([messages.text(lang, "report.more", count=hidden)] if hidden else [])


def _one(report: dict[str, Any], lang: str) -> str:
    end = "taken" if report["taken"] else "question" if report["question"] else "not_taken"
    taken = messages.text(lang, f"report.{end}")
    findings = lines(report["findings"], lang) if report["taken"] else []
    return "\n".join([report["summary"], *findings, f"→ {taken}"])
