"""Write the table of indicators: `python -m scripts.describe_indicators`."""

from pathlib import Path

from actions.progress.indicators import rests_on
from landuse.progress.indicators import INDICATORS, Indicator
from landuse.words import messages
from layers.registry import title

PAGE = Path(__file__).parent.parent / "docs" / "indicators.md"
_HEAD = """# Indicators

Written by `python -m scripts.describe_indicators` from the rows of `landuse/progress/indicators.py`. Each is found for every park and for
all parks of the baseline together, and given by `status --json` under its name. None: not answered, or none of its layers is in the park.

| indicator | unit | what it is | rests on one of | in exports as |
|---|---|---|---|---|
"""


def page() -> str:
    """The page with the indicators as they are now."""
    return _HEAD + "".join(_row(one) for one in INDICATORS)


def _row(one: Indicator) -> str:
    layers = ", ".join(title(name, "en") for name in rests_on(one))
    exported = messages.text("en", f"figure.{one.name}") if one.place is not None else ""
    return f"| `{one.name}` | {one.unit} | {one.meaning} | {layers} | {exported} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
