"""The land account for the municipal plan: every square metre once, by purpose, built or not and ground, and the same in the sheet."""

import io
from datetime import date

import openpyxl
import pandas as pd
import pytest

from actions.progress import land_account as told
from landuse.progress.land_account import BLANK, COLUMNS, land_account
from landuse.units.schema import Status
from landuse.words import messages
from tests.squares import land_resource, perimeter, plots, records, rect, zoning


def _units(*rows: tuple[str, str, str | None, str | None, int]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["unit_id", "class", "zone_code", "plan_date", "area_m2"]).set_index("unit_id")
    return table.assign(plan_type="35", plan_date=pd.to_datetime(table["plan_date"]))


def _facts(*rows: tuple[str, str, float, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["unit_id", "code", "overlap_m2", "status"]).assign(layer_id="land_resource")


def test_each_row_adds_up_to_its_area_and_what_is_not_asked_is_not_mapped() -> None:
    units = _units(
        ("a", "used", "1340", "2015-05-01", 10_000), ("b", "vacant_zoned", "1340", "2015-09-01", 5_000),
        ("c", "vacant_zoned", "1340", None, 2_000), ("d", "not_counted", None, None, 700),
    )  # fmt: skip
    hit, blank = str(Status.HIT), str(Status.NOT_MAPPED)
    facts = _facts(
        ("a", "21", 6_000.4, hit), ("a", "11", 3_999.6, hit), ("b", "30", 4_000.6, hit), ("b", "60", 1_000.6, hit), ("c", "", 2_000, blank)
    )
    found = land_account(units, facts).set_index(["built", "plan_year"])
    assert (found[list(COLUMNS)].sum(axis=1) == found["area_m2"]).all() and found["area_m2"].sum() == 17_700
    assert found.loc[("built", 2015), ["fully_cultivated", "other"]].tolist() == [6_000, 4_000]
    assert found.loc[("unbuilt", 2015), ["forest", "bog", "other"]].tolist() == [3_999, 1_001, 0]  # the largest gives way
    assert found.loc[("unbuilt", 0), BLANK] == 2_000 and found.loc[("uncounted", 0), BLANK] == 700


@pytest.mark.parametrize("lang", messages.LANGS)
def test_the_sheet_says_what_the_page_says(make_park, lang: str) -> None:
    park = make_park(
        perimeter=perimeter(rect(0, 0, 200)),
        plots=plots(("T1", rect(0, 0)), ("T2", rect(100, 0))),
        zoning=zoning({"geometry": rect(0, 0, 200)}),
        records=records(("plot", "T1", "lease")),
        land_resource=land_resource(("21", rect(0, 0)), ("30", rect(100, 0))),
    )
    page = told.land_account(park.id, date(2026, 6, 30), lang)
    book = openpyxl.load_workbook(io.BytesIO(told.sheet(park.id, date(2026, 6, 30), lang)))
    rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    head = rows.index([*page.head])
    assert [tuple(row) for row in rows[head + 1 : head + 1 + len(page.rows)]] == page.rows
    assert tuple(rows[head + 1 + len(page.rows)][3:]) == page.total and page.total[1] == sum(page.total[2:])
    sources = [row[1] for row in book.worksheets[1].iter_rows(values_only=True)]
    assert messages.text(lang, "layer.example_source") in sources and rows[0][0] == messages.text(lang, "export.example_mark")
