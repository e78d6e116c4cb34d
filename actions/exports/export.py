"""Export the land inventory of parks to a file, whole or as investors may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import geopandas as gpd
import pandas as pd

from actions.exports import common, print_map
from actions.exports.figures import figures
from actions.exports.formats import ENDINGS
from actions.imports import extents
from actions.offers import nominate
from actions.offers.export_columns import offers
from actions.units.classify import snapshot_id
from exchange import sharing
from exchange.columns import ExportColumn, columns, public_columns
from exchange.dataset import Dataset, dataset
from exchange.formats import Format, formats
from landuse.measure import crs
from landuse.words import messages
from landuse.words.errors import LanduseError
from landuse.words.log import happened
from layers.base import Leaving
from layers.registry import all_layers
from parks.atomic import write_whole
from parks.park import Park, licence_words, name_words, read_park, source_words
from parks.sources import Source

On = date | Literal["baseline"] | None  # a date, each park's own baseline date, or each park's today
_SEVERAL_EPSG = crs.WORK_EPSG[1]  # one CRS for all of Norway where a file holds several parks
_SAID = ("licence", "dated", "origin")


@dataclass(frozen=True)
class Offered:
    """What investors may see: one row per published nomination (unit_id, kind, public facts), and what the facts are."""

    rows: pd.DataFrame
    fields: list[dict[str, Any]]


@dataclass(frozen=True)
class Exported:
    """What was written: units, and what was left out of it, one sentence each."""

    count: int
    left_out: tuple[str, ...]


def export(
    wanted: list[str],
    on: On,
    target: Path,
    lang: str = messages.DEFAULT_LANG,
    published: Offered | None = None,
    paper: str = "A4",
) -> Exported:
    """Write the inventory of parks to a file by its ending.

    Parameters
    ----------
    on : the date, "baseline" for each park's own, None for each park's today
    published : what investors may see (rows of actions.offers.nominate.published and its fact_fields), for an export that they
        may have; None for all that the park knows
    paper : A4 or A3, for .pdf

    Raises
    ------
    LanduseError : unknown park, an ending or paper that cannot be written, a folder that is not there
    """
    _check(target, paper, published is not None)
    parks = [read_park(park_id) for park_id in wanted]
    days = {park.id: day(park, on) for park in parks}
    form = formats()[target.suffix.lower()]
    if form.of == "pages":
        pages = print_map.pages(parks, days, lang)
        made = form.writer(pages, paper, lang)
        write_whole(target.resolve(), lambda path: path.write_bytes(made))
        return _told(Exported(sum(len(page.units) for page in pages), ()), target, wanted, published)
    data = export_data(parks, days, lang, published)
    write_whole(target.resolve(), lambda path: _write(form, path, data, parks, days, published is not None))
    return _told(Exported(len(data.rows), tuple(data.about["left_out"])), target, wanted, published)


def _told(made: Exported, target: Path, wanted: list[str], published: Offered | None) -> Exported:
    happened("export", parks=",".join(wanted), form=target.suffix, rows=made.count, published_only=published is not None)
    return made


def mixes(parks: Iterable[Park]) -> bool:
    """Whether invented example parks would share a file with parks of one's own."""
    return len({park.example for park in parks}) > 1


def day(park: Park, on: On) -> date:
    """The date of one park's rows."""
    return park.baseline_date if on == "baseline" else on or park.current_date()


def offered_plots(wanted: list[str], on: On, lang: str = messages.DEFAULT_LANG) -> Offered:
    """What the parks have published on the date, for an export to investors."""
    parks = [read_park(park_id) for park_id in wanted]
    rows = [nominate.published([park.id], day(park, on), lang).drop(columns="geometry") for park in parks]
    filled = [frame for frame in rows if len(frame)]
    nothing = pd.DataFrame({"unit_id": [], "kind": []}, dtype=object)
    return Offered(pd.concat(filled) if filled else nothing, nominate.fact_fields(lang))


def export_data(parks: list[Park], days: dict[str, date], lang: str, published: Offered | None) -> Dataset:
    """What every format writes: rows, columns, sources and figures."""
    epsg = parks[0].epsg if len(parks) == 1 else _SEVERAL_EPSG
    units = pd.concat([_units(park, days[park.id], lang).to_crs(epsg) for park in parks])
    kept, missing = columns(), []
    if published is not None:
        said, offered = offers(published.rows, published.fields)
        shown = units.join(said, how="inner")
        kept = public_columns(closed(parks))
        missing = sharing.left_out(kept, closed(parks), len(units) - len(shown), lang)
        units, kept = shown, (*kept[:-1], *offered, kept[-1])  # the mark stays last
    told = figures(parks, days, lang) if published is None else []
    about = _about(parks, days, kept, lang, published is not None) | {"left_out": missing}
    return dataset(gpd.GeoDataFrame(units, crs=epsg), kept, about, told, lang)


