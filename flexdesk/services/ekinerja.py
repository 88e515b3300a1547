"""Values of one person in the order in which the e-Kinerja forms ask for them, to be copied over by hand."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flexdesk.domain import ekinerja as typing
from flexdesk.domain.core_values import CONDUCTS, CoreValue
from flexdesk.domain.ekinerja import FORM_LABELS, DayStyle, Form, Typed
from flexdesk.domain.performance import Aspect, Perspective, ResultClass, ReviewState, label
from flexdesk.domain.periods import Period
from flexdesk.domain.schema import split_key
from flexdesk.i18n import _
from flexdesk.services.papers import realised_in, target_of
from flexdesk.services.targets import Skp, TargetResult
from flexdesk.store.store import Row


@dataclass(frozen=True, slots=True)
class FormRow:
    """One value to copy: `form` is the page, `field` the label on it, both as e-Kinerja writes them."""

    form: str
    item: str
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class FormField:
    """`mark` says how the value differs from what is kept here; a needed one may not stay empty there.

    One that is not `typed` stands there already and only tells where the others belong.
    """

    name: str
    value: str
    mark: str = ""
    needed: bool = False
    typed: bool = True


@dataclass(frozen=True, slots=True)
class FormEntry:
    """What is saved there with one press of a button. `key` stays as long as the content does."""

    key: str
    form: Form
    item: str
    fields: tuple[FormField, ...]
    note: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of fields that e-Kinerja wants and that are empty here."""
        return tuple(field.name for field in self.fields if field.needed and not field.value)

    @property
    def steps(self) -> tuple[FormField, ...]:
        """The fields that have something to copy."""
        return tuple(field for field in self.fields if field.value and field.typed)


def rows(entries: Iterable[FormEntry]) -> list[FormRow]:
    return [
        FormRow(FORM_LABELS[entry.form], entry.item, field.name, field.value)
        for entry in entries
        for field in entry.fields
    ]


def daily(plan: Skp, outputs: Sequence[Row], style: DayStyle = DayStyle.SLASHES) -> list[FormEntry]:
    """Progress Harian by day and hour."""
    results = {str(result.row["key"]): str(result.row["text"] or "") for result in plan.results}
    ordered = sorted(outputs, key=lambda row: (str(row["day"]), str(row["starts"] or ""), str(row["key"])))
    return [_daily(row, number, results, style) for number, row in enumerate(ordered, 1)]


def _daily(row: Row, number: int, results: Mapping[str, str], style: DayStyle) -> FormEntry:
    amount = row["amount"] if row["amount"] is not None else row["amount_text"]
    fields = (
        _field("Rencana Aksi", typing.one_line(results.get(str(row["result"]))), needed=True),
        _field("Tanggal Kegiatan", typing.day(row["day"], style), needed=True),
        _field("Jam Mulai Kegiatan", typing.one_line(row["starts"]), needed=True),
        _field("Jam Selesai Kegiatan", typing.one_line(row["ends"]), needed=True),
        _field("Kegiatan Harian", typing.one_line(row["activity"]), needed=True),
        _field("Realisasi", typing.whole(amount), needed=True),
        _field("Satuan", typing.one_line(row["unit"])),
        _field("Bukti Dukung", typing.one_line(row["evidence"])),
    )
    _person, day, content = split_key(str(row["key"]))
    note = _("returned, not mended yet") if row["review"] == ReviewState.RETURNED else ""
    return FormEntry(f"d.{day}.{content}", Form.DAILY, f"{day} / {number}", fields, note)


def _field(name: str, typed: Typed, *, needed: bool = False) -> FormField:
    return FormField(name, typed.text, typed.mark, needed)


def _shown(name: str, value: object) -> FormField:
    return FormField(name, typing.one_line(value).text, typed=False)


def reached(plan: Skp, period: Period) -> list[FormEntry]:
    """What was reached of every indicator by the end of the period."""
    made = []
    for result in plan.results:
        for indicator in result.indicators:
            fields = (
                _shown("Indikator", indicator.row["text"]),
                _shown("Target", target_of(indicator.row)),
                _field("Realisasi", typing.one_line(realised_in(indicator, period)), needed=True),
            )
            key = f"r.{indicator.row['key']}.{period.code}"
            made.append(_entry(key, Form.REVIEW, _name(result), fields))
    return made


def feedback(plan: Skp, notes: Iterable[Row], period: Period) -> list[FormEntry]:
    """Running feedback of the period, notes on a result before those on a core value, the earliest first."""
    results = {str(result.row["key"]): _name(result) for result in plan.results}
    first, last = period.first.isoformat(), period.last.isoformat()
    kept = [row for row in notes if row["text"] and first <= str(row["date"] or "") <= last]
    kept.sort(key=lambda row: (row["result"] is None, str(row["date"]), str(row["key"])))
    return [
        _entry(
            f"f.{row['key']}",
            Form.FEEDBACK,
            _about(row, results),
            (_field("Umpan Balik", typing.one_line(row["text"])),),
        )
        for row in kept
    ]


def _about(row: Row, results: Mapping[str, str]) -> str:
    if (value := str(row["value"] or "")) in set(CoreValue):
        return CONDUCTS[CoreValue(value)].name
    return results.get(str(row["result"]), "") or _("In general")


def planned(plan: Skp, style: DayStyle = DayStyle.SLASHES) -> list[FormEntry]:
    """The SKP itself: its head, then every result with its indicators."""
    row = plan.row
    approach = "Kualitatif" if row["approach"] == "qualitative" else "Kuantitatif"
    head = (
        _field("Periode Awal", typing.day(row["from"], style), needed=True),
        _field("Periode Akhir", typing.day(row["to"], style), needed=True),
        FormField("Pendekatan", approach),
    )
    key = f"p.{plan.key}.{row['from']}.{row['to']}.{row['approach']}"  # however the days are typed
    made = [FormEntry(key, Form.PLAN, f"SKP {row['year']}", head)]
    for result in plan.results:
        made += _result(result)
    return made


def _result(result: TargetResult) -> list[FormEntry]:
    row = result.row
    kind = "Tambahan" if row["class"] == ResultClass.ADDITIONAL else "Utama"
    fields = (
        FormField("Jenis RHK", kind),
        _field("RHK Pimpinan yang Diintervensi", typing.one_line(row["leader_text"])),
        _field("Rencana Hasil Kerja", typing.one_line(row["text"]), needed=True),
        _field("Penugasan Dari", typing.one_line(row["assigned_by"])),
    )
    made = [_entry(f"p.{row['key']}", Form.PLAN, _name(result), fields)]
    for indicator in result.indicators:
        of = indicator.row
        made.append(
            _entry(
                f"p.{of['key']}",
                Form.PLAN,
                _name(result),
                (
                    FormField("Aspek", label(Aspect(str(of["aspect"]))) if of["aspect"] else ""),
                    FormField(
                        "Perspektif", label(Perspective(str(of["perspective"]))) if of["perspective"] else ""
                    ),
                    _field("Indikator Kinerja Individu", typing.one_line(of["text"]), needed=True),
                    _field("Target", typing.one_line(target_of(of)), needed=True),
                ),
            )
        )
    return made


def _name(result: TargetResult) -> str:
    return str(result.row["code"] or result.row["text"] or "")


def _entry(key: str, form: Form, item: str, fields: tuple[FormField, ...]) -> FormEntry:
    """Its key changes with what is typed, so that a corrected value waits to be copied again."""
    content = "\x1f".join(field.value for field in fields)
    mark = hashlib.sha256(content.encode()).hexdigest()[:8]
    return FormEntry(f"{key}.{mark}", form, item, fields)
