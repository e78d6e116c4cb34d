"""Days: what today is in Norway, and what a day may be that somebody says (landuse/rules/dates.toml)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from landuse.rules import table
from landuse.words.errors import LanduseError, Word

FIRST: date = table("dates")["first"]
LAST: date = table("dates")["last"]
EVENTS: tuple[str, ...] = tuple(name for name, kind in table("dates")["field"].items() if kind == "event")
_NORWAY = ZoneInfo("Europe/Oslo")


def norwegian_moment(moment: datetime) -> datetime:
    """A moment by the clock in Norway, wherever the server stands."""
    return moment.astimezone(_NORWAY)


def norwegian_day(moment: datetime) -> date:
    """The day that it is in Norway at a moment."""
    return norwegian_moment(moment).date()


def norwegian_today() -> date:
    """The day that it is in Norway now."""
    return datetime.now(_NORWAY).date()


def last_event_day(today: date) -> date:
    """The last day that anything can be said to have happened on.

    Parameters
    ----------
    today : the park's: an example has a fixed one (parks.park.Park.current_date)
    """
    return today + timedelta(days=table("dates")["days_ahead"])


def last_day(field: str, today: date) -> date:
    """The last day that a field can hold."""
    return last_event_day(today) if table("dates")["field"][field] == "event" else LAST


def check(field: str, day: date, today: date) -> date:
    """The day, if the field can hold it.

    Raises
    ------
    LanduseError : date_outside
    """
    last = last_day(field, today)
    if not FIRST <= day <= last:
        said = {"field": Word(f"date.{field}"), "found": day.isoformat()}
        raise LanduseError("date_outside", **said, first=FIRST.isoformat(), last=last.isoformat())
    return day
