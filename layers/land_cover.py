"""Land cover seen by satellite: one raster of 10 m cells per year, nodata 0."""

from layers.base import Column, Layer

LAYER = Layer(
    title_nb="Arealdekke fra satellitt",
    title_en="Land cover from satellite",
    geometry="raster",
    columns=(Column("code", "integer", required=True, code_list="worldcover"),),
    source="ESA WorldCover",
    licence="CC BY 4.0",
    code="code",
    asked_of=("units_where_given",),
    tiles=True,
)
