"""Make the whole corpus in a folder: `python -m tests.corpus FOLDER`."""

import sys
from pathlib import Path


from tests.corpus.case import Surroundings, all_cases

if __name__ == "__main__":
    for case in all_cases():
        folder = Path(sys.argv[1]) / case.name
        folder.mkdir(parents=True)
        case.make(folder, Surroundings("http://127.0.0.1:9/", folder / "secret.geojson"))
