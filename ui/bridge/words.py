"""How the bridge says where one stands."""

from flexdesk.domain.ekinerja import FORM_LABELS, Form
from flexdesk.i18n import _
from flexdesk.services.bridge_walk import Walk
from flexdesk.services.ekinerja import FormEntry, FormField


def form_choice(form: Form, waiting: int) -> str:
    """`Progress Harian (12)`: how many records wait."""
    return f"{FORM_LABELS[form]} ({waiting})"


def record(entry: FormEntry) -> str:
    """Which record it is, what stands there already, and what it lacks."""
    parts = [entry.item, *(field.value for field in entry.fields if not field.typed), entry.note]
    if entry.missing:
        parts.append(_("empty here: {fields}").format(fields=", ".join(entry.missing)))
    return " · ".join(part for part in parts if part)


def spoken(entry: FormEntry, field: FormField) -> str:
    return ". ".join(part for part in (field.name, field.value, field.mark, record(entry)) if part)


def counted(walk: Walk) -> str:
    return _("{done} of {all}").format(done=walk.done, all=walk.total)


def nothing_left(walk: Walk) -> str:
    if walk.total:
        return _("All {all} records are in e-Kinerja.").format(all=walk.total)
    return _("There is nothing to copy for this form in this period.")
