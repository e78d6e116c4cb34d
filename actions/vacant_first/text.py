"""The answer of `encroach` as plain text, for a terminal or a log."""

from actions.vacant_first.words import in_words
from landuse.progress import nature_told
from landuse.vacant_first import ladder
from landuse.words import messages, numbers
from landuse.words.foreign import as_lines
from landuse.words.numbers import M2_PER_DAA


def answer_text(answer: dict, lang: str = messages.DEFAULT_LANG) -> str:
    """The whole answer for a terminal: what it takes, the layers, the lines, and the candidates, the best first."""
    told = in_words(answer, lang)
    area = numbers.area(told["footprint_m2"], lang)
    lines = [messages.text(lang, "encroach.head", name=told["park_name"] or "–", area=area, day=told["date"])]
    lines += [_ground_line(row, lang) for row in told["taken"]]
    lines += [messages.text(lang, "encroach.lines_head", area=numbers.area(told["lines_m2"], lang))] if told["lines"] else []
    lines += [_supply_line(row, lang) for row in told["lines"]]
    lines += [messages.text(lang, "encroach.layers_head")] if told["layers"] else []
    lines += [f"  {row['title']}: {row['text']}" for row in told["layers"] if row["of"] == "footprint"]
    lines += [f"{messages.text(lang, 'first.zero')}: {told['zero']['text']}", messages.text(lang, "case.proposal.stands") + ":"]
    lines += [f"  {row['text']}" for answer in ("fits", "fails", "unknown") for row in told["proposal_stands"][answer]]
    lines += [f"  {words}" for words in _needed_lines(told["proposal_stands"], lang)]
    lines += [told["answer_text"], *(line for row in told["alternatives"] for line in _candidate(row, lang))]
    if told["assumptions_text"]:
        lines += [messages.text(lang, "encroach.assumed_head"), *(f"  – {text}" for text in told["assumptions_text"])]
    return as_lines(lines + ([messages.text(lang, "export.example_mark")] if told["example"] else []))


def _ground_line(row: dict, lang: str) -> str:
    area = numbers.decimal(row["m2"] / M2_PER_DAA, lang, 2)
    return f"  {row['kind_label']:<34} {area:>10} daa  {row['how_label']}, {row['where_label']}"


def _supply_line(row: dict, lang: str) -> str:
    km = numbers.decimal(row["km"], lang, 2)
    shared = messages.text(lang, "encroach.shared", count=len(row["serves"])) if len(row["serves"]) > 1 else ""
    stray = "" if row["reaches"] else messages.text(lang, "encroach.line.stray")
    return f"  {row['kind_label']:<34} {km:>10} km  {numbers.area(row['m2'], lang)}{shared}{stray}"


def _needed_lines(row: dict, lang: str) -> list[str]:
    """What the ground that is needed takes, a line a kind."""
    return [f"{messages.text(lang, f'needed.{name}')}: {text}" for name, text in row["needed_text"].items()]


def _candidate(row: dict, lang: str) -> list[str]:
    size = numbers.area(row["area_m2"], lang) if row["area_m2"] else numbers.m2(row["floor_m2"], lang)
    reasons = [one["text"] for answer in ("fails", "unknown") for one in row[answer]]
    green = numbers.area(ladder.nature_in(row["taken_sums"]), lang)
    takes = nature_told.said("encroach.takes", row["taken_sums"], lang, area=green) if row["taken_status"] == "HIT" else ""
    head = f"{row['rank']:>3}. {row['rank_label']}: {row['title']} ({row['kind_label']}, {size}){takes}"
    return [head, *(f"     – {line}" for line in (*reasons, *_needed_lines(row, lang)))]
