"""The published week as QR codes for the wall, and what another laptop makes of a code that it reads."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flexdesk.domain import halves
from flexdesk.domain.calendar import WEEKDAY_NAMES
from flexdesk.domain.halves import Half, thawed
from flexdesk.domain.periods import Period
from flexdesk.domain.places import PRIVATE, Place
from flexdesk.domain.publications import Version, standing
from flexdesk.domain.week_code import (
    WeekCode,
    WeekCodeUnreadable,
    coded,
    days_of,
    decode,
    encode,
    fingerprint,
    person_id,
    short_names,
    unit_id,
)
from flexdesk.errors import EnvironmentTrouble, FlexDeskError, reason_of
from flexdesk.exchange.code_pictures import NoCodeInPicture, scanned
from flexdesk.exchange.unreadable import FileMissing
from flexdesk.i18n import N_
from flexdesk.services.facts import FactReader
from flexdesk.services.proposals import Proposal, laid_over
from flexdesk.services.publications import NotPublished, versions_of
from flexdesk.services.sharing import SharedFile
from flexdesk.services.week import PersonRow, WeekView
from flexdesk.store.store import Store

LIMIT = 2331  # bytes in a QR code of version 40 with error correction M
_SCALE, _QUIET = 6, 4  # pixels a module; modules of white around it, as ISO 18004 wants


class WeekCodeOfOtherUnit(FlexDeskError):
    code = "weekcode.other_unit"
    ticket = "FD-TRB-05"
    text = N_("This schedule code belongs to another unit.")
    next = N_("Read a code that was printed by a laptop of your unit.")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a code says against what stands here.

    `known` is the version of that number on this laptop; `fits` whether it froze the same cells. `strangers`
    counts people of the code who are not in the roster, `hidden` the days whose reason does not travel.
    """

    code: WeekCode
    known: Version | None
    fits: bool
    proposal: Proposal
    strangers: int
    hidden: int


class WeekCodes:
    def __init__(self, store: Store, reader: FactReader, unit: Callable[[], str]) -> None:
        """`unit` gives the id that all laptops of the unit share."""
        self._store, self._reader, self._unit_of = store, reader, unit

    @property
    def _unit(self) -> str:
        return self._unit_of()

    # -- writing

    def texts(self, view: WeekView, period: Period, title: str) -> list[str]:
        """One text for the week that stands, or one for each part where it is too large for a code.

        Raises NotPublished.
        """
        version = standing(versions_of(self._store, period))
        if version is None:
            raise NotPublished(period=period.label())
        names = dict(
            zip([p.key for p in view.people], short_names([p.name for p in view.people]), strict=True)
        )
        whole = _text(version, view.people, names, self._unit, title, (1, 1))
        if len(whole.encode()) <= LIMIT:
            return [whole]
        parts = _parts(version, view.people, names, self._unit, title)
        return [
            _text(version, people, names, self._unit, title, (number, len(parts)))
            for number, people in enumerate(parts, 1)
        ]

    def pictures(self, view: WeekView, period: Period, title: str, stem: str) -> list[SharedFile]:
        texts = self.texts(view, period, title)
        many = len(texts) > 1
        return [
            SharedFile(f"{stem}_QR{f'_{n}-DARI-{len(texts)}' if many else ''}.png", picture(text))
            for n, text in enumerate(texts, 1)
        ]

    # -- reading

    def read(self, text: str) -> Reading:
        """Raises WeekCodeUnreadable, WeekCodeOfOtherUnit. Nothing is written."""
        code = decode(text)
        if code.unit != unit_id(self._unit):
            raise WeekCodeOfOtherUnit()
        period = code.period
        facts = self._reader.facts(period.first, period.last)
        people = {person_id(person.key): person.key for person in facts.people}
        asked: dict[tuple[str, date], Place] = {}
        split: dict[tuple[str, date], Half] = {}
        for coded_person in code.people:
            key = people.get(coded_person.id)
            cells = zip(days_of(period), coded_person.places, coded_person.halves, strict=True)
            for day, place, half in cells:
                if key is not None and place is not None:
                    asked[key, day] = place
                    split |= {(key, day): half} if half is not None else {}
        versions = versions_of(self._store, period)
        known = next((one for one in versions if one.number == code.version), None)
        return Reading(
            code,
            known,
            known is not None and fingerprint(known.cells) == code.fingerprint,
            laid_over(facts, asked, split),
            sum(one.id not in people for one in code.people),
            sum(len(one.hidden) for one in code.people),
        )

    def read_picture(self, file: Path) -> Reading:
        """Raises what `read` raises, and FileMissing, PictureUnreadable, NoCodeInPicture."""
        try:
            data = file.read_bytes()
        except FileNotFoundError as error:
            raise FileMissing(file=file.name) from error
        except OSError as error:
            raise EnvironmentTrouble(detail=reason_of(error)) from error
        return self.read_bytes(data, file.name)

    def read_bytes(self, data: bytes, name: str) -> Reading:
        """Of a picture; several codes in it are tried one after the other."""
        refused: FlexDeskError = NoCodeInPicture(file=name)
        for text in scanned(data, name):
            try:
                return self.read(text)
            except (WeekCodeUnreadable, WeekCodeOfOtherUnit) as error:
                refused = error
        raise refused


