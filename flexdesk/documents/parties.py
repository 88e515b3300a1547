"""The people, periods and signatures that every official paper names."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flexdesk.documents.wording import grouped_nip, period_range, plain_nip


@dataclass(frozen=True, slots=True)
class Official:
    """A person as the paper names them; a copy made when the paper is issued, because people move.

    `acting` is Plt. or Plh. and stands before the position. `number_label` is NIP, NI PPPK or NRP.
    """

    name: str
    number: str
    rank: str
    position: str
    unit: str
    acting: str = ""
    number_label: str = "NIP"
    rank_label: str = "PANGKAT/GOL RUANG"
    unit_label: str = "UNIT KERJA"

    @property
    def post(self) -> str:
        return f"{self.acting} {self.position}".strip()

    @property
    def particulars(self) -> tuple[tuple[str, str], ...]:
        """The five lines of the forms, in their order."""
        return (
            ("NAMA", self.name),
            (self.number_label, grouped_nip(self.number)),
            (self.rank_label, self.rank),
            ("JABATAN", self.post),
            (self.unit_label, self.unit),
        )

    @property
    def number_line(self) -> str:
        number = plain_nip(self.number)
        return f"{self.number_label} {number}" if number else ""

    @property
    def owner_line(self) -> str:
        number = self.number_line
        return f"Dokumen milik {self.name} ({number})" if number else f"Dokumen milik {self.name}"


@dataclass(frozen=True, slots=True)
class Period:
    """`label` as printed, such as TRIWULAN III."""

    label: str
    first: date
    last: date

    @property
    def line(self) -> str:
        return f"PERIODE PENILAIAN: {period_range(self.first, self.last)}"


class SigningMode(StrEnum):
    WET = "wet"
    CERTIFIED = "certified"  # space for a certified signature that is set later, outside the program


@dataclass(frozen=True, slots=True)
class Seal:
    """What the small QR carries, and the words a person compares; without payload the place stays free."""

    payload: str
    fingerprint: str = ""
    number: str = ""


SEAL_TO_COME = Seal("")  # the form is laid out with room for a seal that is made from its own words
