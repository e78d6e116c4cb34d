"""The sources of a park's layers: `sources`, `put-back`, `remove`."""

from collections.abc import Iterable
from typing import Annotated, Any

import typer

from commands._said import AsJson, Lang, checked_lang, say, show
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from landuse.words.foreign import as_lines
from parks.park import Park, read_park
from parks.sources import Source

_Layer = Annotated[str | None, typer.Option("--layer", help="whose source it is, where several layers have one of that name")]


def sources(park: str, as_json: AsJson = False, lang: Lang = messages.DEFAULT_LANG) -> None:
    """The files that each layer is the sum of, and the versions that can be put back."""
    from actions.imports.versions import versions

    found = read_park(park)
    rows = [_row(layer_id, one) for layer_id, known in sorted(found.sources.items()) for one in known]
    kept = [one.number for one in versions(park) if one.can_return]
    show({"sources": rows, "versions": kept}, as_json, lambda: _text(found, kept, checked_lang(lang)))


def put_back(
    park: str,
    version: Annotated[int, typer.Argument(help="a version of the park's data, as `sources` lists them")],
    source: Annotated[str | None, typer.Argument(help="one source alone; all of the park's data where none is named")] = None,
    layer: _Layer = None,
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """Make the park's data, or one source of a layer, what they were in an earlier version; itself a new version."""
    from actions.imports import versions
    from actions.imports.park_layers import title

    if source is None:
        versions.put_back(park, version)
        say(messages.text(checked_lang(lang), "cli.version_put_back", park=read_park(park).name, version=version), err=False)
        tell_dropped_out(park, lang)
        return
    layer_id = _layer_of(read_park(park), source, layer, versions.known_sources(park))
    versions.put_back_source(park, version, layer_id, source)
    words = {"layer": title(layer_id, checked_lang(lang)), "source": source, "version": version}
    say(messages.text(lang, "cli.source_put_back", **words), err=False)
    tell_dropped_out(park, lang)


def remove(park: str, source: str, layer: _Layer = None, lang: Lang = messages.DEFAULT_LANG) -> None:
    """Take one source out of its layer, and the layer with its last; the others stay. Itself a new version."""
    from actions.imports import versions
    from actions.imports.park_layers import title

    before = read_park(park)
    layer_id = _layer_of(before, source, layer, [(name, one.id) for name, known in before.sources.items() for one in known])
    versions.remove_source(park, layer_id, source)
    words = {"layer": title(layer_id, checked_lang(lang)), "source": source, "park": park, "version": before.version}
    say(messages.text(lang, "cli.source_removed", **words), err=False)
    tell_dropped_out(park, lang)


def tell_dropped_out(park: str, lang: str) -> None:
    """Which version can no longer be put back, since another one came."""
    from actions.imports.versions import dropped_out

    gone = dropped_out(read_park(park))
    if gone is not None:
        say(messages.text(lang, "cli.version_gone", version=gone), err=False)


def _row(layer_id: str, one: Source) -> dict[str, Any]:
    dated = str(one.dated) if one.dated else None
    return {"layer": layer_id, "id": one.id, "file": one.name, "rows": one.rows, "dated": dated, "key": [*one.key]}


def _layer_of(park: Park, source: str, said: str | None, known: Iterable[tuple[str, str]]) -> str:
    """The layer that has a source of this id.

    Raises
    ------
    LanduseError : source_which, source_missing
    """
    from layers.registry import named, named_all

    known = list(known)
    found = [layer_id for layer_id, one in known if one == source and said in (None, layer_id)]
    if len(found) > 1:
        raise LanduseError("source_which", park=park.name, given=source, layers=named_all(found))
    if not found:
        names = ", ".join(one for _, one in known) or "–"
        raise LanduseError("source_missing", park=park.name, layer=named(said) if said else "–", given=source, known=names)
    return found[0]


def _text(park: Park, kept: list[int], lang: str) -> str:
    from actions.imports.park_layers import title

    lines = []
    for layer_id, known in sorted(park.sources.items()):
        for one in known:
            rows = f" ({messages.text(lang, 'import.sum.rows', rows=numbers.decimal(one.rows, lang))})" if one.rows is not None else ""
            words = {"id": one.id, "layer": title(layer_id, lang), "name": one.name or "–", "rows": rows}
            lines.append(messages.text(lang, "cli.source", day=numbers.day(one.dated, lang) if one.dated else "–", **words))
    return as_lines([*lines, messages.text(lang, "cli.versions", versions=", ".join(map(str, kept)) or "–")])
