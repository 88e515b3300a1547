"""People and what is recorded about them: one frozen type for each row, named as in `schema`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from flexdesk.domain.codes import Code
from flexdesk.i18n import N_


class Status(Code):
    PNS = "pns"
    CPNS = "cpns"
    PPPK = "pppk"
    PPPK_PART_TIME = "pppk_part_time"
    NON_ASN = "non_asn"


# Words of the law and of every form; they are Indonesian in any language of the program.
STATUS_LABELS: dict[str, str] = {
    Status.PNS: "PNS",
    Status.CPNS: "CPNS",
    Status.PPPK: "PPPK",
    Status.PPPK_PART_TIME: "PPPK paruh waktu",
    Status.NON_ASN: "Non-ASN",
}


class Category(Code):
    """Level of a jabatan (UU 20/2023), with camat and lurah apart because a circular names them."""

    JPT_MADYA = "jpt_madya"
    JPT_PRATAMA = "jpt_pratama"
    ADMINISTRATOR = "administrator"
    PENGAWAS = "pengawas"
    FUNGSIONAL = "fungsional"
    PELAKSANA = "pelaksana"
    CAMAT = "camat"
    LURAH = "lurah"


CATEGORY_LABELS: dict[str, str] = {
    Category.JPT_MADYA: "JPT madya",
    Category.JPT_PRATAMA: "JPT pratama",
    Category.ADMINISTRATOR: "administrator",
    Category.PENGAWAS: "pengawas",
    Category.FUNGSIONAL: "fungsional",
    Category.PELAKSANA: "pelaksana",
    Category.CAMAT: "camat",
    Category.LURAH: "lurah",
}

# What a jabatan begins with, where the roster gives no category. Only openings that leave no doubt.
_OPENINGS: tuple[tuple[str, Category], ...] = (
    ("camat", Category.CAMAT),
    ("lurah", Category.LURAH),
    ("sekretaris daerah provinsi", Category.JPT_MADYA),
    ("kepala dinas", Category.JPT_PRATAMA),
    ("kepala badan", Category.JPT_PRATAMA),
    ("kepala biro", Category.JPT_PRATAMA),
    ("inspektur daerah", Category.JPT_PRATAMA),
    ("sekretaris dinas", Category.ADMINISTRATOR),
    ("sekretaris badan", Category.ADMINISTRATOR),
    ("sekretaris camat", Category.ADMINISTRATOR),
    ("kepala bidang", Category.ADMINISTRATOR),
    ("kepala subbag", Category.PENGAWAS),
    ("kepala sub bag", Category.PENGAWAS),
    ("kepala seksi", Category.PENGAWAS),
    ("sekretaris lurah", Category.PENGAWAS),
)


class PostingReason(StrEnum):
    EXISTING = "existing"
    RECRUITMENT = "recruitment"
    PROMOTION = "promotion"
    MUTATION = "mutation"
    ROTATION = "rotation"


POSTING_REASON_LABELS: dict[str, str] = {
    PostingReason.EXISTING: N_("held before"),
    PostingReason.RECRUITMENT: N_("appointment"),
    PostingReason.PROMOTION: N_("promotion"),
    PostingReason.MUTATION: N_("transfer"),
    PostingReason.ROTATION: N_("rotation"),
}


class Departure(StrEnum):
    """Why somebody is no longer in the unit."""

    RETIRED = "retired"
    MOVED = "moved"
    DIED = "died"
    OTHER = "other"


DEPARTURE_LABELS: dict[str, str] = {
    Departure.RETIRED: N_("retired"),
    Departure.MOVED: N_("moved to another unit"),
    Departure.DIED: N_("died"),
    Departure.OTHER: N_("another reason"),
}


@dataclass(frozen=True, slots=True)
class Person:
    key: str
    nip: str = ""
    name: str = ""
    front_titles: str = ""
    back_titles: str = ""
    status: str = ""
    golongan: str = ""
    phone: str = ""
    email: str = ""
    domicile: str = ""
    field_duty: bool = False
    task_criteria: str = ""  # answers of LOC-09, see `criteria`; empty while nobody has answered
    former_nip: str = ""
    archived: bool = False
    wanted_days: int | None = None
    aliases: str = ""  # names in chats, with semicolons between
    order: int = 0
    remote_place: bool = False  # the place of leave is hard to reach (LEV-04)
    service_from: date | None = None  # first day of continuous service, where the NIP does not tell it
    archive_reason: str = ""
    left_on: date | None = None  # the first day no longer in the unit, of an archived person; not a column

    def is_gone(self, day: date) -> bool:
        """Whether the person has left the unit by that day."""
        return self.archived and (self.left_on is None or self.left_on <= day)

    @property
    def full_name(self) -> str:
        """The name as official papers write it, with titles."""
        named = f"{self.front_titles} {self.name}".strip()
        return f"{named}, {self.back_titles}" if self.back_titles else named

    @property
    def is_asn(self) -> bool:
        """People without a recorded status count as ASN: rosters of an office are rosters of ASN."""
        return self.status != Status.NON_ASN


@dataclass(frozen=True, slots=True)
class Posting:
    person: str
    from_: date
    jabatan: str = ""
    category: str = ""
    unit: str = ""
    reason: str = ""
    superior: str = ""
    acting: str = ""  # `Plt.` or `Plh.`; empty for the post itself
    until: date | None = None
    letter: str = ""
    excluded: str = ""  # why the PPK took this post out of flexible work; empty where it did not
    task_criteria: str = ""  # answers about this post; where empty those about the person count
    section: str = ""  # key of a section; empty where only the text in `unit` tells the part

    def covers(self, day: date) -> bool:
        return self.from_ <= day and (self.until is None or day <= self.until)

    @property
    def level(self) -> str:
        """The recorded category, else the one that the jabatan leaves no doubt about, else empty."""
        return self.category or category_of(self.jabatan)

    @property
    def is_new(self) -> bool:
        """Whether the post was newly given (by recruitment, promotion, mutation or rotation)."""
        return bool(self.reason) and self.reason != PostingReason.EXISTING and not self.acting


@dataclass(frozen=True, slots=True)
class Discipline:
    """A `process` or a `sanction`; without `to` it is still running."""

    key: str
    person: str
    kind: str
    from_: date
    to: date | None = None
    letter: str = ""
    note: str = ""

    def covers(self, day: date) -> bool:
        return self.from_ <= day and (self.to is None or day <= self.to)


@dataclass(frozen=True, slots=True)
class HeldPredicate:
    """A predikat kinerja that a locked evaluation gave; it counts from `since` until the next one."""

    person: str
    since: date
    predicate: str
    period: str = ""


class RequestKind(Code):
    SPECIAL_CONDITION = "special_condition"
    WISH = "wish"
    SWAP = "swap"


REQUEST_KIND_LABELS: dict[str, str] = {
    RequestKind.SPECIAL_CONDITION: N_("Special condition"),
    RequestKind.WISH: N_("Wish"),
    RequestKind.SWAP: N_("Swap"),
}
REQUEST_DECISION_LABELS: dict[str, str] = {
    "approve": N_("approved"),
    "adjust": N_("approved with changes"),
    "refuse": N_("refused"),
}
GRANTED = frozenset({"approve", "adjust"})


class Flexibility(StrEnum):
    """What a special condition asks for (Pasal 11): by place, or by time in one of two ways (Pasal 17)."""

    LOCATION = "location"
    TIME_SHIFT = "time_shift"
    TIME_DYNAMIC = "time_dynamic"


FLEXIBILITY_LABELS: dict[str, str] = {
    Flexibility.LOCATION: N_("By place"),
    Flexibility.TIME_SHIFT: N_("By time: shifts"),
    Flexibility.TIME_DYNAMIC: N_("By time: dynamic"),
}


class RequestState(StrEnum):
    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"
    ENDED = "ended"  # by its last day, or earlier with a reason


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked, what was granted of it, and until when it held.

    Empty `granted_days` mean the weekdays asked for. `ended_on` is the last day on which it held; before
    `from_` it never did.
    """

    key: str
    person: str
    kind: str
    from_: date
    to: date
    days: frozenset[int] = frozenset()  # weekdays asked for; empty means any
    place: str = ""
    reason: str = ""
    evidence: str = ""
    plan: str = ""
    outputs: str = ""
    decision: str = ""
    decided_on: date | None = None
    note: str = ""
    submitted_on: date | None = None
    decided_by: str = ""
    granted_from: date | None = None
    granted_to: date | None = None
    granted_days: frozenset[int] = frozenset()
    ended_on: date | None = None
    end_reason: str = ""
    partner: str = ""
    partner_day: date | None = None
    partner_agrees: bool = False
    flexibility: str = ""  # empty means by place, as every request of an older program

    @property
    def first(self) -> date:
        """First day that counts: as granted, else as asked."""
        return self.granted_from or self.from_

    @property
    def last(self) -> date:
        """Last day that counts; before `first` when it was ended before it began."""
        last = self.granted_to or self.to
        return last if self.ended_on is None else min(last, self.ended_on)

    @property
    def weekdays(self) -> frozenset[int]:
        """Weekdays that count; empty means any."""
        return self.granted_days or self.days

    def spans(self, day: date) -> bool:
        """Whether the day lies between the first and the last, whatever weekday it is."""
        return self.first <= day <= self.last

    def covers(self, day: date) -> bool:
        return self.spans(day) and (not self.weekdays or day.weekday() in self.weekdays)

    @property
    def is_granted(self) -> bool:
        return self.decision in GRANTED

    @property
    def is_by_place(self) -> bool:
        return self.flexibility in ("", Flexibility.LOCATION)

    @property
    def swap_days(self) -> tuple[date, ...]:
        """The one or two days on which two people exchange places."""
        return tuple(sorted({self.from_, self.partner_day or self.to}))

    def state(self, today: date) -> RequestState:
        if not self.decision:
            return RequestState.ENDED if self.ended_on else RequestState.WAITING
        if not self.is_granted:
            return RequestState.REFUSED
        return RequestState.ENDED if self.ended_on or self.last < today else RequestState.GRANTED


