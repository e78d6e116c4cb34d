"""Write the table of settings into docs/settings.md: `python -m scripts.describe_settings`."""

from pathlib import Path

from parks.settings import Setting, known

PAGE = Path(__file__).parent.parent / "docs" / "settings.md"
_BEGIN, _END = "<!-- settings, written by `python -m scripts.describe_settings` -->\n", "<!-- end of settings -->\n"
_HEAD = "\n| part | setting | variable | kind | default | |\n|---|---|---|---|---|---|\n"
_KINDS = {"text": "text", "number": "whole number", "texts": "list of texts"}


def written(page: str) -> str:
    """The page with the table as the settings are now."""
    before, rest = page.split(_BEGIN)
    return before + _BEGIN + _HEAD + "".join(_row(one) for one in known()) + _END + rest.split(_END)[1]


def _row(one: Setting) -> str:
    default = "" if one.default in (None, []) else f"`{one.default}`"
    return f"| `{one.part}` | `{one.key}` | `{one.variable}` | {_KINDS[one.kind]} | {default} | {one.meaning} |\n"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
