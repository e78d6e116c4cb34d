"""What was said of an earlier file of the same make, as people say it; the options of a command stay its own name."""

from collections.abc import Iterator

from door.answers import Asked
from door.columns.constants import called, constant_words
from landuse.words import messages
from landuse.words.errors import Named
from layers.registry import title


def said_before(said: Asked) -> Named:
    """An answer in words, each by language, named as it would be written on the command line."""
    return Named(_as_options(said), {lang: "; ".join(_in_words(said, lang)) for lang in messages.LANGS})


def _as_options(said: Asked) -> str:
    words = [f"--layer {said.layer_id}"] if said.layer_id else []
    words += [f"--as-crs {said.as_epsg}"] if said.as_epsg else []
    words += ["--swap-axes"] if said.swapped else []
    words += [f"--map {theirs}={ours}" for theirs, ours in sorted(said.columns.items())]
    return " ".join([*words, *(f"--constant {ours}={value}" for ours, value in sorted(said.constants.items()))])


def _in_words(said: Asked, lang: str) -> Iterator[str]:
    def told(key: str, **values: str) -> str:
        return messages.text(lang, f"remembered.{key}", **values)

    if said.layer_id:
        yield told("layer", layer=title(said.layer_id, lang))
    if said.as_epsg:
        yield told("crs", crs=f"EPSG:{said.as_epsg}")
    if said.swapped:
        yield told("swapped")
    for theirs, ours in sorted(said.columns.items()):
        name, _, unit = ours.partition(":")
        column = called(name, lang) + (f" ({unit})" if unit else "")
        yield told("column" if ours else "left_out", theirs=" ".join(theirs.split()), ours=column)
    for name, value in sorted(said.constants.items()):
        of_all, constant = (one.titles[lang] for one in constant_words(name, value))
        yield told("constant", ours=of_all, value=constant)
