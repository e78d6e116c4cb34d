"""Every layer there is: each module of this package without a leading underscore declares one."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import layers
from landuse.words.errors import LanduseError
from layers.base import Layer


@cache
def all_layers() -> dict[str, Layer]:
    """All declared layers by id, which is the name of the declaring module.

    Raises
    ------
    TypeError : a module without a leading underscore declares no `LAYER`
    """
    names = sorted(module.name for module in iter_modules(layers.__path__))
    return {name: _declared(name) for name in names if not name.startswith("_")}


def layer(layer_id: str) -> Layer:
    """One layer by its id.

    Raises
    ------
    LanduseError : unknown_layer
    """
    known = all_layers()
    if layer_id not in known:
        raise LanduseError("unknown_layer", layer=layer_id, known=", ".join(known))
    return known[layer_id]


def _declared(name: str) -> Layer:
    declared = getattr(import_module(f"layers.{name}"), "LAYER", None)
    if not isinstance(declared, Layer):
        raise TypeError(f"layers/{name}.py declares no LAYER")
    return declared
