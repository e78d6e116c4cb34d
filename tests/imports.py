"""What the project's modules import, read from their source."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = ("landuse", "layers", "parks", "register", "bulk", "exchange", "door", "people", "fetch", "actions", "commands", "views")
BESIDE = ("examples", "bench", "scripts", "tests")


def imported(source: str) -> set[str]:
    """Dotted names of all modules that a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def files(folders: tuple[str, ...] = ROOMS) -> list[str]:
    """The modules in folders, by their path from the project's root, and `app.py`."""
    return ["app.py", *(path.relative_to(ROOT).as_posix() for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))]


def module(path: str) -> str:
    """The dotted name of a file."""
    return path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


@cache
def graph() -> dict[str, set[str]]:
    """What each module imports of all of ours and of libraries, by dotted name; a folder's own `__init__` counts where it is named."""
    ours = {module(path) for path in files((*ROOMS, *BESIDE))}
    return {
        module(path): {_known(name, ours) for name in imported((ROOT / path).read_text(encoding="utf-8"))} - {module(path)}
        for path in files((*ROOMS, *BESIDE))
    }


def _known(name: str, ours: set[str]) -> str:
    """A module of ours, for what is taken out of it; of a library its top name."""
    parts = name.split(".")
    if parts[0] not in (*ROOMS, *BESIDE, "app"):
        return parts[0]
    return name if name in ours else ".".join(parts[:-1])


def reached(start: str, edges: dict[str, set[str]]) -> set[str]:
    """All that a module loads sooner or later, itself included."""
    seen, todo = {start}, [start]
    while todo:
        new = edges.get(todo.pop(), set()) - seen
        seen |= new
        todo.extend(new)
    return seen


def circles(edges: dict[str, set[str]]) -> list[set[str]]:
    """Groups of modules that load each other."""
    below = {name: reached(name, edges) for name in edges}
    groups = [{other for other in below[name] & edges.keys() if name in below[other]} for name in edges]
    return [group for place, group in enumerate(groups) if len(group) > 1 and group not in groups[:place]]
