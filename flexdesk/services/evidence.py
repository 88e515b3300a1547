"""Files as evidence on an output: each content is kept once on this laptop, its name on every laptop."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from flexdesk.domain.ops import Change, Op
from flexdesk.domain.outputs import NO_EVIDENCE_WORDS
from flexdesk.domain.schema import split_key
from flexdesk.errors import FlexDeskError, NotFound
from flexdesk.exchange.evidence_files import MOST_FILES, Evidence, TooManyFiles, read_evidence
from flexdesk.i18n import N_, _
from flexdesk.progress import Progress
from flexdesk.services.commits import Committer
from flexdesk.services.sharing import SharedFile
from flexdesk.store import evidence as contents
from flexdesk.store.store import Row


class ContentElsewhere(FlexDeskError):
    """The row came from another laptop; contents do not travel with the log."""

    code = "evidence.elsewhere"
    ticket = "FD-TIN-37"
    text = N_("“{name}” is not on this laptop yet.")
    safe = N_("It is kept on the laptop that attached it.")
    next = N_("Ask for the file, and attach it here once more; it is then known again.")


@dataclass(frozen=True, slots=True)
class Attached:
    """One file on an output. `here`: its content is on this laptop."""

    key: str
    sha256: str
    name: str
    media: str
    bytes: int
    original_bytes: int
    added_on: str
    here: bool

    @property
    def is_picture(self) -> bool:
        return self.media.startswith("image/")


class EvidenceService:
    def __init__(self, committer: Committer) -> None:
        self._committer = committer
        self._store = committer.store

    def attach(self, output: str, files: Sequence[Path], progress: Progress | None = None) -> Change | None:
        """Raises NotFound, TooManyFiles, MonthClosed and what reading a file raises; then nothing is kept."""
        self._output(output)
        return self.keep(output, self.read(files, progress))

    def read(self, files: Sequence[Path], progress: Progress | None = None) -> list[Evidence]:
        """Make files ready without keeping anything; the slow part."""
        if len(files) > MOST_FILES:
            raise TooManyFiles(count=len(files), limit=MOST_FILES)
        found = []
        for number, file in enumerate(files):
            if progress is not None:
                progress.report(number, len(files))
            found.append(read_evidence(file))
        return found

    def keep(self, output: str, files: Sequence[Evidence]) -> Change | None:
        """Keep what was read as one change; a report that named no evidence names these."""
        row = self._output(output)
        ops: list[Op] = []
        for file in files:
            key = f"{row['key']}|{contents.put(self._store, file.content)}"
            cells = {
                "name": file.name,
                "media": file.media,
                "bytes": len(file.content),
                "original_bytes": file.original_bytes,
                "added_on": self._committer.clock.today(),
            }
            if self._store.get("evidence", key) is None and all(op.row != key for op in ops):
                ops.append(self._committer.upsert("evidence", key, cells))
        if ops and str(row["evidence"] or "").strip().casefold() in NO_EVIDENCE_WORDS:
            names = ", ".join(dict.fromkeys(file.name for file in files))
            ops.append(self._committer.update("output", row, {"evidence": names}))
        return self._committer.commit(Change("evidence.attach", tuple(ops))) if ops else None

    def detach(self, key: str) -> Change | None:
        """Take one file from its output; the content stays, so that the step can be undone."""
        return self._committer.commit(Change("evidence.detach", (self._committer.delete("evidence", key),)))

    def of(self, output: str) -> list[Attached]:
        """The files of one output, in the order of their names."""
        person, day, hashed = split_key(output)
        return self._attached(self._store.select("evidence", person=person, day=day, hash=hashed))

    def _attached(self, rows: Sequence[Row]) -> list[Attached]:
        here = contents.held(self._store, [str(row["sha256"]) for row in rows])
        found = [
            Attached(
                str(row["key"]),
                str(row["sha256"]),
                str(row["name"] or ""),
                str(row["media"] or ""),
                int(row["bytes"] or 0),
                int(row["original_bytes"] or 0),
                str(row["added_on"] or ""),
                str(row["sha256"]) in here,
            )
            for row in rows
        ]
        return sorted(found, key=lambda one: (one.name.casefold(), one.sha256))

    def counts(self, first: str, last: str) -> Counter[str]:
        """Key of an output -> how many files it has, for outputs of the days (ISO) between."""
        rows = self._store.select("evidence", day=(first, last))
        return Counter(str(row["key"]).rpartition("|")[0] for row in rows)

    def content(self, one: Attached) -> bytes:
        """Raises ContentElsewhere."""
        found = contents.get(self._store, one.sha256)
        if found is None:
            raise ContentElsewhere(name=one.name)
        return found

    def files(self, output: str) -> list[SharedFile]:
        """The files of an output that are here, under names that are safe to write and differ."""
        found: list[SharedFile] = []
        for one in self.of(output):
            if one.here:
                name = _free({file.name for file in found}, one.name)
                found.append(SharedFile(name, self.content(one)))
        return found

    def _output(self, key: str) -> Row:
        row = self._store.get("output", key)
        if row is None:
            raise NotFound(what=_("Output"), key=key)
        return row


def _free(taken: Collection[str], name: str) -> str:
    """A name from elsewhere without folders in it, and with a number where it is taken."""
    plain = Path(name.replace("\\", "/")).name.lstrip(".") or "bukti"
    free, number = plain, 1
    while free in taken:
        number += 1
        free = f"{Path(plain).stem}-{number}{Path(plain).suffix}"
    return free
