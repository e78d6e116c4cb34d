"""The services as rows of a table: `services.csv`, and an installation's own beside its data, which add rows or stand for ours.

A row says all that is needed to ask: a new service of a kind that is known is a new row. None is asked unless the settings name it.
`verified_on` is blank until somebody's own machine has had an answer (`sources check`).

Columns: id; about (what it is for in a first number); title_nb, title_en; protocol (wfs2, oapif, arcgis, json, order); address;
layer; geometry (the element that holds the shape, said for people: the door takes what its layer is drawn by); member (how one feature
begins, for json); srid, axis (en: east before north); page_size, most_features; query (of json: parameters; of order: the format); media
(gml, json, zip); columns, ident (of the layer that it is read as: those that must come, and the register's own number); coverage (country,
unknown, or the service that has the ground it was mapped on); canary (a box known to hold something); licence, attribution,
may_leave_house (yes, no); key (the account that it asks for); verified_on; source (what the row rests on).
"""

import csv
import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from landuse.words.errors import LanduseError
from parks.park import data_root
from parks.settings import setting

OWN = "services.csv"
PROTOCOLS = ("wfs2", "oapif", "arcgis", "json", "order")
ABOUT = ("parcels", "points", "land_use", "grey", "zoning", "hazard", "nature", "coverage", "firms", "addresses")
_SHIPPED = Path(__file__).parent / OWN
_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_SRIDS = ("25832", "25833", "25835")  # east before north in every spelling, so that the question of axes never arises
_ACCOUNTS = {"plans": "plans_account"}
_CONTACT = re.compile(r"[^\s@<>()]{1,64}@[^\s@<>()]{1,120}")
_MEMBER = {
    "wfs2": rb"<(?:\w+:)?(?:member|featureMember)[ >]",
    "arcgis": rb'"type"\s*:\s*"Feature"',
    "oapif": rb'"type"\s*:\s*"Feature"',
}


@dataclass(frozen=True)
class Service:
    """One row; the columns stand above."""

    id: str
    about: str
    title_nb: str
    title_en: str
    protocol: str
    address: str
    layer: str
    geometry: str
    member: str
    srid: str
    axis: str
    page_size: int
    most_features: int
    query: str
    media: str
    columns: tuple[str, ...]
    ident: str
    coverage: str
    canary: tuple[float, ...]
    licence: str
    attribution: str
    may_leave_house: str
    key: str
    verified_on: str
    source: str

    @property
    def host(self) -> str:
        """The only host that it is asked at."""
        return urlsplit(self.address).hostname or ""

    @property
    def pattern(self) -> bytes:
        """What one feature begins with."""
        return re.escape(self.member.encode()) if self.member else _MEMBER.get(self.protocol, b"$^")

    def title(self, lang: str) -> str:
        """Its name; other languages than ours have the English one."""
        return self.title_nb if lang == "nb" else self.title_en


def services() -> dict[str, Service]:
    """All rows by id, those beside the data before ours.

    Raises
    ------
    LanduseError : service_row
    """
    own = data_root() / OWN
    return {one.id: one for path in (_SHIPPED, own) if path.is_file() for one in _rows(path)}


def named() -> list[Service]:
    """The services that the settings name, in the settings' order; none as the product comes.

    Raises
    ------
    LanduseError : service_unknown, service_row, as `parks.settings.part`
    """
    known, said = services(), setting("fetch", "services")
    for name in said:
        if name not in known:
            raise LanduseError("service_unknown", name=name, known=", ".join(known))
    return [known[name] for name in dict.fromkeys(said)]


def contact() -> str:
    """The address of a person that services see in each question, so that they can write to somebody.

    Raises
    ------
    LanduseError : fetch_contact
    """
    said = setting("fetch", "contact") or ""
    if not _CONTACT.fullmatch(said):
        raise LanduseError("fetch_contact", said=said or "–")
    return str(said)


def account(service: Service) -> tuple[str, str] | None:
    """User and password of a service that asks for an account; None where it asks for none, or none is set."""
    said = setting("fetch", _ACCOUNTS[service.key]) if service.key else None
    user, _, password = str(said or "").partition(":")
    return (user, password) if user and password else None


def _rows(path: Path) -> list[Service]:
    with path.open(encoding="utf-8", newline="") as stream:
        try:
            return [_service(row, number) for number, row in enumerate(csv.DictReader(stream), start=2)]
        except (UnicodeDecodeError, csv.Error) as error:
            raise LanduseError("service_row", file=path.name, row="–", column="–", said=str(error)) from error


def _service(row: dict[str, str], number: int) -> Service:
    """A row whose every cell can be used.

    Raises
    ------
    LanduseError : service_row
    """

    def refused(column: str) -> LanduseError:
        return LanduseError("service_row", file=OWN, row=number, column=column, said=row.get(column) or "–")

    for column in fields(Service):
        if not isinstance(row.get(column.name), str):
            raise refused(column.name)
    url = urlsplit(row["address"])
    is_safe = url.scheme == "https" or (url.scheme == "http" and url.hostname in _LOOPBACK)
    checks = {
        "id": _ID.fullmatch(row["id"]),
        "about": row["about"] in ABOUT,
        "protocol": row["protocol"] in PROTOCOLS,
        "address": is_safe and url.hostname and not url.username and not url.query and not url.fragment,
        "srid": row["srid"] in _SRIDS or (row["protocol"] == "json" and not row["srid"]),
        "axis": row["axis"] == ("en" if row["srid"] else ""),
        "page_size": row["page_size"].isdigit() and 0 < int(row["page_size"]) <= 10_000,
        "most_features": row["most_features"].isdigit() and 0 < int(row["most_features"]) <= 100_000,
        "media": row["media"] in ("gml", "json", "zip"),
        "member": row["member"] or row["protocol"] != "json",
        "canary": re.fullmatch(r"(-?\d{1,8}( -?\d{1,8}){3})?", row["canary"]),
        "licence": row["licence"],
        "may_leave_house": row["may_leave_house"] in ("yes", "no"),
        "key": row["key"] in ("", *_ACCOUNTS),
    }
    for name, holds in checks.items():
        if not holds:
            raise refused(name)
    made: dict[str, Any] = {column.name: row[column.name] for column in fields(Service)}
    made |= {"page_size": int(row["page_size"]), "most_features": int(row["most_features"]), "columns": tuple(row["columns"].split())}
    return Service(**made | {"canary": tuple(float(value) for value in row["canary"].split())})
