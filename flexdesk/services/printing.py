"""Prints: draws the forms, puts them on file, and says what the machine check found."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import repeat
from pathlib import Path

from flexdesk.documents import Issued, combine, draw_each
from flexdesk.documents.parties import SigningMode
from flexdesk.documents.week_records import WeekSheet
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.periods import Period
from flexdesk.errors import EnvironmentTrouble, reason_of
from flexdesk.progress import Progress
from flexdesk.services.commits import Committer
from flexdesk.services.issuing import IssuedPaper, Sealer, number_of, one_template, prepared
from flexdesk.services.membership import instant
from flexdesk.services.paper_forms import PaperForms, Sheet
from flexdesk.services.paper_names import WORDS, combined_name, distinct, file_name
from flexdesk.services.templates import Templates
from flexdesk.system.durable import write_durably

SIGNING = {"wet": SigningMode.WET, "tte": SigningMode.CERTIFIED}
_SIGNING = "print_signing"  # this laptop's usual way; another one may have no certificate


@dataclass(frozen=True, slots=True)
class Drawn:
    """A paper that is drawn but lies nowhere yet; `name` is its file name by the rule."""

    name: str
    kind: str
    nip: str
    person: str
    issued: Issued
    papers: tuple[IssuedPaper, ...]  # what its filing says of each paper in it
    decisions: tuple[Mapping[str, object], ...] = ()  # rows that its filing adds to the register

    def named(self, name: str) -> "Drawn":
        """The same paper under a name that a person chose."""
        return replace(self, name=name)


@dataclass(frozen=True, slots=True)
class PrintedFile:
    path: Path
    kind: str
    nip: str
    issued: Issued

    @property
    def bytes(self) -> int:
        return len(self.issued.data)


class PrintService:
    def __init__(self, committer: Committer, papers: PaperForms) -> None:
        self._committer = committer
        self._store = committer.store
        self.sheets = papers.sheets

    def signing(self, asked: str = "", *, keep: bool = True) -> SigningMode:
        """`wet` or `tte`, which is remembered; without a word the one remembered."""
        if asked and keep:
            self._store.set_setting(_SIGNING, asked)
        return SIGNING.get(asked or self._store.setting(_SIGNING), SigningMode.WET)

    def make(
        self,
        kinds: Sequence[str],
        period: Period,
        *,
        nips: Sequence[str] = (),
        paper: str = "",
        out: Path = Path(),
        combined: bool = False,
        save_ink: bool = False,
        progress: Progress | None = None,
    ) -> list[PrintedFile]:
        """Draw and write the papers; each that is issued is put on file with its fingerprint."""
        drawn = self.draw(
            kinds, period, nips=nips, paper=paper, combined=combined, save_ink=save_ink, progress=progress
        )
        return self.keep(drawn, period, out)

    def draw(
        self,
        kinds: Sequence[str],
        period: Period,
        *,
        nips: Sequence[str] = (),
        paper: str = "",
        combined: bool = False,
        save_ink: bool = False,
        hide_reasons: bool = True,
        form: str = "",
        version: int = 0,
        signing: SigningMode | None = None,
        progress: Progress | None = None,
    ) -> list[Drawn]:
        """The papers as bytes, to look at first; raises what `sheets` raises, and NothingToPrint.

        `hide_reasons` prints leave, sickness and permits of a week as a dash. Without `signing` it is the
        way remembered on this laptop. The same question gives the same bytes as long as the papers say
        the same, also after they were put on file.
        """
        sheets = [
            replace(sheet, form=replace(sheet.form, hide_reasons=hide_reasons))
            if isinstance(sheet.form, WeekSheet)
            else sheet
            for kind in kinds
            for sheet in self.sheets(kind, period, nips=nips, paper=paper, form=form, version=version)
        ]
        sealer = Sealer(self._store, period, WORDS)
        templates, way = Templates(self._store), signing or self.signing()
        forms = [prepared(templates.dress(sheet.kind, sheet.form), way) for sheet in sheets]
        seals = [sealer.maker(sheet.kind, sheet.nip, number_of(sheet.form)) for sheet in sheets]
        if combined and len(sheets) != 1:
            title = f"{'+'.join(kinds)} {period.code}"
            issued = combine(forms, title, progress, save_ink=save_ink, seals=seals)
            name = combined_name(kinds, period)
            papers = tuple(map(_paper, repeat(sealer), repeat(templates), sheets, issued.parts))
            rows = tuple(sheet.decision for sheet in sheets if sheet.decision is not None)
            return [Drawn(name, "+".join(kinds), "", "", issued, papers, rows)]
        drawn = draw_each(forms, progress, save_ink=save_ink, seals=seals)
        names = distinct([file_name(sheet.kind, sheet.name, sheet.nip, period) for sheet in sheets])
        return [
            Drawn(
                name,
                sheet.kind,
                sheet.nip,
                sheet.name,
                issued,
                (_paper(sealer, templates, sheet, issued.content),),
                (sheet.decision,) if sheet.decision is not None else (),
            )
            for name, sheet, issued in zip(names, sheets, drawn, strict=True)
        ]

    def keep(self, drawn: Sequence[Drawn], period: Period, out: Path) -> list[PrintedFile]:
        """Write exactly these bytes and put them on file. Raises EnvironmentTrouble, DiskFull."""
        with writing_files():
            out.mkdir(parents=True, exist_ok=True)
            files = []
            for one in drawn:
                write_durably(out / one.name, one.issued.data, mode=0o644)
                files.append(PrintedFile(out / one.name, one.kind, one.nip, one.issued))
        self.file(drawn, period)
        return files

    def file(self, drawn: Sequence[Drawn], period: Period) -> Change | None:
        """Enter issued papers with their fingerprints; who printed without a file calls this alone."""
        ops = [op for one in drawn for op in self._rows(one, period)]
        ops += [
            self._committer.insert("eligibility_decision", cells) for one in drawn for cells in one.decisions
        ]
        return self._committer.commit(Change("document.issue", tuple(ops)))

    def _rows(self, drawn: Drawn, period: Period) -> list[Op]:
        """One for the file; of a file with several papers also one for each, found again by its own seal."""
        at, sha256 = instant(self._committer.clock.now()), drawn.issued.sha256
        insert = partial(self._committer.insert, "issued_document")
        if len(drawn.papers) == 1:
            return [insert(drawn.papers[0].cells(period, sha256, at))]
        chain = self._store.log.chain(self._store.device).hex()
        template = one_template(drawn.papers)
        whole = IssuedPaper(drawn.kind, drawn.nip, "", drawn.issued.content, chain, template)
        file = insert(whole.cells(period, sha256, at))
        parts = [insert({**one.cells(period, sha256, at), "part_of": file.row}) for one in drawn.papers]
        return [file, *parts]


def _paper(sealer: Sealer, templates: Templates, sheet: Sheet, content: str) -> IssuedPaper:
    number, version = number_of(sheet.form), templates.version(sheet.kind)
    return sealer.paper(sheet.kind, sheet.nip, number, content, version)


@contextmanager
def writing_files() -> Iterator[None]:
    """What the disk refuses, in the program's words; raises EnvironmentTrouble."""
    try:
        yield
    except OSError as error:
        raise EnvironmentTrouble(detail=reason_of(error)) from error
