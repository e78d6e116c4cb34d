"""What was asked of a service and what came of it; it lies beside the bytes as `receipt.json`."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

WHOLE, PARTIAL, FAILED = "whole", "partial", "failed"
FILE = "receipt.json"


class Stop(Exception):
    """An answer ends here, and why: a code of the catalogues (`fetch.CODE`) with its values."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@dataclass
class Receipt:
    """One answer.

    asked : box, srid, municipality
    state : whole, partial (some pages, then a fault; or not as many as promised), failed (nothing that can be used)
    code, values : why it is not whole
    promised : how many features the service said that there are; members : how many came
    canary : how many came of the box that is known to hold something; None where it was not asked
    pages : each request with its time, try, status, headers, bytes, sha256 and seconds
    """

    service: str
    asked: dict[str, Any]
    licence: str
    attribution: str
    may_leave_house: str
    asked_at: str
    state: str = FAILED
    code: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    promised: int | None = None
    members: int = 0
    canary: int | None = None
    pages: list[dict[str, Any]] = field(default_factory=list)

    def files(self, folder: Path) -> list[Path]:
        """The pages of features that came, in their order."""
        names = [one["file"] for one in self.pages if one.get("sha256") and one["file"].startswith("page-")]
        return [folder / name for name in dict.fromkeys(names)]


def write(receipt: Receipt, folder: Path) -> None:
    """Put a receipt into the folder of its pages."""
    (folder / FILE).write_text(json.dumps(asdict(receipt), ensure_ascii=False, indent=1), encoding="utf-8")


def read(folder: Path) -> Receipt | None:
    """The receipt of a folder; None where there is none, or it is not one of ours."""
    try:
        return Receipt(**json.loads((folder / FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
