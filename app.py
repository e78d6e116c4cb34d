"""The web entry: `streamlit run app.py` serves the pages, the geodata routes and the security headers."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

import layers as layers  # first of all: it fences GDAL in before anything opens a file
from views._headers import SecurityHeaders
from views._routes import routes
from views._warm import warm

app = st.App(Path(__file__).parent / "views" / "main.py", routes=routes(), middleware=[Middleware(SecurityHeaders)], lifespan=warm)
