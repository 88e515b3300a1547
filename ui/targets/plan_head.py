"""The head of an SKP as a form: its days, approach and form, and who rates."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.domain.performance import Approach, FormKind
from flexdesk.domain.skp import OPEN, SkpReason
from flexdesk.i18n import N_, _
from flexdesk.services.skp import Wish
from flexdesk.services.skp_rows import approach_of, form_of, span_of, status_of
from flexdesk.services.targets import Skp
from ui.targets import plan_words
from ui.widgets import keys
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.fields import CheckBox, ComboBox, LineField
from ui.widgets.label import Label

_APPROACHES = {Approach.QUANTITATIVE: N_("quantitative"), Approach.QUALITATIVE: N_("qualitative")}
_FORMS = {FormKind.STAFF: N_("staff (JA/JF)"), FormKind.LEADER: N_("leader (JPT, head of unit)")}
_FIELD = 176


class HeadForm(Card):
    """`kept` carries the wish; what an approved plan no longer lets change is greyed."""

    kept = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Head of the SKP"), parent=parent)
        self.first, self.last = LineField(_("First day")), LineField(_("Last day"))
        self.approach, self.form = ComboBox(_("Approach")), ComboBox(_("Form"))
        for approach, words in _APPROACHES.items():
            self.approach.addItem(_(words), approach)
        for form, words in _FORMS.items():
            self.form.addItem(_(words), form)
        self.acting = CheckBox(_("acting (Plt. or Plh.)"))
        self.reason = ComboBox(_("Reason"))
        for reason, words in plan_words.REASONS.items():
            self.reason.addItem(_(words), reason)
        self.rater = ComboBox(_("Rater"))
        self.rater_text, self.superior_text = (
            LineField(_("Rater from outside")),
            LineField(_("Rater's superior")),
        )
        self.place = LineField(_("Place"))
        for outside in (self.rater_text, self.superior_text):
            outside.setPlaceholderText(_("Name | number | rank | jabatan | unit"))
        self.fault = Label("", "small", token="negative", wrap=True)
        self.fault.hide()
        self.keep = Button(_("Save"), shortcut="Ctrl+S", icon="save", bind=False)
        self.keep.clicked.connect(self.save)
        keys.bind(self, "Ctrl+S", self.save)
        self._plan: Skp | None = None
        self._lay_out()
        self.structural: tuple[QWidget, ...] = (self.first, self.last, self.approach, self.form, self.acting)

    def _lay_out(self) -> None:
        rows = QFormLayout()
        rows.setVerticalSpacing(7)
        rows.setHorizontalSpacing(10)
        for words, field in (
            (_("From"), self.first),
            (_("Until"), self.last),
            (_("Approach"), self.approach),
            (_("Form"), self.form),
            ("", self.acting),
            (_("Reason"), self.reason),
            (_("Rater"), self.rater),
            (_("from outside"), self.rater_text),
            (_("Rater's superior"), self.superior_text),
            (_("Place"), self.place),
        ):
            if isinstance(field, ComboBox):
                field.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
                field.setMinimumContentsLength(12)
                field.setMinimumWidth(_FIELD)
            rows.addRow(Label(words, "small", token="muted"), field)
        for typed in (self.first, self.last, self.rater_text, self.superior_text, self.place):
            typed.returnPressed.connect(self.save)
        self.body.addLayout(rows)
        self.body.addWidget(self.fault)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.keep)
        self.body.addLayout(row)
        self.findings = QVBoxLayout()
        self.findings.setSpacing(6)
        self.body.addSpacing(6)
        self.body.addLayout(self.findings)
        self.body.addStretch(1)

    def show_plan(self, plan: Skp, people: Sequence[tuple[str, str]]) -> None:
        """`people` are keys and names of whoever may rate. What is being typed outlives a refresh."""
        before = self._plan
        if before is not None and before.key == plan.key and before.row == plan.row:
            return
        self._plan = plan
        row = plan.row
        first, last = span_of(row)
        self.first.setText(plan_words.plain_date(first))
        self.last.setText(plan_words.plain_date(last))
        self.approach.setCurrentIndex(self.approach.findData(approach_of(row)))
        self.form.setCurrentIndex(self.form.findData(form_of(row)))
        self.acting.setChecked(bool(row["acting"]))
        self.reason.setCurrentIndex(max(self.reason.findData(str(row["reason"] or SkpReason.YEAR)), 0))
        self.rater.clear()
        self.rater.addItem("–", "")
        for key, name in people:
            self.rater.addItem(name, key)
        self.rater.setCurrentIndex(max(self.rater.findData(str(row["rater"] or "")), 0))
        self.rater_text.setText(plan_words.one_line(str(row["rater_text"] or "")))
        self.superior_text.setText(plan_words.one_line(str(row["superior_text"] or "")))
        self.place.setText(str(row["place"] or ""))
        open_, closed = status_of(row) in OPEN, bool(row["closed_on"])
        for field in self.structural:
            field.setEnabled(open_)
        for other in (self.reason, self.rater, self.rater_text, self.superior_text, self.place, self.keep):
            other.setEnabled(not closed)
        self._say("")

    def save(self) -> None:
        plan = self._plan
        if plan is None or not self.keep.isEnabled():
            return
        first, last = plan_words.typed_date(self.first.text()), plan_words.typed_date(self.last.text())
        if first is None or last is None:
            self._say(_("Write the days as 31-12-2026."))
            (self.first if first is None else self.last).setFocus()
            return
        self._say("")
        wish = Wish(
            reason=SkpReason(self.reason.currentData()),
            rater=str(self.rater.currentData() or ""),
            rater_text=self.rater_text.text(),
            superior_text=self.superior_text.text(),
            place=self.place.text().strip(),
        )
        if self.first.isEnabled():
            wish = Wish(
                first,
                last,
                Approach(self.approach.currentData()),
                FormKind(self.form.currentData()),
                self.acting.isChecked(),
                wish.reason,
                wish.rater,
                wish.rater_text,
                None,
                wish.superior_text,
                wish.place,
            )
        self.kept.emit(wish)

    def _say(self, fault: str) -> None:
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
