"""What a checkout with one more page shows, as JSON; run in that checkout by `test_one_page`: DATA."""

import json
import sys
from pathlib import Path
from typing import Any

from parks import gdal_fence

gdal_fence.limit_drivers()

from streamlit.testing.v1 import AppTest

from tests.actions.conftest import write_park
from tests.browser.walk import states
from tests.squares import perimeter, rect
from views.pages import open_pages

_MAIN = Path(__file__).parent.parent.parent / "views" / "main.py"


def told(data: Path) -> dict[str, Any]:
    """The page as a person meets it."""
    write_park(data, in_baseline=False, example=False, perimeter=perimeter(rect(0, 0, 200)))
    app = AppTest.from_file(str(_MAIN), default_timeout=300)
    app.query_params["page"] = "prove_side"
    app.run()
    return {
        "tabs": _tabs(),
        "shown": [text.value for text in app.markdown if "Side for" in text.value],
        "exceptions": [error.value for error in app.exception],
        "walked": [state.query for state in states("prove", "1", 1, 1)],
        "with_plot": open_pages({"plot": "1"}.get),
    }


def _tabs() -> list[dict[str, str]]:
    """The tabs of a session that has begun."""

    def script() -> None:
        import json

        import streamlit as st

        from views import state
        from views.frame import bar
        from views.pages import open_pages

        state.start(open_pages(st.session_state.get))
        st.text(json.dumps(bar.data([], None, open_pages(st.session_state.get), "nb")["pages"]))

    app = AppTest.from_function(script, default_timeout=300).run()
    return json.loads(app.text[0].value)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(told(Path(sys.argv[1])), default=str))
