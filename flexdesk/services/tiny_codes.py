"""A few changes as codes: made for one reader, saved as pictures, a page or text, and taken in from text."""

from dataclasses import dataclass
from pathlib import Path

from flexdesk.documents import Issued, draw
from flexdesk.documents.code_page import CodePage
from flexdesk.documents.paper import Paper
from flexdesk.errors import EnvironmentTrouble, FlexDeskError, NotFound, reason_of
from flexdesk.exchange.code_pictures import is_picture, scanned
from flexdesk.i18n import N_, _
from flexdesk.services import recipients
from flexdesk.services.commits import Committer
from flexdesk.services.exchange import Exchange, Taken
from flexdesk.services.membership import Membership, instant
from flexdesk.services.week_codes import picture
from flexdesk.store.carriers import Carriers
from flexdesk.sync import tiny
from flexdesk.sync.bundle_header import Range, prerequisites, ranges
from flexdesk.sync.faults import BundleOfOtherUnit
from flexdesk.sync.tiny import TinyFault, TooMuchForCodes
from flexdesk.sync.wire import decode_batch, read_header
from flexdesk.system.durable import write_durably

MOST_BYTES = 32 << 20  # of a photograph
LIMIT = tiny.PART_BYTES * tiny.MOST_PARTS


class NothingForCodes(FlexDeskError):
    code = "tiny.nothing"
    ticket = "FD-KOD-07"
    text = N_("There is no change that this reader lacks.")
    next = N_("Codes are needed only when something new was written here.")


class CodesNotWritten(EnvironmentTrouble):
    code = "tiny.not_written"
    ticket = "FD-KOD-08"
    text = N_("The codes could not be written to {name}: {detail}.")
    safe = N_("All your changes are on this laptop.")
    next = N_("Choose another place for the file, or try again.")


@dataclass(frozen=True, slots=True)
class Coded:
    """Own changes as codes; `bytes` of the sealed message, `number` as of a bundle."""

    number: int
    to: str
    texts: tuple[str, ...]
    contents: tuple[Range, ...]
    prerequisites: dict[str, int]
    bytes: int

    @property
    def changes(self) -> int:
        return sum(part.last - part.first + 1 for part in self.contents)


class TinyCodes:
    def __init__(
        self, committer: Committer, membership: Membership, exchange: Exchange, carriers: Carriers
    ) -> None:
        self._committer = committer
        self._store = committer.store
        self._membership = membership
        self._exchange = exchange
        self._carriers = carriers

    # -- out

    def make(self, to: str = "server") -> Coded:
        """Own changes that the server or one laptop lacks, as far as this device can know.

        Raises IsACopy, NotEnrolled, NotFound, NothingForCodes, TooMuchForCodes.
        """
        self._membership.refuse_unvouched()
        recipient, beyond = self._reader(to)
        own = self._store.device
        self._exchange.batch_up()
        blobs = self._carriers.batches_of(own, beyond)
        if not blobs:
            raise NothingForCodes()
        key = self._membership.keys.signing.public
        batches = [decode_batch(blob, public_key=key) for blob in blobs]
        contents = ranges(batches)
        if tiny.size_of(blobs) > LIMIT:
            changes = sum(part.last - part.first + 1 for part in contents)
            raise TooMuchForCodes(changes=changes, bytes=tiny.size_of(blobs), most=LIMIT)
        sealed = tiny.seal(blobs, recipient)
        made = Coded(
            self._carriers.next_number(),
            to,
            tiny.codes(sealed),
            contents,
            prerequisites(batches),
            len(sealed),
        )
        self._carriers.record(
            "bundle",
            target=to,
            path="",
            made_at=instant(self._committer.clock.now()),
            span=(contents[0].first, contents[-1].last),
            size=made.bytes,
            handed_at="",
        )
        return made

    def _reader(self, to: str) -> tuple[str, int]:
        """Age recipient, and the highest own change that the reader has."""
        if to == "server":
            return self._membership.enrolled().receive, self._carriers.received()
        others = recipients.laptops(self._store, self._membership, self._carriers)
        if to not in others:
            raise NotFound(what=_("Device"), key=to)
        return others[to], self._store.log.seen_by(to).get(self._store.device, 0)

    def save(self, coded: Coded, path: Path, paper: Paper = Paper.A4) -> list[Path]:
        """As pictures (.png, several are numbered), a page (.pdf) or text. Raises CodesNotWritten."""
        kind = path.suffix.lower()
        if kind == ".pdf":
            files = {path: self.printed(coded, paper).data}
        elif kind == ".png":
            files = {_numbered(path, at, coded): picture(text) for at, text in enumerate(coded.texts, 1)}
        else:
            files = {path: ("\n".join(coded.texts) + "\n").encode()}
        for file, data in files.items():
            try:
                write_durably(file, data, mode=0o644)
            except OSError as error:
                raise CodesNotWritten(name=file.name, detail=reason_of(error)) from error
        return list(files)

    def printed(self, coded: Coded, paper: Paper = Paper.A4) -> Issued:
        """The page of codes, to be shown and printed."""
        return draw(self._page(coded, paper))

    def _page(self, coded: Coded, paper: Paper) -> CodePage:
        return CodePage(
            texts=coded.texts,
            number=coded.number,
            changes=coded.changes,
            made=self._committer.clock.today(),
            for_server=coded.to == "server",
            paper=paper,
        )

    # -- in

    def take(self, text: str) -> Taken:
        """Merge what the codes in a text say; the second time changes nothing.

        Raises TinyFault, BundleOfOtherUnit, WireFault; nothing was applied then.
        """
        identity = self._membership.keys.receiving
        blobs = [blob for sealed in tiny.messages(text) for blob in tiny.unseal(sealed, identity)]
        if any(read_header(blob).unit != self._membership.log_id for blob in blobs):
            raise BundleOfOtherUnit(name=tiny.MARK)
        return self._exchange.take(blobs)


def text_in(data: bytes, name: str) -> str:
    """The text of a file, or of the codes in a picture. Raises TinyFault, PictureUnreadable."""
    if is_picture(data):
        return "\n".join(scanned(data, name))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TinyFault() from error


def _numbered(path: Path, at: int, coded: Coded) -> Path:
    count = len(coded.texts)
    return path if count == 1 else path.with_name(f"{path.stem}-{at}-dari-{count}{path.suffix}")
