"""Taking into use: each file becomes a source of its layer, the layer's other sources stay as they are, and all of it is one version."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from actions.imports import sums
from actions.people import asking
from door import answers as file_answers
from door.answers import Asked
from door.sources.key import key_of
from door.write import copy_with_table, copy_without_table
from landuse.words import messages
from landuse.words.errors import LanduseError
from landuse.words.languages import worded
from landuse.words.log import happened
from layers.registry import named
from parks import versions
from parks.park import TABLES_FILE, Park, layered
from parks.read import read_rows, row_counts
from parks.rows import Rows
from parks.sources import Source, entry_of, words_of

REPORT = "report.json"


@dataclass(frozen=True)
class Taken:
    """What one source becomes.

    content : the rows of a table, or the file of a raster; None takes the sources in `replaces` away
    source : with the id that it shall have
    replaces : ids of the sources that give way
    answers : signature of the file and what a person said of it, to be remembered
    """

    layer_id: str
    content: Rows | Path | None
    source: Source
    replaces: tuple[str, ...] = ()
    answers: tuple[str, Asked] | None = None


@asking.asks("import", "park")
def keep(park: Park, taken: Sequence[Taken], told: dict[str, Any], folder: Path) -> None:
    """Write a version into the staged folder and put it in place, with the park locked.

    Parameters
    ----------
    told : the report, kept beside the data with what each layer is the sum of

    Raises
    ------
    LanduseError : written_differs, sources_differ, sources_area
    """
    seen, settings = park, versions.settings_of(park)
    for one in taken:
        settings = written(seen, one, folder, settings)
        seen = as_written(seen, folder, settings)
    told = {**told, "layers": sums.as_json(sums.layer_sums(seen, (one.layer_id for one in taken)))}
    (folder / REPORT).write_text(json.dumps(told, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
    for one in taken:
        if one.answers:
            file_answers.remember(park, *one.answers)
    versions.put_in_place(park, folder, settings)
    event = "source_put_back" if "put_back" in told else "source_removed" if "removed" in told else "import"
    for one in taken:
        rows = len(one.content) if isinstance(one.content, Rows) else None
        happened(event, park=park.id, layer=one.layer_id, source=one.source.id, file=one.source.name, rows=rows, version=park.version + 1)


def written(park: Park, taken: Taken, folder: Path, settings: dict[str, Any]) -> dict[str, Any]:
    """Write one source into the folder, beside those of its layer that stay; gives the settings with it.

    Parameters
    ----------
    park : as it is, or as it stands in the folder by what was written there before

    Raises
    ------
    LanduseError : written_differs, sources_differ
    """
    number = park.version + 1
    source = replace(taken.source, version=number)
    if isinstance(taken.content, Path):
        shutil.copyfile(taken.content, folder / f"{taken.layer_id}.tif")
        source = replace(source, file=f"{versions.VERSIONS}/{number:04d}/{taken.layer_id}.tif")
        return versions.with_layer(settings, taken.layer_id, words_of(entry_of([source])))
    if taken.content is None and source.file:
        return versions.with_layer(settings, taken.layer_id, None)
    if taken.content is not None:
        source = replace(source, rows=len(taken.content))
    parts = _parts(park, taken, source)
    target = folder / TABLES_FILE
    if parts:
        copy_with_table(park.tables_path, target, [(one.id, rows) for one, rows in parts], taken.layer_id, source.name or source.id)
    else:
        copy_without_table(park.tables_path, target, taken.layer_id)
        settings = {**settings, "tables": f"{versions.VERSIONS}/{number:04d}/{TABLES_FILE}"}
    return versions.with_layer(settings, taken.layer_id, entry_of(one for one, _ in parts) if parts else None)


def as_written(park: Park, folder: Path, settings: dict[str, Any]) -> Park:
    """The park as what stands in the folder would make it."""
    tables = str(folder / TABLES_FILE) if (folder / TABLES_FILE).exists() else park.tables
    return replace(park, tables=tables, **layered(settings.get("layers", {})))


def together(documents: list[dict[str, Any]]) -> dict[str, Any]:
    """The reports of files that were taken into use in one step, as one: that of the only file as it is."""
    if len(documents) == 1:
        return documents[0]
    words = {"summary": " ".join(one["summary"] for one in documents)}
    words |= {f"summary_{lang}": " ".join(worded(one, "summary", lang) for one in documents) for lang in messages.LANGS}
    return {**documents[0], **words, "file": ", ".join(one["file"] for one in documents), "together": documents}


def _parts(park: Park, taken: Taken, source: Source) -> list[tuple[Source, Rows]]:
    """The layer's sources as they shall be, in their order, each with its rows; the new one where the first that it replaces stood."""
    known = park.sources.get(taken.layer_id, ())
    new = [] if taken.content is None else [(source, taken.content)]
    at = next((place for place, one in enumerate(known) if one.id in taken.replaces), len(known))
    stay = [[_kept(park, taken.layer_id, one) for one in part if one.id not in taken.replaces] for part in (known[:at], known[at:])]
    if len(known) > 1:
        _check_all_rows(park, taken.layer_id, known)
    return [*stay[0], *new, *stay[1]]


def _kept(park: Park, layer_id: str, source: Source) -> tuple[Source, Rows]:
    """A source that stays, with its rows: as many as it had where there are others; all that there are where it was the only one.

    One of before there were sources is counted now, and told what it is of.
    """
    rows = read_rows(park, layer_id, source.id)
    if len(park.sources[layer_id]) > 1 and len(rows) != source.rows:
        raise LanduseError("sources_differ", layer=named(layer_id), park=park.name, rows=len(rows), expected=source.rows)
    return replace(source, rows=len(rows), key=source.key or key_of(rows, layer_id, source.name)), rows


def _check_all_rows(park: Park, layer_id: str, known: tuple[Source, ...]) -> None:
    """Every row of the table is of one of its sources: what bears no known id would be lost in silence."""
    rows, expected = row_counts(park).get(layer_id, 0), sum(one.rows or 0 for one in known)
    if rows != expected:
        raise LanduseError("sources_differ", layer=named(layer_id), park=park.name, rows=rows, expected=expected)
