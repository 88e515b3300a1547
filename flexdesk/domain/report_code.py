"""A daily report as one line that survives chats and QR codes: read exactly, or not at all.

The body is ASCII: records parted by `^`, fields by `|`, lists by `,`; everything else that is not plain ASCII
stands as %XX. The first record names the person, the first day, the codes and the units; the others are rows.
In a text it is `FDL1T`, CRC-32, length and letters and digits alone; what is put between them falls out.
In QR codes it is `FDL1Q`, CRC-32, number of the part, how many parts, and a piece of the body.
"""

import base64
import binascii
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import unquote

from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_

TITLE = "LAPORAN KERJA HARIAN"
_VERSION = "1"
_MARK = re.compile(r"FDL([0-9])([TQ])")
_PART = re.compile(r"([0-9a-f]{8})([0-9]{2})([0-9]{2})([ -~]*)")
_TEXT_HEAD = re.compile(r"([0-9a-f]{8})([0-9]{5})")
_HEAD_LENGTH = 13
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz012345678"
_RARE = "9"  # before the last three of the 64 values, so that only letters and digits are needed
_SIXTY_FOUR = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_FIELDS = 9
_MOST_ROWS = 3000


class ReportCodeDamaged(FlexDeskError):
    """Check digits, length or shape do not fit."""

    code = "outputs.code_damaged"
    ticket = "FD-LPF-01"
    text = N_("The report code is not whole: its check digits do not fit.")
    safe = N_("Nothing was taken over.")
    next = N_("Ask for the whole text or the picture once more, unchanged, or for the file.")


class ReportCodeNewer(FlexDeskError):
    code = "outputs.code_newer"
    ticket = "FD-LPF-02"
    text = N_("The report comes from a newer form than this FlexDesk can read.")
    safe = N_("Nothing was taken over.")
    next = N_("Update FlexDesk, or ask for the report as a file.")


class ReportPartsMissing(FlexDeskError):
    code = "outputs.parts_missing"
    ticket = "FD-LPF-03"
    text = N_("The report stands in {parts} QR codes; still missing: {missing}.")
    safe = N_("Nothing was taken over.")
    next = N_("Give the missing pictures together with the others.")


class NoReportCode(FlexDeskError):
    code = "outputs.no_code"
    ticket = "FD-LPF-04"
    text = N_("The QR code in {file} is no work report.")
    next = N_("Choose the picture of the code that the report form shows.")


@dataclass(frozen=True, slots=True)
class CodedRow:
    """`cells` are what was typed: times, code, activity, amount, unit, evidence and note."""

    day: date
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodedReport:
    """`is_text` tells a pasted line from QR codes."""

    nip: str
    name: str
    rows: tuple[CodedRow, ...]
    is_text: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """One mark with what belongs to it; `parts` is 1 for a line of text."""

    body: str
    check: str
    part: int
    parts: int
    is_text: bool
    start: int
    end: int


def has_code(text: str) -> bool:
    return _MARK.search(text) is not None


def reports_in(texts: Iterable[str]) -> list[CodedReport]:
    """The reports of all texts together; parts may come in any order, and twice.

    Raises ReportCodeDamaged, ReportCodeNewer, ReportPartsMissing.
    """
    found = [one for text in texts for one in _found(text)]
    reports = [_report(one.body, one.check, is_text=True) for one in found if one.is_text]
    by_report: defaultdict[tuple[str, int], dict[int, str]] = defaultdict(dict)
    for one in found:
        if not one.is_text:
            by_report[one.check, one.parts][one.part] = one.body
    for (check, parts), pieces in by_report.items():
        if missing := [str(part) for part in range(1, parts + 1) if part not in pieces]:
            raise ReportPartsMissing(parts=parts, missing=", ".join(missing))
        body = "".join(pieces[part] for part in range(1, parts + 1))
        reports.append(_report(body, check, is_text=False))
    return reports


