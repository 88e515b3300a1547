"""Signs papers with a person's certificate, and puts each signed file on record beside the unsigned one."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from flexdesk.documents.certificate import Certificate, issued_by, load_certificate, read_authorities
from flexdesk.documents.signing import Visible, sign
from flexdesk.domain.ops import Change
from flexdesk.domain.periods import Period
from flexdesk.errors import EnvironmentTrouble, reason_of
from flexdesk.exchange.unreadable import FileMissing
from flexdesk.progress import Progress
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.membership import instant
from flexdesk.services.printing import Drawn, writing_files
from flexdesk.services.verifying import KnownBy, PaperState, verify
from flexdesk.store.store import Row
from flexdesk.system.durable import write_durably

# Certificates of certified issuers (PSrE) that the agency gave; a file's name is that of its issuer in print.
AUTHORITIES = "psre"
_SUFFIX = "_TTD"
_KEPT = ("kind", "entities", "template", "chain_head", "period", "number", "content")


@dataclass(frozen=True, slots=True)
class SignedFile:
    """`document` is the kind on file; empty for a paper of which nothing is on file here."""

    source: str
    path: Path
    document: str
    sha256: str
    bytes: int
    added: int


@dataclass(frozen=True, slots=True)
class _Ready:
    source: str
    path: Path
    data: bytes
    before: int
    row: Row | None


class SignService:
    def __init__(self, committer: Committer, reader: FactReader) -> None:
        self._committer = committer
        self._store = committer.store
        self._reader = reader

    def authorities(self) -> dict[str, bytes]:
        """Name in print -> certificate of each issuer in the folder `psre` beside the unit's data."""
        folder = self._store.folder / AUTHORITIES
        if not folder.is_dir():
            return {}
        return {file.stem: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()}

    def certificate(self, file: Path, passphrase: str) -> Certificate:
        """Raises FileMissing, EnvironmentTrouble, and what `load_certificate` raises."""
        data = _read(file)
        return load_certificate(data, passphrase, now=self._committer.clock.now(), file=file.name)

    def authority_of(self, certificate: Certificate) -> str:
        """The certified issuer whose key made the certificate; a name that only says so is not enough."""
        for name, data in self.authorities().items():
            if issued_by(certificate.x509, read_authorities([data])):
                return name
        return ""

    def sign_files(
        self,
        files: Sequence[Path],
        certificate: Certificate,
        *,
        field: str = "",
        out: Path | None = None,
        file_them: bool = True,
        progress: Progress | None = None,
    ) -> list[SignedFile]:
        """Each file signed beside itself, or in `out`, as NAME_TTD.pdf; nothing is written when one refuses.

        Raises FileMissing, EnvironmentTrouble, UnreadablePdf, NoPlaceToSign, SeveralPlaces, AlreadySigned,
        NotSigned.
        """
        ready = []
        for done, file in enumerate(files):
            _tell(progress, done, len(files))
            ready.append(self._ready(_read(file), file, out or file.parent, certificate, field))
        _tell(progress, len(files), len(files))
        return self._keep(ready, certificate) if file_them else list(map(_signed_file, ready))

    def sign_drawn(
        self,
        drawn: Sequence[Drawn],
        period: Period,
        certificate: Certificate,
        out: Path,
        *,
        progress: Progress | None = None,
    ) -> list[SignedFile]:
        """Papers that lie nowhere yet: each goes on file as it was drawn and as it was signed."""
        ready = []
        for done, one in enumerate(drawn):
            _tell(progress, done, len(drawn))
            cells = one.papers[0].cells(period, one.issued.sha256, "")
            row = {name: cells.get(name) for name in _KEPT}
            ready.append(self._signed(one.issued.data, Path(one.name), out, certificate, "", row))
        _tell(progress, len(drawn), len(drawn))
        return self._keep(ready, certificate)

    def _ready(self, data: bytes, file: Path, out: Path, certificate: Certificate, field: str) -> _Ready:
        found = verify(self._store, file)
        known = found.state in (PaperState.CURRENT, PaperState.SUPERSEDED) and found.known_by in (
            KnownBy.BYTES,
            KnownBy.WORDS,
        )
        return self._signed(data, file, out, certificate, field, found.document if known else None)

    def _signed(
        self, data: bytes, file: Path, out: Path, certificate: Certificate, field: str, row: Row | None
    ) -> _Ready:
        now = self._committer.clock.now()
        visible = Visible(
            certificate.name, self._post_of(certificate.name), now, self.authority_of(certificate)
        )
        made = sign(data, certificate, visible, field=field, file=file.name)
        stem = file.stem if file.stem.endswith(_SUFFIX) else file.stem + _SUFFIX
        return _Ready(str(file), out / f"{stem}.pdf", made, len(data), row)

    def _keep(self, ready: Sequence[_Ready], certificate: Certificate) -> list[SignedFile]:
        with writing_files():
            for one in ready:
                one.path.parent.mkdir(parents=True, exist_ok=True)
                write_durably(one.path, one.data, mode=0o644)
        at = instant(self._committer.clock.now())
        ops = tuple(
            self._committer.insert(
                "issued_document",
                {
                    **{name: one.row[name] for name in _KEPT},
                    "sha256": sha256(one.data).hexdigest(),
                    "issued_at": at,
                    "signed_by": f"{certificate.name}, {certificate.issuer}, {certificate.serial}",
                },
            )
            for one in ready
            if one.row is not None
        )
        if ops:
            self._committer.commit(Change("document.issue", ops))
        return [_signed_file(one) for one in ready]

    def _post_of(self, name: str) -> str:
        """The jabatan of whoever of the unit has the certificate's name; empty for anybody else."""
        plain = name.casefold()
        keys = {
            person.key
            for person in self._reader.people()
            if plain in (person.name.casefold(), person.full_name.casefold())
        }
        today = self._committer.clock.today()
        held = [one for one in self._reader.postings() if one.person in keys and one.from_ <= today]
        own = [one for one in held if not one.acting]
        return max(own, key=lambda one: one.from_).jabatan if own else ""


def _signed_file(one: _Ready) -> SignedFile:
    kind = str(one.row["kind"]) if one.row is not None else ""
    size = len(one.data)
    return SignedFile(one.source, one.path, kind, sha256(one.data).hexdigest(), size, size - one.before)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError as error:
        raise FileMissing(file=file.name) from error
    except OSError as error:
        raise EnvironmentTrouble(detail=reason_of(error)) from error


def _tell(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None:
        progress.report(done, total)
