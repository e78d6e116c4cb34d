"""Making a baseline to keep, and what was signed for as one: of what is found now, or of what was kept with some of what is found now."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pandas as pd

from actions.progress import baseline_inputs
from actions.units.classify import answer, fingerprint, live_id
from actions.units.inventory import inventory, live_inventory
from actions.units.kept_baseline import kept_baseline
from landuse.progress import restated_parts, restatement
from landuse.progress.restated_parts import Part
from landuse.progress.utilisation import amounts
from landuse.quality.dates import norwegian_day
from landuse.units.method import method_fingerprint
from landuse.words.errors import LanduseError
from parks.park import Park, data_root
from register import baseline_events, baselines
from register.baselines import Baseline, Signature
from register.engine import open_register


def history(park_id: str) -> list[dict[str, Any]]:
    """All that people did with a park's baseline, the oldest first: step, figures, causes, set_by, set_at, set_reason."""
    return baseline_events.history(open_register(data_root()), park_id)


def signed(park_id: str) -> list[dict[str, Any]]:
    """What was signed for as a baseline in this register, the oldest first."""
    return [row for row in history(park_id) if row["step"] != restatement.REFUSED]


def lost(park: Park) -> dict[str, Any] | None:
    """What was signed for last, where another baseline or none lies in the park's folder."""
    frozen, known = kept_baseline(park), signed(park.id)
    return None if not known or (frozen is not None and frozen.digest == known[-1]["digest"]) else known[-1]


def check_not_lost(park: Park) -> None:
    """Refuse a step on a park whose signed baseline does not lie in its folder.

    Raises
    ------
    LanduseError : baseline_lost
    """
    gone = lost(park)
    if gone is not None:
        raise LanduseError("baseline_lost", park=park.id, by=gone["set_by"], day=norwegian_day(gone["set_at"]))


def made(park: Park, signature: Signature, number: int, restates: str | None) -> Baseline:
    """The baseline of what is found now; nothing is written."""
    on = park.baseline_date
    units, sums = live_inventory(park.id, on), amounts(live_inventory(park.id, on)).iloc[0]
    found, figures = answer(live_id(park.id, on)), restatement.figures(sums)
    about = {
        "park_id": park.id,
        "on": on.isoformat(),
        "number": number,
        "restates": restates,
        "preliminary": restatement.is_preliminary(figures),
        "figures": figures,
        "amounts": {str(name): int(value) for name, value in sums.items()},
        "method": method_fingerprint(),
        "fingerprint": fingerprint(park),
        "state": baseline_inputs.state(park),
    }
    then = baseline_inputs.inputs(park)
    then["rows"] = {layer: sorted(rows) for layer, rows in then["rows"].items()}
    return baselines.made(about, signature, units, found.facts_file, baseline_inputs.ground_then(park, on), then)


def made_of(park: Park, signature: Signature, frozen: Baseline, chosen: Sequence[Part]) -> Baseline:
    """A kept baseline with some parts of what would change it as they are found now; nothing is written.

    All else is as it was kept: its state too, so that what was not accepted goes on being found beside it.
    """
    was, now = inventory(park.id, frozen.on), live_inventory(park.id, frozen.on)
    units = restated_parts.merged(was, now, chosen)
    sums = amounts(units).iloc[0]
    found = restatement.figures(sums)
    about = {name: frozen.about[name] for name in ("park_id", "on", "method", "fingerprint", "state")}
    about |= {"number": frozen.about["number"] + 1, "restates": frozen.digest, "preliminary": restatement.is_preliminary(found)}
    about |= {"figures": found, "amounts": {str(name): int(value) for name, value in sums.items()}}
    live = baseline_inputs.ground_then(park, frozen.on)
    ground = restated_parts.merged_ground(frozen.ground, live, (was, now), chosen)
    return baselines.made(about, signature, units, _facts(park, frozen, chosen), ground, _inputs(park, frozen, chosen))


def figures_with(park: Park, frozen: Baseline, chosen: Sequence[Part]) -> list[dict[str, Any]]:
    """What some parts would change of a baseline's figures: name, old and new."""
    units = restated_parts.merged(inventory(park.id, frozen.on), live_inventory(park.id, frozen.on), chosen)
    return restatement.differences(frozen.about["figures"], restatement.figures(amounts(units).iloc[0]))


def _facts(park: Park, frozen: Baseline, chosen: Sequence[Part]) -> bytes:
    files = frozen.files[baselines.FACTS], answer(live_id(park.id, frozen.on)).facts_file
    old, new = (pd.read_parquet(BytesIO(content)) for content in files)
    kept = BytesIO()
    restated_parts.merged_facts(old, new, chosen).to_parquet(kept)
    return kept.getvalue()


def _inputs(park: Park, frozen: Baseline, chosen: Sequence[Part]) -> dict[str, Any]:
    """What it rested on, with people's word on the chosen units as it is now."""
    ids = {unit for one in chosen for unit in (*one.was, *one.now)}
    kept = [one for one in frozen.inputs["decisions"] if one[0] not in ids]
    return frozen.inputs | {"decisions": kept + [one for one in baseline_inputs.said_then(park) if one[0] in ids]}
