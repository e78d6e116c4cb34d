"""What axe-core has against a page as it stands, and whether the page is wider than its screen."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

_AXE = Path(__file__).parent.parent / "vendor" / "axe" / "axe.min.js"
_EXCLUDED = {  # rule: the elements it is not asked of, which nobody can mend here, as the accessibility statement says too
    "presentation-role-conflict": "[data-testid=stFileUploaderDropzone]",  # Streamlit gives where files are dropped a name and no role
}
_RUN = """async excluded => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  const out = (fault, node) => fault.id in excluded && document.querySelector(node.target[0])?.matches(excluded[fault.id]);
  const here = fault => fault.nodes.filter(node => !out(fault, node));
  return found.violations.filter(fault => here(fault).length)
    .map(fault => `${fault.id}: ${here(fault).map(node => node.html.slice(0, 200)).join(" | ")}`);
}"""


def faults(page: Page) -> list[str]:
    """The rules that are broken, each with the elements that break it."""
    page.evaluate(_source())
    return list(page.evaluate(_RUN, _EXCLUDED))


def wider_px(page: Page) -> int:
    """How many pixels the page is wider than its screen."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@cache
def _source() -> str:
    return _AXE.read_text(encoding="utf-8")
