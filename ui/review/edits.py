"""Decisions of the review screen; each is one step of undo."""

from collections.abc import Collection, Sequence
from datetime import date

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.performance import FeedbackTone
from flexdesk.exchange.evidence_files import Evidence
from flexdesk.exchange.report_files import ReportReading
from flexdesk.i18n import _
from flexdesk.services.chats import Pasted
from flexdesk.services.evidence import Attached
from flexdesk.services.outputs import OutputImport, ReviewItem
from flexdesk.services.sampling import Sample
from flexdesk.services.typed_outputs import TypedOutput
from ui.undo.editor import Editor


class Edits:
    def __init__(self, desk: Desk, editor: Editor) -> None:
        self._desk, self._service, self._editor = desk, desk.outputs, editor

    def accept(self, item: ReviewItem, note: str = "") -> bool:
        text = _("Accepted: {name}").format(name=item.person["name"])
        return self._editor.run(text, lambda: self._service.accept([item.key], note))

    def send_back(self, item: ReviewItem, note: str, feedback: str) -> bool:
        text = _("Returned to {name}, message copied").format(name=item.person["name"])
        return self._editor.run(text, lambda: self._service.send_back([item.key], note, feedback=feedback))

    def ask(self, item: ReviewItem) -> bool:
        text = _("Question for {name} copied").format(name=item.person["name"])
        return self._editor.run(text, lambda: self._service.ask([item.key]))

    def turn_rule(self, rule: str, on: bool) -> bool:
        text = _("Rule switched on") if on else _("Rule switched off")
        return self._editor.run(text, lambda: self._service.review_rules.set(rule, on=on))

    def number_rule(self, rule: str, limit: float) -> bool:
        return self._editor.run(
            _("Number of a rule changed"), lambda: self._service.review_rules.set(rule, limit=limit)
        )

    def paste(self, text: str, today: date) -> Pasted | None:
        """None when it was refused."""
        found: list[Pasted] = []

        def call() -> Change | None:
            found.append(self._desk.chats.paste(text, today))
            return found[0].change

        self._editor.run(_("Chat taken over"), call)
        return found[0] if found else None

    def give(self, lines: Sequence[str], person: str, name: str) -> bool:
        text = _("{count} lines given to {name}").format(count=len(lines), name=name)
        return self._editor.run(text, lambda: self._desk.chats.give(lines, person).change)

    def drop(self, line: str) -> bool:
        return self._editor.run(_("Line dropped"), lambda: self._desk.chats.drop([line]))

    def type_in(self, typed: TypedOutput) -> bool:
        return self._editor.run(_("Report typed"), lambda: self._desk.typed_outputs.add(typed))

    def note(self, person: str, day: date, text: str, tone: FeedbackTone) -> bool:
        return self._editor.run(
            _("Note written"), lambda: self._desk.feedback.add(person, day, text, tone=tone)
        )

    def attach(self, output: str, files: Sequence[Evidence]) -> bool:
        text = _("{count} files attached").format(count=len(files))
        return self._editor.run(text, lambda: self._desk.evidence.keep(output, files))

    def detach(self, one: Attached) -> bool:
        text = _("{name} taken off").format(name=one.name)
        return self._editor.run(text, lambda: self._desk.evidence.detach(one.key))

    def accept_rest(self, keys: Sequence[str], sample: Sample, opened: Collection[str]) -> bool:
        """Refused by the service while the sample is not fully opened."""
        text = _("{count} outputs accepted").format(count=len(keys))
        return self._editor.run(text, lambda: self._service.accept_sampled(keys, sample, opened))

    def take(self, readings: Sequence[ReportReading]) -> OutputImport:
        """For a job: stores; the step of undo is made by `keep` on the window's thread."""
        return self._service.take(readings)

    def keep(self, taken: OutputImport) -> None:
        if taken.change is not None:
            self._editor.push(_("{count} outputs imported").format(count=taken.accepted), taken.change)

    def undo(self) -> bool:
        return self._editor.undo()
