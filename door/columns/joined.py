"""What a park's records are about, found among the plots, parcels and buildings that the park has."""

from collections.abc import Iterator

import pandas as pd

from door.lists.several_keys import several
from landuse.quality.findings import Finding
from landuse.units.records import NOTHING_SAID, matrikkelnummer, says, stated_amounts
from landuse.words.errors import Word
from parks.former_numbers import former
from parks.keys import plain_key
from parks.matrikkel import Matrikkel, parsed
from parks.park import Park
from parks.read import read_rows, table_names

LAYER_OF = {"plot": "plots", "parcel": "parcels", "building": "buildings"}
_KEY = {"plot": "plot_id", "parcel": "parcel_id", "building": "building_id"}
_MOST_WHOLE = 500
_OF_NUMBER = ("vacant_floor", "floor", "jobs", "turnover_mnok")


def joined(records: pd.DataFrame, park: Park, sheet_rows: tuple[int, ...] = ()) -> tuple[pd.DataFrame, list[Finding]]:
    """Records under the names that the park has, with what was found and what was not.

    Names are the same whatever their case and spaces; 19/1 is the parcel of the park's own municipality, where it has only one.

    Parameters
    ----------
    records : canonical records, indexed by row number − 1
    sheet_rows : of each record, the row of the list that it comes of: what one row names and the park lacks is said once
    """
    named = records[records["about"].notna() & records["about_type"].isin(LAYER_OF)]
    about, findings = records["about"].astype(object), list(_without_effect(records))
    for about_type, rows in named.groupby("about_type", sort=True)["about"]:
        if LAYER_OF[about_type] not in table_names(park):
            findings.append(Finding("nothing_to_join", before=len(rows), after=Word(f"about.{about_type}"), count=len(rows)))
            continue
        exact, folded = _names(about_type, park)
        keys = [_folded(said, about_type, park) for said in rows]
        found = rows.map(exact).astype(object).fillna(pd.Series(keys, index=rows.index, dtype=object).map(folded))
        about[found.dropna().index] = found.dropna()
        findings += [*_told(rows, found, about_type, sheet_rows), *(_about_former(rows, found) if about_type == "parcel" else ())]
    return records.assign(about=about.astype("str")), findings


def whole_names(park: Park) -> frozenset[str]:
    """Names of the park's plots that have a sign between several names in them, and are one all the same."""
    if LAYER_OF["plot"] not in table_names(park):
        return frozenset()
    rows = read_rows(park, LAYER_OF["plot"]).columns
    names = pd.concat([rows["plot_id"], rows["name"]]).dropna().astype(str)
    return frozenset([name for name in names if len(several("plot", name)) > 1][:_MOST_WHOLE])


def _told(said: pd.Series, found: pd.Series, about_type: str, sheet_rows: tuple[int, ...]) -> Iterator[Finding]:
    word = Word(f"about.{about_type}")
    yield Finding("records_joined", before=int(found.notna().sum()), after=len(said), count=len(said), more={"what": word})
    other = said[found.notna() & (found != said)]
    if len(other):
        yield Finding("joined_as", int(other.index[0]) + 1, None, "about", other.iloc[0], found[other.index[0]], len(other))
    lacking = said[found.isna()].astype(str)
    rows = [sheet_rows[row] if sheet_rows else row for row in lacking.index]
    for row, name in lacking[~pd.Series(list(zip(rows, lacking, strict=True)), lacking.index, dtype=object).duplicated()].items():
        yield Finding("record_unmatched", int(row) + 1, name, "about", name, more={"what": word})


def _names(about_type: str, park: Park) -> tuple[dict[str, str], dict[str, str]]:
    """The park's names as they are, and by how they compare; what two of them would be called is left out there."""
    rows = read_rows(park, LAYER_OF[about_type]).columns
    names = rows[_KEY[about_type]].dropna().drop_duplicates().astype(str)
    pairs = [(_folded(name, about_type, park), name) for name in names]
    if about_type == "parcel":
        numbered = rows[rows["gardsnummer"].notna() & rows["bruksnummer"].notna() & rows["kommunenummer"].notna()]
        known = set(names)
        numbers = dict(zip(_number_keys(numbered), matrikkelnummer(numbered), strict=True))
        pairs += [(key, number) for key, number in numbers.items() if number not in known]
    if about_type == "plot":
        called = rows[rows["name"].notna() & rows["plot_id"].notna()][["name", "plot_id"]].drop_duplicates().astype(str)
        ids = {key for key, _ in pairs}
        pairs += [(key, plot) for name, plot in called.itertuples(index=False) if (key := _folded(name, about_type, park)) not in ids]
    folded = pd.Series([name for _, name in pairs], index=[key for key, _ in pairs], dtype=object)
    return {name: name for _, name in pairs}, folded[~folded.index.duplicated(keep=False)].to_dict()


def _folded(name: str, about_type: str, park: Park) -> str:
    """A name as it compares: without case and spaces, letters and hyphens of one kind; a property number by its parts, under the number
    that its municipality has today."""
    close = "".join(plain_key(str(name)).split()).casefold()
    if about_type == "building":
        return close.removesuffix(".0")
    found = parsed(str(name)) if about_type == "parcel" else None
    if not found:
        return close
    only = park.municipalities[0] if len(park.municipalities) == 1 else "0000"
    return f"{_of_today(found.kommunenummer or only)}-{found.within}"


def _of_today(number: str) -> str:
    """The number of a municipality that is the same but for its number; the number as it is otherwise."""
    now = former(number)
    return now.now if now is not None and now.is_same else number


def _number_keys(parcels: pd.DataFrame) -> list[str]:
    """Property numbers by their parts, as `_folded` has them."""
    numbers = parcels[["gardsnummer", "bruksnummer", "festenummer", "seksjonsnummer"]].fillna(0).astype("int64")
    rows = zip(parcels["kommunenummer"].astype(str), numbers.itertuples(index=False, name=None), strict=True)
    return [f"{_of_today(number)}-{Matrikkel(None, *parts).within}" for number, parts in rows]


def _about_former(said: pd.Series, found: pd.Series) -> Iterator[Finding]:
    """Property numbers under a municipality that is no more: read under that of today, or not where it is one of several that merged."""
    numbers = said.map(lambda name: written.kommunenummer if (written := parsed(str(name))) else None)
    ended = {number: now for number in sorted(set(numbers.dropna())) if (now := former(number)) is not None}
    for number, now in ended.items():
        rows = numbers[numbers == number]
        told = f"{now.now} {now.name}"
        is_read = now.is_same or bool(found[rows.index].notna().all())
        kind = "former_number" if is_read else "former_number_merged"
        yield Finding(kind, int(rows.index[0]) + 1, None, "about", number, told, len(rows))


def _without_effect(records: pd.DataFrame) -> Iterator[Finding]:
    """Records that no rule reads: a status of a building, which has its vacant floor instead, and a number that is none."""
    kinds, values = records["kind"].astype(object), records["value"]
    spoken = (records["about_type"] == "building") & kinds.map(lambda kind: isinstance(kind, str) and says(kind) != NOTHING_SAID)
    for _, rows in values.fillna(kinds)[spoken].groupby(kinds[spoken], sort=True):
        yield Finding("building_status", int(rows.index[0]) + 1, None, "kind", rows.iloc[0], count=len(rows))
    wrong = kinds.isin(_OF_NUMBER) & values.notna() & stated_amounts(values).isna()
    for row in records.index[wrong]:
        yield Finding("record_no_number", int(row) + 1, column="value", before=values[row])
