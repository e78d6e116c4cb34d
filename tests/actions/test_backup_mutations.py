"""Damaged and forged backups: each is refused in one sentence and nothing has changed, or it is restored and all can be read."""

from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from actions.exports.backup import backup, restore
from actions.exports.export import export
from actions.map import map_data
from actions.offers import nominate, photos, plot_sheet, published
from actions.progress import nature_account, progress, status
from actions.units import decide, explain
from actions.vacant_first import cases
from actions.vacant_first.cases import Draft
from landuse.offers.nomination import Person
from landuse.words import messages
from landuse.words.errors import LanduseError
from parks.park import park_ids, read_park
from register.engine import FILE, URL_VARIABLE
from tests.actions.test_decide import _unit
from tests.actions.test_nominate import _DAY, _OFFER
from tests.actions.test_vacant_cases import _asked, park  # noqa: F401  the park's fixture
from tests.register import mutations

_KARI, _PARK = Person("Kari"), "prove"


def _say(plot: str, kind: str, value: str) -> list[int]:
    return decide.decide(_PARK, _unit(plot), kind, value, "Kari", "Befart", _DAY, decide.version(_PARK))


def _photo(red: int) -> str:
    picture = BytesIO()
    Image.new("RGB", (40, 30), (red, 0, 0)).save(picture, "PNG")
    return photos.keep_photo(picture.getvalue())


