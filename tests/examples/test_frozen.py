"""The example parks come frozen, by this edition's method, with nothing waiting."""

from pathlib import Path

import pytest

from actions.progress import baseline, baseline_text
from actions.units.kept_baseline import kept_baseline
from landuse.units.method import method_fingerprint
from landuse.words import messages
from parks.park import park_ids, read_park
from register.engine import close_registers

ROOT = Path(__file__).parent.parent.parent
PARKS = sorted(path.parent.name for path in (ROOT / "data" / "parcels").glob("*/park.toml"))


@pytest.fixture
def examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The committed parks, with a register of their own."""
    (tmp_path / "parcels").symlink_to(ROOT / "data" / "parcels")
    monkeypatch.setenv("PARKAREAL_DATA", str(tmp_path))
    yield
    close_registers()


def test_every_example_is_frozen_by_the_method_of_now_and_nothing_waits(examples: None) -> None:
    assert park_ids() == PARKS
    for park_id in PARKS:
        park = read_park(park_id)
        kept = kept_baseline(park)
        assert kept is not None and kept.about["method"] == method_fingerprint(), park_id
        assert (kept.about["by"], kept.about["reason"], kept.about["number"]) == (*baseline_text.EXAMPLE, 1)
        assert baseline.proposal(park_id) is None, park_id
        assert kept.about["state"].startswith(kept.about["fingerprint"])


def test_who_froze_it_is_told_in_both_languages(examples: None) -> None:
    park = read_park(PARKS[0])
    said = {lang: baseline_text.stands(park, baseline.told(park), lang)[0] for lang in messages.LANGS}
    assert "The park's board" in said["en"] and "Parkens styre" in said["nb"]
