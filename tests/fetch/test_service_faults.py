"""Every way in which a service can fail is told as what it is, within the limits, and nothing that came half passes for whole."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from fetch.asked import page_question
from fetch.limits import LIMITS
from fetch.receipt import read
from landuse.words import messages
from tests.fetch.asking import BOX, row_of

_ELSEWHERE = (500_000.0, 7_076_000.0, 501_000.0, 7_077_000.0)
_KNOWN = (620_000.0, 7_076_000.0, 620_100.0, 7_076_100.0)
_FAULTS = {
    "busy": ("failed", "refused_wait"),
    "down": ("failed", "refused"),
    "silent": ("failed", "timeout"),
    "html": ("failed", "not_a_service"),
    "xhtml": ("failed", "not_a_service"),
    "exception": ("failed", "refused_in_words"),
    "truncated": ("failed", "broken_off"),
    "truncated_quiet": ("failed", "cut_short"),
    "repeat": ("partial", "page_repeated"),
    "redirect": ("failed", "moved"),
    "endless": ("failed", "too_large"),
    "drip": ("failed", "too_slow"),
    "bomb": ("failed", "packed"),
    "one_missing": ("partial", "count_differs"),
    "overlap": ("partial", "count_differs"),
}


@pytest.mark.parametrize("protocol", ["wfs2", "arcgis", "oapif", "json"])
@pytest.mark.parametrize("trap", ["ok", "zero_returned", "new_ids", "busy_once", "down_once"])
def test_everything_comes(ask, protocol: str, trap: str) -> None:
    receipt = ask(trap, protocol)
    assert (receipt.state, receipt.code, receipt.members, receipt.promised) == ("whole", "", 25, 25)
    assert set(ask.waits) <= {1.0} and bool(ask.waits) == trap.endswith("_once")


@pytest.mark.parametrize("protocol", ["wfs2", "arcgis", "oapif"])
def test_a_service_that_gives_smaller_pages_is_followed(ask, protocol: str) -> None:
    assert (ask("short_pages", protocol).members, ask("short_pages", protocol).state) == (25, "whole")


def test_page_numbers_that_cannot_be_followed_are_told(ask) -> None:
    assert ask("short_pages", "json").state != "whole"


@pytest.mark.parametrize("protocol", ["wfs2", "arcgis", "oapif"])
@pytest.mark.parametrize("trap", _FAULTS)
def test_every_fault_is_told(ask, trap: str, protocol: str) -> None:
    receipt = ask(trap, protocol)
    assert (receipt.state, receipt.code) == _FAULTS[trap]
    assert len(receipt.pages) <= 8 and sum(one.get("bytes", 0) for one in receipt.pages) <= 4 * LIMITS["page_bytes"]
    for lang in messages.LANGS:
        assert "{" not in messages.text(lang, f"fetch.{receipt.code}", **receipt.values)


def test_a_count_that_stops_at_the_page_size_is_found_out(ask) -> None:
    receipt = ask("hits_capped")
    assert (receipt.promised, receipt.state, receipt.code) == (10, "partial", "count_differs") and receipt.members > 10


def test_a_long_wait_is_told_and_not_waited(ask) -> None:
    receipt = ask("busy")
    assert receipt.values == {"status": 429, "wait_s": 3600} and ask.waits == [] and len(receipt.pages) == 1


def test_a_fault_is_tried_twice_and_no_more(ask, stub) -> None:
    stub.asked.clear()
    ask("down", "oapif")
    assert sum(stub.asked.values()) == 2 and ask.waits == [1.0]


def test_none_is_believed_only_where_the_canary_answers(ask) -> None:
    there = ask("ok", box=_ELSEWHERE, canary=_KNOWN)
    assert (there.state, there.members, there.canary) == ("whole", 0, 1)
    silent = ask("empty", box=_ELSEWHERE, canary=_KNOWN)
    assert (silent.state, silent.code, silent.canary) == ("failed", "canary_silent", 0)


def test_no_more_than_four_questions_at_once_to_a_host(ask, stub) -> None:
    with ThreadPoolExecutor(10) as pool:
        states = [receipt.state for receipt in pool.map(lambda number: ask("slow", "json", page_size=10 + number), range(10))]
    assert set(states) == {"whole"} and 1 < stub.most_at_once <= LIMITS["at_once"]


def test_ground_that_is_too_wide_is_not_asked_about(ask, stub) -> None:
    before = sum(stub.asked.values())
    assert ask("ok", box=(0.0, 0.0, 1e6, 1e6)).code == "box_too_wide" and sum(stub.asked.values()) == before


def test_more_features_than_a_row_lets_in_are_not_fetched(ask) -> None:
    assert (ask("ok", most_features=20).state, ask("ok", most_features=20).code) == ("partial", "too_many")


def test_a_service_with_an_account_is_asked_only_with_one_and_the_receipt_does_not_hold_it(ask, stub, monkeypatch) -> None:
    before = sum(stub.asked.values())
    assert ask("ok", "oapif", key="plans").code == "account_missing" and sum(stub.asked.values()) == before
    monkeypatch.setenv("PARKAREAL_FETCH_PLANS_ACCOUNT", "park:hemmelig-ord")
    assert ask("ok", "oapif", key="plans").state == "whole"
    assert any(key.startswith("Basic ") for key in stub.keys)
    assert b"hemmelig" not in b"".join(path.read_bytes() for path in ask.folder.iterdir())


def test_who_asks_is_said(ask, stub) -> None:
    stub.agents.clear()
    ask("ok")
    assert stub.agents == {"parkareal (+mailto:gis@example.com)"}


def test_the_receipt_holds_for_the_bytes(ask) -> None:
    receipt = ask("ok")
    assert read(ask.folder) == receipt
    for page in json.loads((ask.folder / "receipt.json").read_text(encoding="utf-8"))["pages"]:
        assert hashlib.sha256((ask.folder / page["file"]).read_bytes()).hexdigest() == page["sha256"]
        assert page["params"]["bbox"].endswith("EPSG::25832") and page["sent_at"] and page["status"] == 200
    assert (receipt.licence, receipt.may_leave_house) == ("CC BY 4.0", "yes")
    assert [path.name for path in receipt.files(ask.folder)] == ["page-000.gml", "page-001.gml", "page-002.gml"]


def test_an_ordered_file_is_waited_for_and_kept(ask) -> None:
    receipt = ask("ok", "order", box=None)
    assert (receipt.state, receipt.members, set(ask.waits)) == ("whole", 1, {5})
    assert [path.name for path in receipt.files(ask.folder)] == ["page-000.zip"]


def test_an_ordered_file_at_another_host_is_not_fetched(ask) -> None:
    assert ask("elsewhere", "order", box=None).code == "host_not_named"


def test_east_stands_before_north_in_every_question() -> None:
    for protocol in ("wfs2", "arcgis", "oapif"):
        said = page_question(row_of(protocol), BOX, 0, 10, "5038")
        assert (said.get("bbox") or said["geometry"]).startswith("620000,7076000,623000,7077000")
        assert "4326" not in json.dumps(said) and "4258" not in json.dumps(said)
