"""Each product's own names, as the table of them says: which are read, as what, whole and cut, and which are not."""

from itertools import groupby

import pandas as pd
import pytest

from door.columns import code_words, concerns, mapping
from door.columns import names as column_names
from door.tables import Table
from landuse.words import codelists
from layers.registry import layer
from parks.values import canonical_columns
from scripts.describe_official_names import PAGE, page, rows

ROWS = rows()
DELIVERIES = [(key, list(own)) for key, own in groupby(ROWS, key=lambda row: (row["product"], row["written_in"], row["object_type"]))]
SHORTENED = 10  # bytes of a Shapefile's column name


TWO_OF_OURS = "arealdekkekode"  # cut, it may be any of three columns of ours: none reads it, and it is named as not used


def short(names: list[str]) -> dict[str, str]:
    """The names of a table as a Shapefile has them: cut, the second of two alike with a number."""
    found: dict[str, str] = {}
    for name in names:
        cut = name.encode()[:SHORTENED].decode(errors="ignore")
        found[name] = f"{cut[:8]}_1" if cut in found.values() else cut
    return found


def as_named(own: list[dict[str, str]], cut: bool) -> dict[str, str]:
    whole = [one["theirs"] for one in own if one["theirs"]]
    return short(whole) if cut else dict(zip(whole, whole, strict=True))


def as_read(own: list[dict[str, str]], cut: bool) -> tuple[mapping.Mapping, pd.DataFrame]:
    """A row of the product as the door reads it: the columns found, and what stands in ours."""
    row = own[0]
    names = as_named(own, cut)
    plain = pd.DataFrame({name: [one["value"]] for one in own if (name := names.get(one["theirs"]))})
    plain["OBJTYPE"] = row["object_type"]
    guessed = column_names.guessed_layer("eksport", plain, has_geometry=True)
    assert guessed is not None and guessed[0] == row["layer"]
    table = Table(row["object_type"], plain, None, 1, True, pd.Series([False]))
    table = concerns.with_kinds(table) if row["layer"] == "restrictions" else table
    said = concerns.kind_column(table.plain) if row["layer"] == "restrictions" else {}
    declared = layer(row["layer"])
    found = mapping.mapping(table.plain, declared, said, "fil", cut_names=cut)
    raw, _ = code_words.as_codes(found.frame(table.plain), declared, found.theirs)
    return found, pd.DataFrame(canonical_columns(raw, declared.columns))


@pytest.mark.parametrize("cut", [False, True], ids=["whole", "ten letters"])
@pytest.mark.parametrize(("key", "own"), DELIVERIES, ids=[" ".join(key) for key, _ in DELIVERIES])
def test_each_name_is_read_as_what_the_table_says(key, own, cut):
    found, columns = as_read(own, cut)
    names = as_named(own, cut)
    assert not {names[one["theirs"]] for one in own if not one["ours"]} & set(found.theirs.values())
    for one in (one for one in own if one["ours"] and not (cut and one["theirs"] == TWO_OF_OURS)):
        value = columns[one["ours"]].iloc[0]
        assert not pd.isna(value), f"{one['theirs']} is not read"
        declared = next(column for column in layer(one["layer"]).columns if column.name == one["ours"])
        if declared.code_list is not None and declared.name != "zone_code":
            assert codelists.is_known(declared.code_list, str(value))


def test_every_row_has_its_evidence_and_the_page_is_that_of_the_rows():
    assert all(row["evidence"] and row["product"] and row["layer"] for row in ROWS)
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m scripts.describe_official_names"


def test_the_products_that_parks_are_made_of_are_there():
    wanted = {
        *("FKB-Bygning", "FKB-Veg", "FKB-AR5", "FKB-Bane", "Matrikkelkart", "Bygningspunkt", "Reguleringsplan (2008)"),
        *("Reguleringsplan (1985)", "Kommuneplan (2008)", "Kommuneplan (1985)", "Flomsoner", "Kvikkleire", "Naturvernområder"),
        *("Arealbruk (SSB)", "Kart over grå arealer"),
    }
    assert wanted <= {row["product"] for row in ROWS}


def test_words_of_several_codes_and_of_none_stay_and_numbers_are_never_touched():
    declared = layer("zoning")
    raw = pd.DataFrame({"zone_code": ["1340", "9999", "Noe annet", "Industri", "1340 – Industri"], "plan_type": ["35"] * 5})
    made, (said,) = code_words.as_codes(raw, declared, {"zone_code": "arealformål"})
    assert made["zone_code"].tolist() == ["1340", "9999", "Noe annet", "1340", "1340"] and said.count == 2


def test_one_word_is_another_code_in_each_plan_level_and_none_by_the_older_law():
    declared = layer("zoning")
    raw = pd.DataFrame({"zone_code": ["Næringsvirksomhet", "Næringsbebyggelse", "Parkering"], "plan_type": ["20", "35", None]})
    assert code_words.as_codes(raw, declared, {"zone_code": "arealformål"})[0]["zone_code"].tolist()[:2] == ["1300", "1300"]
    assert code_words.as_codes(raw, declared, {"zone_code": "reguleringsformål"})[0]["zone_code"].tolist() == raw["zone_code"].tolist()
