"""The web entry: `streamlit run app.py` serves the pages and the geodata routes, on this machine only."""

import os
import sys
from pathlib import Path
from threading import Thread

import streamlit as st

import layers as layers  # first of all: it fences GDAL in before anything opens a file
from actions.addresses import check_address
from landuse import messages
from landuse.errors import LanduseError
from layers._sandbox import start as start_reader
from views._guards import guards
from views._routes import routes
from views._warm import warm

try:
    check_address(st.get_option("server.address"))
except LanduseError as error:
    wanted = os.environ.get("PARKAREAL_LANG")
    sys.exit(error.text(wanted if wanted in messages.LANGS else messages.DEFAULT_LANG))

Thread(target=start_reader, name="reading process", daemon=True).start()  # so that the first import does not wait for it
app = st.App(Path(__file__).parent / "views" / "main.py", routes=routes(), lifespan=warm, **guards())
