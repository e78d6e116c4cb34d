"""Where answers are kept: a folder for each service and question beside the parks. A failure never takes the place of what came whole."""

import hashlib
import json
import re
from pathlib import Path

from fetch.answer import Question, fetch
from fetch.receipt import FAILED, PARTIAL, WHOLE, Receipt, read
from fetch.services import Service
from fetch.wire import Wire
from landuse.words.errors import LanduseError, system_word
from parks.own_names import own
from parks.park import data_root
from parks.scratch import scratch_folder

FOLDER = "fetched"
_ANSWER = re.compile(r"[0-9a-f]{16}")


def kept_at(service: Service, question: Question) -> Path:
    """The folder of one answer: the same question of the same service is the same folder."""
    place = question.municipality if service.protocol in ("json", "order") else question.box
    asked = [service.address, service.layer, service.srid, place]
    return data_root() / FOLDER / service.id / hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:16]


def kept(service: Service, question: Question) -> tuple[Receipt, Path] | None:
    """What was fetched before, and where its pages lie."""
    folder = kept_at(service, question)
    receipt = read(folder)
    return (receipt, folder) if receipt is not None else None


def fetched(wire: Wire, service: Service, question: Question) -> tuple[Receipt, Path | None]:
    """Ask anew; what came is kept in one step.

    Returns
    -------
    the receipt of this question, and the folder that its pages are kept in; None where nothing of it is kept

    Raises
    ------
    LanduseError : data_unwritable
    """
    folder = kept_at(service, question)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with scratch_folder(folder.parent) as aside:
            new = aside / folder.name
            new.mkdir()
            receipt = fetch(wire, service, question, new)
            before = read(folder)
            if receipt.state == FAILED or (receipt.state == PARTIAL and before is not None and before.state == WHOLE):
                return receipt, None
            if folder.exists():
                folder.replace(aside / "old")
            new.replace(folder)
    except OSError as error:
        raise LanduseError("data_unwritable", file=FOLDER, reason=system_word(error)) from error
    return receipt, folder


def answers(service: Service) -> list[Receipt]:
    """All kept answers of a service, the newest first."""
    found = [read(folder) for folder in own(data_root() / FOLDER / service.id, _ANSWER, folders=True)]
    return sorted((one for one in found if one is not None), key=lambda one: one.asked_at, reverse=True)
