"""The difference between our rate for the baseline's parks and the report's, split by cause, summing exactly."""

import pandas as pd

from landuse.progress import targets
from landuse.progress.utilisation import has_rate, land_utilisation_pct, together
from landuse.words.numbers import M2_PER_DAA

CAUSES = ("rounding", "no_data", "gross_net", "perimeter", "undecided", "measurement")


def residual_pp(answering: pd.DataFrame, expected_parks: int) -> dict[str, float | None]:
    """Percentage points by cause, from the printed 79 % to our rate, one thing changed at a time.

    Parameters
    ----------
    answering : utilisation.amounts of the baseline's parks that have data, at the baseline date
    expected_parks : how many parks the report's figure rests on

    Returns
    -------
    rounding: the printed percent against the report's own areas. no_data: None while parks are missing, since nobody can
    say what they would have given; else 0. gross_net: 0, since both rates are gross. perimeter: our counted land against
    18 000 daa at the report's vacant land. undecided: what the undecided vacant land weighs. measurement: the rest.
    Together they sum to `total`.
    """
    printed = targets.land()["baseline_pct"]
    total_m2 = targets.land()["baseline_total_daa"] * M2_PER_DAA
    vacant_m2 = targets.land()["baseline_vacant_daa"] * M2_PER_DAA
    ours = together([row for _, row in answering.iterrows()])
    stated = land_utilisation_pct(total_m2, vacant_m2)
    on_our_ground = land_utilisation_pct(ours["total_m2"], vacant_m2)
    decided = land_utilisation_pct(ours["total_m2"], ours["vacant_m2"] - ours["undecided_vacant_m2"])
    rate = land_utilisation_pct(ours["total_m2"], ours["vacant_m2"])
    if rate is None or not has_rate(ours):
        return dict.fromkeys((*CAUSES, "total"))
    return {
        "rounding": stated - printed,
        "no_data": 0.0 if len(answering) == expected_parks else None,
        "gross_net": 0.0,
        "perimeter": on_our_ground - stated,
        "undecided": rate - decided,
        "measurement": decided - on_our_ground,
        "total": rate - printed,
    }
