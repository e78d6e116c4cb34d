"""Pictures of every page, in both languages and at both widths, from the registry of pages, and docs/pages.md that shows them.

python -m tests.browser.shots [--only NAME …] [--parks ID …] [--out FOLDER]   over a copy of the example parks, one with offers
"""

import argparse
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright


from actions.map import map_data
from actions.offers import nominate
from landuse.words import messages
from register.engine import close_registers
from tests.browser.server import CHROMIUM_ARGS, ROOT, UNIT_ON_SCREEN, serve, stop
from tests.browser.walk import WIDTHS, settle
from views.pages import PAGES
from views.state import SIDES

IMAGES = ROOT / "docs" / "img"
PAGE = ROOT / "docs" / "pages.md"
_PARK = "verdal"
_ENDS = {1440: "", 390: "-phone"}
_OFFER = {
    "contact_role": "Eiendomsutvikler",
    "contact_email": "tomter@example.no",
    "description_nb": "Planert tomt ved kaien, med vei og vann til grensen.",
    "description_en": "Levelled plot by the quay, with road and water to its border.",
    "water": "at_border",
    "quay": "shared",
    "price_nok_m2": 450,
}


@dataclass(frozen=True)
class Picture:
    """A page as it is pictured: the picture's name, the page's address, and what is done there first."""

    name: str
    query: str
    act: Callable[[Page], None] = lambda page: None


def pictures(plot: int) -> list[Picture]:
    """All of them; a page of the registry has its own without a line here."""
    pages = [Picture(name, f"page={name}&park={_PARK}") for name in PAGES if name not in ("kart", "tomter", "tomt")]
    sides = [Picture(f"tomter-{side}", f"page=tomter&side={side}" + ("" if side == SIDES[0] else f"&park={_PARK}")) for side in SIDES]
    kart = [Picture("norway", ""), Picture("park", f"park={_PARK}"), Picture("unit", f"park={_PARK}", pick_unit)]
    return [*kart, *pages, *sides, Picture("tomt", f"page=tomt&plot={plot}")]


def shoot(browser: Browser, address: str, wanted: list[Picture], folder: Path) -> None:
    """Every picture in both languages and at both widths."""
    for lang in messages.LANGS:
        for picture in wanted:
            page = browser.new_page()
            for width, height in WIDTHS.items():
                page.set_viewport_size({"width": width, "height": height})
                page.goto(f"{address}/?{picture.query}&lang={lang}")
                settle(page, 600)
                picture.act(page)
                page.wait_for_timeout(1000)
                keep(page.screenshot(), folder / f"{picture.name}-{lang}{_ENDS[width]}.png")
            page.close()


def shown(folder: Path, names: list[str]) -> str:
    """The page of the documentation that shows the pictures, as Markdown."""
    lines = ["# The pages", "", "Taken by `python -m tests.browser.shots` from the example parks, at 1440 and 390 pixels.", ""]
    for name in names:
        lines += [f"## {name}", ""]
        for lang in messages.LANGS:
            wide, phone = (f"{folder.name}/{name}-{lang}{end}.png" for end in _ENDS.values())
            lines.append(f'<img src="{wide}" width="74%" alt="{name}, {lang}"> <img src="{phone}" width="19%" alt="{name}, {lang}, phone">')
            lines.append("")
    return "\n".join(lines)


def pick_unit(page: Page) -> None:
    """Click the largest unit on the screen and show its card."""
    page.locator(".map").first.scroll_into_view_if_needed()
    spot = page.evaluate(UNIT_ON_SCREEN, [None, False])
    page.mouse.click(spot["x"], spot["y"])
    page.locator(".card[data-unit]").wait_for(timeout=600_000)
    page.locator(".card[data-unit] h2").scroll_into_view_if_needed()


def keep(picture: bytes, path: Path) -> None:
    """Write a picture with 256 colours, rare ones among them: a third of the size."""
    full = Image.open(BytesIO(picture)).convert("RGB")
    full.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)


def offered(root: Path, parks: list[str]) -> int:
    """A data root with the example parks, one of them offering two plots; the number of the first."""
    for park_id in parks:
        shutil.copytree(ROOT / "data" / "parcels" / park_id, root / "parcels" / park_id)
    os.environ["PARKAREAL_DATA"] = str(root)
    on = map_data.day(map_data.park(_PARK), "today")
    plots = [row["unit_id"] for row in nominate.candidates(_PARK, on) if row["kind"] == "plot"]
    made = []
    for unit_id in plots[:2]:
        facts = nominate.prefill(_PARK, unit_id, on) | _OFFER
        made.append(nominate.new_nomination(_PARK, unit_id, "Kari Berg", on, facts=facts))
        nominate.step(made[-1], "nominate", "Kari Berg", on, 1, consent_by="Ola Eier", consent_on=on)
        nominate.step(made[-1], "publish", "Kari Berg", on, 2)
    close_registers()
    return made[0]


def main() -> None:
    """Serve the parks, look at the pages, and stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", nargs="*", metavar="NAME", help="these pictures alone")
    parser.add_argument("--parks", nargs="*", default=map_data.park_ids(), metavar="ID", help="which example parks there are")
    parser.add_argument("--out", type=Path, default=IMAGES)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        wanted = [one for one in pictures(offered(Path(folder), asked.parks)) if not asked.only or one.name in asked.only]
        process, address = serve(Path(folder), Path(folder) / "server.log")
        try:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_ARGS.split())
            shoot(browser, address, wanted, asked.out)
            browser.close()
        finally:
            stop(process)
    if asked.out == IMAGES and not asked.only:
        PAGE.write_text(shown(IMAGES, [one.name for one in wanted]), encoding="utf-8")


if __name__ == "__main__":
    main()
