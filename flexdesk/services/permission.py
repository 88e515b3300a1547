"""Refuses what this laptop's role may not write, before it is written: the one guard for every service.

No clock of this laptop ends a role here; the server's time does, once it has been heard. Until then a change
is taken, and the server says whether it was made in time.
"""

from collections.abc import Iterable

from flexdesk.domain import authority
from flexdesk.domain.authority import Role
from flexdesk.domain.calendar import long_date
from flexdesk.domain.mandate import Grant, last_day
from flexdesk.domain.ops import Op, Value
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_, _
from flexdesk.store.mandates import Mandates
from flexdesk.store.store import Store

ROLES: dict[str, str] = {
    Role.HEAD: N_("head of the unit"),
    Role.DEPUTY: N_("deputy"),
    Role.CLERK: N_("staff of the office"),
    Role.READER: N_("reader"),
}
AREAS: dict[str, str] = {
    "unit": N_("the unit's own particulars and forms"),
    "policy": N_("policy, holidays and times of work"),
    "decisions": N_("publications, agreements and decisions on eligibility"),
    "discipline": N_("discipline"),
    "targets": N_("targets"),
    "evaluation": N_("evaluation and feedback"),
    "closing": N_("the closing of months"),
    "roster": N_("the roster"),
    "schedule": N_("the schedule"),
    "requests": N_("decisions on requests"),
    "leave": N_("decisions on leave"),
    "attendance": N_("attendance"),
    "outputs": N_("the review of work reports"),
    "papers": N_("papers and monthly notes"),
}


class NotAllowed(FlexDeskError):
    """The role of this laptop may not write that; nothing of the change was written."""

    code = "role.not_allowed"
    ticket = "FD-PRN-01"
    text = N_("The role of this laptop ({role}) may not change {area}.")
    safe = N_("Nothing was changed.")
    next = N_("Have the head or a deputy do it, or ask the agency for a code with another role.")


class RoleEnded(FlexDeskError):
    """The server's time is past the end of the role."""

    code = "role.ended"
    ticket = "FD-PRN-02"
    text = N_("The role of this laptop ({role}) ended on {day}.")
    safe = N_("Nothing was changed; what was entered until then stands.")
    next = N_("Ask the agency for a new code, then join the server with it under Kirim.")


class MembershipEnded(FlexDeskError):
    """The server ended this laptop's membership."""

    code = "role.revoked"
    ticket = "FD-PRN-03"
    text = N_("This laptop no longer belongs to the unit.")
    safe = N_("Nothing was changed; what was entered before stays readable here.")
    next = N_("If that is a mistake, ask the agency for a code and join with an empty data folder.")


def refuse_unauthorised(store: Store, ops: Iterable[Op]) -> None:
    """Raises MembershipEnded, RoleEnded, or NotAllowed at the first op beyond the role of this laptop."""
    mandates = Mandates(store)
    mandate = mandates.of(store.device)
    if mandate.revoked_seq is not None:
        raise MembershipEnded()
    grant = mandate.at(mandates.position())
    if grant is None:
        return
    _refuse_ended(store, grant, mandates)
    if not authority.is_unlimited(grant.role):
        for op in ops:
            _refuse_field(grant.role, op)


def allows(store: Store, table: str, column: str, value: Value) -> bool:
    """Whether the role of this laptop may write that value there."""
    mandates = Mandates(store)
    grant = mandates.of(store.device).at(mandates.position())
    return grant is None or authority.may(grant.role, table, column, value)


def _refuse_ended(store: Store, grant: Grant, mandates: Mandates) -> None:
    if grant.until_ms is not None and mandates.time_ms() >= grant.until_ms:
        raise RoleEnded(role=role_words(grant.role), day=long_date(last_day(grant.until_ms, zone_of(store))))


def _refuse_field(role: str, op: Op) -> None:
    if any(not authority.may(role, op.table, name, value) for name, value in op.after.items()):
        raise NotAllowed(role=role_words(role), area=_(AREAS[authority.area_of(op.table).name]))


def role_words(role: str) -> str:
    """A role as a person calls it; a newer program's token is shown as it is."""
    return _(ROLES[role]) if role in ROLES else role


def zone_of(store: Store) -> str:
    return str((store.get("unit", "unit") or {}).get("zone") or "Asia/Jakarta")
