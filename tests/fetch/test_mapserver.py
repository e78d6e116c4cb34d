"""The room against a real server: what MapServer says of counts, names, projections and empty ground."""

from dataclasses import replace
from pathlib import Path

import pytest
import shapely

from actions.first_range.answers import Kind, answer_of
from door.place.find import park_in
from fetch import answer
from fetch.answer import Question
from fetch.services import services
from fetch.wire import Wire
from tests.fetch import mapserver

_COUNT = 1250
_ALL = (619_000.0, 7_075_000.0, 626_000.0, 7_082_000.0)
_ELSEWHERE = (500_000.0, 7_076_000.0, 501_000.0, 7_077_000.0)
_KNOWN = (620_000.0, 7_076_000.0, 620_100.0, 7_076_100.0)

pytestmark = pytest.mark.skipif(not Path(mapserver.PROGRAM).exists(), reason="no MapServer: scripts/debian_packages.sh brings it")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory):
    with mapserver.serving(tmp_path_factory.mktemp("mapserver"), _COUNT) as address:
        yield address


@pytest.fixture
def ask(url: str, tmp_path: Path, data_root: Path):
    """Asks for the parcels, of a row changed in parts."""

    def run(box: tuple[float, float, float, float], **changes: object):
        row = replace(services()["teig"], address=url, srid="25832", canary=_KNOWN, page_size=500)
        folder = tmp_path / f"answer-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        with Wire(frozenset({"127.0.0.1"}), "gis@example.com") as wire:
            return answer.fetch(wire, replace(row, **changes), Question(box, "5038"), folder)

    return run


def test_all_pages_come_and_the_count_is_not_that_of_a_page(ask) -> None:
    whole = ask(_ALL)
    assert (whole.state, whole.members, whole.promised) == ("whole", _COUNT, _COUNT)
    assert [one["file"] for one in whole.pages] == ["count.gml", "page-000.gml", "page-001.gml", "page-002.gml"]


def test_another_projection_that_it_has_gives_the_same(ask) -> None:
    moved = ask((300_000.0, 7_070_000.0, 339_000.0, 7_109_000.0), srid="25833", page_size=2000)
    assert (moved.state, moved.members) == ("whole", _COUNT)


def test_a_wrong_name_and_a_projection_that_it_lacks_are_refused_in_words(ask) -> None:
    assert ask(_ALL, layer="app:Tieg").code == "refused_in_words"
    assert ask(_ALL, srid="5972").values["exception"] == "InvalidParameterValue"


def test_the_door_reads_what_came_and_says_that_it_is_whole(url: str, tmp_path: Path, data_root: Path) -> None:
    """Both services, page by page, with the box that was asked about held against what came."""
    park, box = park_in(("5038",)), (620_000.0, 7_076_000.0, 620_999.0, 7_076_999.0)
    with Wire(frozenset({"127.0.0.1"}), "gis@example.com") as wire:
        for name, layer in (("teig", "app:Teig"), ("bygningspunkt", "app:Bygning")):
            row = replace(services()[name], address=url, layer=layer, srid="25832", page_size=60, canary=_KNOWN)
            folder = tmp_path / name
            folder.mkdir()
            receipt = answer.fetch(wire, row, Question(box, "5038"), folder)
            found = answer_of(row, receipt, folder, park, shapely.box(*box))
            assert (found.kind, found.rows, found.code) == (Kind.HIT, 100, ""), found.values
            assert found.frame[row.ident].is_unique and len(receipt.files(folder)) == 2
            assert found.frame.geom_type.unique().tolist() == ["Point" if name == "bygningspunkt" else found.frame.geom_type.iloc[0]]


def test_empty_ground_is_empty_since_the_canary_answers(ask) -> None:
    nothing = ask(_ELSEWHERE)
    assert (nothing.state, nothing.members, nothing.canary) == ("whole", 0, 1)
