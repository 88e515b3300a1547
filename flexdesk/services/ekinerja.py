"""Values of one person in the order in which the e-Kinerja form asks for them, to be copied over by hand."""

from collections.abc import Sequence
from dataclasses import dataclass

from flexdesk.domain.periods import Period
from flexdesk.services.papers import realised_in, target_of
from flexdesk.services.targets import Skp
from flexdesk.store.store import Row


@dataclass(frozen=True, slots=True)
class FormRow:
    """One value to copy: `form` is the page, `field` the label on it, both as e-Kinerja writes them."""

    form: str
    item: str
    field: str
    value: str


def rows(plan: Skp, outputs: Sequence[Row], period: Period) -> list[FormRow]:
    """First the daily entries by day and hour, then what was reached of every indicator."""
    return [*_daily(plan, outputs), *_reached(plan, period)]


def _daily(plan: Skp, outputs: Sequence[Row]) -> list[FormRow]:
    results = {str(result.row["key"]): str(result.row["text"] or "") for result in plan.results}
    made = []
    for number, row in enumerate(outputs, 1):
        item = f"{row['day']} / {number}"
        values = (
            ("Rencana Aksi", results.get(str(row["result"]), "")),
            ("Tanggal Kegiatan", row["day"]),
            ("Jam Mulai Kegiatan", row["starts"]),
            ("Jam Selesai Kegiatan", row["ends"]),
            ("Kegiatan Harian", row["activity"]),
            ("Realisasi", _whole(row["amount"])),
            ("Satuan", row["unit"]),
            ("Bukti Dukung", row["evidence"]),
        )
        made += [
            FormRow("Progress Harian", item, field, " ".join(str(value or "").split()))
            for field, value in values
        ]
    return made


def _whole(amount: object) -> object:
    """The form takes whole numbers only; anything else is left as it is, for the person to decide."""
    return int(amount) if isinstance(amount, float) and amount.is_integer() else amount


def _reached(plan: Skp, period: Period) -> list[FormRow]:
    made = []
    for result in plan.results:
        for indicator in result.indicators:
            item = str(result.row["code"] or result.row["text"] or "")
            made += [
                FormRow("Penilaian", item, "Indikator", str(indicator.row["text"] or "")),
                FormRow("Penilaian", item, "Target", target_of(indicator.row)),
                FormRow("Penilaian", item, "Realisasi", realised_in(indicator, period)),
            ]
    return made
