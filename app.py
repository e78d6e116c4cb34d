"""The web entry: `streamlit run app.py` serves the pages, the geodata routes and the security headers."""

from pathlib import Path
from threading import Thread

import streamlit as st
from starlette.middleware import Middleware

from parks import gdal_fence

gdal_fence.limit_drivers()  # before the rooms that open files are loaded

from door.process.client import start as start_reader
from views.web.geodata import routes
from views.web.headers import SecurityHeaders
from views.web.warm import warm

Thread(target=start_reader, name="reading process", daemon=True).start()  # so that the first import does not wait for it
app = st.App(Path(__file__).parent / "views" / "main.py", routes=routes(), middleware=[Middleware(SecurityHeaders)], lifespan=warm)
