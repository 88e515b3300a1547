"""Certified signatures: set offline into the free place, judged by pyHanko, poppler and OpenSSL."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from flexdesk.desk.desk import Desk
from flexdesk.documents.certificate import (
    CertificateNotForSigning,
    CertificateOutOfDate,
    KeyNotSupported,
    NoCertificateFile,
    WrongCertificatePassphrase,
    load_certificate,
)
from flexdesk.documents.parties import SigningMode
from flexdesk.documents.preview import page_count
from flexdesk.documents.signatures import signatures_in
from flexdesk.documents.signing import AlreadySigned, NoPlaceToSign, SeveralPlaces, Visible, appearance
from flexdesk.domain.performance import Rating
from flexdesk.errors import CancelledError
from flexdesk.progress import Progress
from flexdesk.services.signing import AUTHORITIES
from flexdesk.services.verifying import KnownBy, PaperState, verify
from tests.helpers.certificates import PASSPHRASE, issuer, pkcs12
from tests.unit.papers.rated import QUARTER, WEEK, rate, rated_desk

NOW = datetime(2026, 11, 22, 6, 45, tzinfo=UTC)
FOOTER = "Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik"

needs_pdfsig = pytest.mark.skipif(shutil.which("pdfsig") is None, reason="pdfsig of poppler-utils is missing")
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is missing")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with rated_desk(tmp_path / "unit") as made:
        yield made


def person_file(folder: Path, name: str = "Siti Contoh", kind: str = "ec") -> Path:
    file = folder / f"{name}.p12"
    file.write_bytes(pkcs12(name, kind=kind))
    return file


def paper(
    desk: Desk, folder: Path, kind: str = "evaluation-document", mode: SigningMode = SigningMode.CERTIFIED
) -> Path:
    nips = [desk.people.roster()[4].nip]
    period = WEEK if kind == "assignment-letter" else QUARTER
    (drawn,) = desk.printing.draw([kind], period, nips=nips, signing=mode)
    (kept,) = desk.printing.keep([drawn], QUARTER, folder)
    return kept.path


def signed(desk: Desk, file: Path, certificate: Path, field: str = "") -> Path:
    opened = desk.signing.certificate(certificate, PASSPHRASE)
    (made,) = desk.signing.sign_files([file], opened, field=field)
    return made.path


# -- certificates


def opened(data: bytes, passphrase: str = PASSPHRASE) -> str:
    return load_certificate(data, passphrase, now=NOW, file="siti.p12").name


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_certificates_with_usual_keys_are_opened(kind: str) -> None:
    assert opened(pkcs12(kind=kind)) == "Siti Contoh"


def test_certificates_that_cannot_sign_say_why() -> None:
    with pytest.raises(WrongCertificatePassphrase) as wrong:
        opened(pkcs12(), "salah")
    assert "siti.p12" in wrong.value.message
    with pytest.raises(CertificateOutOfDate) as late:
        opened(pkcs12(last=datetime(2026, 11, 22, tzinfo=UTC)))
    assert "2020-01-01" in late.value.message
    assert "2026-11-22" in late.value.message
    with pytest.raises(CertificateNotForSigning):
        opened(pkcs12(signs=False))
    for kind in ("rsa-1024", "ed25519"):
        with pytest.raises(KeyNotSupported):
            opened(pkcs12(kind=kind))
    for data in (b"", b"bukan sertifikat", issuer().pem):
        with pytest.raises(NoCertificateFile):
            opened(data)


def test_nothing_of_the_passphrase_shows_in_words() -> None:
    made = load_certificate(pkcs12(), PASSPHRASE, now=NOW)
    assert PASSPHRASE not in repr(made) + str(made)


# -- signing


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_signed_paper_begins_with_the_paper(desk: Desk, tmp_path: Path, kind: str) -> None:
    file = paper(desk, tmp_path)
    made = signed(desk, file, person_file(tmp_path, kind=kind))
    assert made.name == f"{file.stem}_TTD.pdf"
    assert made.read_bytes().startswith(file.read_bytes())
    assert page_count(made.read_bytes()) == page_count(file.read_bytes())
    (found,) = signatures_in(made.read_bytes(), [issuer().pem])
    assert (found.field, found.signer, found.issuer) == ("ttd_penilai", "Siti Contoh", "Penerbit Contoh")
    assert (found.intact, found.trusted) == (True, True)
    assert signatures_in(made.read_bytes())[0].trusted is False


def test_signatures_follow_one_another_and_all_stay_valid(desk: Desk, tmp_path: Path) -> None:
    file = paper(desk, tmp_path)
    first = signed(desk, file, person_file(tmp_path))
    second = signed(desk, first, person_file(tmp_path, "Budi Contoh", "rsa"))
    assert second == first  # the file that carries both
    found = signatures_in(second.read_bytes())
    assert [(one.field, one.signer, one.intact) for one in found] == [
        ("ttd_penilai", "Siti Contoh", True),
        ("ttd_pegawai", "Budi Contoh", True),
    ]
    with pytest.raises(AlreadySigned):
        signed(desk, second, person_file(tmp_path), field="penilai")
    with pytest.raises(AlreadySigned):
        signed(desk, second, person_file(tmp_path))


def test_a_letter_is_signed_under_its_annex_too(desk: Desk, tmp_path: Path) -> None:
    made = signed(desk, paper(desk, tmp_path, "assignment-letter"), person_file(tmp_path))
    assert [one.field for one in signatures_in(made.read_bytes())] == ["ttd_pejabat", "ttd_pejabat_2"]
    assert all(one.intact for one in signatures_in(made.read_bytes()))


def test_papers_without_place_or_with_many_are_refused(desk: Desk, tmp_path: Path) -> None:
    certificate = person_file(tmp_path)
    with pytest.raises(NoPlaceToSign):
        signed(desk, paper(desk, tmp_path, mode=SigningMode.WET), certificate)
    file = paper(desk, tmp_path)
    with pytest.raises(NoPlaceToSign):
        signed(desk, file, certificate, field="kepala")
    nips = [person.nip for person in desk.people.roster()[4:9]]
    (drawn,) = desk.printing.draw(
        ["evaluation"], QUARTER, nips=nips, combined=True, signing=SigningMode.CERTIFIED
    )
    (kept,) = desk.printing.keep([drawn], QUARTER, tmp_path)
    with pytest.raises(SeveralPlaces):
        signed(desk, kept.path, certificate)
    assert not list(tmp_path.glob("*_TTD.pdf"))


# -- what is on file


def test_the_signed_file_is_on_record_with_its_signer(desk: Desk, tmp_path: Path) -> None:
    file = paper(desk, tmp_path)
    made = signed(desk, file, person_file(tmp_path))
    found = verify(desk.store, made, [issuer().pem])
    assert (found.state, found.known_by) == (PaperState.CURRENT, KnownBy.BYTES)
    assert found.document is not None
    assert str(found.document["signed_by"]).startswith("Siti Contoh, Penerbit Contoh, ")
    assert found.signatures[0].trusted
    assert verify(desk.store, file).state is PaperState.CURRENT  # the same paper, not a newer one


def test_a_paper_signed_by_another_program_is_known_by_its_words(desk: Desk, tmp_path: Path) -> None:
    file = paper(desk, tmp_path)
    opened = desk.signing.certificate(person_file(tmp_path), PASSPHRASE)
    desk.signing.sign_files([file], opened, out=tmp_path / "luar", file_them=False)
    (elsewhere,) = (tmp_path / "luar").iterdir() if (tmp_path / "luar").exists() else (None,)
    assert elsewhere is None  # a trial writes nothing
    from flexdesk.documents.signing import sign

    foreign = tmp_path / "luar.pdf"
    foreign.write_bytes(sign(file.read_bytes(), opened, Visible("Siti Contoh", "", NOW)))
    found = verify(desk.store, foreign)
    assert (found.state, found.known_by) == (PaperState.CURRENT, KnownBy.WORDS)
    assert found.signatures[0].intact


def test_a_paper_that_is_not_on_file_is_signed_and_not_filed(desk: Desk, tmp_path: Path) -> None:
    file = paper(desk, tmp_path)
    with rated_desk(tmp_path / "lain") as other:
        opened = other.signing.certificate(person_file(tmp_path), PASSPHRASE)
        (made,) = other.signing.sign_files([file], opened)
        assert made.document == ""
        assert other.store.select("issued_document") == []
        assert signatures_in(made.path.read_bytes())[0].intact


def test_a_newer_rating_supersedes_the_signed_paper(desk: Desk, tmp_path: Path) -> None:
    made = signed(desk, paper(desk, tmp_path), person_file(tmp_path))
    rate(desk, Rating.ABOVE)  # the predicate stays, and so does what this paper says
    paper(desk, tmp_path / "sama")
    assert verify(desk.store, made).state is PaperState.CURRENT
    rate(desk, Rating.BELOW)
    paper(desk, tmp_path / "baru")
    assert verify(desk.store, made).state is PaperState.SUPERSEDED


def test_many_files_tell_how_far_they_are_and_stop(desk: Desk, tmp_path: Path) -> None:
    nips = [person.nip for person in desk.people.roster()[4:8]]
    drawn = desk.printing.draw(["evaluation-document"], QUARTER, nips=nips, signing=SigningMode.CERTIFIED)
    files = [one.path for one in desk.printing.keep(drawn, QUARTER, tmp_path / "a")]
    opened = desk.signing.certificate(person_file(tmp_path), PASSPHRASE)
    told: list[tuple[int, int]] = []
    made = desk.signing.sign_files(
        files, opened, progress=Progress(lambda done, all_: told.append((done, all_)), every_ms=0)
    )
    assert told == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    assert len(made) == 4
    stopping = Progress(lambda done, _all: stopping.cancel() if done == 2 else None, every_ms=0)
    with pytest.raises(CancelledError):
        desk.signing.sign_files(files, opened, out=tmp_path / "b", progress=stopping)
    assert not (tmp_path / "b").exists()


# -- what the place shows


def shown(visible: Visible) -> str:
    return " ".join(PdfReader(BytesIO(appearance(visible))).pages[0].extract_text().split())


def test_the_place_names_who_signed_and_when() -> None:
    text = shown(Visible("Siti Contoh", "Camat Tirtawening", datetime(2026, 11, 22, 13, 45, tzinfo=UTC)))
    assert "Siti Contoh" in text
    assert "Camat Tirtawening" in text
    assert "22 November 2026, pukul 13.45" in text
    assert "sertifikat" not in text
    assert FOOTER in shown(Visible("Siti Contoh", "", NOW, "BSrE"))


def test_the_certified_footer_comes_with_a_known_issuer_only(desk: Desk, tmp_path: Path) -> None:
    certificate = desk.signing.certificate(person_file(tmp_path), PASSPHRASE)
    assert desk.signing.authority_of(certificate) == ""
    folder = desk.store.folder / AUTHORITIES
    folder.mkdir()
    (folder / "catatan.txt").write_text("bukan sertifikat")
    (folder / "Palsu.pem").write_bytes(_named_alike().pem)
    assert desk.signing.authority_of(certificate) == ""  # the same name, another key
    (folder / "BSrE.pem").write_bytes(issuer().pem)
    assert desk.signing.authority_of(certificate) == "BSrE"


def _named_alike():
    from tests.helpers import certificates

    return certificates.issuer.__wrapped__("Penerbit Contoh")


def test_the_signer_gets_the_jabatan_of_the_roster(desk: Desk) -> None:
    head = desk.people.roster()[0]
    assert desk.signing._post_of(head.name.upper()) == "Camat"
    assert desk.signing._post_of("Siti Contoh") == ""


# -- judged by others


@needs_pdfsig
def test_poppler_finds_every_signature_valid_and_a_changed_byte(desk: Desk, tmp_path: Path) -> None:
    made = signed(desk, paper(desk, tmp_path), person_file(tmp_path, kind="rsa"))
    made = signed(desk, made, person_file(tmp_path, "Budi Contoh"))
    told = pdfsig(made)
    assert told.count("Signature is Valid.") == 2
    assert told.count("ETSI.CAdES.detached") == 2
    assert "Total document signed" in told
    broken = tampered(made)
    assert pdfsig(broken).count("Signature is Valid.") == 0
    assert [one.intact for one in signatures_in(broken.read_bytes())] == [False, False]
    assert verify(desk.store, broken).state is not PaperState.CURRENT


@needs_openssl
@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_openssl_verifies_the_signature_against_the_issuer(desk: Desk, tmp_path: Path, kind: str) -> None:
    made = signed(desk, paper(desk, tmp_path), person_file(tmp_path, kind=kind))
    assert openssl(made, tmp_path, issuer().pem) == 0
    assert openssl(made, tmp_path, issuer("Penerbit Lain").pem) != 0
    assert openssl(tampered(made), tmp_path, issuer().pem) != 0


def test_words_added_behind_the_signature_are_found(desk: Desk, tmp_path: Path) -> None:
    made = signed(desk, paper(desk, tmp_path), person_file(tmp_path))
    writer = PdfWriter(made, incremental=True)
    writer.pages[0].merge_page(PdfReader(paper(desk, tmp_path / "x", "evaluation")).pages[0])
    added = tmp_path / "tambah.pdf"
    writer.write(added)
    assert added.read_bytes().startswith(made.read_bytes()[:5000])
    (found,) = signatures_in(added.read_bytes())
    assert not found.intact
    assert verify(desk.store, added).state is PaperState.ALTERED


def pdfsig(file: Path) -> str:
    done = subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=False)
    return done.stdout


def tampered(file: Path) -> Path:
    data = file.read_bytes()
    at = data.index(b"/Title")
    target = file.with_name("rusak.pdf")
    target.write_bytes(data[: at + 9] + bytes([data[at + 9] ^ 1]) + data[at + 10 :])
    return target


def openssl(file: Path, folder: Path, root: bytes) -> int:
    """The detached CMS with the bytes it covers, as the standard has them."""
    data = file.read_bytes()
    found = re.search(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)", data)
    assert found is not None
    start, length, later, rest = map(int, found.groups())
    (folder / "isi").write_bytes(data[start : start + length] + data[later : later + rest])
    held = data[start + length : later].strip(b"<>")
    (folder / "cms").write_bytes(bytes.fromhex(held.decode()))
    (folder / "akar.pem").write_bytes(root)
    line = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", str(folder / "cms")]
    line += ["-content", str(folder / "isi"), "-CAfile", str(folder / "akar.pem"), "-purpose", "any"]
    done = subprocess.run([*line, "-out", str(folder / "keluar")], capture_output=True, check=False)
    return done.returncode
