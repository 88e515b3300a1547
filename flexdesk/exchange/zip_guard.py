"""Looks into a zipped workbook before it is unfolded, so that a hostile file cannot fill the memory."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from xml.parsers import expat

from flexdesk.exchange.cells import Limits
from flexdesk.exchange.unreadable import (
    CELLS,
    LEVELS,
    UNZIPPED_MEGABYTES,
    Damaged,
    NotATable,
    PasswordProtected,
    TooLarge,
    in_megabytes,
)
from flexdesk.i18n import _

_ODS_MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_CHUNK = 1 << 20
_PACKED_CHUNK = 1 << 16
_READ = (".xml", ".rels", "mimetype")  # the reader opens nothing else: no pictures, no macros
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_SHEETS = "xl/worksheets/"  # a sheet that lies elsewhere is none to the reader, whatever its name ends with
_POSITION = re.compile(r"([A-Za-z]{1,4})([0-9]{1,9})")
# A cell as nearly all programs write it; the first pattern finds what is not sure to lie within A1:AZ99999.
_NOT_NEAR = re.compile(rb'<c(?![A-Za-z]| r="A?[A-Z][0-9]{1,5}")')
_NEAR_CELLS = 52 * 99_999
_NOT_USUAL = re.compile(rb'<c(?![A-Za-z]| r="[A-Z]{1,3}[0-9]{1,7}")')
_USUAL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
_PREFIXED = re.compile(rb":c[\s/>]")


def check_zip(data: bytes, *, file: str, limits: Limits) -> None:
    """Raises when the archive is no workbook, is encrypted, damaged or unfolds beyond the limits.

    Every part that will be read is unpacked once, so that sizes and checksums are known and not believed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_declared_size(archive, file, limits)
            ods = _is_ods(archive, file)
            for entry in archive.infolist():
                name = entry.filename.replace("\\", "/").lower()  # the reader is as lenient
                if name.endswith(_READ) or name.startswith(_SHEETS):
                    _check_entry(data, entry, name, file, limits, ods=ods)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, KeyError) as error:
        raise Damaged(file=file) from error
    except (NotImplementedError, RuntimeError) as error:  # a password or an unknown packing on a part
        raise PasswordProtected(file=file) from error


def _check_declared_size(archive: zipfile.ZipFile, file: str, limits: Limits) -> None:
    if sum(entry.file_size for entry in archive.infolist()) > limits.unzipped_bytes:
        raise TooLarge(file=file, limit=in_megabytes(limits.unzipped_bytes), what=_(UNZIPPED_MEGABYTES))


def _is_ods(archive: zipfile.ZipFile, file: str) -> bool:
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        if "content.xml" in names:  # one file, two contents: the reader might choose the other one
            raise NotATable(file=file)
        return False
    if "content.xml" in names and archive.read("mimetype").startswith(_ODS_MIMETYPE):
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise PasswordProtected(file=file)
        return True
    raise NotATable(file=file)


def _check_entry(
    data: bytes, entry: zipfile.ZipInfo, name: str, file: str, limits: Limits, *, ods: bool
) -> None:
    if ods and name == "content.xml":
        extent = _OdsExtent(limits.nesting)
        _parse(_unpacked(data, entry), extent, file, limits)
        _refuse_above(limits, extent.largest, file)
    elif not ods and name.startswith(_SHEETS) and not name.endswith(".rels"):
        _refuse_above(limits, _sheet_cells(data, entry, file, limits), file)
    else:
        for _chunk in _unpacked(data, entry):
            pass


def _sheet_cells(data: bytes, entry: zipfile.ZipInfo, file: str, limits: Limits) -> int:
    """The rectangle that the sheet would claim: looked at ever more closely until it is small enough."""
    if limits.cells >= _NEAR_CELLS and _all_near(_unpacked(data, entry)):
        return _NEAR_CELLS
    cells = _claimed_cells(_unpacked(data, entry))
    if cells is None:
        exact = _Extent(limits.nesting)
        _parse(_unpacked(data, entry), exact, file, limits)
        cells = exact.cells
    return cells


def _refuse_above(limits: Limits, cells: int, file: str) -> None:
    """The reader lays a sheet out as a full rectangle: one far cell would claim gigabytes."""
    if cells > limits.cells:
        raise TooLarge(file=file, limit=limits.cells, what=_(CELLS))


