"""The command line: `python -m landuse`. Exit codes: 0 done, 1 the data have errors, 2 wrong call."""

import logging
import os
import sys
from collections.abc import Callable

import typer

from commands import answers, baseline, data, findings, land, people, plans, programme, returns, sources, start, upkeep
from commands._said import say
from landuse.words import messages
from landuse.words.errors import LanduseError
from landuse.words.foreign import for_line
from landuse.words.log import happened, part_of_log
from parks import gdal_fence
from parks.log_setup import log_as_set

_WRONG_CALL = (
    "unknown_park", "unknown_unit", "date_unreadable", "language_unknown", "export_format", "paper_unknown", "print_not_public",
    "unknown_layer", "map_unreadable", "report_format", "answer_unreadable", "answer_unknown", "answer_item", "new_park_needs",
    "source_which", "source_missing", "version_missing", "day_unreadable", "version_gone", "version_in_use",
    "import_no_files", "answer_not_asked",
    "need_unknown", "need_invalid", "weight_unknown", "weight_invalid", "footprint_unit_unknown", "footprint_unit_not_vacant",
    "property_unknown", "property_none", "covers_unknown", "extent_not_asked",
    "plan_question_unknown", "plan_answer_unknown", "plan_not_asked", "plan_clause_missing", "plan_clause_long",
    "baseline_unsigned", "baseline_frozen", "baseline_lost", "baseline_not_lost", "baseline_not_frozen",
    "restatement_none", "restatement_answer", "restatement_part", "from_without_basis",
    "pace_unit", "pace_twice", "pace_day", "pace_size", "pace_add", "pace_step",
    "return_unsigned", "return_file", "rollup_folder", "rollup_nothing",
    "range_answer", "range_patch", "range_patch_word", "perimeter_shape",
    "by_unknown", "overlay_format", "tile_size", "nothing_asked", "cluster_missing",
    "login_incomplete", "login_address", "role_unknown", "role_parks", "person_unknown", "last_admin",
)  # fmt: skip

_WRITERS = ("new-park", "import", "covers", "put-back", "remove", "classify", "freeze", "restate", "return", "restore", "migrate")

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
_COMMANDS: dict[str, Callable[..., None]] = {
    "parks": data.parks,
    "new-park": data.new_park,
    "start": start.start,
    "services": start.services,
    "import": data.import_,
    "check": data.check,
    "sources": sources.sources,
    "put-back": sources.put_back,
    "remove": sources.remove,
    "covers": data.covers,
    "classify": findings.classify,
    "status": findings.status,
    "nature": findings.nature,
    "explain": findings.explain,
    "hold": answers.hold,
    "plans": plans.plans,
    "answer-plan": plans.answer_plan,
    "freeze": baseline.freeze,
    "restatements": baseline.restatements,
    "restate": baseline.restate,
    "pace": programme.pace,
    "return-form": returns.return_form,
    "return": returns.return_,
    "verify": returns.verify,
    "rollup": returns.rollup,
    "encroach": land.encroach,
    "export": land.export,
    "overlay": land.overlay_,
    "backup": upkeep.backup,
    "restore": upkeep.restore,
    "migrate": upkeep.migrate,
    "people": people.people,
    "invite": people.invite,
    "role": people.role,
    "blank": people.blank,
    "trail": people.trail,
    "warm": upkeep.warm,
    "serve": upkeep.serve,
}
for _name, _run in _COMMANDS.items():
    app.command(_name)(_run)


@app.callback()
def _before(context: typer.Context) -> None:
    """The command line is the operator's; what killed processes left is swept away before a command that writes."""
    from actions.people import asking

    context.with_resource(asking.by_operator())
    if context.invoked_subcommand in _WRITERS:
        from actions.leftovers import sweep

        sweep()


def main() -> int:
    """Run a command; errors go to stderr as one sentence."""
    gdal_fence.limit_drivers()
    part_of_log("register").addHandler(logging.NullHandler())  # a driver's words are for a server's log
    wanted = os.environ.get("PARKAREAL_LANG", messages.DEFAULT_LANG)
    if "--lang" in sys.argv[:-1]:
        wanted = sys.argv[sys.argv.index("--lang") + 1]
    try:
        log_as_set(to_terminal=False)
        app(standalone_mode=True)
    except LanduseError as error:
        happened("refusal", where="command", code=error.code, said=error)
        say(for_line(error.text(wanted if wanted in messages.LANGS else messages.DEFAULT_LANG)))
        return 2 if error.code in _WRONG_CALL else 1
    return 0
