"""What lies between a file and the sources that stay beside it: the same name in both, the same ground claimed twice."""

from collections.abc import Iterable, Iterator

import geopandas as gpd
import numpy as np
import shapely

from door.geometry.shared import shared_m2
from door.limits import LIMITS
from landuse.measure import crs
from landuse.quality.findings import Finding, quality
from landuse.quality.topology import claimed_twice
from landuse.words.errors import Word
from layers.base import Layer
from layers.registry import layer as registered
from parks.rows import Rows
from parks.sources import Source

_MOST_NAMED = 8


def between(layer_id: str, rows: Rows, beside: Iterable[tuple[Source, Rows]]) -> Iterator[Finding]:
    """Findings of a file against each source that stays.

    Parameters
    ----------
    rows : of the file, its index the row − 1
    beside : the sources that stay, each with its rows; not asked for where there is nothing to look for
    """
    declared = registered(layer_id)
    column = "plan_id" if declared.delivered_by == "plan" else declared.key
    for source, others in beside if column or declared.alone else ():
        if column:
            yield from _same_names(rows, source, others, column, "source_same_building" if declared.points else "source_same_name")
        if declared.alone and len(rows) and len(others):
            yield from _same_ground(rows, source, others, declared)


def _same_names(rows: Rows, source: Source, others: Rows, column: str, issue: str) -> Iterator[Finding]:
    """Rows that bear a name which the other source has too: both are kept, and each counts; of a building, one."""
    names = rows.columns[column].dropna()
    twice = names[names.isin(set(others.columns[column].dropna()))]
    if len(twice):
        named = list(dict.fromkeys(twice))
        shown = ", ".join(named[:_MOST_NAMED]) + (" …" if len(named) > _MOST_NAMED else "")
        row = int(twice.index[0]) + 1
        yield Finding(issue, row, None, column, shown, source.id, len(named), more={"file": source.name})


def _same_ground(rows: Rows, source: Source, others: Rows, declared: Layer) -> Iterator[Finding]:
    """Ground that rows of both claim on the same day, and that only one may have."""
    tree, boxes, area_m2, met = shapely.STRtree(shapely.box(*others.shapes.boxes().T)), rows.shapes.boxes(), 0.0, set[int]()
    untold = 0  # pairs whose common ground could not be found in time
    for places, shapes in rows.shapes.parts():
        one, other = tree.query(shapely.box(*boxes[places].T))
        may = claimed_twice(rows.columns.iloc[places.start + one], others.columns.iloc[other], declared.apart)
        one, other = one[may], other[may]
        near, back = np.unique(other, return_inverse=True)
        factor = crs.areal_factor(gpd.GeoSeries(shapes[one], crs=rows.shapes.crs)).to_numpy()
        each_m2 = shared_m2(shapes[one], others.shapes.at(near)[back]) / factor
        untold += int(np.isnan(each_m2).sum())
        claimed = each_m2 > quality("overlap_m2")
        area_m2 += float(each_m2[claimed].sum())
        met |= set((places.start + one[claimed]).tolist())
    if met:
        row = int(rows.columns.index[min(met)]) + 1
        yield Finding("source_overlap", row, before=round(area_m2, 1), after=source.id, count=len(met), more={"file": source.name})
    if untold:
        yield Finding("topology_given_up", before=Word("topology.sources"), after=LIMITS["topology_cpu_s"])
