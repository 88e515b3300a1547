"""The three time zones of Indonesia, and a time of one site read on the clock of another (rule CAL-10)."""

from collections.abc import Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
LABELS: Mapping[str, str] = {WIB: "WIB", WITA: "WITA", WIT: "WIT"}


def zone_named(text: str) -> str | None:
    """The zone that `WITA` or `Asia/Makassar` means; None for any other text."""
    plain = text.strip()
    return next((zone for zone, label in LABELS.items() if plain.upper() == label or plain == zone), None)


def label(zone: str) -> str:
    """`WIB`, `WITA` or `WIT`."""
    return LABELS.get(zone, zone)


def clock(zone: str) -> ZoneInfo:
    return ZoneInfo(zone or WIB)


def moved(day: date, moment: time, zone: str, to: str) -> datetime:
    """A time of day at one place, as the clock of another place shows it."""
    at = datetime.combine(day, moment, ZoneInfo(zone))
    return at.astimezone(ZoneInfo(to))


def spoken(day: date, moment: time, zone: str, to: str) -> str:
    """`15.00 WITA`, with `(14.00 WIB)` behind where the reader's clock shows something else."""
    there = f"{moment:%H.%M} {label(zone)}"
    if zone == to:
        return there
    return f"{there} ({moved(day, moment, zone, to):%H.%M} {label(to)})"
