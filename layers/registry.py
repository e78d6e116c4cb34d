"""Every layer there is: each module of this package with a `LAYER` is one."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import layers
from landuse.words.errors import LanduseError, Named
from landuse.words.languages import languages
from layers.base import Drawn, Layer, Style


@cache
def all_layers() -> dict[str, Layer]:
    """All declared layers by id, which is the name of the declaring module.

    Raises
    ------
    TypeError : a module's `LAYER` is no Layer
    """
    names = sorted(module.name for module in iter_modules(layers.__path__))
    declared = {name: getattr(import_module(f"layers.{name}"), "LAYER", None) for name in names}
    for name, found in declared.items():
        if not isinstance(found, Layer | None):
            raise TypeError(f"layers/{name}.py declares a LAYER that is no Layer")
    return {name: found for name, found in declared.items() if found is not None}


def named(layer_id: str) -> Named:
    """A layer's id, said as its title in a sentence."""
    return Named(layer_id, {lang: title(layer_id, lang) for lang in languages()})


def named_all(layer_ids: Iterable[str]) -> Named:
    """Several layers, each said as its title with the id that a command takes behind it."""
    ids = list(layer_ids)
    return Named(", ".join(ids), {lang: ", ".join(f"{title(one, lang)} ({one})" for one in ids) for lang in languages()})


@contextmanager
def layers_named() -> Iterator[None]:
    """Refusals of rooms that know a layer by its id alone leave the block with its title."""
    try:
        yield
    except LanduseError as error:
        known = error.values.get("layer")
        if type(known) is not str or known.rpartition("_")[0] not in all_layers() and known not in all_layers():
            raise
        raise LanduseError(error.code, **{**error.values, "layer": named(known)}) from error


def title(layer_id: str, lang: str) -> str:
    """The name of a park's layer, of a raster with its year: `land_cover_2020`."""
    kind, _, year = layer_id.rpartition("_")
    return f"{layer(kind).title(lang)} {year}" if year.isdigit() else layer(layer_id).title(lang)


def of_year(layer_id: str) -> Layer | None:
    """A layer as a park has it, a raster with its year in its name; None for what is no layer, as what the tool put together itself."""
    known = all_layers()
    kind, _, year = layer_id.rpartition("_")
    if layer_id in known or kind not in known:
        return known.get(layer_id)
    return replace(known[kind], title_nb=f"{known[kind].title_nb} {year}", title_en=f"{known[kind].title_en} {year}")


def as_they_lie() -> list[str]:
    """All layers as they lie on each other, the ground first; those that are drawn nowhere among the others."""
    ranks = {name: Drawn(Style()).rank if declared.drawn is None else declared.drawn.rank for name, declared in all_layers().items()}
    return sorted(ranks, key=lambda name: (ranks[name], name))


def with_effect(effect: str) -> tuple[str, ...]:
    """The layers that may bind land, or ask for a look at it (`Layer.effect`)."""
    return tuple(name for name, declared in all_layers().items() if declared.may(effect))


def layer(layer_id: str) -> Layer:
    """One layer by its id.

    Raises
    ------
    LanduseError : unknown_layer
    """
    known = all_layers()
    if layer_id not in known:
        raise LanduseError("unknown_layer", layer=layer_id, known=named_all(known))
    return known[layer_id]