def _unpacked(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part in pieces; raises BadZipFile unless it has exactly the declared size and checksum."""
    if entry.flag_bits & 1:
        raise RuntimeError("encrypted part")
    magic, name_length, extra_length = _LOCAL_HEADER.unpack_from(data, entry.header_offset)
    start = entry.header_offset + _LOCAL_HEADER.size + name_length + extra_length
    packed = memoryview(data)[start : start + entry.compress_size]
    size, checksum = 0, 0
    for chunk in _inflated(packed, entry.compress_type):
        size += len(chunk)
        if size > entry.file_size:
            break
        checksum = zlib.crc32(chunk, checksum)
        yield chunk
    if magic != b"PK\x03\x04" or size != entry.file_size or checksum != entry.CRC:
        raise zipfile.BadZipFile(entry.filename)


def _inflated(packed: memoryview, method: int) -> Iterator[bytes]:
    if method == zipfile.ZIP_STORED:
        yield from (bytes(packed[at : at + _CHUNK]) for at in range(0, len(packed), _CHUNK))
        return
    if method != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile(f"packing {method}")
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    for at in range(0, len(packed), _PACKED_CHUNK):
        rest: bytes | memoryview = packed[at : at + _PACKED_CHUNK]
        while rest and not stream.eof:
            yield stream.decompress(rest, _CHUNK)
            rest = stream.unconsumed_tail
    if not stream.eof:
        raise zipfile.BadZipFile("cut off")


def _whole_tags(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, cut only in front of tags."""
    rest = b""
    for chunk in chunks:
        text = rest + chunk
        cut = max(text.rfind(b"<"), 0)
        rest = text[cut:]
        yield text[:cut]
    yield rest


def _all_near(chunks: Iterable[bytes]) -> bool:
    """Whether every cell says that it lies within A1:AZ99999; false where one is written unusually."""
    texts = _whole_tags(chunks)
    near = all(_NOT_NEAR.search(text) is None and _PREFIXED.search(text) is None for text in texts)
    for _text in texts:  # to the end: size and checksum are known only there
        pass
    return near


def _claimed_cells(chunks: Iterable[bytes]) -> int | None:
    """Rows times columns from the positions of the cells; None where one is written unusually."""
    columns: set[bytes] = set()
    last_row = 0
    for text in _whole_tags(chunks):
        if _NOT_USUAL.search(text) or _PREFIXED.search(text):
            return None
        if found := _USUAL.findall(text):
            letters, rows = zip(*found, strict=True)
            columns.update(letters)
            last_row = max(last_row, *map(int, set(rows)))
    return last_row * max(map(_column_number, columns), default=0)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


class _Extent:
    """The exact rectangle of one sheet, from the positions that its cells claim."""

    def __init__(self, nesting: int) -> None:
        self.rows = self.columns = 0
        self._row = self._column = self._depth = 0
        self._nesting = nesting
        self.too_deep = False

    @property
    def cells(self) -> int:
        return self.rows * self.columns

    def start(self, tag: str, attrs: Mapping[str, str]) -> None:
        self._depth += 1
        self.too_deep = self.too_deep or self._depth > self._nesting
        name = tag.rsplit(":", 1)[-1]
        if name == "row":
            self._row = _number(attrs.get("r")) or self._row + 1
            self._column = 0
            self.rows = max(self.rows, self._row)
        elif name == "c":
            # A cell lies where it says, whatever row it stands in.
            position = _POSITION.fullmatch(attrs.get("r", ""))
            self._column = _column_number(position[1].upper().encode()) if position else self._column + 1
            self.columns = max(self.columns, self._column)
            if position:
                self.rows = max(self.rows, int(position[2]))

    def end(self, _tag: str) -> None:
        self._depth -= 1


class _OdsExtent(_Extent):
    """Repeated cells and rows count as often as they are repeated, unless nothing follows them."""

    def __init__(self, nesting: int) -> None:
        super().__init__(nesting)
        self.largest = 0
        self._repeat = self._filled_to = 0

    def start(self, tag: str, attrs: Mapping[str, str]) -> None:
        self._depth += 1
        self.too_deep = self.too_deep or self._depth > self._nesting
        if tag == "table:table":
            self.rows = self.columns = self._row = 0
        elif tag == "table:table-row":
            self._repeat = _number(attrs.get("table:number-rows-repeated")) or 1
            self._column = self._filled_to = 0
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._column += _number(attrs.get("table:number-columns-repeated")) or 1
            if "office:value-type" in attrs:
                self._filled_to = self._column
        elif tag == "text:p":
            self._filled_to = self._column

    def end(self, tag: str) -> None:
        self._depth -= 1
        if tag == "table:table-row":
            self._row += self._repeat
            if self._filled_to:
                self.rows = self._row
                self.columns = max(self.columns, self._filled_to)
                self.largest = max(self.largest, self.cells)

    @property
    def cells(self) -> int:
        return self.rows * self.columns


def _parse(chunks: Iterable[bytes], extent: _Extent, file: str, limits: Limits) -> None:
    """Shows every element to `extent`; document types, and with them entities, are refused."""

    def refuse(*_declaration: object) -> None:
        raise NotATable(file=file)

    parser = expat.ParserCreate()
    parser.StartElementHandler = extent.start
    parser.EndElementHandler = extent.end
    parser.StartDoctypeDeclHandler = refuse
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            if extent.too_deep:
                raise TooLarge(file=file, limit=limits.nesting, what=_(LEVELS))
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Damaged(file=file) from error


def _number(text: str | None) -> int:
    return int(text[:12]) if text and text.isascii() and text.isdigit() else 0
