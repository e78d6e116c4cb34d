"""What is found of parks: `classify`, `status`, `nature`, `explain`."""

from commands._said import AsJson, Lang, On, Parks, Scheduler, Workers, checked_lang, day, say, show
from landuse.words import messages
from landuse.words.errors import LanduseError
from parks.park import park_ids, read_park


def classify(
    park: Parks = None,
    date_: On = None,
    workers: Workers = 1,
    scheduler: Scheduler = None,
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """Find units, facts and classes, and keep them as a snapshot."""
    from actions.units.classify_many import ParkDay, classify_many

    parks = {park_id: read_park(park_id) for park_id in (park or park_ids())}
    wanted = [ParkDay(one.id, day(date_, one.baseline_date) or one.current_date()) for one in parks.values()]
    for number, (one, taken) in enumerate(classify_many(wanted, workers, scheduler), start=1):
        if isinstance(taken, LanduseError) and park:
            raise taken
        # one park without data does not stop the others
        said = taken.text(checked_lang(lang)) if isinstance(taken, LanduseError) else messages.text(checked_lang(lang), "cli.done")
        say(f"[{number}/{len(wanted)}] {parks[one.park_id].name} … {said}")
        if not isinstance(taken, LanduseError):
            say(str(taken), err=False)


def status(park: Parks = None, date_: On = None, as_json: AsJson = False, lang: Lang = messages.DEFAULT_LANG) -> None:
    """Rates, targets, the difference from the report, notes; the total is of the baseline's parks."""
    from actions.progress import words
    from actions.progress.status import status as park_status

    on = "baseline" if date_ == "baseline" else day(date_, None)
    found = park_status(park or None, on, checked_lang(lang)).as_json()
    show(found, as_json, lambda: words.status_text(found, lang))


def nature(park: Parks = None, date_: On = None, as_json: AsJson = False, lang: Lang = messages.DEFAULT_LANG) -> None:
    """The nature account: taken, released and planned by kind and year, beside the rate; and what two land covers saw."""
    from actions.progress.nature_account import nature_account as park_nature
    from actions.progress.nature_text import account_text

    found = park_nature(park or None, "baseline" if date_ == "baseline" else day(date_, None))
    show(found, as_json, lambda: account_text(found, checked_lang(lang)))


def explain(unit: str, date_: On = None, as_json: AsJson = False, lang: Lang = messages.DEFAULT_LANG) -> None:
    """Why a unit has its class, and what would flip it."""
    from actions.progress import words
    from actions.units.explain import explain as explain_unit

    baseline = read_park(unit.rpartition("-")[0]).baseline_date if date_ == "baseline" else None
    card = explain_unit(unit, day(date_, baseline), checked_lang(lang))
    show(card, as_json, lambda: words.card_text(card, lang))
