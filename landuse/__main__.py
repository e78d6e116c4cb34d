"""`python -m landuse`: the command line, which stands in `commands/main.py`."""

import sys

from commands.main import main

if __name__ == "__main__":  # a process that is spawned for the overlay loads this file again
    sys.exit(main())
