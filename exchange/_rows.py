"""The rows of an export: the inventory with words beside its codes, typed as the column table says."""

import hashlib
import json
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from exchange.columns import ExportColumn
from landuse.progress import grey_map
from landuse.units import explain, zones
from landuse.units.offerable import reason_text
from landuse.words import codelists, messages, numbers
from landuse.words.foreign import for_xml

_WORDED = {"class": "class", "confidence": "confidence", "readiness": "readiness"}


def rows(inventory: gpd.GeoDataFrame, columns: tuple[ExportColumn, ...], lang: str) -> gpd.GeoDataFrame:
    """One row per unit with exactly the columns asked for, ordered by unit_id, in the inventory's CRS.

    Parameters
    ----------
    inventory : landuse.units.inventory frame with park_name, name (what people call the unit) and mark (text or None)

    Returns
    -------
    text as str, integer as int, number as float, date as datetime.date, bool as bool, None where nothing is said; geometry last
    """
    told = inventory.sort_index()
    told = told.join(grey_map.per_unit(told)).reset_index(names="unit_id")
    told = told.assign(
        area_daa=told["area_m2"] / numbers.M2_PER_DAA,
        zone_label=[zones.zone_label(code, plan_type, lang) for code, plan_type in zip(told["zone_code"], told["plan_type"])],
        unmet_conditions=["; ".join(json.loads(words)) or None for words in told["unmet_conditions"]],
        class_label=[explain.class_label(name, lang) for name in told["class"]],
        to_confirm=told["asks"] | (told["undecided"] & (told["plan_asks"] != "[]")),
        plan_asks=[" ".join(f"{question}:{plan}" for question, plan in json.loads(said)) or None for said in told["plan_asks"]],
        offerable_label=[reason_text(reason, lang) for reason in told["offerable_reason"]],
        confidence_label=[messages.text(lang, f"confidence.{name}") for name in told["confidence"]],
        grey_map_differs_label=[_differs(*pair, lang) for pair in zip(told["grey_map_differs"], told["grey_map_reason"])],
        ssb_use_label=[code and (codelists.label("ssb_arealbruk", code, lang) or code) for code in told["ssb_use"]],
        readiness_label=[_readiness(step, lang) for step in told["readiness"]],
    )
    typed = {column.name: _series(told[column.name], column.kind) for column in columns}
    outlines = shapely.orient_polygons(told.geometry.to_numpy())  # outer rings counter-clockwise, as GeoJSON and GeoPackage want
    return gpd.GeoDataFrame(typed, geometry=gpd.GeoSeries(outlines, crs=inventory.crs))


def checksum(rows: gpd.GeoDataFrame) -> str:
    """SHA-256 of rows and outlines, the same whatever the format that they were written in."""
    text = rows.drop(columns="geometry").to_csv(index=False, lineterminator="\n")
    outlines = b"".join(shapely.to_wkb(shapely.normalize(rows.geometry.to_numpy()), byte_order=1))
    return hashlib.sha256(text.encode() + outlines).hexdigest()


_DTYPE = {"text": object, "date": object, "integer": "int64", "number": "float64", "bool": "bool"}


def _series(values: pd.Series, kind: str) -> pd.Series:
    typed = [_typed(value, kind) for value in values]
    return pd.Series(typed, dtype=object if any(value is None for value in typed) else _DTYPE[kind])


def _typed(value: Any, kind: str) -> object:
    if isinstance(value, (list, tuple)):
        value = "; ".join(str(part) for part in value)
    if value is None or value == "" or pd.isna(value):
        return None
    if kind == "date":
        return date.fromisoformat(str(value)[:10])
    return {"text": lambda text: for_xml(str(text)), "integer": int, "number": float, "bool": bool}[kind](value)


def _differs(side: str | None, reason: str | None, lang: str) -> str | None:
    return f"{messages.text(lang, f'grey_map.side.{side}')}: {messages.text(lang, f'grey_map.reason.{side}.{reason}')}" if side else None


def _readiness(step: object, lang: str) -> str | None:
    return messages.text(lang, f"readiness.{step}") if isinstance(step, str) and step else None
