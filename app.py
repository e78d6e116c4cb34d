"""The web entry: `streamlit run app.py` serves the pages and the geodata routes, on this machine only."""

from pathlib import Path
from threading import Thread

import streamlit as st

import layers as layers  # first of all: it fences GDAL in before anything opens a file
from views import _own_machine as _own_machine  # then this: it ends a start that others could reach
from layers._started import start_early as start_reader
from views._guards import guards
from views._routes import routes
from views._warm import warm

Thread(target=start_reader, name="reading process", daemon=True).start()  # so that the first import does not wait for it
app = st.App(Path(__file__).parent / "views" / "main.py", routes=routes(), lifespan=warm, **guards())
