"""After a restore nothing of the register that was there is shown, tagged, kept or written over: from this process or another."""

import importlib
import inspect
import json
import os
import pkgutil
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader
from starlette.applications import Starlette
from starlette.routing import Mount, Route

import actions
import bulk
import exchange
import views
from actions.exports.backup import backup, restore
from actions.map import map_data
from actions.offers import nominate, photos, published
from actions.plans import questions
from actions.progress import nature_account, progress
from actions.units import decide, hold
from actions.vacant_first import answer_map, cases
from actions.vacant_first.cases import Draft
from landuse.offers.nomination import Person
from landuse.units.plans import Answer
from landuse.words.errors import LanduseError
from register.engine import URL_VARIABLE, close_registers
from register.generation import Seen
from tests import asgi
from tests.actions.test_decide import _unit
from tests.actions.test_nominate import _DAY, _OFFER
from tests.actions.test_vacant_cases import _asked, _document, _text, park  # noqa: F401  the park's fixture
from tests.register.saying import REPOSITORY
from views.data_eksport import export_file
from views.data_eksport.export_file import Wish
from views.fremdrift import data
from views.web import cached
from views.web.geodata import routes

_KARI, _PARK = Person("Kari"), "prove"
_EXPORT = "?park=prove&when=today&lang=nb"
# What does not come from the register, and why.
_NOT_OF_THE_REGISTER = {
    "/geo/norway.geojson": "an outline that comes with the code",
    "/geo/{park}/import/{token}/{name}": "a staged import, under a name of its own",
    "/assets": "files that come with the code",
    **dict.fromkeys(("/login", "/login/back", "/logout"), "who is let in, which is asked anew each time"),
}
# What is kept of something else than the register: its parameters name the files that it changes with.
_OF_FILES_ALONE = {
    "actions.vacant_first.read_ground._read", "bulk.tile._work", "actions.units.classify._file_digest", "actions.units.classify._answer",
    "actions.units.kept_baseline._read", "exchange._typst._template", "exchange.folium_map._script", "views.web.asked_acts._pattern",
}  # fmt: skip
_DRAWN_NAMES = re.compile(r"[0-9a-f]{32}")  # folium gives every part of a map a name by chance
_STATES = {"version", "_version", "versions", "_versions", "_decided", "_now", "_then", "now_state", "was", "became"}


def _modules() -> Iterator[Any]:
    for room in (actions, bulk, exchange, views):
        for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if found.name != "views.main":  # the page itself: it runs when it is imported
                yield importlib.import_module(found.name)


def _caches() -> dict[str, Any]:
    """Every function that keeps its answers, by module and name."""
    found = {}
    for module in _modules():
        for name, value in vars(module).items():
            if hasattr(value, "cache_clear") and not isinstance(value, type) and value.__module__ == module.__name__:
                found[f"{module.__name__}.{name}"] = value
    return found