def without_reports(text: str) -> str:
    """What else a text says: each report is cut out from its title to the end of its machine line."""
    rest, at = [], 0
    for one in _found(text):
        title = text.rfind(TITLE, at, one.start)
        rest.append(text[at : title if title >= 0 else one.start])
        at = one.end
    return "\n".join([*rest, text[at:]])


def _found(text: str) -> list[_Found]:
    found, at = [], 0
    while mark := _MARK.search(text, at):
        if mark[1] != _VERSION:
            raise ReportCodeNewer()
        one = _line(text, mark) if mark[2] == "T" else _piece(text, mark)
        found.append(one)
        at = one.end
    return found


def _line(text: str, mark: re.Match[str]) -> _Found:
    signs: list[str] = []
    wanted, at = _HEAD_LENGTH, mark.end()
    check = ""
    while len(signs) < wanted and at < len(text):
        if text[at].isascii() and text[at].isalnum():
            signs.append(text[at])
        at += 1
        if len(signs) == _HEAD_LENGTH and not check:
            head = _TEXT_HEAD.fullmatch("".join(signs))
            if head is None:
                raise ReportCodeDamaged()
            check, wanted = head[1], _HEAD_LENGTH + int(head[2])
    if not check or len(signs) < wanted:
        raise ReportCodeDamaged()
    return _Found(_plain("".join(signs[_HEAD_LENGTH:])), check, 1, 1, True, mark.start(), at)


def _plain(signs: str) -> str:
    """Letters and digits back to the body."""
    values, at = [], 0
    while at < len(signs):
        rare = signs[at] == _RARE
        at += rare
        value = _ALPHABET.find(signs[at]) if at < len(signs) else -1
        if value < 0 or (rare and value > 2):
            raise ReportCodeDamaged()
        values.append(_SIXTY_FOUR[value + 61 * rare])
        at += 1
    try:
        return base64.b64decode("".join(values) + "=" * (-len(values) % 4), validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise ReportCodeDamaged() from error


def _piece(text: str, mark: re.Match[str]) -> _Found:
    found = _PART.match(text, mark.end())
    if found is None:
        raise ReportCodeDamaged()
    part, parts = int(found[2]), int(found[3])
    if not 1 <= part <= parts:
        raise ReportCodeDamaged()
    return _Found(found[4], found[1], part, parts, False, mark.start(), found.end())


def _report(body: str, check: str, *, is_text: bool) -> CodedReport:
    if f"{zlib.crc32(body.encode('ascii')):08x}" != check:
        raise ReportCodeDamaged()
    head, *records = body.split("^")
    try:
        nip, name, first, codes, units = head.split("|")
        day = date(int(first[:4]), int(first[4:6]), int(first[6:]))
        rows = _rows(records, day, _listed(codes), _listed(units))
        return CodedReport(_text(nip), _text(name), tuple(rows), is_text)
    except (ValueError, IndexError, OverflowError) as error:
        raise ReportCodeDamaged() from error


def _rows(records: list[str], first: date, codes: list[str], units: list[str]) -> list[CodedRow]:
    if len(records) > _MOST_ROWS:
        raise ValueError(len(records))
    rows, day = [], first
    for record in records:
        fields = record.split("|")
        if len(fields) > _FIELDS:
            raise ValueError(record)
        after, *cells = [*fields, *[""] * (_FIELDS - len(fields))]
        day = first + timedelta(days=int(after)) if after else day
        cells[2], cells[5] = _numbered(cells[2], codes), _numbered(cells[5], units)
        rows.append(CodedRow(day, tuple(_text(cell) for cell in cells)))
    return rows


def _listed(field: str) -> list[str]:
    return field.split(",") if field else []


def _numbered(number: str, words: list[str]) -> str:
    """Numbers begin at one; nothing is nothing."""
    if not number:
        return ""
    if int(number) < 1:
        raise ValueError(number)
    return words[int(number) - 1]


def _text(field: str) -> str:
    return unquote(field, errors="strict")
