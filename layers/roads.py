"""Surfaces of roads and parking grounds."""

from layers.base import VALIDITY, Column, Drawn, Layer, Style

LAYER = Layer(
    title_nb="Vegflater",
    title_en="Road surfaces",
    geometry="polygon",
    columns=(Column("kind", code_list="road_kind", aliases=("slag",)), *VALIDITY),
    source="FKB-Veg, Kartverket",
    licence="FKB: restricted to Geovekst parties, derived data not for publication",
    asked_of=("proposals",),
    works=True,
    main_route="main",
    nearest={"main_road_m": "main", "road_m": None},
    backdrop=True,
    leaves=(),
    code="kind",
    silence=True,
    object_types=(
        *("roads", "vegareal", "vegflater", "Veg"),
        *("VegKjørende", "VegGåendeOgSyklende", "Parkeringsområde", "Trafikkøy", "Fortau", "Kjørebane"),  # areas of FKB-Veg
    ),
    drawn=Drawn(
        Style(fill="#FFFFFF", line="#A9B0AE", weight=0.5, opacity=0.62),  # white road surfaces
        codes={
            "parking": Style(line="#8A8694", weight=0.8, opacity=1.0, dash=(2.0, 3.0)),  # the land under it must be seen
        },
        shown=True,
        rank=40,
    ),
)
