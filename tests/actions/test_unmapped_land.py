"""Ground that no land resource maps is told as not mapped, never as nought: Vacant first, its paper and its plain text."""

import json
from collections.abc import Callable, Iterator
from io import BytesIO

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from docx import Document

from actions.vacant_first import cases
from actions.vacant_first.cases import Draft
from actions.vacant_first.text import answer_text
from actions.vacant_first.words import in_words
from landuse.progress import nature_told
from landuse.vacant_first import ranking
from register.engine import URL_VARIABLE
from tests.squares import EPSG, land_resource, perimeter, plots, records, rect, zoning
from views.ledig_forst import answer as first_answer

_NBSP = "\N{NO-BREAK SPACE}"
_FOREST_ON_PLOT = ("30", rect(0, 0))
_FOREST_ON_HALF = ("30", rect(0, 200, 50, 100))
_NOTHING_TOLD = pd.DataFrame(
    {"nature_m2": [np.nan], "farmland_m2": [np.nan], "met": [1.0], "step": [0.0], "conditions": [0.0], "area_m2": [8000.0]}
    | {"plots": [1.0], "availability": [1.0], "own_park": [True]}
)
_FOREST_ON_ALL = ("30", rect(0, 200))


@pytest.fixture
def asked(make_park: Callable, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., tuple[dict, Draft]]]:
    """`asked(rows of AR5)`: the answer to a footprint of 10 daa beside a vacant plot of 10 daa, and the draft of its case."""
    monkeypatch.delenv(URL_VARIABLE, raising=False)

    def ask(*mapped: tuple) -> tuple[dict, Draft]:
        more = {"land_resource": land_resource(*mapped)} if mapped else {}
        make_park(
            perimeter=perimeter(rect(0, 0)),
            plots=plots(("T1", rect(0, 0))),
            zoning=zoning({"geometry": rect(-50, -50, 300, 300)}),
            records=records(("plot", "T1", "idle")),
            **more,
        )
        shape = json.loads(gpd.GeoSeries([rect(0, 200)], crs=EPSG).to_crs(4326).to_json())
        question = {"footprint": shape, "needs": {"daa": 8.0}, "lines": None, "weights": None, "on": None}
        return cases.answer_of("prove", question), Draft("prove", "Prøve", question)

    return ask


def _told(answer: dict, draft: Draft) -> tuple[list[str], str, str, str]:
    """The tiles of nature, the difference, the plain text and the words of the paper."""
    words = in_words(answer, "nb")
    tiles = [tile.value for tile in first_answer._tiles(words, "nb")[1:3]]
    document = Document(BytesIO(cases.paper(draft, answer, "Kari")[1]))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    paper = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    return tiles, first_answer._difference(words["alternatives"][0], "nature", "nb"), answer_text(answer), paper


def test_a_park_without_a_land_resource_takes_what_nobody_knows(asked: Callable) -> None:
    tiles, difference, text, paper = _told(*asked())
    assert tiles == ["ikke kartlagt"] * 2 and difference.startswith("ikke sammenlignbart")
    assert "på hele arealet: natur og jordbruksareal ikke kartlagt" in text and f"0{_NBSP}m² natur" not in text + paper
    assert "Grunnen er ikke kartlagt" in paper and f"10,0{_NBSP}daa blir bygd ned for godt der grunnen ikke er kartlagt" in paper
    assert "ikke sammenlignbart" in paper


def test_half_a_footprint_mapped_is_at_least_that_half(asked: Callable) -> None:
    tiles, difference, text, paper = _told(*asked(_FOREST_ON_HALF, _FOREST_ON_PLOT))
    assert tiles == [f"minst 5,0{_NBSP}daa, 5,0{_NBSP}daa ikke kartlagt", f"minst 0{_NBSP}m², 5,0{_NBSP}daa ikke kartlagt"]
    assert difference.startswith("ikke sammenlignbart") and f"på hele arealet: 10,0{_NBSP}daa natur" in text
    assert f"minst 5,0{_NBSP}daa natur og jordbruksareal" in paper and f"5,0{_NBSP}daa er ikke kartlagt" in paper


def test_a_candidate_that_is_not_mapped_is_not_subtracted(asked: Callable) -> None:
    tiles, difference, text, _ = _told(*asked(_FOREST_ON_ALL))
    assert tiles[0] == f"10,0{_NBSP}daa" and difference.startswith("ikke sammenlignbart")
    assert "på hele arealet: natur og jordbruksareal ikke kartlagt" in text


def test_what_is_mapped_is_told_and_compared_as_before(asked: Callable) -> None:
    tiles, difference, text, paper = _told(*asked(_FOREST_ON_ALL, _FOREST_ON_PLOT))
    assert tiles == [f"10,0{_NBSP}daa", f"0{_NBSP}m²"] and difference == "likt"
    assert "jordbruksareal ikke kartlagt" not in text and f"på hele arealet: 10,0{_NBSP}daa natur" in text
    assert f"10,0{_NBSP}daa natur og jordbruksareal" in paper


def test_ground_that_is_not_mapped_does_not_rank_as_ground_without_nature(asked: Callable) -> None:
    answer, _ = asked()
    best = answer["alternatives"][0]["criteria"]
    assert best["nature"] == best["farmland"] == ranking.criteria(_NOTHING_TOLD, 8000.0)["nature"].iloc[0] < 1.0


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ({}, "mapped"),
        ({"not_mapped": 1, "forest": 99}, "mapped"),
        ({"not_mapped": 2, "forest": 98}, "partly"),
        ({"not_mapped": 5}, "unmapped"),
    ],
)
def test_a_trifle_leaves_ground_mapped(groups: dict[str, int], expected: str) -> None:
    assert nature_told.coverage(groups) == expected