def _say_all(value: str, price: int, red: int) -> None:
    """One decision, one published offer with its photo, one case: the same numbers whatever is said."""
    decide.decide(_PARK, _unit("T3"), "correct", value, "Kari", f"Befart {price}", _DAY, decide.version(_PARK))
    picture = BytesIO()
    Image.new("RGB", (40, 30), (red, 0, 0)).save(picture, "PNG")
    facts = {"net_daa": price / 100, **_OFFER, "price_nok_m2": price, "photo": photos.keep_photo(picture.getvalue()), "photo_alt": "Tomt"}
    number = nominate.new_nomination(_PARK, _unit("T1"), "Kari", _DAY, facts=facts)
    version = nominate.step(number, "nominate", "Kari", _DAY, 1)
    nominate.step(number, "publish", "Kari", _DAY, version)
    cases.keep(Draft(_PARK, f"Sak {price}", _asked(footprint=_asked()["footprint"], needs={"daa": price / 100})), _KARI)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the two registers are kept once they are made."""
    return tmp_path_factory.mktemp("registers")


@pytest.fixture
def two_registers(park: str, tmp_path: Path, kept: Path) -> Path:  # noqa: F811
    """A register whose numbers are those of another, older one; the backup of that."""
    if not any(kept.iterdir()):
        _say_all("not_counted", 500, 200)
        backup(tmp_path / "older.zip")
        _away(tmp_path)
        _say_all("used", 900, 90)
        backup(kept / "newer.zip")
        shutil.copyfile(tmp_path / "older.zip", kept / "older.zip")
        _away(tmp_path)
    restore(kept / "newer.zip")
    return kept / "older.zip"


def _away(root: Path) -> None:
    close_registers()
    for path in root.glob("register.sqlite*"):
        path.unlink()


def _addresses() -> dict[str, str]:
    version = map_data.version(_PARK)
    token, _ = answer_map.answer(_PARK, _asked())
    return {
        "/geo/published.geojson": "/geo/published.geojson?lang=nb",
        "/plots/{nomination:row}/tomteark.pdf": "/plots/1/tomteark.pdf?lang=nb",
        "/plots/{nomination:row}/photo.jpg": "/plots/1/photo.jpg",
        "/geo/answer/{token}/{part}.geojson": f"/geo/answer/{token}/alternatives.geojson",
        "/cases/{case:row}/saksframlegg.docx": "/cases/1/saksframlegg.docx?lang=nb",
        "/cases/{case:row}/saksframlegg.json": "/cases/1/saksframlegg.json?lang=nb",
        "/export/{name}": f"/export/x.csv{_EXPORT}",
        "/geo/{park}/map.html": f"/geo/prove/map.html?date={_DAY}&lang=nb",
        "/geo/{park}/fremdrift.pdf": f"/geo/prove/fremdrift.pdf?date={_DAY}&lang=nb",
        "/geo/{park}/arealregnskap.xlsx": f"/geo/prove/arealregnskap.xlsx?date={_DAY}&lang=nb",
        "/geo/{park}/search.json": f"/geo/prove/search.json?date={_DAY}&q=t",
        "/geo/{park}/{layer}.shapes": f"/geo/prove/units.shapes?date={_DAY}&v={version}",
    }


def _asked_of_routes() -> dict[str, tuple[str, str, str]]:
    """What each route answers: its content as it reads, its tag, its address."""
    app = Starlette(routes=routes())
    told = {}
    for path, address in _addresses().items():
        answer = asgi.get(app, address)
        assert answer.status_code == 200, f"{address}: {answer.text}"
        told[path] = (_read(path, answer), answer.headers.get("etag", ""), address)
    return told


def _read(path: str, answer: asgi.Answer) -> str:
    if path.endswith(".docx"):
        return _text(_document(answer.content))
    if path.endswith(".pdf"):
        return "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    if path.endswith(".xlsx"):
        return str([list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(BytesIO(answer.content))])
    return answer.content.hex() if path.endswith(".jpg") else _DRAWN_NAMES.sub("", answer.text)


_ACTIONS: dict[str, Callable[[], Any]] = {
    "status of a park": lambda: cached.park_status(_PARK, "today", "nb"),
    "status of all": lambda: cached.all_status((_PARK,), "today", "nb"),
    "a unit explained": lambda: cached.unit_explained(_PARK, _unit("T3"), "today", "nb"),
    "the table": lambda: map_data.units_table(_PARK, _DAY, map_data.version(_PARK)),
    "what asks": lambda: decide.confirmation_list(_PARK, _DAY, also=[_unit("T3")]),
    "what asks, summed": lambda: decide.confirmation_summary(_PARK, _DAY),
    "what was said": lambda: decide.recent(_PARK),
    "what was said of a unit": lambda: decide.history(_unit("T3")),
    "amounts": lambda: progress.sums(_PARK, _DAY),
    "progress": lambda: data._point((_PARK,), "today", (map_data.version(_PARK),)),
    "nominations": lambda: nominate.list_nominations(_PARK, _DAY),
    "a nomination": lambda: nominate.one_nomination(1, _DAY),
    "published": lambda: published.offer(1),
    "cases": lambda: cases.list_cases(_PARK),
    "nature account": lambda: nature_account.park_account(map_data.park(_PARK)),
    "an export": lambda: export_file.made(Wish((_PARK,), "today", ".geojson", "nb")).content,
    "a published export": lambda: export_file.made(Wish((_PARK,), "today", ".csv", "nb", True)).content,
    "an answer's name": lambda: answer_map.answer(_PARK, _asked())[0],
}


def _asked_of_actions() -> dict[str, str]:
    return {name: _plain(ask()) for name, ask in _ACTIONS.items()}


def _plain(said: Any) -> str:
    if isinstance(said, pd.DataFrame | pd.Series):
        return said.to_json(default_handler=str, date_format="iso")
    return said.hex() if isinstance(said, bytes) else json.dumps(said, default=str, sort_keys=True)


def test_everything_shows_the_restored_register_at_once(two_registers: Path) -> None:
    numbers = int(decide.version(_PARK))
    was, said = _asked_of_routes(), _asked_of_actions()
    restore(two_registers, replace=True)
    assert int(decide.version(_PARK)) == numbers  # nothing but the generation tells the two apart
    became, now = _asked_of_routes(), _asked_of_actions()
    for cache in _caches().values():
        cache.cache_clear()
    answer_map._KEPT.clear()
    cached._rows.clear()
    assert now == _asked_of_actions()
    for path, (content, _, address) in _asked_of_routes().items():
        (content_was, tag_was, address_was), (content_now, tag_now, address_now) = was[path], became[path]
        assert (content_now, address_now) == (content, address), f"{path}: something older is shown"
        assert tag_now != tag_was or not tag_now, f"{path}: the tag of the register that was there"
        assert (content_now, address_now) != (content_was, address_was), f"{path}: this test would not see it"
    same = [name for name in _ACTIONS if now[name] == said[name]]
    assert same == [], "this test would not see it"


def test_a_restore_by_another_process_is_seen_at_once(two_registers: Path) -> None:
    app, address = Starlette(routes=routes()), f"/geo/prove/units.shapes?date={_DAY}"
    tag, first = asgi.get(app, address).headers["etag"], _ACTIONS["the table"]()
    command = [sys.executable, "-m", "landuse", "restore", str(two_registers), "--replace"]
    done = subprocess.run(command, cwd=REPOSITORY, env=dict(os.environ), capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    answer = asgi.get(app, address, {"if-none-match": tag})
    assert (answer.status_code, answer.headers["etag"] != tag) == (200, True)
    classes = [table["class"][_unit("T3")] for table in (first, _ACTIONS["the table"]())]
    assert classes == ["used", "not_counted"]


def test_every_route_is_asked_or_is_not_of_the_register() -> None:
    paths = {route.path for route in routes() if isinstance(route, Route | Mount)}
    assert len(paths) == len(routes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(map_data, "version", lambda _park_id: "v")
        patch.setattr(answer_map, "answer", lambda *_asked: ("t", {}))
        assert paths == set(_addresses()) | set(_NOT_OF_THE_REGISTER)


def test_everything_that_is_kept_is_kept_by_a_version() -> None:
    found = _caches()
    assert len(found) > 20
    asked = {name: set(inspect.signature(function.__wrapped__).parameters) for name, function in found.items()}
    unversioned = {name for name, parameters in asked.items() if parameters and not parameters & _STATES}
    assert unversioned == _OF_FILES_ALONE, "what keeps answers whatever the register says"


@contextmanager
def _nothing_written() -> Iterator[None]:
    kept = nominate.one_nomination(1, _DAY), cases.case(1), decide.recent(_PARK)
    yield
    assert (nominate.one_nomination(1, _DAY), cases.case(1), decide.recent(_PARK)) == kept


_ANSWER = Answer("P1", "requirement", "none", "§ 1")

# Every act that rests on what a person saw, with a row that was read before.
_EDITS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "units.decide.decide": lambda saw: decide.decide(_PARK, _unit("T3"), "correct", "used", "Kari", "Igjen", _DAY, saw["version"]),
    "units.decide.undo": lambda saw: decide.undo(saw["event"], "Kari", "Feil"),
    "offers.nominate.edit": lambda saw: nominate.edit(1, {"price_nok_m2": 1}, "Kari", _DAY, saw["nomination"]),
    "offers.nominate.step": lambda saw: nominate.step(1, "withdraw", "Kari", _DAY, saw["nomination"]),
    "vacant_first.cases.keep": lambda saw: cases.keep(Draft(_PARK, "Ny", _asked(), {}, 1, saw["case"]), _KARI),
    "vacant_first.cases.close": lambda saw: cases.close(1, saw["case"], "Ferdig", _KARI),
    "units.hold.hold": lambda saw: hold.hold(_PARK, [hold.properties(_PARK, _DAY)[0].name], "own", "Kari", "Igjen", _DAY, saw["version"]),
    "plans.questions.answer": lambda saw: questions.answer(_PARK, _ANSWER, "Kari", "Igjen", saw["plans"]),
    "vacant_first.cases.reopen": lambda saw: cases.reopen(1, saw["case"], "Igjen", _KARI),
}


def test_an_edit_of_what_was_there_before_is_told_so_and_changes_nothing(two_registers: Path) -> None:
    listed = [row["version"] for row in decide.confirmation_list(_PARK, _DAY, also=[_unit("T3"), _unit("T1")])]
    saw = {
        "version": decide.version(_PARK),
        "event": decide.recent(_PARK)[0]["event_id"],
        "nomination": nominate.list_nominations(_PARK, _DAY)[0]["version"],
        "case": cases.list_cases(_PARK)[0]["version"],
        "plans": questions.version(_PARK),
    }
    assert all(isinstance(one, Seen) for one in [*listed, *saw.values()])
    restore(two_registers, replace=True)
    with _nothing_written():
        for name, edit in _EDITS.items():
            with pytest.raises(LanduseError) as refused:
                edit(saw)
            assert refused.value.code == "register_restored", name
        for version in listed:
            with pytest.raises(LanduseError) as refused:
                decide.decide(_PARK, _unit("T1"), "correct", "used", "Kari", "Igjen", _DAY, version)
            assert refused.value.code == "register_restored"


def test_every_act_that_rests_on_what_was_seen_is_tried() -> None:
    resting = set()
    for module in _modules():
        for name, value in vars(module).items():
            if inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_"):
                asked, where = set(inspect.signature(value).parameters), f"{module.__name__}.{name}"
                if asked & {"based_on", "event_ids"} or (name == "keep" and "draft" in asked):
                    resting.add(where.removeprefix("actions."))
    assert resting - {"imports.staged.seal"} == set(_EDITS)  # what a staged import rests on is a park's files


def test_what_is_edited_after_the_restore_is_kept_and_has_a_number_that_none_had(two_registers: Path, tmp_path: Path) -> None:
    extra = [nominate.new_nomination(_PARK, _unit("T2"), "Kari", _DAY)]
    extra += [cases.keep(Draft(_PARK, "Ny", _asked()), _KARI)[0]]
    extra += decide.decide(_PARK, _unit("T2"), "correct", "used", "Kari", "Befart", _DAY, decide.version(_PARK))
    for _ in range(2):  # a second restore does not begin the numbers again either
        restore(two_registers, replace=True)
    assert nominate.edit(1, {"price_nok_m2": 1}, "Kari", _DAY, nominate.one_nomination(1, _DAY)["version"]) == 4
    anew = [nominate.new_nomination(_PARK, _unit("T2"), "Kari", _DAY), cases.keep(Draft(_PARK, "Ny", _asked()), _KARI)[0]]
    anew += decide.decide(_PARK, _unit("T2"), "correct", "used", "Kari", "Befart", _DAY, decide.version(_PARK))
    assert all(new > old for new, old in zip(anew, extra, strict=True))


def test_a_new_register_of_an_old_folder_is_another(two_registers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    before = decide.version(_PARK)
    _away(tmp_path)
    assert decide.version(_PARK).generation != before.generation
