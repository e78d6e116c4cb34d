"""What is measured beside the overlay: modules of this folder, each with two functions.

measure(data: Path, quick: bool, say: Callable[[str], None]) -> None
    measures, and keeps what it found in a file of its own in the data folder; what is there is not measured again
section(data: Path, quick: bool) -> str
    its part of the page, from that file; "" where nothing was measured
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

MODULES: tuple[str, ...] = ("bench.whole_job", "bench.import_300k")


def measure(data: Path, quick: bool, say: Callable[[str], None]) -> None:
    """Let every module measure."""
    for name in MODULES:
        import_module(name).measure(data, quick, say)


def sections(data: Path, quick: bool) -> list[str]:
    """The modules' parts of the page."""
    return [import_module(name).section(data, quick) for name in MODULES]
