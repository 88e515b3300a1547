"""How a person's record is said on the roster: short words for columns, whole ones for the panel."""

from datetime import date

from flexdesk.domain.calendar import long_date
from flexdesk.domain.duplicates import Sign
from flexdesk.domain.eligibility import Reason
from flexdesk.domain.identity import Nip, NipFault, Sex, parse_nip
from flexdesk.domain.people import STATUS_LABELS, Status
from flexdesk.i18n import N_, _
from flexdesk.services.roster import Answer, RosterRow

SIGN_LABELS: dict[str, str] = {
    Sign.SAME_NIP: N_("the same NIP"),
    Sign.FORMER_NIP: N_("a NIP that the other had before"),
    Sign.CONTRACT: N_("the same name and birth date, a PPPK with another contract"),
    Sign.NAME_AND_BIRTH: N_("the same name and birth date"),
    Sign.NAME_WITHOUT_NIP: N_("the same name, one without a NIP"),
}
_EXCLUDED = frozenset({"LOC-13", "LOC-14"})  # rules that take the post out, whoever holds it
_FAULTS: dict[NipFault, str] = {
    NipFault.MISSING: N_("The NIP is empty."),
    NipFault.PRECISION_LOST: N_("This number has lost its last digits; type all 18 digits."),
    NipFault.CHARACTERS: N_("The NIP holds something that is no digit."),
    NipFault.BIRTH_DATE: N_("Digits 1 to 8 are no real date of birth."),
    NipFault.MONTH: N_("Digits 13 and 14 are neither a month nor a PPPK mark."),
    NipFault.SEX: N_("Digit 15 is neither 1 nor 2."),
    NipFault.SERIAL: N_("The last three digits are 000."),
}


def plain_date(day: date | None) -> str:
    """`05-10-2026`."""
    return f"{day.day:02d}-{day.month:02d}-{day.year}" if day is not None else ""


def against(row: RosterRow) -> list[Reason]:
    return [reason for reason in row.eligibility.location.reasons if not reason.holds]


def is_excluded(row: RosterRow) -> bool:
    return any(reason.rule in _EXCLUDED for reason in against(row))


def _passes_by_itself(row: RosterRow) -> bool:
    """Whether the answer becomes another on a day that is known."""
    return row.eligibility.location.until is not None


def answer_word(row: RosterRow) -> str:
    """`Ya, 2 hari`; an answer that is not yes ends in `?`, because the reason is one key away."""
    if row.answer is Answer.YES:
        return _("Yes, {count} days").format(count=row.limit_days)
    if is_excluded(row):
        return _("Excluded")
    if row.answer is Answer.OPEN:
        return _("Undecided")
    return _("Not yet") if _passes_by_itself(row) else _("No")


def answer_icon(row: RosterRow) -> tuple[str, str]:
    """Icon and token."""
    if row.answer is Answer.YES:
        return "circle-check", "positive"
    if is_excluded(row):
        return "minus", "muted"
    return ("circle-question-mark", "warning") if row.answer is Answer.OPEN else ("circle-x", "negative")


def verdict_title(row: RosterRow) -> str:
    if row.answer is Answer.YES:
        return _("May work away from the office, {count} days a week").format(count=row.limit_days)
    if is_excluded(row):
        return _("This post works at the office")
    if row.answer is Answer.OPEN:
        return _("Somebody must decide first")
    until = row.eligibility.location.until
    if until is not None:
        return _("May not work away from the office until {day}").format(day=long_date(until))
    return _("May not work away from the office")


def nip_fault(text: str) -> str:
    """The exact fault of a NIP being typed; empty when it is right."""
    parsed = parse_nip(text)
    if isinstance(parsed, Nip):
        return ""
    if parsed is NipFault.LENGTH:
        digits = sum(character.isdigit() for character in text)
        return _("{count} of 18 digits.").format(count=digits)
    return _(_FAULTS[parsed])


def nip_facts(text: str) -> str:
    """What a right NIP tells about its holder."""
    parsed = parse_nip(text)
    if not isinstance(parsed, Nip):
        return ""
    sex = _("man") if parsed.sex is Sex.MALE else _("woman")
    return _("Born {born}, {sex}, {status} since {year}").format(
        born=plain_date(parsed.birth_date),
        sex=sex,
        status=STATUS_LABELS[Status(parsed.kind.value)],
        year=parsed.appointed_year,
    )
