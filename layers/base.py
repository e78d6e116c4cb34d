"""What a layer is: one declaration per file, everything about one kind of geodata in one place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import geopandas as gpd
import pandas as pd

GeometryKind = Literal["polygon", "line", "raster", "table"]
ColumnKind = Literal["text", "integer", "number", "date", "bool"]


@dataclass(frozen=True)
class Column:
    """One column of a canonical frame."""

    name: str
    kind: ColumnKind = "text"
    required: bool = False
    code_list: str | None = None
    aliases: tuple[str, ...] = ()  # attribute names of the products it is read from


VALIDITY = (  # every table of rows has them; half-open, blank = open
    Column("valid_from", "date", aliases=("gyldig_fra", "gyldigfra")),
    Column("valid_to", "date", aliases=("gyldig_til", "gyldigtil")),
)


@dataclass(frozen=True)
class Style:
    """How a layer is drawn, the same on map, legend and export."""

    fill: str | None = None
    line: str = "#444444"
    weight: float = 1.0
    opacity: float = 0.6
    dash: str | None = None


@dataclass(frozen=True)
class Layer:
    """One kind of geodata.

    title_nb, title_en : its name on screen
    geometry : what its rows are
    points : whether a row may be a point where nobody has drawn its outline
    columns : its canonical columns, validity among them, geometry apart
    source, licence : what a file of this layer usually is, said beside every figure from it
    delivered_by : what one file of it is the file of: a municipality, a plan, a list, or the park as a whole
    own : whether the park makes it itself, so that its files are never clipped to the park
    shareable : whether what is derived from it may leave the house
    code : the column that facts are asked by; None for a layer that is not asked
    theme : nature, hazard or heritage where it is asked of everything that would be built; "" where it is not
    silence : True where showing nothing on ground that it was asked on says that nothing is there, as of buildings or floods:
        on importing it is asked what ground a file covers
    tiles : True where the layer is meant to cover all ground, so that a blank means "not mapped"
    measured : of a raster whose cells hold a measure, decimals and all, and not codes: the least and the most that it can be;
        None where they are codes
    buffer_m : half the width given to a line when it is asked for its area
    key : the column that names a row, the same from file to file; None where rows have no name of their own
    alone : True where two areas may not share ground
    apart : the columns in which two rows of one key, or of one ground where `alone`, may differ and then are no duplicates
    object_types : names of tables and object types (objekttypenavn) that hold its rows in others' files
    style : its colours
    drawn_by : a function from frame to the code that each row is drawn by, where that is no column; None: by `code`
    known_codes : by column, a function from frame to whether each row's code is known, where one list is not enough
    prepare : last resort for what columns and aliases cannot say
    """

    title_nb: str
    title_en: str
    geometry: GeometryKind
    columns: tuple[Column, ...]
    source: str
    licence: str
    shareable: bool = True
    delivered_by: Literal["municipality", "plan", "list", "park"] = "municipality"
    own: bool = False
    points: bool = False
    code: str | None = None
    theme: Literal["", "nature", "hazard", "heritage"] = ""
    silence: bool = False
    tiles: bool = False
    measured: tuple[float, float] | None = None
    buffer_m: float = 0.0
    key: str | None = None
    alone: bool = False
    apart: tuple[str, ...] = ()
    object_types: tuple[str, ...] = ()
    style: Style = Style()
    drawn_by: Callable[[gpd.GeoDataFrame], pd.Series] | None = None
    known_codes: Mapping[str, Callable[[gpd.GeoDataFrame], pd.Series]] = field(default_factory=dict)
    prepare: Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame] | None = None

    @property
    def wants(self) -> str:
        """Which geometry its rows are read by where they have several: an outline and a point, an area and its border."""
        if self.points:
            return "area_or_point"
        return "line" if self.geometry == "line" else "area"

    @property
    def by_year(self) -> bool:
        """Whether a park may have one for each year: rasters of what is seen, not of measures that stay."""
        return self.geometry == "raster" and self.measured is None

    @property
    def takes(self) -> str:
        """What its rows may be, as a key of the catalogue."""
        return f"geometry.{self.geometry}{'_or_point' if self.points else ''}"

    def codes(self, rows: gpd.GeoDataFrame) -> pd.Series:
        """The code that each row is drawn by; None where there is one look for all."""
        if self.drawn_by is not None:
            return self.drawn_by(rows).astype(object)
        return rows[self.code].astype(object) if self.code else pd.Series(None, index=rows.index, dtype=object)

    def title(self, lang: str) -> str:
        """The layer's name in one language."""
        return {"nb": self.title_nb, "en": self.title_en}[lang]
