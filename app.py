"""The web entry: `streamlit run app.py` serves the pages, the geodata routes and the security headers."""

from pathlib import Path
from threading import Thread

import streamlit as st
from starlette.middleware import Middleware

import layers as layers  # first of all: it fences GDAL in before anything opens a file
from layers._started import start_early as start_reader
from views._headers import SecurityHeaders
from views._routes import routes
from views._warm import warm

Thread(target=start_reader, name="reading process", daemon=True).start()  # so that the first import does not wait for it
app = st.App(Path(__file__).parent / "views" / "main.py", routes=routes(), middleware=[Middleware(SecurityHeaders)], lifespan=warm)
