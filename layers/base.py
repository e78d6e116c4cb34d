"""What a layer is: one declaration per file, everything about one kind of geodata in one place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import geopandas as gpd
import pandas as pd

from landuse.words import codelists
from landuse.words.languages import said_in

GeometryKind = Literal["polygon", "line", "raster", "table"]
ColumnKind = Literal["text", "integer", "number", "date", "bool"]
Leaving = Literal["geometry", "picture", "figure"]


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
    """Colours and lines, the same on map, legend, paper and export; `dash` in pixels: drawn, left out, …"""

    fill: str | None = None
    line: str = "#444444"
    weight: float = 1.0
    opacity: float = 0.6
    pattern: Literal["lines", "hatch", "cross", "dots"] | None = None
    dash: tuple[float, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """Where and how a layer is drawn.

    style : of its rows
    codes : of the rows of some codes, instead of `style`; they make its key
    pane : under the units, over them, or over all
    shown : whether a map begins with it
    rank : its place among the layers of a map, the lowest first
    """

    style: Style
    codes: Mapping[str, Style] = field(default_factory=dict)
    pane: Literal["background", "above", "outline"] = "above"
    shown: bool = False
    rank: int = 80


@dataclass(frozen=True)
class Layer:
    """One kind of geodata: all that is said of it anywhere.

    What a file of it is
    title_nb, title_en : its name on screen
    geometry : what its rows are
    points : whether a row may be a point where nobody has drawn its outline
    columns : its canonical columns, validity among them, geometry apart
    source, licence : what a file of this layer usually is, said beside every figure from it
    delivered_by : what one file of it is the file of: a municipality, a plan, a list, or the park as a whole
    own : whether the park makes it itself, so that its files are never clipped to the park
    inside : whether a file of it that has nothing in the park is the wrong file
    silence : True where showing nothing on ground that it was asked on says that nothing is there, as of buildings or floods:
        on importing it is asked what ground a file covers
    tiles : True where the layer is meant to cover all ground, so that a blank means "not mapped"
    measured : of a raster whose cells hold a measure, decimals and all, and not codes: the least and the most that it can be;
        None where they are codes
    key : the column that names a row, the same from file to file; None where rows have no name of their own
    alone : True where two areas may not share ground
    apart : the columns in which two rows of one key, or of one ground where `alone`, may differ and then are no duplicates
    object_types : names of tables and object types (objekttypenavn) that hold its rows in others' files
    known_codes : by column, a function from frame to whether each row's code is known, where one list is not enough
    prepare : last resort for what columns and aliases cannot say

    What is asked of it
    code : the column that facts are asked by and rows are drawn by; None where all rows say the same
    code_words : by language, a code in words where no list has it: `{code}-årsflom`
    code_list : the list of its codes where they are not those of the column `code`
    asked_of : "units": every unit is asked about it, and told that it is not mapped where a park has none; "units_where_given": every
        unit of a park that has it; "proposals": a proposal to build is held against it
    theme : nature, hazard or heritage where it is asked of everything that would be built; "" where it is not
    buffer_m : half the width given to a line when it is asked for its area
    works : whether it shows works, that ground is in use under
    main_route : the code of its public main roads or tracks, which are a line of their own in the account; None where it shows none
    effect : what it does to building on its ground, for all rows or by code: "bound" forbids, "clarify" asks for a look, "" neither
    watched : whether a decision about a unit is asked about again when the shares of its codes change there
    nearest : the measures of how far ground lies from it, each with the code of the rows that it is measured to; None: all rows

    What is shown of it
    leaves : what may leave the house: its shapes, pictures of them, figures that rest on them; a park may say otherwise of its file
    secret : True where nothing leaves, whatever a park says of its file
    backdrop : whether it lies under published plots, its licence allowing
    drawn : where and how; None where it has no place on a map
    drawn_by : a function from frame to the code that each row is drawn by, where that is no column; None: by `code`
    """

    title_nb: str
    title_en: str
    geometry: GeometryKind
    columns: tuple[Column, ...]
    source: str
    licence: str
    delivered_by: Literal["municipality", "plan", "list", "park"] = "municipality"
    own: bool = False
    inside: bool = False
    points: bool = False
    silence: bool = False
    tiles: bool = False
    measured: tuple[float, float] | None = None
    key: str | None = None
    alone: bool = False
    apart: tuple[str, ...] = ()
    object_types: tuple[str, ...] = ()
    known_codes: Mapping[str, Callable[[gpd.GeoDataFrame], pd.Series]] = field(default_factory=dict)
    prepare: Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame] | None = None
    code: str | None = None
    code_words: Mapping[str, str] = field(default_factory=dict)
    code_list: str | None = None
    asked_of: tuple[Literal["units", "units_where_given", "proposals"], ...] = ()
    theme: Literal["", "nature", "hazard", "heritage"] = ""
    buffer_m: float = 0.0
    works: bool = False
    main_route: str | None = None
    effect: str | Callable[[object], str] = ""
    watched: bool = False
    nearest: Mapping[str, str | None] = field(default_factory=dict)
    leaves: tuple[Leaving, ...] = ("geometry", "picture", "figure")
    secret: bool = False
    backdrop: bool = False
    drawn: Drawn | None = None
    drawn_by: Callable[[gpd.GeoDataFrame], pd.Series] | None = None

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

    def may(self, effect: str) -> bool:
        """Whether some row of it may do that to building on its ground."""
        return self.effect == effect or callable(self.effect)

    def effects(self, rows: gpd.GeoDataFrame) -> pd.Series | None:
        """What each row does to building on its ground; None where the layer says nothing of that."""
        if not self.effect:
            return None
        says = self.effect
        return rows[self.code].map(says) if callable(says) else pd.Series(says, index=rows.index, dtype=object)

    def title(self, lang: str) -> str:
        """The layer's name in one language, else in bokmål."""
        return said_in({"nb": self.title_nb, "en": self.title_en}, lang)

    def code_label(self, code: str, lang: str) -> str:
        """A code in words: of its list, else as the layer words it; one that no list has stands as it is."""
        if not code:
            return ""
        listed = codelists.label(self.listed_in, code, lang) if self.listed_in else None
        worded = said_in(self.code_words, lang).replace("{code}", code) if self.code_words else code
        return listed or worded

    @property
    def listed_in(self) -> str | None:
        """The code list of its codes."""
        return self.code_list or next((column.code_list for column in self.columns if column.name == self.code), None)
