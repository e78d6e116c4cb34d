"""A file that is ordered and fetched when it is ready, as Geonorge's download service gives whole municipalities.

Its answers are JSON, of which nothing is read but where the file is and whether it is ready; a file at another host is not fetched.
"""

import json
import re
from dataclasses import replace
from pathlib import Path

from fetch.limits import LIMITS
from fetch.receipt import Receipt, Stop
from fetch.services import Service
from fetch.wire import Wire

_NUMBER = re.compile(rb'"referenceNumber"\s*:\s*"([\w-]{1,60})"')
_READY = re.compile(rb'"status"\s*:\s*"ReadyForDownload"')
_FILE = re.compile(rb'"downloadUrl"\s*:\s*"(https?://[^"\\\s]{1,400})"')


def ordered(wire: Wire, service: Service, municipality: str, folder: Path, receipt: Receipt, ends: float) -> int:
    """Order a municipality's file, wait until it is ready, and keep it as one page; how many files came.

    Raises
    ------
    Stop : order_unread, order_waiting, and as `Wire.get`
    """
    words = replace(service, media="json")
    said = wire.get(words, service.address, {}, folder / "order.json", receipt, ends, body=_order(service, municipality))
    found = _NUMBER.search(said)
    if found is None:
        raise Stop("order_unread")
    for number in range(LIMITS["order_polls"]):
        if _READY.search(said) and (file := _FILE.search(said)):
            wire.get(service, file[1].decode(), {}, folder / f"page-000.{service.media}", receipt, ends)
            return 1
        wire.wait(LIMITS["order_wait_s"])
        said = wire.get(words, f"{service.address}/{found[1].decode()}", {}, folder / f"order-{number:02}.json", receipt, ends)
    raise Stop("order_waiting", number=found[1].decode())


def _order(service: Service, municipality: str) -> str:
    area = {"code": municipality, "type": "kommune", "name": municipality}
    line = {
        "metadataUuid": service.layer,
        "areas": [area],
        "projections": [{"code": service.srid, "name": f"EPSG:{service.srid}"}],
        "formats": [{"name": service.query}],
    }
    return json.dumps({"email": "", "usageGroup": "", "softwareClient": "parkareal", "orderLines": [line]})
