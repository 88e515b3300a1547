"""What may be written into a person's record and a post: each field read and judged, whoever asks."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flexdesk.domain.golongan import normal_golongan
from flexdesk.domain.identity import Nip, parse_nip
from flexdesk.domain.people import Category, PostingReason, Status
from flexdesk.domain.posts import acting_kind
from flexdesk.errors import FlexDeskError, UsageError
from flexdesk.exchange.refusals import explained
from flexdesk.exchange.written_dates import read_date
from flexdesk.i18n import N_, _
from flexdesk.store.store import Store

PERSON_FIELDS = (
    "nip",
    "name",
    "front_titles",
    "back_titles",
    "status",
    "golongan",
    "phone",
    "email",
    "domicile",
    "field_duty",
    "task_criteria",
    "wanted_days",
    "archived",
    "remote_place",
    "service_from",
)
POSTING_FIELDS = (
    "jabatan",
    "category",
    "unit",
    "superior",
    "acting",
    "reason",
    "until",
    "letter",
    "section",
    "excluded",
)


class NipInvalid(FlexDeskError):
    """Rules NIP-01 to NIP-04."""

    code = "person.nip_invalid"
    ticket = "FD-PEG-01"
    text = N_("“{nip}” is not a valid NIP. {reason}")
    next = N_("Check the 18 digits on the decree of appointment.")


class NipTaken(FlexDeskError):
    """Rule NIP-06."""

    code = "person.nip_taken"
    ticket = "FD-PEG-02"
    text = N_("The NIP {nip} already belongs to {name}.")
    next = N_("Open that person instead, or correct the number.")


def checked_person(store: Store, fields: Mapping[str, str], key: str = "") -> dict[str, Any]:
    """The cells of a person, normal and lawful; `key` is the person's own.

    Raises NipInvalid, NipTaken, UsageError.
    """
    cells: dict[str, Any] = dict(fields)
    if fields.get("nip"):
        cells["nip"] = checked_nip(fields["nip"]).text
        for row in store.select("person", nip=cells["nip"]):
            if row["key"] != key and not row["archived"]:
                raise NipTaken(nip=cells["nip"], name=row["name"])
    if fields.get("golongan"):
        normal = normal_golongan(fields["golongan"])
        if normal is None:
            raise UsageError(detail=_("the golongan “{text}” is not known").format(text=fields["golongan"]))
        cells["golongan"] = normal
    if fields.get("status") and fields["status"] not in set(Status):
        choices = ", ".join(Status)
        raise UsageError(detail=_("the status is one of {choices}").format(choices=choices))
    for flag in ("field_duty", "archived", "remote_place"):
        if flag in fields:
            cells[flag] = _flag(fields[flag])
    if "wanted_days" in fields:
        cells["wanted_days"] = _day_count(fields["wanted_days"])
    if fields.get("service_from"):
        cells["service_from"] = _date(fields["service_from"])
    criteria = fields.get("task_criteria", "")
    if criteria and (len(criteria) != 5 or set(criteria) - {"0", "1"}):
        raise UsageError(detail=_("task criteria are five digits 1 or 0"))
    return cells


def checked_posting(fields: Mapping[str, Any]) -> dict[str, Any]:
    for name, known in (("category", Category), ("reason", PostingReason)):
        value = fields.get(name)
        if value and value not in set(known):
            choices = ", ".join(known)
            raise UsageError(detail=_("{name} is one of {choices}").format(name=name, choices=choices))
    cells = dict(fields)
    if "acting" in cells:
        cells["acting"] = acting_kind(str(cells["acting"] or ""))
        if cells["acting"] is None:
            raise UsageError(detail=_("an acting post is Plt. or Plh."))
    if cells.get("until"):
        cells["until"] = _date(str(cells["until"]))
    return cells


def _date(text: str) -> date:
    """A day as people or files write it; raises UsageError."""
    found = read_date(text)
    if found is None:
        raise UsageError(detail=_("“{text}” is not a date such as 2026-11-23").format(text=text))
    return found


def checked_nip(text: str) -> Nip:
    parsed = parse_nip(text)
    if isinstance(parsed, Nip):
        return parsed
    digits = sum(character.isdigit() for character in text)
    _field, reason = explained(parsed.kind, parsed.value, {"digits": digits})
    raise NipInvalid(nip=text, fault=parsed.kind, reason=reason)


def appointed(nip: str) -> date:
    """The month the NIP says the person was appointed in: where the first posting begins."""
    parsed = parse_nip(nip)
    if not isinstance(parsed, Nip) or not parsed.appointed_year:
        return date(1970, 1, 1)
    return date(parsed.appointed_year, parsed.appointed_month or 1, 1)


def _day_count(text: str) -> int | None:
    """Days a week; empty takes the wish away. Raises UsageError."""
    if not text.strip():
        return None
    if text.strip() not in ("0", "1", "2", "3", "4", "5"):
        raise UsageError(detail=_("wanted_days is a number from 0 to 5"))
    return int(text)


def _flag(text: str) -> bool | None:
    return True if text.strip().lower() in ("yes", "ya", "1", "true") else None
