"""The scripts in `static/`: their pure parts do what they say, their types hold, and they keep to one style."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.imports import ROOT

_HERE = Path(__file__).parent
_TOOLS = Path(sys.prefix) / "javascript" / "node_modules" / ".bin"


def _run(*words: object, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(word) for word in words], cwd=folder, capture_output=True, text=True, check=False, timeout=300)


def _tool(name: str) -> Path:
    if not (_TOOLS / name).exists():
        pytest.skip(f"no {name}: sh scripts/javascript_tools.sh .venv/javascript brings it, as make test does")
    return _TOOLS / name


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """The scripts and their tests side by side, as modules."""
    for name in ("map", "frame"):
        shutil.copytree(ROOT / "static" / name, tmp_path / "static" / name)
    for path in _HERE.glob("*.mjs"):
        shutil.copyfile(path, tmp_path / path.name)
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    return tmp_path


def test_pure_parts(scripts: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node: sh scripts/debian_packages.sh brings it, as make test does")
    told = _run(node, "--test", "--test-reporter=tap", folder=scripts)
    assert told.returncode == 0 and "# pass 13" in told.stdout, told.stdout + told.stderr


def test_types_hold() -> None:
    told = _run(_tool("tsc"), "-p", _HERE / "tsconfig.json", folder=ROOT)
    assert told.returncode == 0, told.stdout


def test_a_wrong_type_is_found(tmp_path: Path) -> None:
    about = json.loads((_HERE / "tsconfig.json").read_text(encoding="utf-8")) | {"include": ["*.js"]}
    (tmp_path / "tsconfig.json").write_text(json.dumps(about), encoding="utf-8")
    (tmp_path / "wrong.js").write_text("/** @param {number} x */\nexport const f = x => x.missing;\n", encoding="utf-8")
    assert "TS2339" in _run(_tool("tsc"), "-p", tmp_path, folder=ROOT).stdout


def test_one_style() -> None:
    asked = ("lint", "--config-path", _HERE / "biome.json", "--error-on-warnings", "map", "frame")
    told = _run(_tool("biome"), *asked, folder=ROOT / "static")
    assert told.returncode == 0, told.stdout + told.stderr


def test_the_lock_names_no_registry_and_hashes_everything() -> None:
    text = (_HERE / "package-lock.json").read_text(encoding="utf-8")
    packages = {name: about for name, about in json.loads(text)["packages"].items() if name}
    assert "resolved" not in text and "://" not in text
    assert packages and all(about["integrity"].startswith("sha512-") for about in packages.values())
