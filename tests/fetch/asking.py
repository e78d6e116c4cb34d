"""A way to ask the stub of faults, by the row of a service."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from fetch import answer
from fetch.answer import Question
from fetch.receipt import Receipt
from fetch.services import Service, services
from fetch.wire import Wire
from tests.fetch.stub import Stub

BOX = (620_000.0, 7_076_000.0, 623_000.0, 7_077_000.0)
ADDRESS = {"wfs2": "wfs", "arcgis": "arcgis/MapServer", "oapif": "oapif", "json": "firms", "order": "order"}


def row_of(protocol: str) -> Service:
    """The row of a service of this protocol, in zone 32 and by small pages."""
    known = services()
    name = {"wfs2": "bygningspunkt", "arcgis": "naturtyper", "oapif": "reguleringsplaner", "json": "underenheter", "order": "graastruktur"}
    plain = {"srid": "" if protocol == "json" else "25832", "page_size": 10 if protocol != "order" else 1, "canary": (), "key": ""}
    return replace(known[name[protocol]], most_features=1000, **plain)


@dataclass
class Asker:
    """Asks the stub; `shorten` sets limits of time for a fault, `waits` are the seconds that were waited, without waiting them."""

    stub: Stub
    home: Path
    shorten: Callable[[str], object]
    waits: list[float] = field(default_factory=list)
    folder: Path = Path()

    def __call__(self, trap: str, protocol: str = "wfs2", box: tuple | None = BOX, **changes: object) -> Receipt:
        self.shorten(trap)
        service = replace(row_of(protocol), address=f"{self.stub.url}/{trap}/{ADDRESS[protocol]}", **changes)
        self.folder = self.home / f"{trap}-{protocol}-{time.monotonic_ns()}"
        self.folder.mkdir()
        with Wire(frozenset({"127.0.0.1"}), "gis@example.com", sleep=self.waits.append) as wire:
            return answer.fetch(wire, service, Question(box, "5038"), self.folder)
