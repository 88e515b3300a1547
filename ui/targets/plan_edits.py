"""Changes of an SKP beside its results; each is one step of undo."""

from collections.abc import Sequence
from datetime import date

from flexdesk.desk.desk import Desk
from flexdesk.domain.core_values import CONDUCTS, CoreValue
from flexdesk.domain.performance import Annex, label
from flexdesk.domain.skp import Step
from flexdesk.i18n import _
from flexdesk.services.action_plans import PlannedPart
from flexdesk.services.skp import Wish
from ui.targets.plan_words import DONE
from ui.undo.editor import Editor


class PlanEdits:
    def __init__(self, desk: Desk, editor: Editor) -> None:
        self._desk, self._editor = desk, editor

    def make(self, nip: str, year: int) -> bool:
        wish = Wish(first=date(year, 1, 1))
        return self._editor.run(_("SKP made"), lambda: self._desk.skp.make(nip, wish))

    def change(self, key: str, wish: Wish) -> bool:
        return self._editor.run(_("Head of the SKP changed"), lambda: self._desk.skp.change(key, wish))

    def step(self, key: str, step: Step, note: str, day: date | None) -> bool:
        skp = self._desk.skp
        calls = {
            Step.SUBMIT: lambda: skp.submit(key),
            Step.APPROVE: lambda: skp.approve(key, on=day, note=note),
            Step.REFUSE: lambda: skp.refuse(key, note),
            Step.REOPEN: lambda: skp.reopen(key, note),
            Step.CLOSE: lambda: skp.close(key, day or self._desk.clock.today(), note),
        }
        return self._editor.run(_(DONE[step]), calls[step])

    def annex(self, key: str, kind: Annex, lines: Sequence[str]) -> bool:
        said = _("Annex changed: {name}").format(name=label(kind).capitalize())
        return self._editor.run(said, lambda: self._desk.skp_texts.set_annex(key, kind, lines))

    def expectation(self, key: str, value: CoreValue, text: str) -> bool:
        said = _("Expectation changed: {name}").format(name=CONDUCTS[value].name)
        return self._editor.run(said, lambda: self._desk.skp_texts.set_expectation(key, value, text))

    def parts(self, result: str, parts: Sequence[PlannedPart]) -> bool:
        return self._editor.run(_("Action plan changed"), lambda: self._desk.action_plans.set(result, parts))

    def split(self, result: str, parts: Sequence[PlannedPart]) -> bool:
        """These lines in place of all that there are."""
        return self._editor.run(
            _("Action plan split evenly"),
            lambda: self._desk.action_plans.set(result, parts, alone=True),
        )

    def drop(self, keys: Sequence[str]) -> bool:
        return self._editor.run(_("Action plan shortened"), lambda: self._desk.action_plans.drop(keys))

    def target(self, key: str, target: str, unit: str, since: date) -> bool:
        said = _("Target changed from {day} on").format(day=since.isoformat())
        return self._editor.run(
            said,
            lambda: self._desk.target_changes.change(key, target=target, unit=unit, since=since),
        )
