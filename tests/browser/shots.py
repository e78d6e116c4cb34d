"""Pictures of the pages for the documentation: `python -m tests.browser.shots` writes docs/img/*.png from the example parks."""

import os
import shutil
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.server import CHROMIUM_ARGS, ROOT, UNIT_ON_SCREEN, ready, serve, stop

IMAGES = ROOT / "docs" / "img"
WIDTHS = {"": (1440, 900), "-phone": (390, 844)}
PAGES = {"norway": "", "park": "park=verdal", "unit": "park=verdal", "confirm": "park=treklyngen&show=confirm"}


def shoot(browser: Browser, address: str, folder: Path) -> None:
    """Every page in both languages and at both widths."""
    for lang in ("nb", "en"):
        for end, (width, height) in WIDTHS.items():
            for name, query in PAGES.items():
                page = browser.new_page(viewport={"width": width, "height": height})
                page.goto(f"{address}/?{query}&lang={lang}")
                ready(page, 120)
                if end and name != "norway":
                    page.locator(".map").first.scroll_into_view_if_needed()
                if name == "unit":
                    pick_unit(page)
                page.wait_for_timeout(1000)
                keep(page.screenshot(), folder / f"{name}-{lang}{end}.png")
                page.close()


def pick_unit(page: Page) -> None:
    """Click the largest unit on the screen and show its card."""
    spot = page.evaluate(UNIT_ON_SCREEN, [None, False])
    page.mouse.click(spot["x"], spot["y"])
    page.locator(".card[data-unit]").wait_for()
    page.locator(".card[data-unit] h2").scroll_into_view_if_needed()


def keep(picture: bytes, path: Path) -> None:
    """Write a picture with 256 colours, a third of the size."""
    Image.open(BytesIO(picture)).convert("RGB").quantize(256).save(path, optimize=True)


def main(folder: Path) -> None:
    """Serve the example parks, look at them, and stop."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "server.log"
    process, address = serve(Path(os.environ.get("PARKAREAL_DATA", ROOT / "data")), log)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_ARGS.split())
            shoot(browser, address, folder)
            browser.close()
    finally:
        stop(process)
    log.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES)
