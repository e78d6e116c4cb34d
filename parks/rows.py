"""Rows whose geometry lies in a file: what a large table is while it is taken in and written."""

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from parks.shape_column import ShapeColumn, ShapeWriter, column_of


@dataclass(frozen=True)
class Rows:
    """The attributes of rows, and their geometry place by place.

    columns : without the geometry
    shapes : as many
    """

    columns: pd.DataFrame
    shapes: ShapeColumn

    @classmethod
    def of(cls, frame: gpd.GeoDataFrame) -> "Rows":
        """A frame that is in memory."""
        return cls(pd.DataFrame(frame.drop(columns=frame.geometry.name)), column_of(frame.geometry.to_numpy(), frame.crs))

    @classmethod
    def together(cls, parts: list["Rows"]) -> "Rows":
        """Rows of one layer one after the other, numbered anew."""
        writer = ShapeWriter(parts[0].shapes.crs)
        for rows in parts:
            for _, shapes in rows.shapes.parts():
                writer.add(shapes)
        return cls(pd.concat([rows.columns for rows in parts], ignore_index=True), writer.done())

    def __len__(self) -> int:
        """How many rows."""
        return len(self.columns)

    def parts(self) -> Iterator[gpd.GeoDataFrame]:
        """All rows in their order, some thousand at a time, on their own index."""
        for places, shapes in self.shapes.parts():
            yield self._framed(self.columns.iloc[places], shapes)

    def at(self, places: np.ndarray) -> gpd.GeoDataFrame:
        """Some rows, by their places from 0."""
        return self._framed(self.columns.iloc[places], self.shapes.at(places))

    def frame(self) -> gpd.GeoDataFrame:
        """All rows at once."""
        return self._framed(self.columns, self.shapes.whole())

    def _framed(self, columns: pd.DataFrame, shapes: np.ndarray) -> gpd.GeoDataFrame:
        return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(shapes, index=columns.index, crs=self.shapes.crs))
