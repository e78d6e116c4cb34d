"""The commands of `python -m landuse`, one function each; each fetches what it needs itself, since all together take long to load."""
