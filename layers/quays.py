"""Quays, with the ground used for loading."""

from layers.base import VALIDITY, Column, Drawn, Layer, Style

LAYER = Layer(
    title_nb="Kaier",
    title_en="Quays",
    geometry="polygon",
    columns=(Column("name", aliases=("navn", "kainavn")), *VALIDITY),
    source="The port's own map, FKB-Bygnanlegg",
    licence="FKB: restricted to Geovekst parties, derived data not for publication",
    asked_of=("proposals",),
    works=True,
    nearest={"quay_m": None},
    backdrop=True,
    leaves=(),
    silence=True,
    object_types=("quays", "kaier", "kai", "KaiBrygge"),
    drawn=Drawn(
        Style(fill="#B7C4C9", line="#5C6F78", weight=0.8, opacity=0.75, pattern="lines"),  # quays
        shown=True,
        rank=60,
    ),
)
