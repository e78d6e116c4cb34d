"""The map as one HTML file: nothing from outside, nothing run from the data."""

import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest


def test_everything_is_in_the_file(files: Path) -> None:
    html = (files / "park.html").read_text(encoding="utf-8")
    outside = re.findall(r"""(?:src|href)=["'](?!data:|#)([^"']+)""", html)
    assert [address for address in outside if "leafletjs.com" not in address] == []
    assert "EKSEMPEL" in html and '<html lang="nb">' in html
    assert "window.pwned=1</script>" not in html and "<img src=x" not in html and "<svg onload" not in html


@pytest.mark.browser
def test_it_opens_without_a_network_and_runs_nothing(files: Path) -> None:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no chromium on this machine: the map is not looked at")
    with ThreadPoolExecutor(1) as pool:  # a thread of its own: another browser test may have left a loop running in this one
        pool.submit(_look, path, files / "park.html").result()


def _look(chromium: str, map_file: Path) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_context(offline=True).new_page()
        asked, errors = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(map_file.as_uri())
        page.wait_for_selector(".leaflet-container canvas")
        for step in range(8):
            page.mouse.move(200 + 60 * step, 150 + 40 * step)
        assert [url for url in asked if not url.startswith(("data:", "file:"))] == [] and errors == []
        assert page.evaluate("window.pwned") is None
        browser.close()
