"""The questions of the panel: which fields each of them has, and which change comes of the answers."""

from collections.abc import Callable
from datetime import date

from flexdesk.domain.time_patterns import PatternKind, ShiftTask
from flexdesk.i18n import _
from flexdesk.services.time_patterns import Approval, Attested
from ui.eligibility import words
from ui.eligibility.edits import Edits
from ui.widgets.small_form import Asked, Given, SmallForm

_FIGURES = ("minutes_a_day", "days_a_week", "minutes_a_week")
_YES, _NO = "yes", "no"


class Asking:
    """`person` and `key` are keys of rows."""

    def __init__(self, form: SmallForm, edits: Edits, today: Callable[[], date]) -> None:
        self._form, self._edits, self._today = form, edits, today

    def discipline(self, person: str) -> None:
        kinds = tuple((token, _(label)) for token, label in words.KINDS.items())
        asked = (
            Asked("kind", _("Kind"), choices=kinds),
            Asked("from", _("From"), is_date=True),
            Asked("to", _("To"), is_date=True, wanted=False, hint=_("empty: still running")),
            Asked("letter", _("Letter"), wanted=False),
        )

        def keep(given: Given) -> bool:
            texts = given.texts
            return self._edits.add_discipline(
                person, texts["kind"], given.day("from"), given.dates["to"], texts["letter"]
            )

        self._form.open(_("Record discipline"), asked, keep)

    def end(self, key: str) -> None:
        asked = (Asked("to", _("Last day"), is_date=True, value=self._now()),)
        self._form.open(
            _("End of discipline"), asked, lambda given: self._edits.end_discipline(key, given.day("to"))
        )

    def sanction(self, key: str) -> None:
        asked = (
            Asked("from", _("From"), is_date=True, value=self._now()),
            Asked("to", _("To"), is_date=True, wanted=False, hint=_("empty: still running")),
            Asked("letter", _("Letter"), wanted=False),
        )

        def keep(given: Given) -> bool:
            return self._edits.sanction(key, given.day("from"), given.dates["to"], given.texts["letter"])

        self._form.open(_("Process becomes a sanction"), asked, keep)

    def sif(self, person: str) -> None:
        asked = (
            self._whom(),
            Asked("from", _("From"), is_date=True),
            Asked("to", _("To"), is_date=True, wanted=False),
            Asked("minutes_a_day", _("Minutes a day"), hint="540"),
            Asked("days_a_week", _("Days a week"), hint="5"),
            Asked("minutes_a_week", _("Minutes a week"), hint="2700"),
            *_approval_fields(),
        )

        def keep(given: Given) -> bool:
            if not all(given.texts[name].isdecimal() for name in _FIGURES):
                return self._form.refuse(_FIGURES[0], _("Write whole numbers."))
            task = ShiftTask(*(int(given.texts[name]) for name in _FIGURES))
            return self._attest(PatternKind.SIF, person, given, Attested(task))

        self._form.open(_("Attest sif"), asked, keep)

    def dinamis(self, person: str) -> None:
        choices = ((_NO, _("No")), (_YES, _("Yes")))
        asked = (
            self._whom(),
            Asked("from", _("From"), is_date=True),
            Asked("to", _("To"), is_date=True, wanted=False),
            Asked("bound", _("Bound to opening hours"), choices=choices),
            Asked("watched", _("Continuous supervision"), choices=choices),
            *_approval_fields(),
        )

        def keep(given: Given) -> bool:
            attested = Attested(None, given.texts["bound"] == _YES, given.texts["watched"] == _YES)
            return self._attest(PatternKind.DINAMIS, person, given, attested)

        self._form.open(_("Attest dinamis"), asked, keep)

    def _whom(self) -> Asked:
        return Asked("whom", _("For"), choices=(("person", _("this person")), ("unit", _("the whole unit"))))

    def _attest(self, kind: PatternKind, person: str, given: Given, attested: Attested) -> bool:
        by, on = given.texts["by"], given.dates["on"]
        if bool(by) != (on is not None):
            return self._form.refuse("on", _("An approval has a name and a day."))
        approval = Approval(by, on, given.texts["letter"]) if by and on is not None else None
        holder = person if given.texts["whom"] == "person" else ""
        return self._edits.attest(kind, given.day("from"), given.dates["to"], attested, holder, approval)

    def approve(self, key: str) -> None:
        asked = _approval_fields(wanted=True)

        def keep(given: Given) -> bool:
            return self._edits.approve(key, given.texts["by"], given.day("on"), given.texts["letter"])

        self._form.open(_("Approve a pattern of working time"), asked, keep)

    def exclude(self, person: str) -> None:
        asked = (Asked("reason", _("Decision and reason"), hint="SK …"),)
        self._form.open(
            _("Exclude a post"), asked, lambda given: self._edits.exclude(person, given.texts["reason"])
        )

    def hand_over(self, key: str) -> None:
        asked = (
            Asked("on", _("Day"), is_date=True, value=self._now()),
            Asked("number", _("Number of the decision"), wanted=False),
        )

        def keep(given: Given) -> bool:
            return self._edits.hand_over(key, given.day("on"), given.texts["number"])

        self._form.open(_("Hand out a decision"), asked, keep)

    def objection(self, key: str) -> None:
        asked = (
            Asked("words", _("Objection")),
            Asked("on", _("Day"), is_date=True, value=self._now()),
        )

        def keep(given: Given) -> bool:
            return self._edits.object(key, given.texts["words"], given.day("on"))

        self._form.open(_("Record an objection"), asked, keep)

    def answer(self, key: str) -> None:
        choices = tuple((token, _(label)) for token, label in words.ANSWERS.items())
        asked = (
            Asked("answer", _("Answer"), choices=choices),
            Asked("note", _("Reason")),
            Asked("on", _("Day"), is_date=True, value=self._now()),
        )

        def keep(given: Given) -> bool:
            texts = given.texts
            return self._edits.answer_objection(key, texts["answer"], texts["note"], given.day("on"))

        self._form.open(_("Answer an objection"), asked, keep)

    def _now(self) -> str:
        return words.plain_date(self._today())


def _approval_fields(*, wanted: bool = False) -> tuple[Asked, ...]:
    return (
        Asked("by", _("Approved by"), wanted=wanted),
        Asked("on", _("Approved on"), is_date=True, wanted=wanted),
        Asked("letter", _("Letter"), wanted=False),
    )
