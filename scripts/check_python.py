"""Say in one sentence what is missing, before pip says it in a hundred."""

import sys

if sys.version_info < (3, 11):
    sys.exit(f"Parkareal needs Python 3.11 or newer; this is {sys.version.split()[0]}. Try: make run PYTHON=python3.11")
try:
    import ensurepip  # noqa: F401
except ImportError:
    sys.exit("Python is here but venv is not. On Debian and Ubuntu: apt-get install python3-venv")
