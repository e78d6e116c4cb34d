"""Keep a case of Vacant first with its answer, take it up again, and write its case paper."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import geopandas as gpd

from actions.exports.common import named_units
from actions.people import asking
from actions.vacant_first.encroach import encroach
from actions.vacant_first.words import in_words
from exchange.case_map import case_map
from exchange.case_paper import CasePaper, case_paper
from landuse.quality.dates import norwegian_day
from landuse.roles import may
from landuse.roles.person import Person
from landuse.vacant_first import case as vacant_case
from landuse.vacant_first import ladder
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from landuse.words.log import happened
from parks.municipality import municipality_names
from parks.park import Park, data_root, park_ids, read_park
from register import cases, generation
from register.cases import Version
from register.engine import open_register

_LONGEST_TITLE = 120
_ACT = "case"
Asked = dict[str, Any]


@dataclass(frozen=True)
class Draft:
    """A case as it stands on the screen, kept or not.

    asked : what was asked of `encroach`: footprint (GeoJSON in degrees, or unit ids), lines, needs, weights, on (ISO)
    case_id, version : of the kept case that it goes on from; None for a new one
    """

    park_id: str
    title: str
    asked: Asked
    said: Mapping[str, Any] = field(default_factory=dict)
    case_id: int | None = None
    version: int | None = None


def answer_of(park_id: str, asked: Asked) -> dict[str, Any]:
    """The answer to what was asked; see `actions.vacant_first.encroach`.

    Raises
    ------
    LanduseError : as encroach
    """
    on = date.fromisoformat(asked["on"]) if asked.get("on") else None
    return encroach(park_id, asked["footprint"], asked.get("needs"), asked.get("lines"), on, asked.get("weights")).as_json()


@asking.asks("case", "draft")
def keep(draft: Draft, by: Person, reason: str = "") -> tuple[int, int]:
    """Keep a draft as a new case, or as a new version of the one it goes on from: number and version.

    Raises
    ------
    LanduseError : case_untitled, ladder_…, register_restored, stale_edit, case_closed, role_may_not, person_unnamed, and as encroach
    """
    may.check(by, _ACT, draft.park_id)
    title = " ".join(draft.title.split())[:_LONGEST_TITLE]
    if not title:
        raise LanduseError("case_untitled")
    generation.check_now(open_register(data_root()), draft.version or 0)
    answer = answer_of(draft.park_id, draft.asked)
    asked = dict(draft.asked) | {"on": answer["date"]}
    said = ladder.checked(draft.said)
    version = Version(title, asked, said, vacant_case.brief(answer), vacant_case.digest(answer), reason.strip())
    register, on = open_register(data_root()), read_park(draft.park_id).current_date()
    if draft.case_id is None:
        kept = cases.make(register, draft.park_id, version, by, on), 1
    else:
        kept = draft.case_id, cases.edit(register, draft.case_id, draft.version or 0, version, by, on)
    happened("case", park=draft.park_id, case=kept[0], version=kept[1])
    return kept


def close(case_id: int, based_on: int, reason: str, by: Person) -> int:
    """End a case with a reason; its new version. Nothing is deleted.

    Raises
    ------
    LanduseError : register_restored, case_unknown, stale_edit, case_unreasoned, case_closed, role_may_not
    """
    return _say(cases.close, case_id, based_on, reason, by)


def reopen(case_id: int, based_on: int, reason: str, by: Person) -> int:
    """Open a closed case again; its new version.

    Raises
    ------
    LanduseError : as `close`, and case_open
    """
    return _say(cases.reopen, case_id, based_on, reason, by)


def case(case_id: int) -> dict[str, Any]:
    """A case as it stands: id, park_id, made_on, what its last version says, and `events`.

    Raises
    ------
    LanduseError : case_unknown
    """
    return _row(cases.case(open_register(data_root()), case_id))


def list_cases(park_id: str | None = None) -> list[dict[str, Any]]:
    """The cases of a park, or of all, as `case` gives them, the newest first."""
    wanted = [park_id] if park_id else park_ids()
    return [_row(found) for found in reversed(cases.cases(open_register(data_root()), wanted))]


def paper(draft: Draft, answer: dict[str, Any], by: str, lang: str = messages.DEFAULT_LANG) -> tuple[str, bytes]:
    """The case paper of a draft and the answer to it: name of the file and .docx.

    Raises
    ------
    LanduseError : ladder_…, case_unknown
    """
    park, on = read_park(draft.park_id), date.fromisoformat(answer["date"])
    mark = messages.text(lang, "views.example.mark") if answer["example"] else None
    drawn = case_map(answer, _units(park, on), mark, lang)
    name = file_name(draft)
    found = case(draft.case_id) if draft.case_id else None
    told = CasePaper(
        title=draft.title or messages.text(lang, "case.untitled"),
        park=park.name,
        municipalities=municipality_names(park),
        by=by,
        on=on,
        said=ladder.checked(draft.said),
        digest=vacant_case.digest(answer),
        json_name=f"{name}.json",
        number=draft.case_id,
        version=draft.version,
        first=found["events"][0]["answer"] if found else None,
        history=[_history(event, lang) for event in found["events"]] if found else [],
        changed_since=_said_day(found, lang) if found and found["answer_digest"] != vacant_case.digest(answer) else None,
        mark=mark,
    )
    return f"{name}-{lang}.docx", case_paper(told, in_words(answer, lang), drawn, lang)


def paper_json(draft: Draft, answer: dict[str, Any]) -> tuple[str, bytes]:
    """What lies beside the paper: the whole answer with the ladder, and the same fingerprint."""
    document = {
        "title": draft.title,
        "case": draft.case_id,
        "version": draft.version,
        "digest": vacant_case.digest(answer),
        "ladder": ladder.checked(draft.said),
        "answer": answer,
    }
    return f"{file_name(draft)}.json", json.dumps(document, ensure_ascii=False, indent=1).encode()


def kept_paper(case_id: int, lang: str = messages.DEFAULT_LANG) -> tuple[str, bytes]:
    """The paper of a kept case as it stands: name of the file and .docx.

    Raises
    ------
    LanduseError : case_unknown, and as encroach
    """
    found, draft = _kept(case_id)
    return paper(draft, answer_of(draft.park_id, draft.asked), found["said_by"], lang)


def kept_json(case_id: int, _lang: str = messages.DEFAULT_LANG) -> tuple[str, bytes]:
    """The whole answer of a kept case, to lie beside its paper.

    Raises
    ------
    LanduseError : case_unknown, and as encroach
    """
    _, draft = _kept(case_id)
    return paper_json(draft, answer_of(draft.park_id, draft.asked))


def file_name(draft: Draft) -> str:
    """A name that every file system takes: the park, the title, the case."""
    folded = draft.title.lower().translate(str.maketrans({"æ": "ae", "ø": "o", "å": "a"}))
    plain = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:40]
    number = f"sak-{draft.case_id}-v{draft.version}" if draft.case_id else "utkast"
    return "-".join(part for part in ("saksframlegg", draft.park_id, plain, number) if part)


def _kept(case_id: int) -> tuple[dict[str, Any], Draft]:
    found = case(case_id)
    return found, Draft(found["park_id"], found["title"], found["asked"], found["ladder"], case_id, found["version"])


def _say(step: Any, case_id: int, based_on: int, reason: str, by: Person) -> int:
    generation.check_now(open_register(data_root()), based_on)
    found = case(case_id)
    asking.check(_ACT, found["park_id"])
    by = asking.signed(by)
    may.check(by, _ACT, found["park_id"])
    version = step(open_register(data_root()), case_id, based_on, reason, by, read_park(found["park_id"]).current_date())
    happened("case", park=found["park_id"], case=case_id, version=version)
    asking.done(_ACT, found["park_id"], f"case {case_id}")
    return version


def _row(found: dict[str, Any]) -> dict[str, Any]:
    last = found["events"][-1]
    told = ("version", "state", "title", "asked", "ladder", "answer", "answer_digest", "said_by", "said_at", "said_on")
    return {name: found[name] for name in ("id", "park_id", "made_on", "events")} | {name: last[name] for name in told}


def _history(event: dict[str, Any], lang: str) -> tuple[str, str, str, str]:
    step = messages.text(lang, f"case.step.{event['step']}")
    what = f"{step}: {event['reason']}" if event["reason"] else step
    return str(event["version"]), _said_day(event, lang), event["said_by"], what


def _said_day(event: dict[str, Any], lang: str) -> str:
    """When somebody did it, by the clock."""
    return numbers.day(norwegian_day(event["said_at"]), lang)


def _units(park: Park, on: date) -> gpd.GeoDataFrame:
    return named_units(park, on)[["class", "geometry"]]
