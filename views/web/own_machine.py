"""Importing this ends a start on an address that others than this machine reach, with one sentence, before anything slow."""

import os
import sys

import streamlit as st

from actions.addresses import check_address
from landuse.words import messages
from landuse.words.errors import LanduseError

try:
    check_address(st.get_option("server.address"))
except LanduseError as error:
    wanted = os.environ.get("PARKAREAL_LANG")
    sys.exit(error.text(wanted if wanted in messages.LANGS else messages.DEFAULT_LANG))
