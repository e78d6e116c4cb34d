"""How many examples a property is tried on: few and always the same ones, many and new ones with SOAK=1."""

import os

from hypothesis import settings

settings.register_profile("usual", max_examples=15, deadline=None, derandomize=True, print_blob=True)
settings.register_profile("soak", max_examples=500, deadline=None)
settings.load_profile("soak" if os.environ.get("SOAK") else "usual")