def closed(parks: list[Park], leaving: Leaving = "figure") -> frozenset[str]:
    """The layers of which at least one of the parks may not share shapes, pictures or figures."""
    return frozenset().union(*(sharing.closed_layers(park, leaving) for park in parks))


def _write(form: Format, path: Path, data: Dataset, parks: list[Park], days: dict[str, date], public: bool) -> None:
    if form.of == "map":
        form.writer(path, data, _ground(parks, days, closed(parks, "geometry") if public else frozenset()))
    else:
        form.writer(path, data)


def _check(target: Path, paper: str, public: bool) -> None:
    if target.suffix.lower() not in ENDINGS:
        raise LanduseError("export_format", file=target.name, ending=target.suffix or "–", known=", ".join(ENDINGS))
    if public and formats()[target.suffix.lower()].of == "pages":
        raise LanduseError("print_not_public", file=target.name)
    if paper not in print_map.PAPERS:
        raise LanduseError("paper_unknown", paper=paper, known=", ".join(print_map.PAPERS))
    if not target.resolve().parent.is_dir():
        raise LanduseError("folder_missing", folder=target.parent)


def _units(park: Park, on: date, lang: str) -> gpd.GeoDataFrame:
    mark = messages.text(lang, "export.mark") if park.example else None
    return common.named_units(park, on).assign(park_name=name_words(park, lang), mark=mark)


def _ground(parks: list[Park], days: dict[str, date], closed_ones: frozenset[str]) -> dict[str, gpd.GeoDataFrame]:
    """The layers beside the units, those of several parks together."""
    each = [common.ground(park, days[park.id], closed_ones) for park in parks]
    names = list(dict.fromkeys(name for one in each for name in one))
    together = {name: [one[name].to_crs(_SEVERAL_EPSG) for one in each if name in one] for name in names}
    return {name: gpd.GeoDataFrame(pd.concat(frames, ignore_index=True)) for name, frames in together.items()}


def _about(parks: list[Park], days: dict[str, date], kept: tuple[ExportColumn, ...], lang: str, public: bool) -> dict[str, Any]:
    """What the file says of itself."""
    example = any(park.example for park in parks)
    of_layers = {name for column in kept for name in column.layers}
    told = [_park_about(park, days[park.id], of_layers if public else None, lang) for park in parks]
    licences = sorted({said["licence"] for park in told for said in park["layers"].values() if said.get("licence")})
    names = ", ".join(name_words(park, lang) for park in parks)
    return {
        "title": messages.text(lang, "export.title_public" if public else "export.title", parks=names),
        "example": example,
        "mark": messages.text(lang, "export.example_mark") if example else None,
        "published": public,
        "licence": messages.text(lang, "export.licence", licences="; ".join(licences) or "–"),
        "units": {"area_m2": messages.text(lang, "export.unit.area_m2"), "area_daa": messages.text(lang, "export.unit.area_daa")},
        "parks": told,
    }


def _park_about(park: Park, on: date, only: set[str] | None, lang: str) -> dict[str, Any]:
    """Where a park's rows come from; of a published file only the layers that it is made from."""
    told = {
        layer_id: {"title": _layer_title(layer_id, lang), "source": source_words(said, lang) or "–"}
        | {key: str(said[key]) for key in _SAID if key in said}
        | ({"licence": words} if (words := licence_words(said, lang)) else {})
        | _files(layer_id, park.sources.get(layer_id, ()), lang)
        for layer_id, said in park.layers.items()
        if only is None or layer_id in only
    }
    snapshot = str(snapshot_id(park.id, on))
    return {"id": park.id, "name": name_words(park, lang), "date": on.isoformat(), "epsg": park.epsg, "snapshot": snapshot, "layers": told}


def _files(layer_id: str, sources: tuple[Source, ...], lang: str) -> dict[str, Any]:
    """Which files a layer is the sum of, and what ground each covers; of a layer that is one file the ground alone."""
    covers = [extents.words_of(one, lang) if extents.choices(layer_id) else None for one in sources]
    if len(sources) < 2:
        return {"covers": covers[0]} if sources and covers[0] else {}
    said = [
        {"source": one.name or "–", "licence": licence_words({"licence": one.licence}, lang), "dated": one.dated}
        | {"covers": ground, "origin": one.origin}
        for one, ground in zip(sources, covers, strict=True)
    ]
    return {"sources": [{key: str(value) for key, value in one.items() if value is not None} for one in said]}


def _layer_title(layer_id: str, lang: str) -> str:
    known = all_layers()
    if layer_id in known:
        return known[layer_id].title(lang)
    name, _, year = layer_id.rpartition("_")
    return f"{known[name].title(lang)} {year}" if name in known else layer_id
