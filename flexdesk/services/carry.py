"""The carry file: what exists on this laptop only, written by itself and read back before it counts.

It lies in the outbox of the data folder and, where one was chosen, in a second folder such as a stick.
Whoever finds it sees a name, a size and a date; the unit's laptops, the server and the agency's recovery
key open it.
"""

import contextlib
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flexdesk import __version__
from flexdesk.errors import EnvironmentTrouble, FlexDeskError, reason_of
from flexdesk.i18n import N_
from flexdesk.services import carried, recipients
from flexdesk.services.carried import CarryFacts, carry_facts
from flexdesk.services.commits import Committer
from flexdesk.services.exchange import Exchange
from flexdesk.services.membership import Membership, instant
from flexdesk.store.carriers import Carriers
from flexdesk.sync.bundle import SUFFIX, read_bundle, write_bundle
from flexdesk.sync.bundle_header import Addressee, BundleHeader, prerequisites
from flexdesk.sync.faults import BundleFault, BundleNotWritten
from flexdesk.sync.wire import decode_batch, read_header
from flexdesk.system.durable import write_durably

OUTBOX = "outbox"
EVERY = timedelta(hours=20)  # once a working day, also for somebody who comes earlier tomorrow
KEEP = 5
NUMBER = 0  # of a carry file; the sender's bundles count from 1
_STAMP = "%Y%m%dT%H%M%SZ"


class CarryUnfit(EnvironmentTrouble):
    code = "carry.unfit"
    ticket = "FD-BWN-01"
    text = N_("The carry file {name} does not read back as it was written.")
    safe = N_(
        "It was taken away again; the carry files from before are still there, and your data is untouched."
    )
    next = N_("Check the disk or use another stick, then try again.")


class CarryFolderGone(EnvironmentTrouble):
    code = "carry.folder_gone"
    ticket = "FD-BWN-02"
    text = N_("The folder for carry files, {folder}, is not there.")
    safe = N_("The carry file is on this laptop; nothing else was changed.")
    next = N_("Plug the stick in, or choose another folder under Kirim.")


@dataclass(frozen=True, slots=True)
class CarryFile:
    """A carry file that was read back. `outside` is its twin in the second folder, or `trouble` says why not.

    `covers` is the highest own change in it.
    """

    path: Path
    outside: Path | None
    header: BundleHeader
    covers: int
    bytes: int
    trouble: str


