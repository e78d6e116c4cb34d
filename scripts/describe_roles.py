"""Write the table of what each role may do into docs/roles.md: `python -m scripts.describe_roles`."""

from pathlib import Path

from landuse.roles import may
from landuse.roles.person import ROLES

PAGE = Path(__file__).parent.parent / "docs" / "roles.md"
_BEGIN, _END = "<!-- roles, written by `python -m scripts.describe_roles` -->\n", "<!-- end of roles -->\n"
_IN_WORDS = {(True, True): "yes", (True, False): "own parks", (False, False): "", (False, True): "other parks"}


def written(page: str) -> str:
    """The page with the table as the matrix is now."""
    before, rest = page.split(_BEGIN)
    head = f"\n| act | | {' | '.join(may.role_label(role, 'en') for role in ROLES)} |\n|---|---|{'---|' * len(ROLES)}\n"
    return before + _BEGIN + head + "".join(_row(act) for act in may.acts()) + _END + rest.split(_END)[1]


def _row(act: str) -> str:
    cells = [_IN_WORDS[may.matrix()[act, role]] for role in ROLES]
    return f"| `{act}` | {may.label(act, 'en')} | {' | '.join(cells)} |\n"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
