"""Answers that people gave to a file are kept in the park's folder, and hold for the next file of the same make."""

import json
from dataclasses import asdict

from door.answers import Asked
from parks.atomic import write_whole
from parks.park import Park

FILE = "answers.json"


def kept(park: Park) -> dict[str, Asked]:
    """Earlier answers by the signature of the files that they were given to."""
    path = park.folder / FILE
    return {name: Asked(**said) for name, said in json.loads(path.read_text(encoding="utf-8")).items()} if path.exists() else {}


def remember(park: Park, name: str, said: Asked) -> None:
    """Keep an answer; called with the park locked."""
    answers = {key: asdict(one) for key, one in {**kept(park), name: said}.items()}
    write_whole(park.folder / FILE, lambda path: path.write_text(json.dumps(answers, ensure_ascii=False, indent=1), encoding="utf-8"))
