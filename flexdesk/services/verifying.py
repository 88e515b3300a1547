"""Whether a paper is the one on file: by its bytes, by its words and code, or by the code of a photograph.

Nothing is asked of a server. Bytes that are on file prove everything; a file that a viewer saved again, or
somebody signed, is known by its words and its code; of a sheet of paper the code says which version it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from math import sqrt
from pathlib import Path

from flexdesk.documents.preview import page_sizes
from flexdesk.documents.reading_back import Said, read_back
from flexdesk.documents.sealing import (
    ReadCode,
    fingerprint,
    has_words,
    read_code,
    seal_in,
    without_words,
)
from flexdesk.documents.signatures import FoundSignature, signatures_in
from flexdesk.documents.trouble import UnreadablePdf
from flexdesk.errors import EnvironmentTrouble, FlexDeskError, reason_of
from flexdesk.exchange.code_pictures import NoCodeInPicture, scanned
from flexdesk.exchange.unreadable import FileMissing
from flexdesk.i18n import N_
from flexdesk.progress import Progress
from flexdesk.services.page_codes import scanned_page
from flexdesk.services.paper_changes import changed_since
from flexdesk.store import history
from flexdesk.store.history import Entry
from flexdesk.store.store import Row, Store

_MADE_HERE = b"/Producer (FlexDesk)"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff")
_PIXELS = 12_000_000  # of a page at most, whatever size it claims to be
_SCALE = 3.0  # pixels a point at which the code of a page is read
_SCANNED_PAGES = 5  # of a file without words, where a code is looked for


class PaperState(StrEnum):
    CURRENT = "current"
    SUPERSEDED = "superseded"  # a later paper of the same kind, period and person says something else
    UNKNOWN = "unknown"
    ALTERED = "altered"  # it bears a seal or our name, but says something else


class KnownBy(StrEnum):
    """What a paper was recognised by, from the strongest proof to the weakest."""

    BYTES = "bytes"
    WORDS = "words"
    CODE = "code"
    NOTHING = ""


class NoSealCode(FlexDeskError):
    code = "verify.no_code"
    ticket = "FD-CTK-21"
    text = N_("“{text}” is no code of a paper of FlexDesk.")
    next = N_("Copy the ten signs beside the code, such as 7F2A1-9C3DK, or the whole text of the code.")


@dataclass(frozen=True, slots=True)
class Verified:
    """`document` is the row on file; `changed_since` what was changed below it after it was issued."""

    state: PaperState
    document: Row | None = None
    changed_since: tuple[Entry, ...] = ()
    known_by: KnownBy = KnownBy.NOTHING
    signatures: tuple[FoundSignature, ...] = ()


def verify(
    store: Store, file: Path, trusted: Sequence[bytes] = (), progress: Progress | None = None
) -> Verified:
    """A PDF, or a picture of a paper; `trusted` are certificates of issuers.

    Raises FileMissing, EnvironmentTrouble, PictureUnreadable, NoCodeInPicture, CancelledError.
    """
    try:
        data = file.read_bytes()
    except FileNotFoundError as error:
        raise FileMissing(file=file.name) from error
    except OSError as error:
        raise EnvironmentTrouble(detail=reason_of(error)) from error
    if data.startswith(_PICTURES):
        return _of_picture(store, data, file.name)
    found = replace(_of_pdf(store, data, progress), signatures=signatures_in(data, trusted))
    if found.known_by is KnownBy.WORDS and not all(one.intact for one in found.signatures):
        return replace(found, state=PaperState.ALTERED)
    return found


def verify_code(store: Store, text: str) -> Verified:
    """Of the text of a code, or of its first ten signs; raises NoSealCode."""
    code = read_code(text)
    if code is None:
        raise NoSealCode(text=text[:60])
    return _of_code(store, code)


def _of_picture(store: Store, data: bytes, name: str) -> Verified:
    codes = [code for text in scanned(data, name) if (code := read_code(text)) is not None and code.chain]
    if not codes:
        raise NoCodeInPicture(file=name)
    return _of_code(store, codes[0])


def _of_code(store: Store, code: ReadCode) -> Verified:
    row = _newest(store, _coded(store, code))
    return _settled(store, row, KnownBy.CODE) if row else Verified(PaperState.UNKNOWN)


def _of_pdf(store: Store, data: bytes, progress: Progress | None) -> Verified:
    found = store.select("issued_document", sha256=sha256(data).hexdigest())
    row = _newest(store, [one for one in found if not one["part_of"]])
    if row is not None:
        return _settled(store, row, KnownBy.BYTES)
    try:
        said = read_back(data)
    except UnreadablePdf:
        return _stranger(data)
    if any(map(has_words, said.pages)):
        return _of_words(store, data, said, progress)
    for page in range(min(len(said.pages), _SCANNED_PAGES)) if not any(said.pages) else ():
        if (code := _code_on(data, page)) is not None:  # a scan of the paper
            return _of_code(store, code[0])
    return _stranger(data)


def _stranger(data: bytes) -> Verified:
    return Verified(PaperState.ALTERED if _MADE_HERE in data else PaperState.UNKNOWN)


def _of_words(store: Store, data: bytes, said: Said, progress: Progress | None) -> Verified:
    """Every seal must be readable, stand beside its own words, and fit what the paper says."""
    bare, codes = list(said.pages), []
    fits = not said.covered
    for number, page in enumerate(said.pages):
        if progress is not None:
            progress.report(number, len(said.pages))
        if not has_words(page):
            continue
        found = _code_on(data, number)
        rest = without_words(page, seal) if found and (seal := seal_in(found[1])) else None
        if found is None or rest is None:
            fits = False
            continue
        bare[number] = rest
        codes.append(found[0])
    content = fingerprint(bare)
    rows = [row for code in codes[:1] for row in _coded(store, code)]
    if len(codes) > 1:
        files = [store.get("issued_document", str(row["part_of"])) for row in rows if row["part_of"]]
        row = _newest(store, [file for file in files if file and file["content"] == content])
        fits, rows = fits and row is not None, [file for file in files if file]
    else:
        row = _newest(store, rows)
        fits = fits and bool(codes) and codes[0].is_of(content)
    if not fits:
        return Verified(PaperState.ALTERED, _newest(store, rows))
    return _settled(store, row, KnownBy.WORDS) if row else Verified(PaperState.UNKNOWN)


def _code_on(data: bytes, page: int) -> tuple[ReadCode, str] | None:
    """The code of a page with its whole text, as a telephone would read it."""
    wide, high = page_sizes(data)[page]
    scale = min(_SCALE, sqrt(_PIXELS / max(wide * high, 1)))
    for text in scanned_page(data, page, scale=scale):
        code = read_code(text)
        if code is not None and code.chain:
            return code, text
    return None


def _coded(store: Store, code: ReadCode) -> list[Row]:
    rows = store.select("issued_document")
    return [row for row in rows if row["content"] and code.is_of(str(row["content"]))]


def _newest(store: Store, rows: Sequence[Row]) -> Row | None:
    return max(rows, key=lambda row: _place(store, row), default=None)


def _place(store: Store, row: Row) -> int:
    return history.written_at(store, "issued_document", str(row["key"]))


def _settled(store: Store, paper: Row, known_by: KnownBy) -> Verified:
    place = _place(store, paper)
    same = store.select(
        "issued_document", kind=paper["kind"], period=paper["period"], entities=paper["entities"]
    )
    later = any(_differs(row, paper) and _place(store, row) > place for row in same)
    state = PaperState.SUPERSEDED if later else PaperState.CURRENT
    return Verified(state, paper, tuple(changed_since(store, paper, place)), known_by)


def _differs(row: Row, paper: Row) -> bool:
    """In what it says; papers from before fingerprints of words were kept are compared by their bytes."""
    if row["content"] and paper["content"]:
        return row["content"] != paper["content"]
    return bool(row["sha256"] != paper["sha256"])
