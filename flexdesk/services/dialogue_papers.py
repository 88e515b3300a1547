"""The dialogue card as it is printed: what was prepared for the talk, with lines left to the hand."""

from flexdesk.documents.dialogue_card import EMPLOYEE, LEADER, DialogueCard, Promise
from flexdesk.documents.parties import Period as PrintedPeriod
from flexdesk.domain.periods import Period
from flexdesk.services.dialogue import Talk
from flexdesk.services.papers import Papers
from flexdesk.services.plan_officials import place_of, rated_person, rater


def dialogue_card(papers: Papers, talk: Talk) -> DialogueCard:
    """Promises that are still open from before stand first: they are spoken of, too."""
    skp, period = talk.skp, talk.period
    day = talk.held_on or max(period.first, papers.today)
    made = tuple(Promise(one.side, one.text, one.due) for one in (*talk.earlier, *talk.promises))
    sides = {one.side for one in talk.promises}
    lines = tuple(Promise(side, "") for side in (LEADER, EMPLOYEE) if side not in sides)
    return DialogueCard(
        agency=papers.agency,
        person=rated_person(papers, skp, period.last),
        rater=rater(papers, skp, day),
        period=_printed(period),
        facts=talk.facts,
        questions=talk.questions,
        promises=(*made, *lines),
        place=place_of(papers, skp),
        date=day,
        paper=papers.paper,
    )


def _printed(period: Period) -> PrintedPeriod:
    return PrintedPeriod(period.form_label, period.first, period.last)
