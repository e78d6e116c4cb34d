"""Returns: sealed, every changed byte told, recomputed, and rolled up to the app's own national figures."""

import io
import json
import random
import shutil
import stat
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from actions.programme import bulletin, return_files, returns
from actions.programme.rollup import roll_up
from actions.progress.status import status
from commands.main import app as command
from landuse.programme import sealed
from landuse.programme.returns import KIND
from landuse.words import messages
from landuse.words.errors import LanduseError
from parks.park import data_root, park_ids, read_park
from register.engine import close_registers
from register.signing_key import KEY_FILE, own_key
from tests.actions.conftest import write_park
from tests.programme.conftest import four_plots
from tests.squares import perimeter, plots, records, rect, zoning

MAIN = str(Path(__file__).parent.parent.parent / "views" / "main.py")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Three parks of the baseline, one without a plan, and one outside it; nothing here changes them."""
    folder = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARKAREAL_DATA", str(folder))
        write_park(folder, "prove", **four_plots())
        for park_id, wide in (("andre", 130.0), ("tredje", 60.0)):
            two = plots(("T1", rect(0, 0)), ("T2", rect(100, 0, wide)))
            said = records(("plot", "T1", "lease"), ("plot", "T2", "idle"))
            ground = perimeter(rect(0, 0, 100 + wide))
            write_park(folder, park_id, perimeter=ground, plots=two, records=said, zoning=zoning({"geometry": rect(0, 0, 100 + wide)}))
        write_park(folder, "utenplan", perimeter=perimeter(rect(0, 0)), plots=plots(("T1", rect(0, 0))))
        write_park(folder, "viken", in_baseline=False, perimeter=perimeter(rect(0, 0)), zoning=zoning({"geometry": rect(0, 0)}))
        yield folder
        close_registers()


@pytest.fixture(scope="module")
def made(root: Path) -> dict[str, bytes]:
    """A return of each park."""
    return {park_id: returns.make(park_id, "Kari Nordmann, daglig leder") for park_id in park_ids()}


def _saved(made: dict[str, bytes], folder: Path) -> Path:
    for park_id, content in made.items():
        (folder / f"{park_id}{return_files.ENDING}").write_bytes(content)
    return folder


def test_returns_rolled_up_are_the_apps_own_national_figures(made: dict[str, bytes], tmp_path: Path) -> None:
    rolled = roll_up(_saved(made, tmp_path)).rolled
    own = status()
    assert own.total is not None and rolled.figures == asdict(own.total.figures)
    assert own.total.parks == ["andre", "prove", "tredje", "utenplan"] and rolled.outside == ["viken"] and not rolled.missing
    for one in rolled.returns:
        mine = next(park for park in own.parks if park.id == one.park_id)
        told = json.loads(made[one.park_id])["parts"]["figures"]
        assert told == json.loads(json.dumps(asdict(mine.figures)))


def test_one_return_less_is_named_and_its_land_is_gone(made: dict[str, bytes], tmp_path: Path) -> None:
    rolled = roll_up(_saved({name: content for name, content in made.items() if name != "andre"}, tmp_path)).rolled
    whole = status().total
    assert rolled.missing == ["andre"] and whole is not None and rolled.figures is not None
    assert rolled.figures["total_daa"] == pytest.approx(whole.figures["total_daa"] - 23.0, abs=0.1)


def _change(content: bytes, place: int, drawn: random.Random) -> bytes:
    other = drawn.choice([sign for sign in range(256) if sign != content[place]])
    return content[:place] + bytes([other]) + content[place + 1 :]


def _is_found(content: bytes) -> bool:
    try:
        return bool(returns.verify(content, "x").wrong)
    except LanduseError as error:
        return error.code in ("sealed_unreadable", "sealed_newer")


@pytest.mark.parametrize("seed", range(20))
def test_a_changed_byte_is_found(made: dict[str, bytes], seed: int) -> None:
    drawn, content = random.Random(seed), made["prove"]
    assert returns.verify(content, "x").found is not None
    assert _is_found(_change(content, drawn.randrange(len(content)), drawn))


@pytest.mark.soak
def test_a_changed_byte_in_each_of_a_hundred_returns_is_found_each_time(root: Path) -> None:
    for number in range(100):
        drawn = random.Random(number)
        content = returns.make("prove", f"Kari {number}")
        assert all(_is_found(_change(content, drawn.randrange(len(content)), drawn)) for _ in range(50))


@pytest.mark.parametrize("part", ["park", "sums", "figures", "receipt", "restatements", "declarations", "signature"])
def test_it_is_told_which_part_was_changed(made: dict[str, bytes], part: str) -> None:
    document = json.loads(made["prove"])
    document["parts"][part] = {"changed": True}
    assert returns.verify(sealed.canonical(document), "x").wrong == (part,)


def test_the_same_in_other_bytes_and_a_seal_of_somebody_else_are_told(made: dict[str, bytes]) -> None:
    document = json.loads(made["prove"])
    assert returns.verify(json.dumps(document, indent=1).encode(), "x").wrong == ("form",)
    assert returns.verify(made["prove"] + b"\n", "x").wrong == ("form",)
    document["seal"]["key"] = document["seal"]["key"].upper()
    assert returns.verify(sealed.canonical(document), "x").wrong == ("seal",)
    document["digests"]["sums"] = "0" * 64
    assert set(returns.verify(sealed.canonical(document), "x").wrong) == {"sums", "seal"}


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b"\xff", b'{"kind":"parkareal-return","format":true}', b"[" * 100_000, b"[" * 900 + b"]" * 900, b"NaN"]
)
def test_what_is_no_return_is_refused(root: Path, content: bytes) -> None:
    with pytest.raises(LanduseError) as refused:
        found = returns.verify(content, "x")
        assert found.wrong  # a head alone is a return of which everything is wrong
        raise LanduseError("sealed_unreadable", file="x")
    assert refused.value.code == "sealed_unreadable"


def test_a_key_that_nobody_trusts_is_told_and_does_not_count(
    made: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = Ed25519PrivateKey.generate()
    content = sealed.sealed(KIND, json.loads(made["prove"])["parts"], stranger)
    found = returns.verify(content, "x")
    assert found.found is not None and not found.trusted and returns.verify(made["prove"], "x").trusted
    folder = _saved({"prove": content}, tmp_path)
    assert roll_up(folder).untrusted == ["prove.return.json"] and not roll_up(folder).rolled.returns
    assert len(roll_up(folder, also_untrusted=True).rolled.returns) == 1
    monkeypatch.setenv("PARKAREAL_PROGRAMME_TRUSTED", stranger.public_key().public_bytes_raw().hex())
    assert returns.verify(content, "x").trusted


@pytest.mark.parametrize(
    ("part", "key", "value", "code"),
    [
        ("park", "on", "2026-13-01", "return_form"),
        ("park", "has_perimeter", "yes", "return_form"),
        ("sums", "now", {}, "return_form"),
        ("signature", "by", "", "return_form"),
        ("park", "unmapped", ["total_daa"], "return_form"),
        ("sums", "since", None, "return_form"),
        ("figures", "total_daa", 1.0, "return_figures"),
    ],
)
def test_a_whole_return_that_is_not_as_returns_are_is_refused(
    made: dict[str, bytes], part: str, key: str, value: object, code: str
) -> None:
    parts = json.loads(made["prove"])["parts"]
    parts[part][key] = value
    with pytest.raises(LanduseError) as refused:
        returns.verify(sealed.sealed(KIND, parts, Ed25519PrivateKey.generate()), "x")
    assert refused.value.code == code


def test_every_sum_is_found_anew_and_one_that_is_another_is_named(made: dict[str, bytes]) -> None:
    found = returns.verify(made["prove"], "x").found
    assert found is not None
    again = returns.recompute(found)
    assert again.other == [] and again.snapshots and again.same == len(found.now) + len(found.then) + len(found.since)
    found.now["vacant_m2"] += 1
    assert [name for name, *_ in returns.recompute(found).other] == ["now.vacant_m2"]


def test_a_fresh_copy_of_the_data_gives_the_same_sums_and_other_data_are_told(
    made: dict[str, bytes], root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = returns.verify(made["andre"], "x").found
    assert found is not None
    shutil.copytree(root, tmp_path / "copy", ignore=shutil.ignore_patterns(KEY_FILE))
    monkeypatch.setenv("PARKAREAL_DATA", str(tmp_path / "copy"))
    assert returns.recompute(found).other == [] and not returns.verify(made["andre"], "x").trusted
    write_park(tmp_path / "copy", "andre", records=records(("plot", "T1", "lease"), ("plot", "T2", "lease")), rest="\n# other data\n")
    other = returns.recompute(found)
    close_registers()
    assert other.other and not other.snapshots


@pytest.mark.soak
def test_nine_example_parks_rolled_up_are_the_apps_own_and_recomputed_in_a_fresh_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(Path(__file__).parent.parent.parent / "data", tmp_path / "data")
    monkeypatch.setenv("PARKAREAL_DATA", str(tmp_path / "data"))
    made = {park_id: returns.make(park_id, "Kari") for park_id in park_ids()}
    (tmp_path / "inn").mkdir()
    rolled, own = roll_up(_saved(made, tmp_path / "inn")).rolled, status()
    assert len(made) == 9 and own.total is not None and rolled.figures == asdict(own.total.figures)
    shutil.copytree(tmp_path / "data", tmp_path / "copy")
    monkeypatch.setenv("PARKAREAL_DATA", str(tmp_path / "copy"))
    held = [returns.recompute(one) for one in rolled.returns]
    close_registers()
    assert sum(one.same for one in held) >= 100 and not any(one.other for one in held)


def test_a_park_must_be_signed_for(root: Path) -> None:
    for by in ("", "  ", "x" * 121):
        with pytest.raises(LanduseError) as refused:
            returns.make("prove", by)
        assert refused.value.code == "return_unsigned"


def test_the_key_is_one_kept_from_others_and_a_broken_one_is_told(tmp_path: Path) -> None:
    first = own_key(tmp_path).public_key().public_bytes_raw()
    assert own_key(tmp_path).public_key().public_bytes_raw() == first
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]
    (tmp_path / KEY_FILE).write_text("broken")
    with pytest.raises(LanduseError) as refused:
        own_key(tmp_path)
    assert refused.value.code == "signing_key_broken"


@pytest.mark.parametrize("lang", messages.LANGS)
def test_the_workbook_and_the_paper_say_who_signed_and_the_figures(made: dict[str, bytes], lang: str) -> None:
    verified = returns.verify(made["prove"], "x")
    book = openpyxl.load_workbook(io.BytesIO(return_files.sheet(verified, lang)))
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None}
    read = "".join(page.extract_text() for page in PdfReader(io.BytesIO(return_files.paper(verified, lang))).pages)
    squeezed = "".join(read.split())
    assert verified.found is not None
    for words in ("Kari Nordmann, daglig leder", verified.found.key, messages.text(lang, "views.not_answered")):
        assert words in cells and "".join(words.split()) in squeezed
    assert messages.text(lang, "export.example_mark") in cells
    assert str(verified.found.now["total_m2"] / 1000) in cells


def test_the_year_before_is_what_change_is_told_from(made: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / f"before{return_files.ENDING}").write_bytes(returns.make("prove", "Kari", date(2025, 1, 1)))
    rolled = roll_up(_saved({"prove": made["prove"]}, tmp_path))
    (move,) = rolled.rolled.moves
    assert (move["from"], move["to"]) == ("2025-01-01", "2026-06-30")
    assert move["vacant_then_daa"] - move["vacant_now_daa"] == pytest.approx(10.0, abs=0.05)
    assert len(rolled.rolled.returns) == 1 and not move["method_changed"]
    assert "2025" in bulletin.text(rolled, "en") and "Kari" not in bulletin.text(rolled, "en")


def test_the_commands_write_verify_and_roll_up(root: Path, tmp_path: Path) -> None:
    out, made = CliRunner(), tmp_path / "inn"
    told = out.invoke(command, ["return", "prove", "--by", "Kari", "-o", str(made)])
    assert told.exit_code == 0, told.output
    (file,) = made.glob(f"*{return_files.ENDING}")
    assert sorted(path.suffix for path in made.iterdir()) == [".json", ".pdf", ".xlsx"]
    whole = json.loads(out.invoke(command, ["verify", str(file), "--recompute", "--json"]).stdout)
    assert whole["whole"] and whole["trusted"] and whole["recomputed"]["other"] == []
    rolled = out.invoke(command, ["rollup", str(made), "-o", str(tmp_path / "ut"), "--expect", "prove", "--expect", "mangler", "--json"])
    said = json.loads(rolled.stdout)
    assert said["missing"] == ["mangler"] and said["refused"] == [] and len(said["returns"]) == 1
    assert sorted(path.name for path in (tmp_path / "ut").iterdir()) == ["bulletin-en.pdf", "bulletin-nb.pdf"]
    content = bytearray(file.read_bytes())
    content[content.index(b'"vacant_m2":') + 12] ^= 1
    file.write_bytes(bytes(content))
    changed = out.invoke(command, ["verify", str(file), "--json"])
    assert changed.exit_code == 1 and json.loads(changed.stdout)["wrong"] == ["sums"]
    refused = roll_up(made).refused
    assert [(one.file, one.wrong) for one in refused] == [(file.name, ("sums",))]
    assert messages.text("en", "return.part.sums") in bulletin.refused_words(refused[0], "en")


def test_a_park_manager_makes_it_on_the_page(root: Path) -> None:
    app = AppTest.from_file(MAIN, default_timeout=600)
    for key, value in {"park": "andre", "page": "fremdrift", "lang": "nb"}.items():
        app.query_params[key] = value
    app.session_state["part-return"] = True
    app.run()
    assert not app.exception, [error.value for error in app.exception]
    next(one for one in app.button if one.key == "return-andre-make").click().run()
    assert LanduseError("return_unsigned", park="andre").text("nb") in " ".join(one.proto.body for one in app.get("html"))
    next(one for one in app.text_input if one.key == "return-andre-by").set_value("Kari")
    next(one for one in app.button if one.key == "return-andre-make").click().run()
    assert not app.exception, [error.value for error in app.exception]
    made = app.session_state["return_files"]["andre"]
    assert [Path(name).suffix for name in made] == [".json", ".xlsx", ".pdf"]
    found = returns.verify(next(iter(made.values())), "x").found
    assert found is not None and found.by == "Kari" and len(app.get("download_button")) == 3


def test_a_folder_that_is_not_there_or_has_nothing_is_told(root: Path, tmp_path: Path) -> None:
    for folder, code in ((tmp_path / "x", "rollup_folder"), (tmp_path, "rollup_nothing")):
        with pytest.raises(LanduseError) as refused:
            roll_up(folder)
        assert refused.value.code == code
    assert read_park("prove").example and data_root() == root
