"""Values as their column declares them. What cannot be read as declared becomes blank, and is counted by the caller."""

import datetime
import re
from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd

from landuse.quality.dates import norwegian_day
from layers.base import Column, ColumnKind, Layer

DTYPES: dict[ColumnKind, str] = {
    "text": "str",
    "integer": "Int64",
    "number": "float64",
    "date": "datetime64[ms]",
    "bool": "boolean",
}
_SPACES = re.compile(r"(?<=\d)\s(?=\d{3}(?!\d))")  # 1 200 is a number, 12 5 is not
_CODE_AS_NUMBER = re.compile(r"^(\d+)[.,]0+$")
_PAST_INTEGER = 2.0**63
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:Z|[+-]\d{2}(?::?\d{2})?)")
_MILLISECONDS = re.compile(r"\d{13}")
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_TRUE = {"true", "1", "ja", "yes", "j", "t"}
_FALSE = {"false", "0", "nei", "no", "n", "f"}


def cast(values: pd.Series, kind: ColumnKind) -> pd.Series:
    """A column in its declared dtype (`DTYPES`), blank where the value cannot be read so."""
    if kind in ("number", "integer"):
        numbers = _numbers(values)
        is_whole = (numbers == np.floor(numbers)) & (numbers.abs() < _PAST_INTEGER)
        return numbers.where(is_whole).astype("Int64") if kind == "integer" else numbers
    text = as_text(values)
    if kind == "text":
        return text
    if kind == "bool":
        lowered = text.str.lower()
        return lowered.map({**dict.fromkeys(_TRUE, True), **dict.fromkeys(_FALSE, False)}).astype("boolean")
    return pd.to_datetime(_each(text, _iso_date), format="%Y-%m-%d", errors="coerce").astype(DTYPES["date"])


def as_text(values: pd.Series) -> pd.Series:
    """A column as text: whole numbers without decimals, dates in ISO form, blanks and spaces as missing."""
    if pd.api.types.is_bool_dtype(values):
        return values.astype("str")
    if isinstance(values.dtype, pd.StringDtype):
        text = values.str.strip()
    elif values.isna().all():
        return pd.Series(None, index=values.index, name=values.name, dtype="str")
    elif pd.api.types.is_integer_dtype(values):
        return values.astype("str")
    else:
        text = pd.Series([_words(value) for value in values], index=values.index, name=values.name, dtype="str")
    return text.where(text.str.len() > 0)


def _numbers(values: pd.Series) -> pd.Series:
    """Numbers as they are, texts read; what is not finite is blank."""
    if not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
        values = pd.to_numeric(_each(as_text(values), _plain_number), errors="coerce")
    numbers = values.astype("float64")
    return numbers.where(np.isfinite(numbers))


def _each(text: pd.Series, change: Callable[[str], str | None]) -> pd.Series:
    """A text column with every value changed, each different one once."""
    place, different = pd.factorize(text)
    changed = pd.Series([change(words) for words in different], dtype="str")
    return changed.reindex(place).set_axis(text.index).rename(text.name)


def empty_frame(layer: Layer, epsg: int) -> gpd.GeoDataFrame:
    """A canonical frame of a layer without rows, in a CRS."""
    columns = {column.name: pd.Series(dtype=DTYPES[column.kind]) for column in layer.columns}
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries([], crs=epsg))


def canonical_columns(frame: pd.DataFrame, columns: tuple[Column, ...]) -> dict[str, pd.Series]:
    """All declared columns, cast; one that the frame does not have is blank."""
    blank = pd.Series(None, index=frame.index, dtype="object")
    return {column.name: _coded(cast(frame.get(column.name, blank), column.kind), column) for column in columns}


def _coded(values: pd.Series, column: Column) -> pd.Series:
    """Codes that a spreadsheet has written as numbers (`1300.0`) as they stand in their list."""
    is_code = column.code_list is not None and column.kind == "text"
    return values.str.replace(_CODE_AS_NUMBER, r"\1", regex=True) if is_code else values


def _words(value: object) -> str | None:
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return None
    if isinstance(value, float):  # numpy's too
        return str(int(value)) if value.is_integer() else repr(float(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value).strip()


def _plain_number(words: str) -> str:
    """1 200,5 and 1.200,5 and 1,200.5 → 1200.5; a single comma is a decimal comma."""
    close = _SPACES.sub("", words)
    if "," in close and "." in close:
        return close.replace(",", "") if close.rindex(".") > close.rindex(",") else close.replace(".", "").replace(",", ".")
    return close.replace(",", ".") if close.count(",") == 1 else close


def _iso_date(words: str) -> str | None:
    """2016-05-04, 2016-05-04T10:00:00, 20160504, 20160504102030, 04.05.2016, 2016-05-03T22:00:00Z, 1462312800000 → 2016-05-04.

    A moment that says its zone, and one in milliseconds since 1970, is the day that it was in Norway.
    """
    if _MOMENT.fullmatch(words) or _MILLISECONDS.fullmatch(words):
        return _day_of(words)
    day = words.split("T")[0].split(" ")[0]
    if day.isdigit() and len(day) in (8, 14):
        return f"{day[:4]}-{day[4:6]}-{day[6:8]}"
    if day.count(".") == 2:
        return "-".join(reversed(day.split(".")))
    return day.replace("/", "-")


def _day_of(moment: str) -> str | None:
    """The Norwegian day of a moment with a zone, or of milliseconds since 1970."""
    try:
        zoned = _EPOCH + datetime.timedelta(milliseconds=int(moment)) if moment.isdigit() else datetime.datetime.fromisoformat(moment)
        return norwegian_day(zoned).isoformat()
    except (ValueError, OverflowError):
        return None