def wall_code(version: Version, people: Sequence[PersonRow], unit: str, title: str) -> str:
    """For the foot of the wall sheet, which shows the week in words: one line, and the machine part."""
    head = (
        f"{title}, minggu {version.period.number}, versi {version.number}. Baca di FlexDesk: Jadwal, Alt+Q."
    )
    return f"{head}\n{encode(_code(version, people, unit, (1, 1)))}"


def _code(version: Version, people: Sequence[PersonRow], unit: str, part: tuple[int, int]) -> WeekCode:
    days = days_of(version.period)
    rows = [
        coded(person.key, [thawed(version.cells.get((person.key, day)) or "") for day in days])
        for person in people
    ]
    return WeekCode(
        unit_id(unit), version.period, version.number, fingerprint(version.cells), tuple(rows), *part
    )


def picture(text: str) -> bytes:
    import segno

    stream = io.BytesIO()
    made = segno.make(text, error="m", encoding="utf-8", micro=False, boost_error=False)
    made.save(stream, kind="png", scale=_SCALE, border=_QUIET)
    return stream.getvalue()


def _text(
    version: Version,
    people: Sequence[PersonRow],
    names: dict[str, str],
    unit: str,
    title: str,
    part: tuple[int, int],
) -> str:
    """Lines to read, then the machine part."""
    parts = f", bagian {part[0]}/{part[1]}" if part[1] > 1 else ""
    head = [title, f"Minggu {version.period.number}, versi {version.number}{parts}. Lainnya di kantor."]
    lines = [line for day in days_of(version.period) for line in _day_lines(version, people, names, day)]
    return "\n".join([*head, *lines, encode(_code(version, people, unit, part))])


def _day_lines(
    version: Version, people: Sequence[PersonRow], names: dict[str, str], day: date
) -> Iterator[str]:
    groups: dict[str, list[str]] = {}
    for person in people:
        place, half = thawed(version.cells.get((person.key, day)) or "")
        if place not in (None, Place.OFFICE, Place.HOLIDAY):
            sign = "-" if place in PRIVATE else halves.code(place, half)
            groups.setdefault(sign, []).append(names[person.key])
    for sign, found in groups.items():
        yield f"{WEEKDAY_NAMES[day.weekday()][:3]} {day.day} {sign}: {', '.join(found)}"


def _parts(
    version: Version, people: Sequence[PersonRow], names: dict[str, str], unit: str, title: str
) -> list[list[PersonRow]]:
    """Whole groups together as far as a code holds them; only a group too large by itself is divided."""
    groups: dict[str, list[PersonRow]] = {}
    for person in people:
        groups.setdefault(person.group, []).append(person)

    def fits(found: list[PersonRow]) -> bool:
        return len(_text(version, found, names, unit, title, (9, 9)).encode()) <= LIMIT

    parts: list[list[PersonRow]] = [[]]
    for group in groups.values():
        if fits(parts[-1] + group):
            parts[-1] += group
            continue
        if parts[-1]:
            parts.append([])
        for person in group:
            if not fits([*parts[-1], person]):
                parts.append([])
            parts[-1].append(person)
    return parts
