"""Sit the exam: `python -m tests.exam --seeds 1 2 3 [--without buildings …] [--records some] [--owners]`."""

from parks import gdal_fence

gdal_fence.limit_drivers()

import argparse
import sys
import time
from pathlib import Path

import pandas as pd

from tests.exam.delivery import LAYERS, Delivery
from tests.exam.measure import confusion
from tests.exam.patterns import KINDS
from tests.exam.sitting import sit

_SHOWN = {
    "right_pct": "right",
    "right_use_pct": "right use",
    "flagged_pct": "flagged",
    "undecided_pct": "undecided",
    "unflagged_wrong_pct": "silent wrong",
    "unflagged_wrong_use_pct": "of use",
    "true_pct": "true rate",
    "found_pct": "told",
    "low_pct": "low",
    "high_pct": "high",
    "width_pp": "width",
    "in_range": "inside",
    "after": "after",
    "after_in": "inside then",
    "units_per_lot": "units/lot",
}


def main(words: list[str]) -> int:
    """Print how the parks went, the confusion matrix, and the largest classes of land that were wrong and not flagged."""
    asked = _asked(words)
    marks, grounds = [], []
    what = Delivery(frozenset(asked.without), asked.records, asked.owners, not asked.no_extents, asked.answers)
    for seed in asked.seeds:
        started = time.process_time()
        sitting = sit(seed, what, asked.kind, Path(asked.out) if asked.out else None)
        grounds.append(sitting.ground.assign(seed=seed))
        after = sitting.after(asked.questions)
        told = {"after": after.width_pp, "after_in": after.in_range}
        marks.append(sitting.mark.row() | told | {"cpu_s": time.process_time() - started})
    _say(pd.DataFrame(marks), pd.concat(grounds), asked.patterns)
    return 0


def _asked(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.exam", description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4], help="which parks; default 1 2 3 4")
    parser.add_argument("--kind", choices=KINDS, help="of all parks; default: by the seed")
    parser.add_argument("--without", nargs="*", default=[], choices=LAYERS, metavar="LAYER", help=f"layers left out: {', '.join(LAYERS)}")
    parser.add_argument("--records", choices=("none", "some", "all"), default="none", help="what the park has said of its lots")
    parser.add_argument("--owners", action="store_true", help="the cadastre says who owns what")
    parser.add_argument("--answers", action="store_true", help="the municipality has answered what its plans ask")
    parser.add_argument("--no-extents", action="store_true", help="nobody has told where the maps were asked")
    parser.add_argument("--questions", type=int, default=10, help="how many of the largest questions are answered for the width after")
    parser.add_argument("--patterns", type=int, default=25, help="how many rows of wrong and of flagged land to print")
    parser.add_argument("--out", help="keep the data root here, to be opened with PARKAREAL_DATA")
    return parser.parse_args(words)


def _say(marks: pd.DataFrame, ground: pd.DataFrame, rows: int) -> None:
    shown = marks[["seed", "kind", *_SHOWN, "cpu_s"]].rename(columns=_SHOWN)
    middle = {"seed": "median", "kind": "", **shown.median(numeric_only=True).drop("seed").to_dict()}
    for column, title in (("in_range", "inside"), ("after_in", "inside then")):
        middle[title] = f"{int(marks[column].sum())}/{len(marks)}"
    _write(pd.concat([shown.astype(object), pd.DataFrame([middle], dtype=object)]).to_string(index=False, float_format="{:.1f}".format))
    _write((confusion(ground) / 1000).to_string(float_format="{:.0f}".format))
    counted_m2 = ground["area_m2"][ground["meant"] != "not_counted"].sum()
    wrong = ground[(ground["meant"] != ground["found"])]
    for title, some in (("wrong, nothing said", wrong[~wrong["flagged"]]), ("flagged", ground[ground["flagged"]])):
        by_kind = 100 * some.groupby(["pattern", "meant", "found", "rule_id"])["area_m2"].sum() / counted_m2
        _write(f"{title}, percent of the counted land:")
        _write(by_kind.sort_values(ascending=False).head(rows).to_string(float_format="{:.2f}".format))


def _write(text: str) -> None:
    sys.stdout.write(f"{text}\n\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
