"""The questions about one signed evaluation: which fields each has, and which change comes of the answers."""

from collections.abc import Callable
from datetime import date

from flexdesk.domain.performance import Rating, label
from flexdesk.domain.periods import Period
from flexdesk.i18n import _
from flexdesk.services.evaluation import Evaluation
from ui.evaluation.edits import Edits
from ui.widgets.small_form import Asked, Given, SmallForm

_STANDS = "stands"


class Asking:
    def __init__(self, form: SmallForm, edits: Edits, today: Callable[[], date]) -> None:
        self._form, self._edits, self._today = form, edits, today

    def ask(self, step: str, one: Evaluation, period: Period) -> None:
        ways = {
            "receive": self._receive,
            "object": self._object,
            "explain": self._explain,
            "decide": self._decide,
        }
        ways[step](one, period)

    def _day(self) -> Asked:
        return Asked("on", _("Day"), is_date=True, value=f"{self._today():%d-%m-%Y}")

    def _receive(self, one: Evaluation, period: Period) -> None:
        def keep(given: Given) -> bool:
            return self._edits.receive(one, period, given.day("on"))

        self._form.open(_("Handed to the person on"), (self._day(),), keep)

    def _object(self, one: Evaluation, period: Period) -> None:
        def keep(given: Given) -> bool:
            return self._edits.object(one, period, given.texts["reasons"], given.day("on"))

        asked = (Asked("reasons", _("Reasons")), self._day())
        self._form.open(_("Objection of {name}").format(name=one.skp.person["name"]), asked, keep)

    def _explain(self, one: Evaluation, period: Period) -> None:
        def keep(given: Given) -> bool:
            return self._edits.explain(one, period, given.texts["text"], given.day("on"))

        self._form.open(_("Explanation of the rater"), (Asked("text", _("Explanation")), self._day()), keep)

    def _decide(self, one: Evaluation, period: Period) -> None:
        stands = (_STANDS, _("the evaluation stands"))
        ratings = tuple((str(rating), label(rating)) for rating in reversed(Rating))
        asked = (
            Asked("results", _("Rating of results"), choices=(stands, *ratings)),
            Asked("behaviour", _("Rating of behaviour"), choices=(stands, *ratings)),
            Asked("note", _("Reasons")),
            self._day(),
        )

        def keep(given: Given) -> bool:
            note, on = given.texts["note"], given.day("on")
            chosen = {name: given.texts[name] for name in ("results", "behaviour")}
            if all(value == _STANDS for value in chosen.values()):
                return self._edits.uphold(one, period, note, on)
            results = one.results if chosen["results"] == _STANDS else Rating(chosen["results"])
            behaviour = one.behaviour if chosen["behaviour"] == _STANDS else Rating(chosen["behaviour"])
            assert results is not None
            assert behaviour is not None
            return self._edits.change(one, period, (results, behaviour), note, on)

        self._form.open(_("Decision of the rater's superior; it is final"), asked, keep)
