"""One whole answer of a service: all pages of what lies in a box, counted, held against what was promised, kept with a receipt."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fetch import order, peek
from fetch.asked import Box, address_of, count_question, page_question
from fetch.limits import LIMITS
from fetch.receipt import FAILED, PARTIAL, WHOLE, Receipt, Stop, write
from fetch.services import Service, account
from fetch.wire import Wire
from landuse.words.log import happened


@dataclass(frozen=True)
class Question:
    """What is asked for: a box in the service's projection, or all of a municipality."""

    box: Box | None
    municipality: str


def fetch(wire: Wire, service: Service, question: Question, folder: Path) -> Receipt:
    """Everything of the service that was asked for, as pages in an empty folder with a receipt; a failure is an answer too."""
    asked = {"box": list(question.box) if question.box else None, "srid": service.srid, "municipality": question.municipality}
    now = datetime.now(UTC).isoformat(timespec="seconds")
    receipt = Receipt(service.id, asked, service.licence, service.attribution, service.may_leave_house, now)
    ends = time.monotonic() + LIMITS["answer_s"]
    try:
        _check(service, question)
        if service.protocol == "order":
            receipt.members = order.ordered(wire, service, question.municipality, folder, receipt, ends)
        else:
            _Pages(wire, service, question, folder, receipt, ends).all()
        receipt.state = WHOLE
    except Stop as stop:
        receipt.state = PARTIAL if receipt.members else FAILED
        receipt.code, receipt.values = stop.code, stop.values
    write(receipt, folder)
    happened("fetch", service=service.id, host=service.host, state=receipt.state, code=receipt.code or None, features=receipt.members)
    return receipt


def _check(service: Service, question: Question) -> None:
    box, widest = question.box, LIMITS["widest_m"]
    if box and not (0 < box[2] - box[0] <= widest and 0 < box[3] - box[1] <= widest):
        raise Stop("box_too_wide", widest_km=widest // 1000)
    if service.key and account(service) is None:
        raise Stop("account_missing", key=service.key)


@dataclass
class _Pages:
    """The pages of one answer while they come."""

    wire: Wire
    service: Service
    question: Question
    folder: Path
    receipt: Receipt
    ends: float

    def all(self) -> None:
        """Every page, until as many came as were promised; a full page is never taken for the last one."""
        service, receipt, seen, page, came, size = self.service, self.receipt, set[str](), 0, self.service.page_size, 0
        if count := count_question(service, self.question.box):
            receipt.promised = peek.promised(self._page(count, "count"))
        while receipt.promised is None or receipt.members < receipt.promised or came == service.page_size:
            if receipt.members >= service.most_features:
                raise Stop("too_many", most=service.most_features)
            body = self._page(self._question(receipt.members), f"page-{page:03}")
            came, page, size = peek.members(service, body), page + 1, size + len(body)
            if came == 0:
                break
            if size > LIMITS["answer_bytes"]:
                raise Stop("too_large", most_mb=LIMITS["answer_bytes"] // 1_000_000)
            if (mark := peek.fingerprint(service, body)) in seen:
                raise Stop("page_repeated", after=receipt.members)
            seen.add(mark)
            receipt.members += came
            receipt.promised = peek.promised(body) if receipt.promised is None else receipt.promised
        if receipt.promised is not None and receipt.members != receipt.promised:
            raise Stop("count_differs", promised=receipt.promised, came=receipt.members)
        if receipt.members == 0 and service.canary:
            self._canary()

    def _canary(self) -> None:
        """Whether the service answers at all of a place that is known to hold something: else «none» is not believed."""
        known = tuple(self.service.canary)
        body = self._page(page_question(self.service, (known[0], known[1], known[2], known[3]), 0, 1, ""), "canary")
        self.receipt.canary = peek.members(self.service, body)
        if self.receipt.canary == 0:
            raise Stop("canary_silent")

    def _question(self, start: int) -> dict[str, str]:
        return page_question(self.service, self.question.box, start, self.service.page_size, self.question.municipality)

    def _page(self, params: dict[str, str], stem: str) -> bytes:
        target = self.folder / f"{stem}.{self.service.media}"
        return self.wire.get(self.service, address_of(self.service), params, target, self.receipt, self.ends)
