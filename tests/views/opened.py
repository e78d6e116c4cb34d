"""Pages as Streamlit draws them, without a browser."""

from streamlit.testing.v1 import AppTest

from tests.imports import ROOT

MAIN = str(ROOT / "views" / "main.py")


def run(**asked: str) -> AppTest:
    """A page by what its address says."""
    app = AppTest.from_file(MAIN, default_timeout=600)
    for name, value in asked.items():
        app.query_params[name] = value
    return app.run()


def without_fault(**asked: str) -> AppTest:
    """The same, of a page that must be drawn to its end."""
    app = run(**asked)
    assert not app.exception, [error.value for error in app.exception]
    return app


def html(app: AppTest) -> str:
    """What the page has drawn as HTML of its own."""
    return " ".join(element.proto.body for element in app.get("html"))
