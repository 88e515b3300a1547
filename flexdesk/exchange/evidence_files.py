"""Files that somebody hands in as evidence: told apart by what they contain, kept small, refused in words."""

from dataclasses import dataclass
from pathlib import Path

from flexdesk.errors import FlexDeskError, reason_of
from flexdesk.exchange.evidence_pictures import shrunk
from flexdesk.exchange.unreadable import EmptyFile, FileBusy, FileMissing
from flexdesk.i18n import N_

MOST_BYTES = 2_000_000  # of a file that is kept as it is
MOST_PICTURE_BYTES = 40_000_000  # of a photograph before it is made small
MOST_FILES = 20  # at a time
_JPEG = "image/jpeg"
_PICTURES = {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff"}
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
# Ending -> media type and how the content begins; nothing in front means plain text.
_KINDS: dict[str, tuple[str, bytes]] = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".xlsx": (f"{_OFFICE}.spreadsheetml.sheet", _ZIP),
    ".docx": (f"{_OFFICE}.wordprocessingml.document", _ZIP),
    ".pptx": (f"{_OFFICE}.presentationml.presentation", _ZIP),
    ".ods": (f"{_OPEN}.spreadsheet", _ZIP),
    ".odt": (f"{_OPEN}.text", _ZIP),
    ".odp": (f"{_OPEN}.presentation", _ZIP),
    ".xls": ("application/vnd.ms-excel", _OLE),
    ".doc": ("application/msword", _OLE),
    ".ppt": ("application/vnd.ms-powerpoint", _OLE),
    ".csv": ("text/csv", b""),
    ".txt": ("text/plain", b""),
}
_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"BM", b"II*\0", b"MM\0*")


class FileTooLarge(FlexDeskError):
    code = "evidence.too_large"
    ticket = "FD-TIN-33"
    text = N_("“{name}” has {megabytes} MB; evidence that is not a picture may have {limit} MB.")
    next = N_("Attach only the pages that show the work, or a photograph of them.")


class KindNotKept(FlexDeskError):
    """Programs, archives and kinds that nobody could look at on another laptop."""

    code = "evidence.kind_not_kept"
    ticket = "FD-TIN-34"
    text = N_("“{name}” is of a kind that is not kept as evidence.")
    next = N_("Attach a photograph (JPEG, PNG), a PDF, or a file of a word processor or spreadsheet.")


class OtherContent(FlexDeskError):
    code = "evidence.other_content"
    ticket = "FD-TIN-35"
    text = N_("“{name}” contains something else than its ending says.")
    next = N_("Ask for the file once more; do not open it.")


class TooManyFiles(FlexDeskError):
    code = "evidence.too_many"
    ticket = "FD-TIN-36"
    text = N_("{count} files at once are too many; {limit} can be attached at a time.")
    next = N_("Attach them in several steps.")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file ready to be kept. `original_bytes` is what it had before it was made small."""

    name: str
    media: str
    content: bytes
    original_bytes: int

    @property
    def is_picture(self) -> bool:
        return self.media == _JPEG


def read_evidence(path: Path) -> Evidence:
    """Raises FileMissing, FileBusy, EmptyFile and what `evidence_of` raises."""
    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_PICTURE_BYTES + 1)
    except (FileNotFoundError, IsADirectoryError):
        raise FileMissing(file=path.name) from None
    except OSError as trouble:
        raise FileBusy(file=path.name, detail=reason_of(trouble)) from trouble
    return evidence_of(path.name, content)


def evidence_of(name: str, content: bytes) -> Evidence:
    """Raises EmptyFile, FileTooLarge, KindNotKept, OtherContent, PictureDamaged, PictureTooLarge."""
    ending = Path(name).suffix.casefold()
    if not content:
        raise EmptyFile(file=name)
    if ending in _PICTURES:
        _limit(name, len(content), MOST_PICTURE_BYTES)
        small = shrunk(content, name)
        return Evidence(f"{Path(name).stem}.jpg", _JPEG, small, len(content))
    if ending not in _KINDS:
        raise KindNotKept(name=name)
    media, start = _KINDS[ending]
    if not (_begins(content, start) if start else _is_text(content)):
        raise OtherContent(name=name)
    _limit(name, len(content), MOST_BYTES)
    return Evidence(name, media, content, len(content))


def _begins(content: bytes, start: bytes) -> bool:
    return start in content[:1024] if start == b"%PDF-" else content.startswith(start)


def _is_text(content: bytes) -> bool:
    return b"\0" not in content and not content.startswith((*_STARTS, _ZIP, _OLE, b"%PDF-", b"MZ"))


def _limit(name: str, size: int, most: int) -> None:
    if size > most:
        # Rounded up, so that a file just above the limit is not said to be as large as the limit.
        raise FileTooLarge(name=name, megabytes=-(-size // 1_000_000), limit=most // 1_000_000)
