"""Pictures of Vacant first for the documentation: `python -m tests.browser.vacant_shots` writes docs/img/vacant-*.png."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from parks import gdal_fence

gdal_fence.limit_drivers()  # before the rooms that open files are loaded

from register.engine import close_registers
from tests.browser.proposals import PARKS, PROPOSALS, Proposal, ask, open_page, publish_a_plot
from tests.browser.server import CHROMIUM_ARGS, ROOT, serve, stop
from tests.browser.shots import IMAGES, keep

_SIZES = {"": (1440, 1500), "-phone": (390, 844)}
_MORE = {"single": (("en", ""), ("nb", "-phone"))}  # beside bokmål on a desk


def shoot(browser: Browser, address: str, proposal: Proposal, lang: str, end: str, folder: Path) -> None:
    """One proposal: the map with the answer under it; on a phone the answer itself."""
    width, height = _SIZES[end]
    page = browser.new_page(viewport={"width": width, "height": height})
    open_page(page, address, proposal, lang)
    ask(page, proposal, lang)
    page.wait_for_timeout(3000)
    if end:
        page.locator("[data-answer]").scroll_into_view_if_needed()
        page.wait_for_timeout(500)
    keep(page.screenshot(), folder / f"vacant-{proposal.name}-{lang}{end}.png")
    page.close()


def data_root(folder: Path) -> Path:
    """Two example parks, one of which has published a plot."""
    for park_id in PARKS:
        shutil.copytree(ROOT / "data" / "parcels" / park_id, folder / "parcels" / park_id)
    shutil.copyfile(ROOT / "data" / "municipalities.geojson", folder / "municipalities.geojson")
    os.environ["PARKAREAL_DATA"] = str(folder)
    publish_a_plot()
    close_registers()
    return folder


def main(folder: Path) -> None:
    """Serve the parks, ask, look, and stop."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        process, address = serve(data_root(Path(made)), Path(made) / "server.log")
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_ARGS.split())
                for proposal in PROPOSALS:
                    for lang, end in (("nb", ""), *_MORE.get(proposal.name, ())):
                        shoot(browser, address, proposal, lang, end, folder)
                browser.close()
        finally:
            stop(process)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES)
