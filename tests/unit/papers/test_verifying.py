"""Whether a paper is the one on file: its bytes, its words with the code, a photograph, a code read aloud."""

import ctypes
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText

from flexdesk.desk.desk import Desk
from flexdesk.documents.preview import page_image
from flexdesk.documents.sealing import seal_in, short_code
from flexdesk.domain.performance import Rating
from flexdesk.errors import CancelledError
from flexdesk.exchange.code_pictures import NoCodeInPicture
from flexdesk.progress import Progress
from flexdesk.services.page_codes import scanned_page
from flexdesk.services.printing import Drawn
from flexdesk.services.verifying import KnownBy, NoSealCode, PaperState, verify, verify_code
from tests.unit.papers.rated import QUARTER, WEEK, rate, rated_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with rated_desk(tmp_path / "unit") as made:
        yield made


def issue(desk: Desk, folder: Path, *kinds: str, people: int = 1) -> list[Path]:
    nips = [person.nip for person in desk.people.roster()[4 : 4 + people]]
    kept = desk.printing.make(kinds or ("evaluation",), QUARTER, nips=nips, out=folder)
    return [file.path for file in kept]


def saved_again(file: Path) -> Path:
    """As a viewer saves it: other bytes, the same words."""
    writer = PdfWriter(clone_from=PdfReader(file))
    writer.compress_identical_objects()
    target = file.with_name("disimpan-lagi.pdf")
    writer.write(target)
    assert target.read_bytes() != file.read_bytes()
    return target


