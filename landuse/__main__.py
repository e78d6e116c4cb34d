"""`python -m landuse`: the command line, which stands in `commands/main.py`."""

import sys

from commands.main import main

sys.exit(main())
