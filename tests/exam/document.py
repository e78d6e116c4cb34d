"""What the exam says, as docs/method.md has it: `python -m tests.exam.document` writes it there.

tests/exam/test_exam.py holds the page to it.
"""

from parks import gdal_fence

gdal_fence.limit_drivers()

from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pandas as pd

from tests.exam.delivery import Delivery
from tests.exam.measure import CLASSES, Mark, confusion
from tests.exam.patterns import seen_of
from tests.exam.sitting import sit

PAGE = Path(__file__).parent.parent.parent / "docs" / "method.md"
BEGIN, END = "<!-- the exam, written by python -m tests.exam.document -->", "<!-- end of the exam -->"
SEEDS = tuple(range(1, 11))
QUESTIONS = 10
STATES = {"the maps alone": Delivery(), "and who owns each property": Delivery(owners=True)}
ANSWERED = f"and the {QUESTIONS} largest questions answered"
_SEEN = {
    "yes": "a map that is new enough can show it",
    "partly": "maps show a part: a building and no yard, an outbuilding, a status that says little",
    "with_owner": "only with the owner: idle ground that looks the same whoever holds it",
    "no": "no map: yards in use and levelled ground, let ground that looks empty, plots inside built-up cover, the rest of a large plot",
}


@dataclass(frozen=True)
class Results:
    """marks : by what is known, one for each park; ground : the overlay of all parks with the maps alone"""

    marks: dict[str, list[Mark]]
    ground: pd.DataFrame


def results() -> Results:
    """All parks sat with each state of knowledge."""
    marks: dict[str, list[Mark]] = {name: [] for name in (*STATES, ANSWERED)}
    grounds = []
    for name, what in STATES.items():
        for seed in SEEDS:
            sitting = sit(seed, what)
            marks[name].append(sitting.mark)
            if what.owners:
                marks[ANSWERED].append(sitting.after(QUESTIONS))
            else:
                grounds.append(sitting.ground)
    return Results(marks, pd.concat(grounds, ignore_index=True))


def block(found: Results) -> str:
    """The text between the marks of the page."""
    parts = (_marks_table(found.marks), _confusion_table(found.ground), _unseen_table(found.ground))
    return "\n\n".join(parts)


def written(text: str, page: str) -> str:
    """The page with the text in its place."""
    before, after = page.split(BEGIN)[0], page.split(END)[1]
    return f"{before}{BEGIN}\n{text}\n{END}{after}"


def _marks_table(marks: dict[str, list[Mark]]) -> str:
    head = (
        "| what is known | right class | to confirm | wrong, nothing said | true rate inside the range | width of the range | units a lot |"
    )
    rows = [head, "|---|---|---|---|---|---|---|"]
    for name, some in marks.items():
        inside = sum(one.in_range for one in some)
        share = [median(getattr(one, key) for one in some) for key in ("right_pct", "flagged_pct", "unflagged_wrong_pct", "width_pp")]
        shown = f"{share[0]:.0f} % | {share[1]:.0f} % | {share[2]:.1f} % | {inside} of {len(some)} | {share[3]:.0f} points"
        rows.append(f"| {name} | {shown} | {median(one.units_per_lot for one in some):.1f} |")
    return "\n".join(rows)


def _confusion_table(ground: pd.DataFrame) -> str:
    whole, flagged = confusion(ground) / 1000, confusion(ground[ground["flagged"]]) / 1000
    lines = ["| meant ↓ found → (daa, of it to confirm) | " + " | ".join(CLASSES) + " |", "|" + "---|" * (len(CLASSES) + 1)]
    for meant in CLASSES:
        cells = [f"{whole.loc[meant, found]:,.0f} ({flagged.loc[meant, found]:,.0f})" for found in CLASSES]
        lines.append(f"| {meant} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _unseen_table(ground: pd.DataFrame) -> str:
    counted = ground[ground["meant"] != "not_counted"]
    area_m2 = counted["area_m2"].groupby(counted["pattern"].map(seen_of)).sum()
    flagged_m2 = counted["area_m2"][counted["flagged"]].groupby(counted["pattern"].map(seen_of)).sum()
    lines = ["| what can tell the truth | share of the counted land | of it to confirm |", "|---|---|---|"]
    for key, words in _SEEN.items():
        share = 100 * area_m2[key] / area_m2.sum()
        lines.append(f"| {words} | {share:.0f} % | {100 * flagged_m2.get(key, 0.0) / area_m2[key]:.0f} % |")
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(written(block(results()), PAGE.read_text(encoding="utf-8")), encoding="utf-8")
