"""One module per tool, each run as a process of its own: `python -m bench.rivals.<tool> <folder of data>`."""
