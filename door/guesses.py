"""What a table is: by its name, the types of its objects and its columns, as far as its shapes can be that at all."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from door.columns import names as column_names
from door.columns.names import Why
from door.report.nothing_kept import kind_of
from door.tables import Table
from landuse.words.errors import LanduseError, Words
from layers.base import Layer
from layers.registry import all_layers, named
from layers.registry import layer as registered
from parks.schema import wrong_type

_COLLECTION = int(shapely.GeometryType.GEOMETRYCOLLECTION)  # whose parts may be of any kind


@dataclass(frozen=True)
class Guess:
    """The layer that a table speaks for, and why."""

    layer_id: str
    why: Why


def guess(table: Table) -> Guess | None:
    """What a table speaks for; one without geometry may speak for a layer that needs it, and is refused for that."""
    found = column_names.guessed_layer(table.name, table.plain, table.has_geometry, of_other_shapes(table))
    if found is None and not table.has_geometry and table.listed is None:
        found = column_names.guessed_layer(table.name, table.plain, has_geometry=True)
    return None if found is None else Guess(*found)


def of_other_shapes(table: Table) -> frozenset[str]:
    """The layers that no shape of a table can be of: addresses are points and no parcels, whatever numbers they have."""
    return frozenset(key for key, declared in all_layers().items() if table.has_geometry and not has_type(table, declared))


def has_type(table: Table, declared: Layer) -> bool:
    """Whether any shape of a table is of a layer's type, or may have a part that is."""
    types = _types(table)
    one_of_each = gpd.GeoSeries([_OF_TYPE[number] for number in types])
    return _COLLECTION in types or bool((~wrong_type(one_of_each, declared)).any())


def check_shapes_fit(table: Table, file: str) -> None:
    """That it is not for its shapes alone that a table is no layer.

    Raises
    ------
    LanduseError : shape_of_no_layer
    """
    found = column_names.guessed_layer(table.name, table.plain, table.has_geometry)
    if not table.has_geometry or found is None or found[0] not in of_other_shapes(table):
        return
    layer_id, why = found
    given = Words(dict.fromkeys(f"geometry.{kind_of(number)}" for number in _types(table)))
    expected = Words([registered(layer_id).takes])
    raise LanduseError(
        "shape_of_no_layer", file=file, layer=named(layer_id), columns=why.words or "–", rows=table.rows, given=given, expected=expected
    )


def _types(table: Table) -> list[int]:
    """GEOS' numbers of the types among the shapes of a table."""
    found = [np.unique(shapely.get_type_id(shapes)) for _, shapes in table.shapes.parts()]
    return sorted({int(number) for numbers in found for number in numbers} - {-1})


_POINT = shapely.Point(0, 0)
_LINE = shapely.LineString([(0, 0), (1, 0)])
_AREA = shapely.box(0, 0, 1, 1)
_OF_TYPE = (  # a shape of each of GEOS' types, by its number
    _POINT, _LINE, shapely.LinearRing(_AREA.exterior), _AREA, shapely.MultiPoint([_POINT]), shapely.MultiLineString([_LINE]),
    shapely.MultiPolygon([_AREA]), shapely.GeometryCollection([_POINT, _AREA]),
)  # fmt: skip
