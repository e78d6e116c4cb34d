"""What may leave the house: layers whose licence closes them, and what is therefore left out, in sentences."""

from exchange.columns import ExportColumn, columns
from landuse.words import messages
from layers.base import Leaving
from layers.registry import all_layers
from parks.park import Park


def closed_layers(park: Park, leaving: Leaving = "figure") -> frozenset[str]:
    """The layers whose shapes, pictures or figures nobody outside may have: `shareable` in park.toml, else the layer's own word.

    Example data are generated and free, so they close nothing but what is secret in any park.
    """
    return frozenset(name for name, layer in all_layers().items() if layer.secret or not _leaves(park, name, leaving))


def left_out(kept: tuple[ExportColumn, ...], closed: frozenset[str], unpublished: int, lang: str) -> list[str]:
    """What an investor's export does not hold, one sentence each."""
    missing = [column for column in columns() if column not in kept]
    house = [column.label(lang) for column in missing if not column.published]
    licence = [column for column in missing if column.published]
    titles = sorted({all_layers()[name].title(lang) for column in licence for name in closed & set(column.layers)})
    told = [messages.text(lang, "export.left.units", count=unpublished), messages.text(lang, "export.left.always")]
    told.append(messages.text(lang, "export.left.house", columns="; ".join(house)))
    if licence:
        words = "; ".join(column.label(lang) for column in licence)
        told.append(messages.text(lang, "export.left.licence", columns=words, layers=", ".join(titles)))
    return told


def _leaves(park: Park, layer_id: str, leaving: Leaving) -> bool:
    said = park.layers.get(layer_id, {})
    if "shareable" in said:
        return bool(said["shareable"])
    return said.get("origin") == "example" or leaving in all_layers()[layer_id].leaves
