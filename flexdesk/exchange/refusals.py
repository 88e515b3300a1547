"""Why a row of a roster is not taken, in words that say what to mend."""

from collections.abc import Mapping
from dataclasses import dataclass

from flexdesk.exchange.cells import Cell
from flexdesk.i18n import N_, _

# Kind of a rejection: the field it is about and the sentence for the person.
_REASONS: dict[str, tuple[str, str]] = {
    "nip_missing": ("nip", N_("This row has a name but no NIP.")),
    "non_asn": ("nip", N_("Not a civil servant ({found}); add this person by hand if wanted.")),
    "nip_length": ("nip", N_("The NIP has {digits} digits instead of 18.")),
    "nip_precision_lost": (
        "nip",
        N_("The NIP was stored as a number and has lost its last digits; type it again as text."),
    ),
    "birth_date": ("nip", N_("Digits 1 to 8 of the NIP are no real date of birth.")),
    "month": ("nip", N_("Digits 13 and 14 of the NIP are neither a month nor a PPPK mark.")),
    "sex": ("nip", N_("Digit 15 of the NIP is neither 1 nor 2.")),
    "serial": ("nip", N_("The last three digits of the NIP are 000.")),
    "characters": ("nip", N_("The NIP holds something that is no digit.")),
    "name_missing": ("name", N_("This row has a NIP but no name.")),
    "nip_duplicate": ("nip", N_("This NIP was already taken from row {first}.")),
    "birthdate_mismatch": ("birth_date", N_("The date of birth {found} differs from the NIP ({expected}).")),
    "golongan_unknown": ("golongan", N_("The golongan “{found}” is not known.")),
}


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that waits for the person's decision; `cells` as they stand in the file."""

    row: int
    kind: str
    field: str
    message: str
    cells: list[Cell]
    nip: str | None = None
    name: str = ""
    unit: str | None = None
    standing: str | None = None

    def as_json(self) -> dict[str, object]:
        return {"row": self.row, "kind": self.kind, "field": self.field, "message": self.message}


def explained(kind: str, reason: str, facts: Mapping[str, object]) -> tuple[str, str]:
    """The field and the sentence; `reason` is the fault of the NIP where the kind covers several."""
    field, sentence = _REASONS.get(kind) or _REASONS[reason]
    return field, _(sentence).format(**facts)
