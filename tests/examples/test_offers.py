"""The example parks come with plots to look at: published once, the way a manager would, every fact out of their own data."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.offers import given, nominate, rows
from actions.offers import published as offers_published
from examples.offering import offer
from landuse.words.errors import LanduseError
from parks.park import read_park
from register.engine import close_registers

ROOT = Path(__file__).parent.parent.parent
FILES = sorted((ROOT / "data" / "parcels").glob(f"*/{given.FILE}"))
PARK = "skogmo"


@pytest.fixture
def park_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of a small example park, with a register of its own."""
    folder = tmp_path / "parcels" / PARK
    shutil.copytree(ROOT / "data" / "parcels" / PARK, folder)
    shutil.copyfile(ROOT / "data" / "municipalities.geojson", tmp_path / "municipalities.geojson")
    monkeypatch.setenv("PARKAREAL_DATA", str(tmp_path))
    yield folder
    close_registers()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_what_an_example_offers_says_that_it_is_invented_and_nobody_can_be_written_to(path: Path) -> None:
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert kept
    for row in kept:
        assert row["facts"]["contact_email"].endswith("@example.no")
        assert "Oppdiktet" in row["facts"]["description_nb"] and "Invented" in row["facts"]["description_en"]
        assert all("oppdiktet" in who for who in (row["by"], row["consent_by"] or "oppdiktet", row["facts"]["contact_role"]))


def test_every_park_but_the_one_in_planning_offers_something() -> None:
    every = {path.parent.name for path in (ROOT / "data" / "parcels").glob("*/park.toml")}
    assert every - {path.parent.name for path in FILES} == {"viken"}


def test_they_are_published_once_and_what_was_withdrawn_stays_so(park_folder: Path) -> None:
    kept = json.loads((park_folder / given.FILE).read_text(encoding="utf-8"))
    assert given.publish_given(PARK) == len(kept)
    on = read_park(PARK).current_date()
    shown = offers_published.offers("nb")
    assert list(shown["unit_id"]) == [row["unit_id"] for row in kept] and set(shown["published_on"]) == {on}
    for number in shown.index:
        assert offers_published.offer(int(number))["against"] == []  # its own maps bear out what it says
    first = nominate.one_nomination(int(shown.index[0]), on)
    nominate.step(first["id"], "withdraw", "Kari", on, first["version"])
    assert given.publish_given(PARK) == 0
    assert len(offers_published.offers("nb")) == len(kept) - 1


def test_a_zones_own_words_are_in_the_readers_language_and_what_was_typed_is_not_touched(park_folder: Path) -> None:
    given.publish_given(PARK)
    told = {lang: offers_published.offers(lang)["allowed_use"].tolist() for lang in ("nb", "en")}
    assert told["nb"][1] == "Industri" and told["en"][1] == "Industry"
    assert rows._use({"allowed_use": "Lager for ved", "zone": "1340"}, "en") == "Lager for ved"
    assert rows._use({"allowed_use": None, "zone": None}, "en") is None


def test_the_committed_offers_are_what_the_generator_makes(park_folder: Path) -> None:
    before = (park_folder / given.FILE).read_bytes()
    offer(park_folder)
    assert (park_folder / given.FILE).read_bytes() == before


def test_a_park_of_ones_own_publishes_nothing_by_itself(park_folder: Path) -> None:
    text = (park_folder / "park.toml").read_text(encoding="utf-8")
    (park_folder / "park.toml").write_text(text.replace("example = true", "example = false"), encoding="utf-8")
    assert given.publish_given(PARK) == 0 and offers_published.offers("nb").empty


def test_ground_that_is_another_unit_by_now_is_left_out(park_folder: Path) -> None:
    kept = json.loads((park_folder / given.FILE).read_text(encoding="utf-8"))
    kept[0]["unit_id"] = f"{PARK}-0000000000"
    (park_folder / given.FILE).write_text(json.dumps(kept), encoding="utf-8")
    assert given.publish_given(PARK) == len(kept) - 1


def test_a_file_that_cannot_be_read_is_named(park_folder: Path) -> None:
    (park_folder / given.FILE).write_text('[{"unit_id": 1}]', encoding="utf-8")
    with pytest.raises(LanduseError) as told:
        given.publish_given(PARK)
    assert told.value.code == "offers_damaged" and given.FILE in told.value.text("nb")
