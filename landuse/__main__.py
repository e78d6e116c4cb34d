"""The command line: python -m landuse. Exit codes: 0 done, 1 the data have errors, 2 wrong call."""

import sys

from actions.command_line import main

sys.exit(main())
