"""One module for each kind of file: its rows counted and read."""
