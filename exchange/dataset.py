"""What an export holds, the same for every format: rows, columns, where they come from, figures, language."""

from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd

from exchange import _rows
from exchange.columns import ExportColumn
from landuse.units import schema, zones
from landuse.words import foreign, messages


@dataclass(frozen=True)
class Dataset:
    """The land inventory of one or several parks, ready to be written.

    rows : one row per unit with the columns below, geometry in a projected CRS
    about : title, mark, licence, language, parks (id, name, date, epsg, snapshot, layers), left_out, codes, checksum
    figures : rows of park, figure, value, unit, decimals; none in what is published
    """

    rows: gpd.GeoDataFrame
    columns: tuple[ExportColumn, ...]
    about: dict[str, Any]
    lang: str
    figures: tuple[dict[str, Any], ...] = field(default=())

    @property
    def names(self) -> list[str]:
        """The columns' names in their order."""
        return [column.name for column in self.columns]

    def labels(self) -> list[str]:
        """The columns' headings in the export's language."""
        return [column.label(self.lang) for column in self.columns]

    def sources(self) -> list[dict[str, str]]:
        """One row per park, layer and file of it: park, layer, title, source, licence, dated, covers (where it matters), origin."""
        return [
            {"park": park["name"], "date": park["date"], "snapshot": park["snapshot"], "layer": layer_id, "title": said["title"]} | source
            for park in self.about["parks"]
            for layer_id, said in park["layers"].items()
            for source in said.get("sources", [said])
        ]


def dataset(inventory: gpd.GeoDataFrame, columns: tuple[ExportColumn, ...], about: dict, figures: list[dict], lang: str) -> Dataset:
    """The inventory (see `_rows.rows`) with its codes in words and a checksum of its content; every text as XML can carry it."""
    made = _rows.rows(inventory, columns, lang)
    codes, checksum = _codes(inventory, columns, lang), f"sha256:{_rows.checksum(made)}"
    told = foreign.each(about | {"codes": codes}, foreign.for_xml) | {"language": lang, "checksum": checksum}
    told["columns"] = [{"name": column.name, "label": column.label(lang), "unit": column.unit or None} for column in columns]
    return Dataset(made, columns, told, lang, foreign.each(tuple(figures), foreign.for_xml))


def _codes(inventory: gpd.GeoDataFrame, columns: tuple[ExportColumn, ...], lang: str) -> dict[str, dict[str, str]]:
    """What the codes in the rows mean."""
    pairs = sorted(set(zip(inventory["zone_code"].dropna(), inventory["plan_type"].dropna(), strict=False)))
    zone_words = {code: zones.zone_label(code, plan_type, lang) for code, plan_type in pairs}
    steps = ("avsatt", "regulert", "ferdig_regulert", "opparbeidet", "byggeklar")
    words = {
        "class": {str(name): messages.text(lang, f"class.{name}") for name in schema.LandClass},
        "confidence": {str(name): messages.text(lang, f"confidence.{name}") for name in schema.Confidence},
        "readiness": {step: messages.text(lang, f"readiness.{step}") for step in steps},
        "zone_code": {code: label for code, label in zone_words.items() if label},
    }
    return {column.name: words[column.name] for column in columns if column.name in words}
