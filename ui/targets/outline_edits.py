"""Changes of the outline and of the matrix; each is one step of undo."""

from collections.abc import Callable, Sequence

from flexdesk.domain.ops import Change
from flexdesk.domain.outline import Typed
from flexdesk.i18n import _
from flexdesk.services.carrying import Part
from flexdesk.services.handing_down import HandingDown
from flexdesk.services.outline import Boxes, OutlineService, Spot
from ui.undo.editor import Editor


class OutlineEdits:
    def __init__(self, outline: OutlineService, handing: HandingDown, editor: Editor) -> None:
        self._outline, self._handing, self._editor = outline, handing, editor

    def add(self, typed: Typed, spot: Spot, year: int) -> Spot | None:
        """Where the next line goes; None when this one was refused."""
        made: list[Change] = []

        def call() -> Change | None:
            change = self._outline.add(typed, spot, year)
            made.extend([change] if change is not None else [])
            return change

        if not self._editor.run(_("Line added: {text}").format(text=_short(typed.text)), call):
            return None
        rows = made[0].rows("work_result") or made[0].rows("indicator") if made else []
        return spot if not rows or (spot.under and typed.people) else Spot(after=rows[0])

    def rewrite(self, boxes: Boxes) -> bool:
        text = _("Line changed: {text}").format(text=_short(boxes.result_text or boxes.text))
        return self._editor.run(text, lambda: self._outline.rewrite(boxes))

    def move(self, key: str, step: int) -> bool:
        return self._editor.run(_("Line moved"), lambda: self._outline.move(key, step))

    def indent(self, key: str) -> bool:
        return self._editor.run(_("Result became an indicator"), lambda: self._outline.indent(key))

    def outdent(self, key: str) -> bool:
        return self._editor.run(_("Indicator became a result"), lambda: self._outline.outdent(key))

    def remove(self, key: str, text: str) -> bool:
        return self._with_reason(
            _("Line taken out: {text}").format(text=_short(text)),
            lambda reason: self._outline.remove([key], reason),
        )

    def hand_down(self, result: str, parts: Sequence[Part]) -> bool:
        text = _("Handed down to {count} people").format(count=len(parts))
        return self._editor.run(text, lambda: self._handing.hand_down(result, parts))

    def set_cell(self, leader: str, person: str, text: str) -> bool:
        return self._with_reason(
            _("Contribution changed") if text.strip() else _("Contribution taken out"),
            lambda reason: self._handing.set_cell(leader, person, text, reason),
        )

    def _with_reason(self, text: str, call: Callable[[str], Change | None]) -> bool:
        return self._editor.run(text, lambda: call(""), with_reason=call)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39].rstrip() + "…"
