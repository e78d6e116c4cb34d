"""What planners meet on a lot: each fact pattern with its truth, read from `patterns.csv`, whose columns this module explains."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

KINDS = ("one_owner", "many_owners", "port", "technology")
_FILE = Path(__file__).parent / "patterns.csv"
_NOTHING = "-"


@dataclass(frozen=True)
class Pattern:
    """One kind of lot. Where several words stand, one is drawn; a word that stands twice is drawn twice as often.

    name, truth : what it is, and the class that a planner gives it
    weight : how common it is, by kind of park
    size : any; small, large: of lots that are; pair: of two neighbours, with one building across their border
    types, statuses : of its buildings ("-": none given)
    built : lowest and highest share of the lot that is built, percent; of an outbuilding (o…), m²
    works : of the technical works, quay or parking on it
    ground, old_ground : AR5 area type, with the ground condition after a stroke, as it is and as an old AR5 has it
    cover : ESA WorldCover class
    zone : what the plan means the lot for
    holders : who holds it
    says : the kinds of statement that the park would make of it ("-": it has nothing to say)
    seen : whether maps can show the truth: yes, partly, with_owner (where it is told who owns the ground), no
    """

    name: str
    truth: str
    weight: dict[str, float]
    size: str
    types: tuple[str, ...]
    built: tuple[float, float] | None
    outbuilding: bool
    statuses: tuple[str, ...]
    works: tuple[str, ...]
    ground: tuple[str, ...]
    old_ground: tuple[str, ...]
    cover: tuple[str, ...]
    zone: str
    holders: tuple[str, ...]
    says: tuple[str, ...]
    seen: str


@cache
def patterns() -> dict[str, Pattern]:
    """All patterns by name."""
    with _FILE.open(encoding="utf-8", newline="") as stream:
        return {row["pattern"]: _pattern(row) for row in csv.DictReader(stream)}


def seen_of(name: str) -> str:
    """Whether maps can show the truth of a piece of ground; streets are seen, and what is left over on a plot is not."""
    if name in patterns():
        return patterns()[name].seen
    return "yes" if name.startswith("street_") else "no"


def draw(rng: np.random.Generator, words: tuple[str, ...]) -> str | None:
    """One of the words; None for a hyphen, and where there is none."""
    word = words[int(rng.integers(len(words)))] if words else _NOTHING
    return None if word == _NOTHING else word


def _pattern(row: dict[str, str]) -> Pattern:
    outbuilding = row["built_pct"].startswith("o")
    low_high = [float(number) for number in row["built_pct"].removeprefix("o").split("-") if number]
    return Pattern(
        name=row["pattern"],
        truth=row["truth"],
        weight={kind: float(row[kind]) for kind in KINDS},
        size=row["size"],
        built=(low_high[0], low_high[1]) if low_high else None,
        outbuilding=outbuilding,
        zone=row["zone"],
        seen=row["seen_from_above"],
        **{name: tuple(row[name].split()) for name in ("types", "statuses", "works", "ground", "old_ground", "cover", "holders", "says")},
    )
