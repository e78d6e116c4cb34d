"""The room is the only code with a network, parses nothing, and asks no host that the settings do not name."""

import re
import socket
from dataclasses import replace

import pytest

from fetch.answer import Question
from fetch.kept import fetched
from fetch.receipt import Receipt
from fetch.services import Service, named, services
from fetch.wire import Wire
from tests.fetch.asking import BOX, row_of
from tests.imports import ROOMS, ROOT, files, imported

_CLIENTS = re.compile(
    r"(httpx|httpcore|requests|aiohttp|urllib3|urllib\.request|http\.client|ftplib|smtplib|telnetlib|websockets|websocket|pycurl|owslib|restgdf"
    r"|paramiko|grpc|fsspec|s3fs|boto3)(\.|$)"
)
_LOGIN = ("people/oidc.py", "requests")  # the one other host is the login provider's, by Authlib's session
_PARSERS = re.compile(
    r"(pyogrio|rasterio|geopandas|shapely|pyarrow|pandas|numpy|xml|lxml|html|zipfile|tarfile|gzip|sqlite3|openpyxl)(\.|$)"
)
_READS_JSON = re.compile(r"\bjson\.loads?\(")


def _clients(path: str, source: str) -> list[str]:
    clients = [name for name in sorted(imported(source)) if _CLIENTS.match(name) and not path.startswith("fetch/")]
    return [name for name in clients if (path, name) != _LOGIN]


@pytest.mark.parametrize("path", files((*ROOMS, "examples", "bench", "scripts")))
def test_nothing_else_has_a_network_client(path: str) -> None:
    assert _clients(path, (ROOT / path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line", ["import httpx", "from urllib.request import urlopen", "def f():\n    import http.client", "import requests as r"]
)
def test_a_planted_client_is_caught(line: str) -> None:
    assert _clients("actions/progress/status.py", line) != [] and _clients("fetch/wire.py", line) == []


def test_nothing_that_comes_is_parsed() -> None:
    """JSON is read of the receipts alone, which the room writes itself."""
    for path in files(("fetch",))[1:]:
        source = (ROOT / path).read_text(encoding="utf-8")
        assert [name for name in imported(source) if _PARSERS.match(name)] == [], path
        assert not _READS_JSON.search(source) or path == "fetch/receipt.py"


@pytest.fixture
def reached(monkeypatch) -> list[str]:
    """Every host that is looked up or connected to."""
    hosts, ask = [], socket.getaddrinfo

    def look_up(host, *rest, **more):
        hosts.append(host)
        return ask(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return hosts


def test_no_host_but_the_named_one_is_reached_whatever_stands_around(data_root, stub, reached, tmp_path, monkeypatch) -> None:
    """Not by a proxy of the environment, nor where a redirect leads, nor for a row whose host is not named."""
    for variable in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(variable, "http://proxy.invalid:3128")
    row = row_of("wfs2")
    with Wire(frozenset({"127.0.0.1"}), "gis@example.com", sleep=lambda _: None) as wire:
        states = [_ask(wire, row, f"{stub.url}/{trap}/wfs").state for trap in ("ok", "redirect")]
        refused = _ask(wire, row, "https://wfs.geonorge.no/skwms1/wfs.matrikkelen-bygningspunkt")
    assert states == ["whole", "failed"] and refused.code == "host_not_named"
    assert set(reached) == {"127.0.0.1"}


def test_as_the_product_comes_no_service_is_named_and_nothing_is_reached(data_root, reached) -> None:
    assert named() == [] and services() and reached == []


def _ask(wire: Wire, row: Service, address: str) -> Receipt:
    return fetched(wire, replace(row, address=address), Question(BOX, "5038"))[0]
