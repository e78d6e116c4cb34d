"""The web entry: `streamlit run app.py` serves the pages, the geodata routes and the security headers."""

from pathlib import Path

import layers as layers  # first of all: it fences GDAL in before anything opens a file
import streamlit as st
from starlette.middleware import Middleware

from views._headers import SecurityHeaders
from views._routes import routes

app = st.App(Path(__file__).parent / "views" / "main.py", routes=routes(), middleware=[Middleware(SecurityHeaders)])
