"""Check files without a park: the data report alone, the municipality found from the coordinates."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from actions.drop.question_words import question_lines
from actions.drop.questions import Answers, Said, about, said_of
from actions.drop.unclear import of_error
from door.answers import NOTHING, Asked
from door.formats import registry as formats
from door.gml.rules import NONE_ASKED, RulesAsked, rules_asked
from door.intake import take_in
from door.names import shown_name
from door.open import Guarded, guarded_copy
from door.place.find import place_of_raster
from door.raster_intake import take_in_raster
from door.report import report as import_report
from door.report.file import about_rules
from door.report.report import Report, raster_report, report
from door.sources.relation import example_gone, relation
from landuse.measure import crs
from landuse.quality.findings import counts, listed
from landuse.words import messages
from landuse.words.errors import LanduseError
from parks.park import read_park


def check_file(path: Path | str, park_id: str | None = None, asked: Asked = NOTHING) -> Report:
    """What an import of a file would say. Nothing on disk changes.

    Parameters
    ----------
    park_id : None holds the file against the municipality that its coordinates fall in

    Raises
    ------
    LanduseError : as an import; what it says is the reason why the file would not be taken
    """
    with guarded_copy(Path(path)) as file:
        return _check(file, park_id, asked)


def about_files(paths: Sequence[Path], answers: Answers) -> Answers:
    """The answers, each about one of the files.

    Raises
    ------
    LanduseError : answer_item, answer_unknown
    """
    return about(answers, [shown_name(path.name) for path in paths])


def checked(
    path: Path | str, park_id: str | None, asked: Asked, lang: str, streamed: bool = False, answers: Answers | None = None
) -> dict[str, Any]:
    """The answer of `check` for one file as JSON: a report, or the one reason why the file would not be taken.

    Plan exchange in GML is held against its rules in both cases: they do not ask where the file lies.

    Parameters
    ----------
    streamed : whether a file past the size limit of a page is looked at, as `import_file` takes it
    answers : to its questions, as an import takes them
    """
    name = shown_name(Path(path).name)
    try:
        asked = said_of(name, answers or {}, Said(asked)).asked
        with guarded_copy(Path(path), streamed) as file:
            try:
                return import_report.as_json(_check(file, park_id, asked), lang)
            except LanduseError as error:
                return refused(name, asked.layer_id, error, lang, _rules_of_refused(file))
    except LanduseError as error:
        return refused(name, asked.layer_id, error, lang)


def _check(file: Guarded, park_id: str | None, asked: Asked) -> Report:
    park = read_park(park_id) if park_id else None
    if not formats.of(file).is_raster:
        found = take_in(file, park, asked)
        if park is not None:  # what an import would ask
            among = relation(file.name, file.digest, found.layer_id, found.rows_kept, park, asked)
            found = replace(found, findings=listed([*found.findings, *example_gone(park, found.layer_id, among)]))
        return report(found)
    raster = take_in_raster(file, park or place_of_raster(file.path, file.name), asked.layer_id)
    return raster_report(raster, raster.layer_id)


def _rules_of_refused(file: Guarded) -> RulesAsked:
    """The rules of a file that is refused already; none where it cannot be read for them either."""
    try:
        return rules_asked(file)
    except LanduseError:
        return NONE_ASKED


def refused(file: str, layer_id: str | None, error: LanduseError, lang: str, rules: RulesAsked = NONE_ASKED) -> dict[str, Any]:
    """A refusal in the form of a report."""
    finding = import_report.refusal(error)
    found = (finding, *about_rules(rules.breaks))
    return {
        "file": file,
        "taken": False,
        "layer": layer_id,
        "question": finding.issue == "question",
        "reason": error.code,
        "counts": counts(list(found)),
        "summary": error.text(lang),
        **{f"summary_{one}": error.text(one) for one in messages.LANGS},
        "asks": [line for one in of_error(file, error, crs.WORK_EPSG[0]) for line in question_lines(one, lang)],
        "rules": import_report.rule_rows(rules.results, lang),
        "findings": import_report.rows(file, layer_id, found, lang),
    }
