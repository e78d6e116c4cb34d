"""Keys of a layer's rows made plain, so that the same key in two files is the same."""

import pandas as pd

from landuse.quality.findings import Finding
from layers.base import Layer
from parks.keys import plain_key

_OF_OTHERS = ("about", "parcel_id", "parcel_ids", "plan_id", "building_id")  # what rows of other layers are found by


def with_plain_keys(columns: pd.DataFrame, declared: Layer) -> tuple[pd.DataFrame, list[Finding]]:
    """The keys among canonical columns with their letters, dashes and spaces made plain (`plain_key`), and what was changed."""
    found: list[Finding] = []
    for name in dict.fromkeys((declared.key, *_OF_OTHERS)):
        if name is None or name not in columns:
            continue
        written = columns[name].dropna()
        made = written.map({text: plain_key(text) for text in written.unique()})
        changed = made != written
        if changed.any():
            row = int(changed.index[changed][0])
            found.append(Finding("key_letters", row + 1, column=name, before=written[row], after=made[row], count=int(changed.sum())))
            columns = columns.assign(**{name: columns[name].where(columns[name].isna(), made)})
    return columns, found