@dataclass(frozen=True, slots=True)
class Agreement:
    """A written agreement of flexible work; `places` and `duties` are lines of text."""

    key: str
    person: str
    from_: date
    to: date
    places: str = ""
    days: frozenset[int] = frozenset()
    duties: str = ""
    letter: str = ""
    signed_on: date | None = None
    ended_on: date | None = None
    end_reason: str = ""
    request: str = ""
    renews: str = ""

    @property
    def last(self) -> date:
        """Last day on which it holds; before `from_` when it was ended before it began."""
        return self.to if self.ended_on is None else min(self.to, self.ended_on)

    def covers(self, day: date) -> bool:
        return self.from_ <= day <= self.last and (not self.days or day.weekday() in self.days)


@lru_cache(maxsize=4096)
def category_of(jabatan: str) -> str:
    """The category that a jabatan's first words leave no doubt about, else empty."""
    plain = " ".join(jabatan.lower().split())
    return next((category for opening, category in _OPENINGS if plain.startswith(opening)), "")


def wish_on(requests: Iterable[Request], day: date) -> Request | None:
    """Of one person's requests the latest wish about the day that was not refused, whatever weekday."""
    wishes = [r for r in requests if r.kind == RequestKind.WISH and r.decision != "refuse" and r.spans(day)]
    return max(wishes, key=lambda request: (request.from_, request.key)) if wishes else None
