"""The table of services: sound as it ships, off as it ships, and grown by a row and nothing else."""

import csv
from dataclasses import fields
from pathlib import Path

import pytest

from fetch import services as rows
from fetch.answer import Question
from fetch.kept import answers, fetched, kept
from fetch.services import OWN, PROTOCOLS, Service, contact, named, services
from fetch.wire import Wire
from landuse.words import messages
from landuse.words.errors import LanduseError
from tests.fetch.asking import BOX

_SHIPPED = Path(rows.__file__).parent / OWN


def _own(data_root: Path, **cells: str) -> None:
    """An own table of one row beside the data: that of building points, with other cells."""
    with _SHIPPED.open(encoding="utf-8", newline="") as stream:
        row = next(row for row in csv.DictReader(stream) if row["id"] == "bygningspunkt")
    with (data_root / OWN).open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, [column.name for column in fields(Service)])
        table.writeheader()
        table.writerow(row | cells)


def test_the_rows_that_ship_are_sound_and_none_says_that_it_was_tried(data_root) -> None:
    known = services()
    assert {one.protocol for one in known.values()} == set(PROTOCOLS)
    for one in known.values():
        assert one.address.startswith("https://") and one.host and one.licence and one.attribution and one.source
        assert one.verified_on == "" and "not tried from here" in one.source
        assert one.coverage in ("country", "unknown", *known)
        assert one.title("nb") and one.title("en")


def test_none_is_asked_as_the_product_comes(data_root) -> None:
    assert named() == []


def test_a_setting_turns_one_on_and_names_no_other(data_root, monkeypatch) -> None:
    monkeypatch.setenv("PARKAREAL_FETCH_SERVICES", "teig, bygningspunkt, teig")
    assert [one.id for one in named()] == ["teig", "bygningspunkt"]
    monkeypatch.setenv("PARKAREAL_FETCH_SERVICES", "teigg")
    with pytest.raises(LanduseError) as refused:
        named()
    assert refused.value.code == "service_unknown" and "teigg" in refused.value.text("nb") and "bygningspunkt" in refused.value.text("nb")


@pytest.mark.parametrize("said", ["", "somebody", "a b@c.no", "a@b.no\r\nX-Other: 1"])
def test_nothing_is_asked_without_somebody_who_answers_for_it(said: str, data_root, monkeypatch) -> None:
    monkeypatch.setenv("PARKAREAL_FETCH_CONTACT", said)
    with pytest.raises(LanduseError) as refused:
        contact()
    assert refused.value.code == "fetch_contact"


def test_a_new_service_is_a_row_and_its_answer(data_root, stub, monkeypatch) -> None:
    """No code names it: the row says all that is needed to ask, and what comes is kept with its receipt."""
    _own(data_root, id="ny_tjeneste", address=f"{stub.url}/ok/wfs", srid="25832", canary="")
    monkeypatch.setenv("PARKAREAL_FETCH_SERVICES", "ny_tjeneste")
    (service,) = named()
    question = Question(BOX, "5038")
    with Wire(frozenset({service.host}), "gis@example.com") as wire:
        receipt, folder = fetched(wire, service, question)
    assert (receipt.state, receipt.members) == ("whole", 25) and folder is not None
    assert kept(service, question) == (receipt, folder) and answers(service) == [receipt]


def test_what_fails_never_takes_the_place_of_what_came_whole(data_root, stub, monkeypatch) -> None:
    _own(data_root, id="ny", address=f"{stub.url}/ok/wfs", srid="25832", canary="")
    service, question = services()["ny"], Question(BOX, "5038")
    with Wire(frozenset({service.host}), "gis@example.com", sleep=lambda _: None) as wire:
        whole, folder = fetched(wire, service, question)
        for trap in ("html", "one_missing"):
            _answers_as(monkeypatch, wire, stub.url, trap)
            worse, nowhere = fetched(wire, service, question)
            assert worse.state != "whole" and nowhere is None
            assert kept(service, question) == (whole, folder)
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def _answers_as(monkeypatch, wire: Wire, url: str, trap: str) -> None:
    """The same address with another fault behind it."""
    ask = type(wire).get
    monkeypatch.setattr(wire, "get", lambda service, address, *rest, **more: ask(wire, service, f"{url}/{trap}/wfs", *rest, **more))


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("id", "Teig 2"),
        ("protocol", "wms"),
        ("address", "http://wfs.geonorge.no/x"),
        ("address", "https://user:word@wfs.geonorge.no/x"),
        ("address", "https://wfs.geonorge.no/x?service=WFS"),
        ("address", "file:///etc/passwd"),
        ("srid", "4326"),
        ("axis", "ne"),
        ("page_size", "0"),
        ("most_features", "9999999"),
        ("media", "exe"),
        ("canary", "1 2 3"),
        ("licence", ""),
        ("may_leave_house", "perhaps"),
        ("key", "other"),
    ],
)
def test_a_row_that_cannot_be_asked_is_refused_by_its_cell(column: str, said: str, data_root) -> None:
    _own(data_root, **{column: said})
    with pytest.raises(LanduseError) as refused:
        services()
    assert refused.value.code == "service_row" and refused.value.values["column"] == column
    for lang in messages.LANGS:
        assert column in refused.value.text(lang)


def test_a_table_without_a_column_is_refused_by_its_name(data_root) -> None:
    (data_root / OWN).write_text("id,about\nx,parcels\n", encoding="utf-8")
    with pytest.raises(LanduseError) as refused:
        services()
    assert (refused.value.code, refused.value.values["column"]) == ("service_row", "title_nb")
