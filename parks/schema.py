"""What a canonical frame must be, made from the layer's own declaration, so that a new layer needs no schema."""

from functools import cache

import geopandas as gpd
import pandas as pd
import pandera.pandas as pa
import shapely

from layers.base import Layer
from layers.registry import layer as registered
from parks.values import DTYPES

_TYPES = {
    "polygon": (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON),
    "line": (shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING),
}


@cache
def schema(layer_id: str) -> pa.DataFrameSchema:
    """The pandera schema of a layer's canonical frame."""
    declared = registered(layer_id)
    columns = {column.name: pa.Column(DTYPES[column.kind], nullable=not column.required) for column in declared.columns}
    return pa.DataFrameSchema(columns, strict=False, name=layer_id)


def check(frame: gpd.GeoDataFrame, layer_id: str) -> gpd.GeoDataFrame:
    """The frame, when it is a canonical frame of the layer.

    Raises
    ------
    pandera.errors.SchemaError : a column is missing or of another kind, a key is blank, or a geometry is of another type
    """
    check_columns(frame, layer_id)
    wrong = wrong_type(frame.geometry, registered(layer_id))
    if wrong.any():
        kinds = sorted(set(frame.geometry[wrong].geom_type.dropna()))
        raise pa.errors.SchemaError(schema(layer_id), frame, f"{layer_id}: geometry is {kinds or 'missing'}")
    return frame


def check_columns(columns: pd.DataFrame, layer_id: str) -> pd.DataFrame:
    """The attributes, when they are those of a canonical frame of the layer.

    Raises
    ------
    pandera.errors.SchemaError : a column is missing or of another kind, or a key is blank
    """
    schema(layer_id).validate(columns)
    return columns


def wrong_type(geometry: gpd.GeoSeries, declared: Layer) -> pd.Series:
    """Where a geometry is missing or not of the layer's type; nowhere in a table without geometry."""
    if declared.geometry not in _TYPES:
        return geometry.notna() & False
    types = shapely.get_type_id(geometry.to_numpy())
    own = [*_TYPES[declared.geometry], *([shapely.GeometryType.POINT] if declared.points else [])]
    return ~pd.Series(types, index=geometry.index).isin([int(kind) for kind in own])
