"""A server of its own over two example parks, and pages that are watched for errors and requests to others."""

import shutil
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.server import CHROMIUM_ARGS, HOSTILE, ROOT, serve, stop

_PATIENCE_MS = 30_000  # a busy machine is not an error


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:  # noqa: F821  imported only where there is one
    """One browser for all tests."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no chromium on this machine: the pages are not looked at")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=_PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS.split())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def data_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of two example parks, one of them with a script in the name of a plot."""
    root = tmp_path_factory.mktemp("data")
    for park_id in ("verdal", "viken"):
        folder = ROOT / "data" / "parcels" / park_id
        if not folder.is_dir():
            pytest.skip(f"the example park {park_id} has not been made")
        shutil.copytree(folder, root / "parcels" / park_id)
    name_all_plots(root / "parcels" / "verdal" / "park.gpkg")
    return root


def name_all_plots(tables: Path) -> None:
    """Give one plot in three a name that runs a script where text is not escaped."""
    import geopandas as gpd

    plots = gpd.read_file(tables, layer="plots")
    plots.loc[plots.index % 3 == 0, "name"] = HOSTILE
    plots.to_file(tables, layer="plots")


@pytest.fixture(scope="session")
def address(data_root: Path, tmp_path_factory: pytest.TempPathFactory, chromium: object) -> Iterator[str]:
    """The app over those parks, its classes found."""
    log = tmp_path_factory.mktemp("log") / "server.txt"
    process, address = serve(data_root, log)
    for park_id in ("verdal", "viken"):
        urllib.request.urlopen(f"{address}/geo/{park_id}/units.shapes?date=2026-06-30", timeout=600).close()
    yield address
    stop(process)


@pytest.fixture
def watched(chromium: "Browser", address: str) -> Iterator[Callable]:  # noqa: F821
    """Opens pages; at the end none may have asked another host or written an error."""
    pages, faults = [], []

    def opened(query: str = "", width: int = 1440, height: int = 900) -> "Page":  # noqa: F821
        page = chromium.new_page(viewport={"width": width, "height": height})
        pages.append(page)
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda asked: None if _own(asked.url, address) else faults.append(asked.url))
        page.goto(f"{address}/{query}")
        return page

    yield opened
    for page in pages:
        page.close()
    assert faults == []


def _own(url: str, address: str) -> bool:
    return url.startswith((address, address.replace("http", "ws"), "data:", "blob:"))
