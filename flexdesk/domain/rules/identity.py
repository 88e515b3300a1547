"""Rules about a person's master data: NIP-01 to NIP-08."""

from collections import Counter
from collections.abc import Iterator

from flexdesk.domain import golongan
from flexdesk.domain.identity import Kind, Nip, NipFault, parse_nip
from flexdesk.domain.people import Category, Person, Posting, Status
from flexdesk.domain.rules.board import finding
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.domain.rules.registry import Scope, rule
from flexdesk.i18n import N_, _

_BKN = "Peraturan Kepala BKN 22/2007"
_KIND_OF = {
    Status.PNS: Kind.PNS,
    Status.CPNS: Kind.PNS,
    Status.PPPK: Kind.PPPK,
    Status.PPPK_PART_TIME: Kind.PPPK,
}
Roster = tuple[Person, ...]
Postings = tuple[Posting, ...]


def _numbered(people: Roster) -> Iterator[tuple[Person, Nip | NipFault]]:
    """Active people who ought to have a NIP; others may have none."""
    for person in people:
        if not person.archived and (person.is_asn or person.nip):
            yield person, parse_nip(person.nip)


def _faults(people: Roster, id: str, message: str, *faults: NipFault) -> Iterator[Finding]:
    for person, nip in _numbered(people):
        if nip in faults:
            yield finding(id, message, person=person)


@rule(
    "NIP-01",
    Level.HARD,
    article=_BKN,
    evidence="A",
    scope=Scope.IDENTITY,
    text=N_("A NIP has 18 digits and is kept as text."),
)
def eighteen_digits(people: Roster, _postings: Postings) -> Iterator[Finding]:
    faults = (NipFault.MISSING, NipFault.PRECISION_LOST, NipFault.CHARACTERS, NipFault.LENGTH)
    yield from _faults(people, "NIP-01", _("The NIP must have 18 digits."), *faults)


@rule(
    "NIP-02",
    Level.HARD,
    article=_BKN,
    evidence="A",
    scope=Scope.IDENTITY,
    text=N_("Digits 1 to 8 of a NIP are a real date of birth."),
)
def real_birth_date(people: Roster, _postings: Postings) -> Iterator[Finding]:
    message = _("Digits 1 to 8 of the NIP are not a real date.")
    yield from _faults(people, "NIP-02", message, NipFault.BIRTH_DATE)


@rule(
    "NIP-03",
    Level.HARD,
    article=_BKN,
    evidence="A",
    scope=Scope.IDENTITY,
    text=N_("Digits 13 and 14 are a month for PNS and 21 to 29 for PPPK."),
)
def month_or_contract(people: Roster, _postings: Postings) -> Iterator[Finding]:
    message = _("Digits 13 and 14 of the NIP are neither a month (PNS) nor 21 to 29 (PPPK).")
    yield from _faults(people, "NIP-03", message, NipFault.MONTH)


@rule(
    "NIP-04",
    Level.HARD,
    article=_BKN,
    evidence="A",
    scope=Scope.IDENTITY,
    text=N_("Digit 15 is 1 or 2, and the serial number is not 000."),
)
def sex_and_serial(people: Roster, _postings: Postings) -> Iterator[Finding]:
    message = _("Digit 15 of the NIP must be 1 or 2, and the serial number must not be 000.")
    yield from _faults(people, "NIP-04", message, NipFault.SEX, NipFault.SERIAL)


@rule(
    "NIP-05",
    Level.SOFT,
    article=_BKN,
    evidence="-",
    scope=Scope.IDENTITY,
    text=N_("The recorded status agrees with the NIP."),
)
def status_agrees(people: Roster, _postings: Postings) -> Iterator[Finding]:
    for person, nip in _numbered(people):
        expected = _KIND_OF.get(Status(person.status)) if person.status in _STATUSES else None
        if isinstance(nip, Nip) and expected is not None and nip.kind is not expected:
            message = _("The status says {status}, but the NIP is that of {kind}.").format(
                status=person.status.upper(), kind=nip.kind.upper()
            )
            yield finding("NIP-05", message, person=person)


_STATUSES = frozenset(Status)


@rule(
    "NIP-06",
    Level.HARD,
    article=_BKN,
    evidence="B",
    scope=Scope.IDENTITY,
    text=N_("No two active people have the same NIP."),
)
def nip_is_unique(people: Roster, _postings: Postings) -> Iterator[Finding]:
    counts = Counter(nip for _person, nip in _numbered(people) if isinstance(nip, Nip))
    for person, nip in _numbered(people):
        if isinstance(nip, Nip) and counts[nip] > 1:
            yield finding("NIP-06", _("Another active person has the same NIP."), person=person)


@rule(
    "NIP-07",
    Level.HARD,
    article="PP 99/2000; Perpres 11/2024",
    evidence="A",
    scope=Scope.IDENTITY,
    text=N_("The golongan is one of the list for the person's status."),
)
def golongan_is_listed(people: Roster, _postings: Postings) -> Iterator[Finding]:
    for person in people:
        if person.archived or not person.golongan or not person.is_asn:
            continue
        kind = _KIND_OF.get(Status(person.status)) if person.status in _STATUSES else None
        listed = {Kind.PNS: golongan.PNS, Kind.PPPK: golongan.PPPK}
        allowed = listed[kind] if kind else golongan.PNS + golongan.PPPK
        if person.golongan not in allowed:
            message = _("Golongan {golongan} is not on the list for this status.")
            yield finding("NIP-07", message.format(golongan=person.golongan), person=person)


@rule(
    "NIP-08",
    Level.HARD,
    article="Pasal 13, 14, dan 18 UU 20/2023",
    evidence="A",
    scope=Scope.IDENTITY,
    text=N_("A jabatan is managerial or non-managerial, of a level that the law names."),
)
def category_is_listed(people: Roster, postings: Postings) -> Iterator[Finding]:
    active = {person.key: person for person in people if not person.archived}
    for posting in postings:
        person = active.get(posting.person)
        if person and posting.category and posting.category not in _CATEGORIES:
            message = _("“{category}” is not a level of jabatan.").format(category=posting.category)
            yield finding("NIP-08", message, person=person)


_CATEGORIES = frozenset(Category)