def _fill() -> None:
    """Something of every kind."""
    _say("T3", "correct", "used")
    decide.undo(_say("T3", "correct", "building_stock"), "Ola", "Feil")
    _say("T3", "tenure", "leased")
    _say("T2", "own_reserve", "no")
    _say("T2", "release", "own_reserve")
    facts = {"net_daa": 8.0, **_OFFER, "available_from": "2027-01-01", "photo": _photo(200), "photo_alt": "Tomt"}
    number = nominate.new_nomination(_PARK, _unit("T1"), "Kari", _DAY, facts=facts)
    version = nominate.edit(number, {"water": "on_plot", "unmet_conditions": ["Vei"]}, "Kari", _DAY, 1)
    steps = {"nominate": {"consent_by": "Eier", "consent_on": _DAY}, "publish": {}, "option": {"holder": "A", "until": "2026-09-01"}}
    for step, said in steps.items():
        version = nominate.step(number, step, "Kari", _DAY, version, **said)
    other = nominate.new_nomination(_PARK, _unit("T2"), "Kari", _DAY, facts=facts | {"photo": _photo(90)})
    version = nominate.step(other, "nominate", "Kari", _DAY, 1)
    nominate.step(other, "publish", "Kari", _DAY, version)
    said = {"avoid": {"choice": "not_possible", "reason": "For små"}}
    case, version = cases.keep(Draft(_PARK, "Utvidelse", _asked(), said), _KARI)
    cases.keep(Draft(_PARK, "Utvidelse", _asked(6.0, needs={"daa": 6.0, "ready_by": "2028-01-01"}), said, case, version), _KARI)
    cases.reopen(case, cases.close(case, 2, "Utsatt", _KARI), "Igjen", _KARI)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the rich backup is once it has been made."""
    return tmp_path_factory.mktemp("made") / "whole.zip"


@pytest.fixture
def whole(park: str, made: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:  # noqa: F811
    """A rich backup, and the register that it is of."""
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    if made.exists():
        restore(made)
    else:
        _fill()
        backup(made)
    return made.read_bytes()


def _bytes(root: Path) -> dict[str, bytes]:
    files = [path for path in root.glob(f"{FILE}*") if not path.name.endswith("-shm")]  # which readers write in
    return {path.name: path.read_bytes() for path in [*files, *root.glob("photos/*"), *root.glob("register-before*")]}


def _read_everything(root: Path, thorough: bool) -> None:
    """Every reading action on every park; in both languages, with every paper and file, where it is thorough."""
    for park_id, lang in ((park_id, lang) for park_id in park_ids() for lang in messages.LANGS[: 2 if thorough else 1]):
        on = read_park(park_id).current_date()
        status.status([park_id], None, lang)
        for unit_id in map_data.units_table(park_id, on, map_data.version(park_id)).index:
            decide.history(unit_id, lang)
            explain.explain(unit_id, on, lang)
        decide.confirmation_list(park_id, on, lang)
        decide.confirmation_summary(park_id, on)
        decide.recent(park_id, lang=lang)
        nominate.candidates(park_id, on, lang)
        for row in nominate.list_nominations(park_id, on, lang=lang):
            photos.preview(nominate.one_nomination(row["id"], on, lang=lang)["facts"].get("photo"))
        published.geojson(park_id, lang)
        progress.moved(park_id, read_park(park_id).baseline_date, on)
        nature_account.park_account(read_park(park_id))
        nature_account.proposed_daa(park_id)
        cases.list_cases(park_id)
        if thorough:
            _write_everything(root, park_id, lang)


def _write_everything(root: Path, park_id: str, lang: str) -> None:
    for found in cases.list_cases(park_id):
        cases.kept_json(found["id"])
        cases.kept_paper(found["id"], lang)
    for number in published.offers(lang).index:
        told = published.offer(number, lang)
        plot_sheet.plot_sheet(told["unit_id"], told, told["on"], lang, public=True)
    for ending in (".csv", ".xlsx", ".geojson"):
        export([park_id], None, root / f"out{ending}", lang)


def _tried(root: Path, content: bytes, name: str) -> str:
    """What became of it: the code of the refusal, or that it was restored."""
    file = root / f"tried-{name}.zip"
    file.write_bytes(content)
    before = _bytes(root)
    try:
        restore(file, replace=True)
    except LanduseError as error:
        assert _bytes(root) == before, "a refusal that changed something"
        sentences = [error.text(lang) for lang in messages.LANGS]
        assert all("\n" not in said and said.endswith(".") for said in sentences) and sentences[0] != sentences[1]
        return error.code
    finally:
        file.unlink()
    return "restored"


def _try_all(root: Path, whole: bytes, seeds: Iterable[int], each: int) -> dict[str, int]:
    """How often each came of it; every so many that are restored are read thoroughly."""
    count: dict[str, int] = {}
    for seed in seeds:
        what, content = mutations.mutated(whole, seed)
        try:
            became = _tried(root, content, str(seed))
            if became == "restored":
                _read_everything(root, thorough=count.get(became, 0) % each == each - 1)
                (root / "whole.zip").write_bytes(whole)
                restore(root / "whole.zip", replace=True)
                for path in root.glob("register-before-restore-*"):
                    path.unlink()
        except Exception as error:
            error.add_note(f"seed {seed}: {what}")
            raise
        count[became] = count.get(became, 0) + 1
    return count


def test_some_damaged_backups(whole: bytes, tmp_path: Path) -> None:
    count = _try_all(tmp_path, whole, range(60), each=100)
    assert count["backup_broken"] > 5 and count["backup_row"] > 5, count


@pytest.mark.soak
def test_many_damaged_backups(whole: bytes, tmp_path: Path) -> None:
    count = _try_all(tmp_path, whole, range(1000, 1400), each=8)
    assert count["backup_broken"] > 50 and count["backup_row"] > 100 and count["restored"] > 5, count


@pytest.mark.soak
def test_a_whole_backup_is_restored_and_read(whole: bytes, tmp_path: Path) -> None:
    assert _tried(tmp_path, whole, "whole") == "restored"
    _read_everything(tmp_path, thorough=True)


def _set(table: str, at: int, **values: Any) -> Callable[[bytes], bytes]:
    def change(whole: bytes) -> bytes:
        content = mutations.unpacked(whole)
        rows = mutations.rows_of(content, table)
        rows[at] |= values
        return mutations.packed(mutations.with_rows(content, table, rows))

    return change


@pytest.mark.parametrize(
    ("change", "table", "column"),
    [
        (_set("decision", 0, value="zzz"), "decision", "value"),
        (_set("decision", 0, kind="zzz"), "decision", "kind"),
        (_set("decision", 2, undoes=999), "decision", "undoes"),
        (_set("decision", 0, holds_from="1899-12-31"), "decision", "holds_from"),
        (_set("decision", 0, set_at="2136-01-01T00:00:00+00:00"), "decision", "set_at"),
        (_set("decision", 0, footprint="AAAA"), "decision", "footprint"),
        (_set("decision", 0, evidence="{"), "decision", "evidence"),
        (_set("decision", 0, id=2**40), "decision", "id"),
        (_set("decision", 0, set_by="x" * 121), "decision", "set_by"),
        (_set("decision", 0, park_id="../../x"), "decision", "park_id"),
        (_set("nomination", 0, park_id="Verdal {{7*7}}"), "nomination", "park_id"),
        (_set("nomination", 0, epsg=4326), "nomination", "epsg"),
        (_set("nomination", 0, kind="zzz"), "nomination", "kind"),
        (_set("nomination_event", 0, said_on="2136-01-01"), "nomination_event", "said_on"),
        (_set("nomination_event", 1, state="published"), "nomination_event", "step"),
        (_set("nomination_event", 4, terms={}), "nomination_event", "terms"),
        (_set("nomination_event", 4, terms={"holder": "A", "until": "2026-02-30"}), "nomination_event", "terms"),
        (_set("nomination_event", 2, terms={"consent_by": "A", "consent_on": "2136-01-01"}), "nomination_event", "terms"),
        (_set("nomination_event", 0, facts={"net_daa": "8"}), "nomination_event", "facts"),
        (_set("nomination_event", 0, facts={"photo": f"{'a' * 40}.jpg", "photo_alt": "A"}), "nomination_event", "facts"),
        (_set("nomination_event", 0, nomination_id=999), "nomination_event", "nomination_id"),
        (_set("nomination_event", 1, version=7), "nomination_event", "version"),
        (_set("nomination_event", 0, role="king"), "nomination_event", "role"),
        (_set("vacant_case", 0, made_on="2136-01-01"), "vacant_case", "made_on"),
        (_set("vacant_case_event", 0, answer={"answer": "vacant_can"}), "vacant_case_event", "answer"),
        (_set("vacant_case_event", 0, asked={"footprint": {"type": "Point", "coordinates": [1e300]}}), "vacant_case_event", "asked"),
        (_set("vacant_case_event", 0, ladder={"zzz": {}}), "vacant_case_event", "ladder"),
        (_set("vacant_case_event", 0, title=" "), "vacant_case_event", "title"),
    ],
)
def test_a_forged_row_is_refused_by_table_row_and_column(
    whole: bytes, tmp_path: Path, change: Callable[[bytes], bytes], table: str, column: str
) -> None:
    file = tmp_path / "forged.zip"
    file.write_bytes(change(whole))
    with pytest.raises(LanduseError) as refused:
        restore(file, replace=True)
    assert (refused.value.code, refused.value.values["table"], refused.value.values["column"]) == ("backup_row", table, column)


@pytest.mark.parametrize("name", ["nowhere.zip", "."])
def test_a_backup_that_is_not_there_is_said_to_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("PARKAREAL_DATA", str(tmp_path))
    with pytest.raises(LanduseError) as refused:
        restore(Path(name), replace=True)
    assert refused.value.code == "file_missing" and str(refused.value.values["file"]) == name
