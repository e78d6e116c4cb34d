"""Write the table of the formats that are read into docs/files.md: `python -m scripts.describe_formats`."""

from pathlib import Path

from door.formats.base import Format
from door.formats.registry import all_formats
from parks import gdal_fence

PAGE = Path(__file__).parent.parent / "docs" / "files.md"
_BEGIN, _END = "<!-- formats, written by `python -m scripts.describe_formats` -->\n", "<!-- end of formats -->\n"
_HEAD = "\n| format | ending | how it is read |\n|---|---|---|\n"


def written(page: str) -> str:
    """The page with the table as the formats are now."""
    before, rest = page.split(_BEGIN)
    return before + _BEGIN + _HEAD + "".join(_row(one) for one in all_formats().values()) + "\n" + _END + rest.split(_END)[1]


def _row(one: Format) -> str:
    endings = ", ".join(f"`{ending}`" for ending in one.endings)
    return f"| {one.title_en} | {endings} | {one.how} |\n"


if __name__ == "__main__":
    gdal_fence.limit_drivers()
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
