"""The background map in a real browser: nothing asked before it is turned on, one host's images after, its failure told."""

import shutil
import struct
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import expect

from tests.browser.server import ready, serve, stop

pytestmark = pytest.mark.browser


def _png() -> bytes:
    """A tile of one colour."""
    part = lambda name, body: struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))  # noqa: E731
    rows = b"".join(b"\0" + bytes((205, 220, 190)) * 256 for _ in range(256))
    head = struct.pack(">IIBBBBB", 256, 256, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")


class Tiles(BaseHTTPRequestHandler):
    """Gives every tile until `broken`, and remembers what was asked."""

    asked: list[str] = []
    broken = False

    def do_GET(self) -> None:
        Tiles.asked.append(self.path)
        self.send_response(404 if Tiles.broken else 200)
        self.send_header("content-type", "image/png")
        self.end_headers()
        self.wfile.write(b"" if Tiles.broken else _png())

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@pytest.fixture
def tiles() -> Iterator[int]:
    """A tile server on this machine; its port."""
    Tiles.asked, Tiles.broken = [], False
    server = ThreadingHTTPServer(("127.0.0.1", 0), Tiles)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture
def allowed(tiles: int, tmp_path: Path, data_root: Path) -> Iterator[str]:
    """The app over a park, with settings that allow those tiles."""
    root = tmp_path / "data"
    shutil.copytree(data_root / "parcels" / "viken", root / "parcels" / "viken")
    said = f'[background]\nurl = "http://127.0.0.1:{tiles}/{{z}}/{{x}}/{{y}}.png"\nattribution = "© <b>Prøve"\n'
    (root / "settings.toml").write_text(said, encoding="utf-8")
    process, address = serve(root, tmp_path / "log.txt")
    yield address
    stop(process)


def test_tiles_are_asked_for_once_somebody_turns_them_on_and_their_failure_is_told(allowed, chromium):
    page = chromium.new_page(viewport={"width": 1440, "height": 1000})
    page.goto(f"{allowed}/?park=viken")
    ready(page, 120)
    page.locator(".layers summary").click()
    box = page.locator(".layers input[name=tiles]")
    assert not box.is_checked() and Tiles.asked == []
    box.check()
    expect(page.locator(".leaflet-tile-loaded").first).to_be_visible(timeout=20_000)
    assert Tiles.asked
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("© <b>Prøve")
    expect(page.get_by_text("Kilden svarte ikke")).to_be_hidden()
    Tiles.broken = True
    page.locator(".buttons .zoom_out").click()
    page.locator(".buttons .zoom_out").click()
    expect(page.get_by_text("Kilden svarte ikke, eller flisene mangler.")).to_be_visible(timeout=20_000)
    page.close()