def with_other_words(file: Path, old: str, new: str) -> Path:
    """As an editor of PDF does it: the text of one object is another, everything else stays."""
    document = pdfium.PdfDocument(file)
    changed = 0
    for page in document:
        words = page.get_textpage()
        for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            length = raw.FPDFTextObj_GetText(item.raw, words.raw, None, 0)
            buffer = (ctypes.c_ushort * (length // 2))()
            raw.FPDFTextObj_GetText(item.raw, words.raw, buffer, length)
            if bytes(buffer).decode("utf-16-le").rstrip("\0").strip() == old:
                text = ctypes.create_string_buffer(new.encode("utf-16-le") + b"\0\0")
                assert raw.FPDFText_SetText(item.raw, ctypes.cast(text, ctypes.POINTER(ctypes.c_ushort)))
                changed += 1
        words.close()
        page.gen_content()
        page.close()
    assert changed
    target = file.with_name("ubahan.pdf")
    document.save(target)
    document.close()
    return target


def test_the_bytes_on_file_are_current(desk: Desk, tmp_path: Path) -> None:
    (file,) = issue(desk, tmp_path)
    found = verify(desk.store, file)
    assert (found.state, found.known_by, found.changed_since) == (PaperState.CURRENT, KnownBy.BYTES, ())
    assert found.document is not None
    assert found.document["template"] == "1"


def test_a_file_saved_by_a_viewer_is_known_by_its_words(desk: Desk, tmp_path: Path) -> None:
    (file,) = issue(desk, tmp_path)
    found = verify(desk.store, saved_again(file))
    assert (found.state, found.known_by) == (PaperState.CURRENT, KnownBy.WORDS)


def test_a_rating_written_over_another_is_found(desk: Desk, tmp_path: Path) -> None:
    (file,) = issue(desk, tmp_path)
    said = "".join(page.extract_text() for page in PdfReader(file).pages)
    assert "SESUAI EKSPEKTASI" in said
    altered = with_other_words(file, "SESUAI EKSPEKTASI", "DI ATAS EKSPEKTASI")
    assert "DI ATAS EKSPEKTASI" in "".join(page.extract_text() for page in PdfReader(altered).pages)
    found = verify(desk.store, altered)
    assert (found.state, found.known_by) == (PaperState.ALTERED, KnownBy.NOTHING)
    assert found.document is not None  # which paper it was


def test_a_note_laid_over_the_words_is_found(desk: Desk, tmp_path: Path) -> None:
    (file,) = issue(desk, tmp_path)
    writer = PdfWriter(clone_from=PdfReader(file))
    writer.add_annotation(0, FreeText(text="Di Atas Ekspektasi", rect=(50, 50, 200, 80)))
    covered = tmp_path / "catatan.pdf"
    writer.write(covered)
    assert verify(desk.store, covered).state is PaperState.ALTERED


def test_a_code_of_another_paper_does_not_fit(desk: Desk, tmp_path: Path) -> None:
    """Pages of two papers put together prove neither."""
    first, second = issue(desk, tmp_path, people=2)
    writer = PdfWriter()
    writer.append(first, pages=(0, 1))
    writer.append(second, pages=(1, 2))
    mixed = tmp_path / "campur.pdf"
    writer.write(mixed)
    assert verify(desk.store, mixed).state is PaperState.ALTERED


def test_the_same_question_gives_the_same_bytes_after_it_was_filed(desk: Desk, tmp_path: Path) -> None:
    first = issue(desk, tmp_path / "a", "evaluation", "skp")
    desk.schedule.set_places([], reason="")
    again = issue(desk, tmp_path / "b", "evaluation", "skp")
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in again]
    assert verify(desk.store, first[0]).state is PaperState.CURRENT


def test_the_chain_head_in_the_seal_is_the_one_on_file(desk: Desk, tmp_path: Path) -> None:
    before = desk.store.log.chain(desk.store.device).hex()
    (file,) = issue(desk, tmp_path)
    (row,) = desk.store.select("issued_document")
    assert row["chain_head"] == before
    (text,) = scanned_page(file.read_bytes(), 0, scale=3.0)
    assert text.endswith(before[:8].upper())


def test_another_rating_supersedes_the_paper_and_names_the_change(desk: Desk, tmp_path: Path) -> None:
    (file,) = issue(desk, tmp_path / "a")
    rate(desk, Rating.ABOVE)
    found = verify(desk.store, file)
    assert found.state is PaperState.CURRENT
    assert {(entry.table, entry.field, entry.after) for entry in found.changed_since} >= {
        ("evaluation", "results", "above")
    }
    issue(desk, tmp_path / "b")
    assert verify(desk.store, file).state is PaperState.SUPERSEDED
    assert verify(desk.store, saved_again(file)).state is PaperState.SUPERSEDED


def combined(desk: Desk, folder: Path) -> tuple[Drawn, Path]:
    nips = [person.nip for person in desk.people.roster()[4:7]]
    kinds = ("evaluation", "evaluation-document")
    (drawn,) = desk.printing.draw(kinds, QUARTER, nips=nips, combined=True)
    (kept,) = desk.printing.keep([drawn], QUARTER, folder)
    return drawn, kept.path


def test_each_paper_of_one_file_is_on_record_by_its_own_seal(desk: Desk, tmp_path: Path) -> None:
    drawn, file = combined(desk, tmp_path)
    rows = desk.store.select("issued_document")
    (whole,) = [row for row in rows if not row["part_of"]]
    parts = [row for row in rows if row["part_of"] == whole["key"]]
    assert len(parts) == 6
    assert [row["content"] for row in parts] == [one.content for one in drawn.papers]
    assert verify(desk.store, file).document == whole
    found = verify(desk.store, saved_again(file))
    assert (found.state, found.known_by, found.document) == (PaperState.CURRENT, KnownBy.WORDS, whole)
    nip = parts[2]["entities"]
    taken_out = verify_code(desk.store, short_code(str(parts[2]["content"])))
    assert taken_out.document is not None
    assert (taken_out.document["entities"], taken_out.document["kind"]) == (nip, parts[2]["kind"])


def test_checking_many_papers_can_be_stopped(desk: Desk, tmp_path: Path) -> None:
    _drawn, file = combined(desk, tmp_path)
    stopping = Progress(lambda done, _all: stopping.cancel() if done == 3 else None, every_ms=0)
    with pytest.raises(CancelledError):
        verify(desk.store, saved_again(file), progress=stopping)


def test_pages_taken_out_of_one_file_are_known(desk: Desk, tmp_path: Path) -> None:
    drawn, file = combined(desk, tmp_path)
    pages = [page.extract_text() for page in PdfReader(file).pages]
    last = pages.index(next(text for text in pages if "DOKUMEN EVALUASI" in text))
    writer = PdfWriter()
    writer.append(file, pages=(last, last + 1))
    alone = tmp_path / "satu.pdf"
    writer.write(alone)
    found = verify(desk.store, alone)
    assert (found.state, found.known_by) == (PaperState.CURRENT, KnownBy.WORDS)
    assert found.document is not None
    assert found.document["kind"] == "evaluation-document"
    writer.append(file, pages=(0, 1))
    writer.write(alone)
    assert verify(desk.store, alone).state is PaperState.ALTERED
    assert len(drawn.papers) == 6


def photographed(file: Path, *, turned: float = 4.0) -> Path:
    """A page as a telephone sees it: turned, smaller, grey."""
    seen = page_image(file.read_bytes(), 0, scale=3.0)
    sheet = Image.frombytes("RGB", (seen.width, seen.height), seen.rgb).convert("L")
    target = file.with_suffix(".jpg")
    sheet.rotate(turned, expand=True, fillcolor=200).save(target, quality=70)
    return target


def test_a_photograph_says_which_version_it_is(desk: Desk, tmp_path: Path) -> None:
    (file,) = issue(desk, tmp_path)
    photograph = photographed(file)
    found = verify(desk.store, photograph)
    assert (found.state, found.known_by) == (PaperState.CURRENT, KnownBy.CODE)
    rate(desk, Rating.BELOW)
    assert verify(desk.store, photograph).changed_since
    issue(desk, tmp_path / "b")
    assert verify(desk.store, photograph).state is PaperState.SUPERSEDED


def test_a_scan_kept_as_pdf_is_read_like_a_photograph(desk: Desk, tmp_path: Path) -> None:
    (file,) = issue(desk, tmp_path)
    scan = tmp_path / "pindaian.pdf"
    Image.open(photographed(file, turned=0)).save(scan)
    assert verify(desk.store, scan).known_by is KnownBy.CODE


def test_a_code_copied_by_hand_finds_the_paper(desk: Desk, tmp_path: Path) -> None:
    (file,) = issue(desk, tmp_path)
    (row,) = desk.store.select("issued_document")
    code = short_code(str(row["content"]))
    for text in (code, code.lower(), f"Sidik {code}", code.replace("-", " ")):
        assert verify_code(desk.store, text).document == row
    (text,) = scanned_page(file.read_bytes(), 0, scale=3.0)
    assert verify_code(desk.store, text).document == row
    assert verify_code(desk.store, "ZZZZZ-ZZZZZ").state is PaperState.UNKNOWN
    with pytest.raises(NoSealCode):
        verify_code(desk.store, "bukan kode")


def test_an_intact_paper_of_another_unit_is_unknown_and_not_called_altered(
    desk: Desk, tmp_path: Path
) -> None:
    (file,) = issue(desk, tmp_path)
    with rated_desk(tmp_path / "lain") as other:
        assert verify(other.store, file).state is PaperState.UNKNOWN
        altered = with_other_words(file, "SESUAI EKSPEKTASI", "DI ATAS EKSPEKTASI")
        assert verify(other.store, altered).state is PaperState.ALTERED


def test_the_seal_names_nobody(desk: Desk, tmp_path: Path) -> None:
    (file,) = issue(desk, tmp_path)
    (text,) = scanned_page(file.read_bytes(), 0, scale=3.0)
    person = desk.people.roster()[4]
    assert seal_in(text) is not None
    assert person.nip not in text
    assert person.name.split()[0] not in text


def test_the_sheet_on_the_wall_keeps_its_own_code(desk: Desk, tmp_path: Path) -> None:
    (kept,) = desk.printing.make(["schedule"], WEEK, out=tmp_path)
    assert not [t for t in scanned_page(kept.path.read_bytes(), 0, scale=3.0) if "FD2" in t]
    assert verify(desk.store, kept.path).state is PaperState.CURRENT


def test_pictures_without_a_code_are_refused(desk: Desk, tmp_path: Path) -> None:
    picture = tmp_path / "kosong.png"
    Image.new("L", (300, 300), 255).save(picture)
    with pytest.raises(NoCodeInPicture):
        verify(desk.store, picture)


@pytest.mark.parametrize("data", [b"", b"bukan pdf", b"%PDF-1.7\n%%EOF\n", b"%PDF-1.4\n/Producer (FlexDesk)"])
def test_any_file_gets_an_answer(desk: Desk, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "apa.pdf"
    file.write_bytes(data)
    wanted = PaperState.ALTERED if b"FlexDesk" in data else PaperState.UNKNOWN
    assert verify(desk.store, file).state is wanted
