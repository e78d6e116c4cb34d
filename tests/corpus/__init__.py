"""Nasty files, each with what must happen to it and the truth to hold; `python -m tests.corpus FOLDER` makes them all."""
