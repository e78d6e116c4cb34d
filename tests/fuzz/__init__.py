"""The project's own parsers of other people's bytes, fed with anything: `python -m tests.fuzz TARGET SECONDS` with atheris."""
