"""The frames that pass between the rooms, checked at the door.

All areas are true areas in whole m² (`landuse.measure.crs`); geometry is in the park's work CRS.
"""

from enum import StrEnum
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pandera.pandas as pa

from landuse.words.errors import LanduseError


class Status(StrEnum):
    """What came of asking a layer about a unit. "Nobody has mapped it" is an answer of its own, never 0."""

    HIT = "HIT"
    NO_HIT = "NO_HIT"
    NOT_MAPPED = "NOT_MAPPED"
    FAILED = "FAILED"


class LandClass(StrEnum):
    """The three classes of the tool and one honest remainder."""

    USED = "used"
    VACANT = "vacant_zoned"
    BUILDING = "building_stock"
    NOT_COUNTED = "not_counted"


class Confidence(StrEnum):
    """How sure the tool is of a class."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


COUNTED = (LandClass.USED, LandClass.VACANT, LandClass.BUILDING)
IN_USE = (LandClass.USED, LandClass.BUILDING)
NATURE_KINDS = ("farmland", "forest", "bog", "other_nature", "water", "grey", "not_mapped")
GREENFIELD_KINDS = ("farmland", "forest", "bog", "other_nature")


def nature_column(kind: str) -> str:
    """The column that holds a unit's area of one kind of nature, m²."""
    return f"nature_{kind}_m2"


_TEXT: dict[str, Any] = {"dtype": "str", "nullable": True, "coerce": True}
_WHOLE: dict[str, Any] = {"dtype": "int64", "checks": pa.Check.ge(0), "coerce": True}

_UNIT_COLUMNS = {
    "park_id": pa.Column("str", coerce=True),
    "plot_id": pa.Column(**_TEXT),
    "parcel_id": pa.Column(**_TEXT),
    "base_id": pa.Column("str", coerce=True),
    "zone_code": pa.Column(**_TEXT),
    "plan_id": pa.Column(**_TEXT),
    "plan_date": pa.Column("datetime64[ms]", nullable=True, coerce=True),
    "proposed": pa.Column("bool", coerce=True),
    "area_m2": pa.Column(**_WHOLE),
}

_SHOWN = 80  # letters of a value that a refusal shows

UNITS = pa.DataFrameSchema(_UNIT_COLUMNS, index=pa.Index("str", unique=True, name="unit_id", coerce=True))

FACTS = pa.DataFrameSchema(
    {
        "unit_id": pa.Column("str", coerce=True),
        "layer_id": pa.Column("str", coerce=True),
        "code": pa.Column("str", coerce=True),
        "overlap_m2": pa.Column(float, pa.Check.ge(0), nullable=True, coerce=True),
        "overlap_pct": pa.Column(float, pa.Check.in_range(0, 100.001), nullable=True, coerce=True),
        "status": pa.Column("str", pa.Check.isin([str(s) for s in Status]), coerce=True),
    }
)

SNAPSHOT = pa.DataFrameSchema(
    _UNIT_COLUMNS
    | {
        "class": pa.Column("str", pa.Check.isin([str(c) for c in LandClass]), coerce=True),
        "rule_id": pa.Column("str", coerce=True),
        "confidence": pa.Column("str", pa.Check.isin([str(c) for c in Confidence]), coerce=True),
        "undecided": pa.Column("bool", coerce=True),
        "could_be": pa.Column("str", coerce=True, required=False),  # JSON lists; snapshots of methods 1 and 2 have neither
        "doubts": pa.Column("str", coerce=True, required=False),
        "offerable": pa.Column("bool", coerce=True, required=False),  # snapshots of method 1, which are never changed, have neither
        "offerable_reason": pa.Column("str", coerce=True, required=False),
        "fitted_m2": pa.Column(**_WHOLE, required=False),  # as those of method 2
        "floor_m2": pa.Column(**_WHOLE),
        "vacant_floor_m2": pa.Column(**_WHOLE),
        "net": pa.Column("bool", coerce=True),
    }
    | {nature_column(kind): pa.Column(**_WHOLE) for kind in NATURE_KINDS},
    index=pa.Index("str", unique=True, name="unit_id", coerce=True),
)


def whole_rows(parts: pd.DataFrame, totals: pd.Series) -> pd.DataFrame:
    """Rows rounded to whole numbers that sum to the totals, by largest remainder."""
    floor = np.floor(parts.to_numpy()).astype("int64")
    missing = totals.to_numpy() - floor.sum(axis=1)
    order = np.argsort(-(parts.to_numpy() - floor), axis=1, kind="stable")
    rank = np.argsort(order, axis=1, kind="stable")
    return pd.DataFrame(floor + (rank < missing[:, None]), index=parts.index, columns=parts.columns)


def check(frame: pd.DataFrame, schema: pa.DataFrameSchema, what: str) -> pd.DataFrame:
    """The frame, with its types as the schema says.

    Raises
    ------
    LanduseError : frame_column_missing; frame_broken, naming the frame, the column and the first row in which it is wrong
    """
    try:
        checked = schema.validate(frame, lazy=False)
    except (pa.errors.SchemaError, pa.errors.SchemaErrors) as error:
        raise _broken(error, what) from error
    if isinstance(frame, gpd.GeoDataFrame):
        return gpd.GeoDataFrame(checked, geometry=frame.geometry.name, crs=frame.crs)
    return checked


def _broken(error: pa.errors.SchemaError | pa.errors.SchemaErrors, what: str) -> LanduseError:
    """What is wrong first in a frame, by its column and its row."""
    first = error.schema_errors[0] if isinstance(error, pa.errors.SchemaErrors) else error
    if first.reason_code == pa.errors.SchemaErrorReason.COLUMN_NOT_IN_DATAFRAME:
        return LanduseError("frame_column_missing", frame=what, column=str(first.failure_cases))
    cases = first.failure_cases
    row, found = cases[["index", "failure_case"]].iloc[0] if isinstance(cases, pd.DataFrame) and "index" in cases else ("–", cases)
    column = first.schema.name or "–"
    expected = getattr(first.check, "error", None) or str(first.check)
    return LanduseError("frame_broken", frame=what, column=column, row=row, found=str(found)[:_SHOWN], expected=str(expected)[:_SHOWN])