class CarryService:
    def __init__(
        self, committer: Committer, membership: Membership, exchange: Exchange, carriers: Carriers
    ) -> None:
        self._committer = committer
        self._store = committer.store
        self._membership = membership
        self._exchange = exchange
        self._carriers = carriers

    @property
    def outbox(self) -> Path:
        return self._store.folder / OUTBOX

    def facts(self) -> CarryFacts:
        return carry_facts(self._store, self._carriers)

    def set_folder(self, folder: Path | None) -> None:
        """Where every carry file lies a second time; None for nowhere. Raises CarryFolderGone."""
        if folder is not None and not folder.is_dir():
            raise CarryFolderGone(folder=str(folder))
        with self._store.writing():
            self._store.set_setting(carried.FOLDER, str(folder.absolute()) if folder is not None else "")
            self._store.set_setting(carried.OUTSIDE_SEQ, "0")
            for name in (carried.OUTSIDE_AT, carried.TROUBLE):
                self._store.set_setting(name, "")

    # -- writing

    def is_due(self, now: datetime) -> bool:
        """Once a day while there is something to carry, and as soon as the chosen stick is there again."""
        if not self._membership.is_vouched_for:
            return False
        facts = self.facts()
        if facts.uncarried and (facts.carried_at is None or abs(now - facts.carried_at) >= EVERY):
            return True
        return bool(facts.exposed and facts.trouble and Path(facts.folder).is_dir())

    def is_wanted_at_closing(self) -> bool:
        """Whether the program ends with edits that no carry file holds."""
        return self._membership.is_vouched_for and self.facts().uncarried > 0

    def write(self) -> CarryFile:
        """A new carry file; it counts only after it was opened again and compared.

        Trouble with the second folder is noted and told, and does not undo the first file. Raises IsACopy,
        NotEnrolled, CarryUnfit, BundleNotWritten.
        """
        self._membership.refuse_unvouched()
        blobs = self._exchange.batches(self._exchange.known_of_server())
        now = self._committer.clock.now()
        path = self._made_folder() / self._name(now)
        header = self._written(path, blobs, now)
        covers = max((part.last for part in header.contents if part.device == self._store.device), default=0)
        outside, trouble = self._twin(path, header, blobs)
        with self._store.writing():
            self._note(carried.AT, carried.SEQ, covers, now)
            if outside is not None:
                self._note(carried.OUTSIDE_AT, carried.OUTSIDE_SEQ, covers, now)
            self._store.set_setting(carried.TROUBLE, trouble)
        for folder in {path.parent, *([outside.parent] if outside is not None else [])}:
            self._thin(folder, path.name)
        return CarryFile(path, outside, header, covers, path.stat().st_size, trouble)

    def _note(self, at: str, seq: str, covers: int, now: datetime) -> None:
        self._store.set_setting(at, instant(now))
        self._store.set_setting(seq, str(max(covers, self._carriers.received())))

    def _made_folder(self) -> Path:
        try:
            self.outbox.mkdir(exist_ok=True)
        except OSError as error:
            raise BundleNotWritten(name=OUTBOX, detail=reason_of(error)) from error
        return self.outbox

    def _written(self, path: Path, blobs: list[bytes], now: datetime) -> BundleHeader:
        header = write_bundle(
            path,
            unit=self._membership.log_id,
            signer=self._membership.keys.signing,
            number=NUMBER,
            recipients=recipients.everybody(self._store, self._membership, self._carriers),
            batches=blobs,
            prerequisites=prerequisites(
                [
                    decode_batch(blob, public_key=self._key_of(blob), issuers=self._membership.issuers())
                    for blob in blobs
                ]
            ),
            addressee=Addressee.UNIT,
            created=now,
            app=__version__,
            certificates=list(self._carriers.certificates().values()),
            entries=self._carriers.entries(),
        )
        self._check(path, header, blobs)
        return header

    def _key_of(self, blob: bytes) -> bytes:
        certificate = self._membership.certificate_of(read_header(blob).device)
        assert certificate is not None
        return certificate.sign_key

    def _twin(self, path: Path, header: BundleHeader, blobs: list[bytes]) -> tuple[Path | None, str]:
        """The same file in the second folder, or why it is not there."""
        chosen = self._store.setting(carried.FOLDER)
        if not chosen:
            return None, ""
        twin = Path(chosen) / path.name
        try:
            if not twin.parent.is_dir():
                raise CarryFolderGone(folder=chosen)
            _copied(path, twin)
            self._check(twin, header, blobs)
        except FlexDeskError as error:
            return None, error.message
        return twin, ""

    def _check(self, path: Path, header: BundleHeader, blobs: list[bytes]) -> None:
        """Open it as a receiver would, from the disk. Raises CarryUnfit, and then the file is gone."""
        if not self._holds(path, header, blobs):
            with contextlib.suppress(OSError):
                path.unlink()
            raise CarryUnfit(name=path.name)

    def _holds(self, path: Path, header: BundleHeader, blobs: list[bytes]) -> bool:
        known = {
            device: certificate.sign_key
            for device in self._carriers.certificates()
            if (certificate := self._membership.certificate_of(device)) is not None
        }
        try:
            found = read_bundle(
                path,
                self._membership.keys.receiving,
                unit=self._membership.log_id,
                issuers=self._membership.issuers(),
                known=known,
            )
        except (BundleFault, EnvironmentTrouble):
            return False
        return found.header == header and [batch.blob for batch in found.batches] == blobs

    # -- the files that are kept

    def _name(self, now: datetime) -> str:
        """Says nothing of the unit or of whose laptop it is; files of one laptop go together by the tag."""
        tag = hashlib.sha256(b"flexdesk carry " + self._store.device.encode()).hexdigest()[:8]
        return f"bawaan-{tag}-{now.astimezone(UTC).strftime(_STAMP)}{SUFFIX}"

    def files(self, folder: Path | None = None) -> list[Path]:
        """This laptop's carry files, newest first."""
        prefix = self._name(self._committer.clock.now()).rpartition("-")[0]
        return sorted((folder or self.outbox).glob(f"{prefix}-*{SUFFIX}"), reverse=True)

    def _thin(self, folder: Path, newest: str) -> None:
        """Drop all but a few; the one that was just read back stays, whatever the clock says of others."""
        others = [path for path in self.files(folder) if path.name != newest]
        halves = [path for path in folder.glob(f".bawaan-*{SUFFIX}.*.part") if newest[:15] in path.name]
        for path in (*others[KEEP - 1 :], *halves):
            with contextlib.suppress(OSError):  # a stick that goes now keeps one file more
                path.unlink()


def _copied(source: Path, target: Path) -> None:
    try:
        write_durably(target, source.read_bytes(), mode=0o644)
    except OSError as error:
        raise BundleNotWritten(name=target.name, detail=reason_of(error)) from error
