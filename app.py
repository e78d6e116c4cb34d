"""The web entry: `streamlit run app.py` serves the pages and the geodata routes, on this machine only."""

from pathlib import Path
from threading import Thread

import streamlit as st

from parks import gdal_fence

gdal_fence.limit_drivers()  # before the rooms that open files are loaded

from door.process.started import start_early as start_reader
from views.web import own_machine as own_machine  # then this: it ends a start that others could reach
from views.web import page_person as page_person  # a page's run finds whose it is
from views.web.geodata import routes
from views.web.guards import guards
from views.web.warm import warm

Thread(target=start_reader, name="reading process", daemon=True).start()  # so that the first import does not wait for it
app = st.App(Path(__file__).parent / "views" / "main.py", routes=routes(), lifespan=warm, **guards())
