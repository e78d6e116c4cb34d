"""A data folder that nobody can write to: every page and every reading command works, and writing is one sentence."""

import io
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from PIL import Image
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from actions.map import map_data
from actions.offers import nominate
from actions.units import decide
from actions.exports.formats import ENDINGS
from actions.units.inventory import _inventory
from landuse.words import messages
from commands.main import app as command_line
from landuse.words.errors import LanduseError
from parks.park import read_park
from register import photos
from register.engine import close_registers
from tests import asgi
from tests.actions.conftest import write_park
from tests.actions.test_decide import _park as make_squares
from tests.squares import plots, records, rect
from tests.unprivileged import read_only
from views.fremdrift import data
from views.pages import PAGES
from views.web.geodata import routes
from views.state import DATA_SIDES, SIDES

MAIN = str(Path(__file__).parent.parent / "views" / "main.py")
PARK, DAY = "prove", date(2026, 6, 30)
_FACTS = {"contact_role": "Eiendomsutvikler", "contact_email": "tomter@example.no", "description_nb": "Flat tomt"}
_ADDRESSES = (
    f"/geo/{PARK}/units.shapes?date={DAY}", f"/geo/{PARK}/plots.shapes?date={DAY}", f"/geo/{PARK}/map.html?date={DAY}",
    "/geo/published.geojson", f"/export/x.geojson?park={PARK}", f"/export/x.xlsx?park={PARK}", f"/export/x.pdf?park={PARK}",
    "/plots/1/tomteark.pdf", "/plots/1/photo.jpg",
)  # fmt: skip


@pytest.fixture(scope="module")
def park_root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A park with its snapshots, a photo and an offer whose option is over, in a folder that nobody can write to."""
    root, environment = tmp_path_factory.mktemp("read-only"), pytest.MonkeyPatch()
    environment.setenv("PARKAREAL_DATA", str(root))
    said = records(("plot", "A", "lease"), ("plot", "B", "idle"), ("plot", "C", "offered"))
    make_squares(partial(write_park, root), records=said, plots=plots(("A", rect(0, 0)), ("B", rect(100, 0, 200)), ("C", rect(300, 0))))
    shutil.copyfile(Path(__file__).parent / "fixtures" / "municipalities.geojson", root / "municipalities.geojson")
    _offered(root)
    data.warm([read_park(PARK)])
    close_registers()
    _inventory.cache_clear()
    with read_only(root):
        yield root
        close_registers()
    environment.undo()


def _offered(root: Path) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30)).save(picture, "JPEG")
    unit, before = nominate.candidates(PARK, DAY)[0]["unit_id"], date(2026, 5, 1)
    facts = nominate.prefill(PARK, unit, DAY) | _FACTS | {"photo": photos.keep(root, picture.getvalue()), "photo_alt": "Tomten"}
    number = nominate.new_nomination(PARK, unit, "Kari", before, facts=facts)
    for version, name in enumerate(("nominate", "publish"), start=1):
        nominate.step(number, name, "Kari", before, version)
    nominate.step(number, "option", "Kari", before, 3, holder="Holder AS", until=before + timedelta(days=10))


def _unit() -> str:
    return str(next(iter(map_data.units_table(PARK, DAY, map_data.version(PARK)).index)))


@pytest.mark.parametrize("lang", messages.LANGS)
def test_reading_commands(lang: str, park_root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere, tables = tmp_path_factory.mktemp("elsewhere"), read_park(PARK).tables_path
    for command in (
        ["parks"],
        ["check", str(tables), "--layer", "plots", "--park", PARK],
        ["status", PARK],
        ["nature", PARK],
        ["explain", _unit()],
        ["encroach", PARK, nominate.candidates(PARK, DAY)[0]["unit_id"]],
        *(["export", PARK, "-o", str(elsewhere / f"x{ending}")] for ending in (ENDINGS if lang == "nb" else ENDINGS[:1])),
        ["export", PARK, "--published", "-o", str(elsewhere / "published.geojson")],
        ["backup", str(elsewhere / "x.zip")],
        ["overlay", f"{tables}:plots", f"{tables}:land_resource", "-o", str(elsewhere / "x.parquet"), "--id", "plot_id"],
    ):
        done = CliRunner().invoke(command_line, [*command, "--lang", lang])
        assert done.exit_code == 0, (command, done.output, done.exception)


@pytest.mark.parametrize("lang", messages.LANGS)
def test_what_writes_is_refused_in_one_sentence(lang: str, park_root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere, before = tmp_path_factory.mktemp("elsewhere"), {path: path.stat().st_mtime_ns for path in park_root.rglob("*")}
    CliRunner().invoke(command_line, ["backup", str(elsewhere / "x.zip")])
    shape = '{"type": "Polygon", "coordinates": [[[11.44, 63.79], [11.45, 63.79], [11.45, 63.8], [11.44, 63.79]]]}'
    (elsewhere / "p.geojson").write_text(f'{{"type": "Feature", "properties": {{}}, "geometry": {shape}}}')
    for work in (
        lambda: _command("new-park", "ny", "--name", "Ny", "--municipality", "5038"),
        lambda: _command("import", PARK, str(elsewhere / "p.geojson"), "--layer", "perimeter"),
        lambda: _command("restore", str(elsewhere / "x.zip"), "--replace"),
        lambda: nominate.new_nomination(PARK, nominate.candidates(PARK, DAY)[0]["unit_id"], "Kari", DAY),
        lambda: decide.decide(PARK, [_unit()], "correct", "not_counted", "Kari", "Befart", DAY, 10**9),
        lambda: photos.keep(park_root, b"new"),
    ):
        with pytest.raises(LanduseError) as refused:
            work()
        assert refused.value.code in ("data_unwritable", "folder_unwritable", "register_read_only")
        said = refused.value.text(lang)
        assert "{" not in said and "\n" not in said and "Permission denied" not in said
    assert {path: path.stat().st_mtime_ns for path in park_root.rglob("*")} == before


def _command(*arguments: str) -> None:
    """As the command line does, which tells the error that comes out."""
    done = CliRunner().invoke(command_line, arguments)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    said = (done.output.strip().splitlines() or [""])[-1]
    assert done.exit_code == 1 and said
    raise LanduseError("folder_unwritable", park="", reason=said)  # `import` tells each file's error itself


def test_routes(park_root: Path) -> None:
    app = Starlette(routes=routes())
    answers = {address: asgi.get(app, address) for address in _ADDRESSES}
    assert {address: answer.status_code for address, answer in answers.items()} == dict.fromkeys(_ADDRESSES, 200)


@pytest.mark.parametrize("lang", messages.LANGS)
def test_every_page(lang: str, park_root: Path) -> None:
    app = AppTest.from_file(MAIN, default_timeout=600)
    app.query_params["lang"] = lang
    app.run()
    for page in PAGES:
        app.session_state["plot"] = "1" if page == "tomt" else None
        sides = {"tomter": ("side", SIDES), "data": ("data", DATA_SIDES)}.get(page, ("side", SIDES[:1]))
        for side in sides[1]:
            for park in ("norway", PARK):
                app.session_state["page"], app.session_state["park"], app.session_state[sides[0]] = page, park, side
                app.run()
                assert not app.exception and not app.error, (page, side, park, [one.value for one in (*app.exception, *app.error)])
                refusals = [one.proto.body for one in app.get("html") if 'class="notice error"' in one.proto.body]
                assert refusals == [], (page, side, park)
