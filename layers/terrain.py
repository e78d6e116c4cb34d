"""The height of the ground in metres above sea, without buildings and trees: a raster of decimals, blank where nobody has measured."""

from layers.base import Column, Layer

LAYER = Layer(
    title_nb="Terrengmodell",
    title_en="Terrain model",
    geometry="raster",
    columns=(Column("height_m", "number", required=True),),
    source="Nasjonal detaljert høydemodell, terreng (DTM), Kartverket",
    licence="CC BY 4.0 (unverified)",
    asked_of=("proposals",),
    tiles=True,
    measured=(-100.0, 2600.0),  # below any quarry, above Galdhøpiggen (2469 m): what is outside is a blank that the file does not declare
)
