"""Fills the agreement sheet from the store: both parties as they are now, terms as agreed."""

from collections.abc import Collection, Iterator

from flexdesk.documents.agreement import AgreementSheet
from flexdesk.documents.wording import long_date
from flexdesk.domain.calendar import WEEKDAY_NAMES
from flexdesk.domain.people import Agreement
from flexdesk.domain.periods import Period
from flexdesk.services.papers import Papers
from flexdesk.services.records import record
from flexdesk.store.store import Store


def agreement_sheets(
    papers: Papers, store: Store, period: Period, people: Collection[str]
) -> Iterator[tuple[str, AgreementSheet]]:
    """The agreements that hold on a day of the period, of these people or of everybody, by person's key."""
    held = [record(Agreement, row) for row in store.select("agreement", order='"from", key')]
    by_key = {one.key: one for one in held}
    for one in held:
        if one.last < period.first or one.from_ > period.last or one.last < one.from_:
            continue
        if not people or one.person in people:
            yield one.person, _sheet(papers, one, by_key.get(one.renews))


def _sheet(papers: Papers, agreement: Agreement, earlier: Agreement | None) -> AgreementSheet:
    return AgreementSheet(
        head=papers.letterhead(),
        unit=papers.unit_name,
        number=agreement.letter,
        first_party=papers.official(papers.head),
        second_party=papers.official(agreement.person),
        first=agreement.from_,
        last=agreement.to,
        places=tuple(agreement.places.splitlines()) or ("Rumah (WFA)",),
        days=tuple(WEEKDAY_NAMES[day] for day in sorted(agreement.days)),
        duties=tuple(agreement.duties.splitlines()),
        place=papers.place,
        signed_on=agreement.signed_on,
        renews=_named(earlier),
        paper=papers.paper,
    )


def _named(agreement: Agreement | None) -> str:
    if agreement is None:
        return ""
    number = f" Nomor {agreement.letter}" if agreement.letter else ""
    return f"perjanjian{number} yang berlaku sampai dengan {long_date(agreement.to)}"
