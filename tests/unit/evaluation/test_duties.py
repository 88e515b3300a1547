"""What a signed evaluation leaves to do on the page of the day."""

from datetime import date

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.services.duties import Duty, DutyKind
from tests.unit.evaluation.office import AGUS, QUARTER, RINI, TODAY, sign
from ui.today.words import duty_words

RECEIVED = date(2026, 10, 6)
KINDS = (DutyKind.OBJECTIONS, DutyKind.NOT_HANDED)


def duties(desk: Desk, today: date) -> list[Duty]:
    return [duty for duty in desk.day.duties(today) if duty.kind in KINDS]


@pytest.fixture
def skp(desk: Desk) -> str:
    key = sign(desk, RINI)
    desk.evaluation.receive(key, QUARTER, RECEIVED)
    return key


def test_an_objection_waits_with_its_days(desk: Desk, skp: str) -> None:
    assert duties(desk, TODAY) == []
    desk.objections.file(skp, QUARTER, "Keberatan", date(2026, 10, 10))
    (duty,) = duties(desk, date(2026, 10, 12))
    assert (duty.count, duty.page, duty.item, duty.due) == (
        1,
        "evaluation",
        f"2026-Q3|{skp}",
        date(2026, 10, 20),
    )
    said = duty_words(duty, date(2026, 10, 12))
    assert (said.title, said.when) == ("1 objections to evaluations wait", "8 days")
    assert said.detail == "Rini Contoh · 1 of them for the rater's explanation"
    desk.objections.explain(skp, QUARTER, "Penjelasan", date(2026, 10, 13))
    (duty,) = duties(desk, date(2026, 10, 20))
    said = duty_words(duty, date(2026, 10, 20))
    assert (said.detail, said.when, said.tone) == ("Rini Contoh", "today", "negative")
    desk.objections.uphold(skp, QUARTER, "Tetap", date(2026, 10, 21))
    assert duties(desk, date(2026, 10, 22)) == []


def test_papers_lie_about_where_receipts_are_kept(desk: Desk, skp: str) -> None:
    desk.evaluation.receive(skp, QUARTER, None)
    assert duties(desk, TODAY) == []  # nobody here writes down receipts
    other = sign(desk, AGUS)
    desk.evaluation.receive(skp, QUARTER, RECEIVED)
    (duty,) = duties(desk, date(2026, 10, 9))
    assert (duty.kind, duty.item, duty.days) == (DutyKind.NOT_HANDED, f"2026-Q3|{other}", 4)
    assert duty_words(duty, date(2026, 10, 9)).title == "1 signed evaluations were not handed over"
