"""What the screen of security says: the ways in, the laptops and what only this disk holds, as entries."""

from collections.abc import Mapping
from datetime import date

from flexdesk.i18n import N_, _
from flexdesk.services.security import Laptop, Security, Standing, grouped
from ui.sending import words
from ui.widgets.badge import BadgeFacts
from ui.widgets.entries import Entry
from ui.widgets.tones import Tone

PASSPHRASE, SHEET, KEYRING, AGENCY = "passphrase", "sheet", "keyring", "agency"

_ROLES: Mapping[str, str] = {
    "head": N_("Head of the unit"),
    "deputy": N_("Acting head"),
    "clerk": N_("Clerk"),
    "reader": N_("Reader"),
}
_STANDINGS: Mapping[Standing, BadgeFacts] = {
    Standing.OWN: BadgeFacts(N_("This laptop"), Tone.ACCENT, "laptop"),
    Standing.FORMER: BadgeFacts(N_("Former name"), Tone.NEUTRAL, "history"),
    Standing.MEMBER: BadgeFacts(N_("Member"), Tone.POSITIVE, "check"),
    Standing.REVOKED: BadgeFacts(N_("Ended"), Tone.NEGATIVE, "x"),
}


def role(token: str) -> str:
    return _(_ROLES[token]) if token in _ROLES else token


def facts(security: Security, today: date) -> list[tuple[str, str]]:
    """Label and value of who this laptop is."""
    own = security.own
    until = words.day(own.until.date()) if own.until else _("until somebody ends it")
    return [
        (_("Name of the laptop"), grouped(own.device)),
        (_("Holder"), own.holder),
        (_("Role"), role(own.role) or "–"),
        (_("Valid"), until),
        (_("Newest change"), words.moment(own.last_change, today) if own.last_change else _("none yet")),
    ]


def ways(security: Security) -> list[Entry]:
    """The four ways to open the data; those that are missing say what they would be good for."""
    found = security.ways
    sheet = _("made on {day}").format(day=words.day(found.sheet)) if found.sheet else _("not made yet")
    agency = _("any two of three custodians, key {key}").format(key=f"{found.agency[:12]}…")
    return [
        _way(KEYRING, _("Keyring of this computer"), _("opens without asking"), "laptop", on=found.keyring),
        _way(PASSPHRASE, _("Passphrase"), _("opens when the keyring is silent"), "lock", on=found.passphrase),
        _way(SHEET, _("Recovery sheet"), sheet, "file-text", on=found.sheet is not None),
        _way(
            AGENCY,
            _("The agency"),
            agency if found.agency else _("comes from the server when it has a recovery key"),
            "building-2",
            on=bool(found.agency),
        ),
    ]


def _way(key: str, title: str, note: str, icon: str, *, on: bool) -> Entry:
    lack = Tone.WARNING if key in (PASSPHRASE, SHEET) else Tone.NEUTRAL  # the others are not the person's
    badge = BadgeFacts(_("Opens"), Tone.POSITIVE, "check") if on else BadgeFacts(_("Missing"), lack)
    return Entry(key, title, note, icon, badge=badge)


def laptops(security: Security, today: date) -> list[Entry]:
    return [_laptop(one, today) for one in (security.own, *security.others)]


def _laptop(one: Laptop, today: date) -> Entry:
    note = _("{role}, laptop {device}").format(role=role(one.role), device=one.device[:4])
    if one.last_change is not None:
        seen = words.moment(one.last_change, today)
        note += ", " + _("newest change {seen}").format(seen=seen)
    else:
        note += ", " + _("no change yet")
    badge = _STANDINGS[one.standing]
    badge = BadgeFacts(_(badge.text), badge.tone, badge.icon)
    return Entry(one.device, one.holder, note, "laptop", str(one.changes), badge)


def only_here(security: Security) -> str:
    """What would go with this disk, in a sentence or two."""
    count = security.only_here
    if not count:
        return _("The server has every change of this laptop.")
    text = _("{count} changes exist on this laptop only.").format(count=count)
    if security.backup_at is None:
        return f"{text} " + _("No backup holds them yet.")
    when = words.day(security.backup_at.date())
    return f"{text} " + _("The backup of {day}, on this disk, has {held} of them.").format(
        day=when, held=security.backed_up
    )


def advice(security: Security) -> str:
    """The one thing to do first; empty when all is in order."""
    found = security.ways
    if found.sheet is None and not found.agency:
        return _("Make a recovery sheet: without one, a forgotten passphrase locks the data for ever.")
    if not found.passphrase and found.keyring:
        return _("Set a passphrase: it opens the data when the keyring is emptied.")
    return ""
