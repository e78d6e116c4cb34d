"""What a file is the file of, from its content: plans, municipalities, or a list by its name."""

import re
from pathlib import PurePath

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from layers.registry import layer as registered
from parks.municipality import known_numbers, municipality_at
from parks.rows import Rows
from parks.sources import plain_id

_UNKNOWN = "–"
_NUMBERS = re.compile(r"\d+")
_NATIONAL = re.compile(r"(\d{4})_(.+)")
_LEAST_SHARE = 0.05  # of the rows looked at: rows along a border lie in the neighbour now and then
_MOST_ROWS = 2_000  # looked at for their place, spread over the file


def key_of(rows: Rows, layer_id: str, name: str | None) -> tuple[str, ...]:
    """What rows are the rows of, sorted; empty where nothing says it, or where the layer is the park's own.

    Parameters
    ----------
    name : of the file

    Returns
    -------
    plans as 5038/2015001 (the municipality by place, – where that is none), municipalities as 5038, a list as its name
    """
    by = registered(layer_id).delivered_by
    if by == "plan":
        return _plans(rows)
    if by == "municipality":
        return _municipalities(rows)
    return (list_name(name),) if by == "list" and name else ()


def list_name(name: str) -> str:
    """The name of a list without what changes from one delivery to the next: its date or number, and its ending.

    A sheet of a workbook (`list 2025.xlsx/Vacant`) is a list of its own.
    """
    file, _, table = name.partition("/")
    stem = PurePath(file).stem
    return plain_id(f"{_NUMBERS.sub(' ', stem)} {table}") or plain_id(f"{stem} {table}")


def plan_ids(key: tuple[str, ...]) -> set[str]:
    """The plans of a key by their own numbers."""
    return {one.partition("/")[2] for one in key}


def _plans(rows: Rows) -> tuple[str, ...]:
    """Each plan with the municipality that its largest zone lies in."""
    plans, boxes = rows.columns["plan_id"].reset_index(drop=True).dropna(), rows.shapes.boxes()
    size = pd.Series((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])).loc[plans.index].fillna(0)
    largest = size.groupby(plans).idxmax()
    there = _places(rows, boxes, largest.to_numpy())
    return tuple(sorted({_plan(str(plan), number) for number, plan in zip(there, largest.index, strict=True)}))


def _plan(plan_id: str, place: str | None) -> str:
    """A plan under its municipality: the one that its national number names (5038_2015001), unless that is not one any more."""
    named = _NATIONAL.fullmatch(plan_id)
    number = named[1] if named and named[1] in known_numbers() else place
    return f"{number or _UNKNOWN}/{named[2] if named else plan_id}"


def _municipalities(rows: Rows) -> tuple[str, ...]:
    """As the rows say themselves, else by their place."""
    if "kommunenummer" in rows.columns and rows.columns["kommunenummer"].notna().any():
        return tuple(sorted(set(rows.columns["kommunenummer"].dropna())))
    boxes = rows.shapes.boxes()
    looked_at = np.unique(np.linspace(0, len(rows) - 1, min(len(rows), _MOST_ROWS)).astype(int))
    share = pd.Series(_places(rows, boxes, looked_at), dtype=object).value_counts(normalize=True)
    return tuple(sorted(share.index[share >= _LEAST_SHARE]))


def _places(rows: Rows, boxes: np.ndarray, places: np.ndarray) -> list[str | None]:
    """The municipality in which the middle of each row's box lies."""
    middle = shapely.points((boxes[places, 0] + boxes[places, 2]) / 2, (boxes[places, 1] + boxes[places, 3]) / 2)
    found = municipality_at(gpd.GeoSeries(middle, crs=rows.shapes.crs))
    return [None if pd.isna(number) else str(number) for number in found]
