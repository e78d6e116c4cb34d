"""What the product is made of: pins with hashes and nothing else, bounds that the pins keep, the bill of materials, the audit."""

import json
import re
import sys
import tomllib
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.audit import CLEAN, FOUND, NOT_ASKED, audit
from scripts.sbom import pins, sbom

ROOT = Path(__file__).parent.parent
FILES = sorted(ROOT.glob("requirements*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
_HASHED = re.compile(r"[a-z0-9.-]+==[A-Za-z0-9.+!]+( ; [^\\]+)?( --hash=sha256:[0-9a-f]{64})+")
_INSTALL = re.compile(r"\bpip\S* install\b|/pip\" install\b")


def _entries(text: str) -> list[str]:
    """The requirements of a file, each in one line."""
    return re.sub(r" \\\n\s+", " ", text).splitlines()


def _wanted() -> dict[str, list[Requirement]]:
    """What pyproject.toml asks for, by the file that must have it."""
    extras, groups = PROJECT["project"]["optional-dependencies"], PROJECT["dependency-groups"]
    lists = {
        "requirements.txt": PROJECT["project"]["dependencies"],
        "requirements-dev.txt": [*PROJECT["project"]["dependencies"], *extras["dev"], *extras["cluster"], *extras["postgres"]],
        "requirements-bench.txt": extras["bench"],
        **{f"requirements-{name}.txt": wanted for name, wanted in groups.items()},
    }
    return {file: [Requirement(line) for line in wanted] for file, wanted in lists.items()}


def test_every_list_of_packages_has_its_file() -> None:
    assert sorted(_wanted()) == [file.name for file in FILES]
    assert {"dev", "cluster", "postgres", "bench"} == set(PROJECT["project"]["optional-dependencies"])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_requirement_is_pinned_and_hashed_and_nothing_else_is_there(file: Path) -> None:
    """No comment, option, index address or path: a line that is no pin with hashes fails."""
    wrong = [entry[:120] for entry in _entries(file.read_text(encoding="utf-8")) if not _HASHED.fullmatch(entry)]
    assert not wrong


@pytest.mark.parametrize(
    "line",
    ["babel==2.18.0", "babel>=2.18.0 --hash=sha256:" + "0" * 64, "--index-url https://host/simple", "babel @ file:///x", "-e .", "# x"],
)
def test_a_planted_line_is_caught(line: str) -> None:
    assert not _HASHED.fullmatch(line)


@pytest.mark.parametrize("name", ["numpy", "pyarrow", "shapely", "pyogrio", "rasterio", "typst"])
def test_hashes_are_of_all_platforms(name: str) -> None:
    """Of the machine that made the file alone there would be one or two."""
    entries = _entries((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    (entry,) = [entry for entry in entries if entry.startswith(f"{name}==")]
    assert entry.count("--hash=") >= 8


def test_pip_is_never_called_without_hashes() -> None:
    places = [ROOT / "Makefile", ROOT / ".ci" / "run", *(ROOT / "scripts").glob("*.sh")]
    calls = [line for place in places for line in place.read_text(encoding="utf-8").splitlines() if _INSTALL.search(line)]
    assert len(calls) == 5
    assert all("--require-hashes" in line for line in calls), calls


@pytest.mark.parametrize("file", sorted(_wanted()))
def test_pins_keep_the_bounds_of_the_project(file: str) -> None:
    pinned = pins(ROOT / file)
    for wanted in _wanted()[file]:
        assert any(bound.operator in (">=", "==") for bound in wanted.specifier), f"{wanted} has no lower bound"
        assert wanted.specifier.contains(pinned[canonicalize_name(wanted.name)]), wanted


def test_tests_and_benchmarks_run_on_the_versions_that_are_served() -> None:
    run, dev, bench = (pins(ROOT / f"requirements{name}.txt").items() for name in ("", "-dev", "-bench"))
    assert run <= dev <= bench


@pytest.fixture(scope="module")
def bill() -> dict:
    return json.loads(sbom())


def test_the_bill_lists_the_pins_and_what_is_vendored_and_nothing_else(bill: dict) -> None:
    vendored = json.loads((ROOT / "static" / "vendor" / "vendor.lock.json").read_text(encoding="utf-8"))
    listed = {one["name"]: one for one in bill["components"]}
    expected = pins(ROOT / "requirements.txt") | {name: about["version"] for name, about in vendored.items()}
    assert {name: one["version"] for name, one in listed.items()} == expected
    for name, about in vendored.items():
        files = {one["name"]: one["hashes"][0]["content"] for one in listed[name]["components"]}
        assert files == about["files"]
    assert all(one["licenses"] for one in bill["components"])


def test_the_bill_keeps_the_standard_and_is_the_same_every_time(bill: dict) -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(bill)) is None
    assert json.loads(sbom()) == bill


def test_the_bill_says_what_needs_what(bill: dict) -> None:
    needs = {one["ref"].rpartition("@")[0]: one.get("dependsOn", []) for one in bill["dependencies"]}
    assert any(ref.startswith("pkg:pypi/numpy@") for ref in needs["pkg:pypi/geopandas"])
    reached, left = set(), [bill["metadata"]["component"]["bom-ref"]]
    while left:
        ref = left.pop()
        reached.add(ref)
        left += [other for other in needs[ref.rpartition("@")[0]] if other not in reached]
    assert {one["bom-ref"] for one in bill["components"]} <= reached, "something is pinned that nothing needs"


_ANSWERS = {
    "clean": ([{"name": "a", "version": "1", "vulns": []}], CLEAN, "1 of 1 pins looked up, 0 advisories"),
    "advisory": (
        [{"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["2"]}]}],
        FOUND,
        "a 1: PYSEC-1 CVE-1; mended in 2",
    ),
    "unknown": (
        [{"name": "a", "version": "1", "vulns": []}, {"name": "b", "skip_reason": "not found"}],
        NOT_ASKED,
        "NOT looked up: b",
    ),
    "nothing": ([], NOT_ASKED, "0 of 0 pins looked up"),
}


@pytest.mark.parametrize("case", _ANSWERS)
def test_the_audit_calls_clean_only_what_was_looked_up(case: str, tmp_path: Path) -> None:
    pins_found, code, told = _ANSWERS[case]
    answer = tmp_path / "answer.py"
    answer.write_text(f"print({json.dumps(json.dumps({'dependencies': pins_found, 'fixes': []}))})", encoding="utf-8")
    found, lines = audit([Path("pins.txt")], [sys.executable, str(answer)])
    assert found == code and told in "\n".join(lines)


def test_the_audit_says_that_it_needs_a_network(tmp_path: Path) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text("import sys\nsys.exit('ERROR: no route to host')", encoding="utf-8")
    found, lines = audit([Path("pins.txt")], [sys.executable, str(broken)])
    assert found == NOT_ASKED
    assert lines == ["pins.txt: the advisories could not be asked, which takes a network: ERROR: no route to host"]
