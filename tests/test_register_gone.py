"""PostgreSQL gone in the middle: one sentence on every page, route and command, in the user's language; back by itself."""

import ast
import shutil
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from actions.map import map_data
from actions.offers import nominate
from commands.main import app as command_line
from landuse.words import messages
from landuse.words.errors import LanduseError
from landuse.words.foreign import for_markdown
from parks.park import read_park
from register import faults
from register.engine import URL_VARIABLE
from tests import asgi
from tests.actions.conftest import write_park
from tests.actions.test_decide import _park as make_squares
from tests.databases import Cluster, postgres
from views.pages import PAGES
from views.web import refusals
from views.web.geodata import routes

VIEWS = Path(__file__).parent.parent / "views"
PARK, DAY = "prove", date(2026, 6, 30)
_USES_REGISTER = [page for page in PAGES if page not in ("om_tallene", "data", "tomt")]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A park whose register is in a PostgreSQL that can be stopped."""
    root = tmp_path_factory.mktemp("gone")
    with pytest.MonkeyPatch.context() as environment, postgres() as cluster:
        environment.setenv("PARKAREAL_DATA", str(root))
        environment.setenv(URL_VARIABLE, cluster.url)
        make_squares(partial(write_park, root))
        shutil.copyfile(Path(__file__).parent / "fixtures" / "municipalities.geojson", root / "municipalities.geojson")
        map_data.units_table(PARK, DAY, map_data.version(PARK))
        yield cluster


@pytest.fixture
def gone(cluster: Cluster) -> Iterator[Cluster]:
    """It has stopped, as when the power goes; it runs again when the test is over."""
    cluster.stop()
    yield cluster
    cluster.start()


def _page(lang: str, page: str) -> AppTest:
    app = AppTest.from_file(str(VIEWS / "main.py"), default_timeout=600)
    for key, value in {"lang": lang, "page": page, "park": PARK}.items():
        app.query_params[key] = value
    return app.run()


def _sentence(lang: str) -> str:
    with pytest.raises(LanduseError) as refused:
        map_data.version(PARK)
    assert refused.value.code == faults.UNREACHABLE
    return refused.value.text(lang)


@pytest.mark.parametrize("lang", messages.LANGS)
def test_pages_say_it_in_one_sentence_and_come_back(lang: str, cluster: Cluster) -> None:
    app = _page(lang, "kart")
    cluster.stop()
    expected = _sentence(lang)
    for page in _USES_REGISTER:
        app.session_state["page"] = page
        app.run()
        told = [one.value for one in app.error] + [one.proto.body for one in app.get("html") if 'class="notice error"' in one.proto.body]
        assert not app.exception and told == [for_markdown(expected)], page
    cluster.start()
    for page in _USES_REGISTER:
        app.session_state["page"] = page
        app.run()
        assert not app.exception and not app.error, page


def test_routes_say_it_and_nothing_keeps_the_answer(gone: Cluster) -> None:
    app = Starlette(routes=routes())
    for lang in messages.LANGS:
        for address in (
            f"/geo/{PARK}/units.shapes?date={DAY}", f"/geo/{PARK}/map.html?date={DAY}", f"/export/x.geojson?park={PARK}",
            "/cases/1/saksframlegg.docx?", "/cases/1/saksframlegg.json?",
            "/geo/published.geojson?", "/plots/1/tomteark.pdf?", "/plots/1/photo.jpg?",
        ):  # fmt: skip
            answer = asgi.get(app, f"{address}&lang={lang}")
            assert (answer.status_code, answer.text) == (503, _sentence(lang)), address
            assert answer.headers["cache-control"] == "no-store" and answer.headers["retry-after"]


def test_commands_say_it(gone: Cluster, tmp_path: Path) -> None:
    out = str(tmp_path / "x")
    for command in (["status"], ["explain", f"{PARK}-x"], ["export", PARK, "-o", f"{out}.csv"], ["backup", f"{out}.zip"]):
        done = CliRunner().invoke(command_line, command)
        assert isinstance(done.exception, LanduseError) and done.exception.text("nb") == _sentence("nb"), command


def test_an_offer_is_not_called_unpublished_because_the_register_is_away(gone: Cluster) -> None:
    with pytest.raises(LanduseError) as refused:
        nominate.published_plot(1, read_park(PARK).current_date())
    assert refused.value.code == faults.UNREACHABLE


@pytest.mark.parametrize("code", faults.CODES)
def test_a_fault_of_the_register_is_no_wrong_address(code: str) -> None:
    error = LanduseError(code, where="x", seconds=60, name="x", kept="")
    assert refusals.refused(error, "nb").status_code == 503
    assert refusals.refused(LanduseError("unknown_park", park="x", known="–"), "nb").status_code == 404


def _refused_act() -> None:
    import streamlit as st

    from landuse.words.errors import LanduseError
    from views.parts import guard

    st.session_state["lang"] = "nb"

    @guard.act
    def act() -> None:
        raise LanduseError("register_unreachable", where="x", kept="")

    @guard.fragment
    def part() -> None:
        if st.session_state.get("in_part"):
            raise LanduseError("register_crowded", where="x", kept="")

    st.button("act", on_click=act)
    st.checkbox("in part", key="in_part")
    try:
        part()
    except LanduseError as error:
        st.error(error.text("nb"))


def test_an_act_and_a_part_that_are_refused_are_sentences() -> None:
    app = AppTest.from_function(_refused_act).run()
    app.button[0].click().run()
    assert not app.exception and ["kan ikke nås" in one.proto.body for one in app.get("html")] == [True]
    app.checkbox[0].check().run()
    assert not app.exception and "flere forbindelser" in app.error[0].value and not app.get("html")


def _named_in(tree: ast.AST) -> set[str]:
    """What widgets call when they are used: by name, or from within a lambda."""
    given = [word.value for node in ast.walk(tree) if isinstance(node, ast.Call) for word in node.keywords if word.arg in _WHEN_USED]
    called = [node.func for one in given if isinstance(one, ast.Lambda) for node in ast.walk(one) if isinstance(node, ast.Call)]
    return {node.id for node in (*given, *called) if isinstance(node, ast.Name)}


_WHEN_USED = ("on_click", "on_change", "on_select")
_ONLY_FORGET = {"remove", "take", "forget"}  # of the session's own memory


@pytest.mark.parametrize("path", sorted(VIEWS.glob("*.py")), ids=lambda path: path.name)
def test_parts_and_acts_of_pages_are_guarded(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert path.name == "_guard.py" or "st.fragment" not in ast.unparse(tree)
    guarded = {
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and "_guard.act" in map(ast.unparse, node.decorator_list)
    }
    ours = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert _named_in(tree) & ours <= guarded | _ONLY_FORGET
