"""Packs from outside and presets: verified, looked at in words and by their effect, then taken or refused."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from flexdesk.domain.calendar import long_date
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.periods import Period
from flexdesk.domain.policy import Edit, Policy, Sentence, differences
from flexdesk.errors import EnvironmentTrouble, FlexDeskError, ReasonNeeded, reason_of
from flexdesk.exchange import pack_signatures, packs
from flexdesk.exchange.pack_signatures import SAFE
from flexdesk.exchange.packs import NATIONAL, PackUnreadableError, PolicyPack, Taken
from flexdesk.exchange.unreadable import FileMissing
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer
from flexdesk.services.effects import WeekEffect, week_effects
from flexdesk.services.facts import FactReader
from flexdesk.services.pack_rows import (
    REFUSED,
    SIGNER,
    TAKEN,
    WITHDRAWN,
    in_order,
    last_day,
    pack_of,
    taken_packs,
)
from flexdesk.store.store import Row

Difference = tuple[Sentence | None, Sentence | None]


class PackSignerUnknown(FlexDeskError):
    """The signature is right, but the unit never accepted this publisher's key."""

    code = "pack.signer_unknown"
    ticket = "FD-ATR-27"
    text = N_("The rules file {file} is signed by {publisher}, whose key this unit has not accepted.")
    safe = SAFE
    next = N_(
        "Compare the fingerprint {fingerprint} with the agency's letter or by telephone, then accept the key."
    )


class PackOlder(FlexDeskError):
    """A newer version of the same pack is here already."""

    code = "pack.older"
    ticket = "FD-ATR-28"
    text = N_("The rules file is version {version} of {name}; this unit already has version {known}.")
    safe = SAFE
    next = N_("Ask the publisher for the newest version.")


class PackOtherContent(FlexDeskError):
    """The same name and version, but another text."""

    code = "pack.other_content"
    ticket = "FD-ATR-29"
    text = N_("The rules file calls itself {name} {version}, as one already here, but its text differs.")
    safe = SAFE
    next = N_("Ask the publisher for a file with a version number of its own.")


class PackExpired(FlexDeskError):
    """Its last day is past."""

    code = "pack.expired"
    ticket = "FD-ATR-30"
    text = N_("The rules file {name} {version} ended on {until}.")
    safe = SAFE
    next = N_("Ask the publisher whether a newer one holds.")


class PackNameReserved(FlexDeskError):
    """A file from outside bears the name of a pack that ships with the program."""

    code = "pack.reserved"
    ticket = "FD-ATR-31"
    text = N_("“{name}” is the name of rules that belong to FlexDesk itself.")
    safe = SAFE
    next = N_("Ask the publisher to give the file a name of its own.")


class PackUnknown(FlexDeskError):
    """Neither a file nor a preset."""

    code = "pack.unknown"
    ticket = "FD-ATR-32"
    text = N_("There is no preset “{name}”.")
    next = N_("See `flexdesk policy presets` for the names of all presets.")


class FingerprintDiffers(FlexDeskError):
    """What the person read from the letter is not the key's fingerprint."""

    code = "pack.fingerprint"
    ticket = "FD-ATR-33"
    text = N_("The fingerprint you typed is not that of the key in {file}.")
    safe = N_("The key was not accepted; the rules in force stay as they are.")
    next = N_("Compare it digit by digit; if it still differs, do not use the file and tell the agency.")


class PackEndsEarly(FlexDeskError):
    """It would end before it begins."""

    code = "pack.ends_early"
    ticket = "FD-ATR-34"
    text = N_("The rules would end on {until}, before they begin on {first}.")
    safe = SAFE
    next = N_("Choose an earlier first day or a later last day.")


@dataclass(frozen=True, slots=True)
class Offer:
    """A verified pack as it would begin on a day: what it says otherwise, and edits it does not allow."""

    pack: PolicyPack
    first: date
    until: date | None
    differences: tuple[Difference, ...]
    lapsing: tuple[Edit, ...]
    kept: tuple[Edit, ...]
    policy: Policy


@dataclass(frozen=True, slots=True)
class PackEntry:
    """One line of the history of packs."""

    key: str
    name: str
    title: str
    version: str
    state: str
    from_: date | None
    until: date | None
    taken_on: date | None
    signer: str
    reason: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class Signer:
    key: str
    publisher: str
    public: str
    accepted_on: str
    note: str

    @property
    def fingerprint(self) -> str:
        return pack_signatures.fingerprint(self.public)


class PackService:
    def __init__(self, committer: Committer, reader: FactReader) -> None:
        self._committer = committer
        self._reader = reader
        self._store = committer.store

    # -- opening

    def presets(self) -> tuple[PolicyPack, ...]:
        return packs.presets()

    def open(self, source: str | Path, day: date) -> PolicyPack:
        """The national pack or a preset by name, or a signed file.

        Raises PackUnknown, FileMissing, PackUnreadableError, PackFormat, PackTooWide, PackUnsigned,
        PackAltered, PackSignerUnknown, PackNameReserved, PackOlder, PackOtherContent, PackExpired.
        """
        name = str(source)
        found = packs.shipped(name)
        if found is None:
            if isinstance(source, str) and not name.endswith(".toml") and not Path(name).exists():
                raise PackUnknown(name=name)
            found = self._opened(Path(source))
        self._check_version(found)
        if found.until is not None and found.until < day:
            raise PackExpired(name=found.name, version=found.version, until=long_date(found.until))
        return found

    def _opened(self, file: Path) -> PolicyPack:
        text = read_text(file)
        publisher, signer = _signed(text, file)
        if not any(one.public == signer for one in self.signers()):
            raise PackSignerUnknown(
                file=file.name, publisher=publisher, fingerprint=pack_signatures.fingerprint(signer)
            )
        pack = packs.read_policy_pack(pack_signatures.canonical(text))
        if not pack.publisher:
            raise PackUnreadableError(detail="extends")
        if packs.shipped(pack.name) is not None:
            raise PackNameReserved(name=pack.name)
        return pack

    def _check_version(self, pack: PolicyPack) -> None:
        known = [one for row in self._rows(TAKEN, WITHDRAWN) if (one := pack_of(row)) is not None]
        known = [one for one in known if one.name == pack.name]
        if not known:
            return
        newest = max(known, key=lambda one: packs.version_key(one.version))
        theirs, ours = packs.version_key(pack.version), packs.version_key(newest.version)
        if theirs < ours:
            raise PackOlder(name=pack.name, version=pack.version, known=newest.version)
        if theirs == ours and _plain(pack) != _plain(newest):
            raise PackOtherContent(name=pack.name, version=pack.version)

    # -- looking

    def offer(self, pack: PolicyPack, first: date, until: date | None = None) -> Offer:
        """What would change if the pack held from that day on; nothing is written. Raises PackEndsEarly."""
        first = max(first, pack.from_)
        end = min((day for day in (until, pack.until) if day is not None), default=None)
        if end is not None and end < first:
            raise PackEndsEarly(first=long_date(first), until=long_date(end))
        now = self._reader.policy()
        earlier = [row for row in self._rows(TAKEN) if str(row["from"]) < first.isoformat()]
        later = packs.phases((*taken_packs(earlier), Taken(pack, first, end)))
        new = replace(now, later=later)
        lapsed_before = set(now.lapsed(first))
        lapsing = tuple(edit for edit in new.lapsed(first) if edit not in lapsed_before)
        kept = tuple(
            edit for definition in pack.definitions_on(first) if (edit := new.edit_of(definition.key, first))
        )
        return Offer(pack, first, end, differences(now, new, first), lapsing, kept, new)

    def effect(self, offer: Offer, weeks: Sequence[Period]) -> list[WeekEffect]:
        """What the pack would do to those weeks."""
        return week_effects(self._reader, offer.policy, weeks)

    def entries(self, day: date) -> tuple[PackEntry, ...]:
        """Packs that were taken, withdrawn or refused, newest first."""
        rows = self._rows(TAKEN, WITHDRAWN, REFUSED)
        taken = [row for row in rows if row["state"] == TAKEN]
        holding = [row for row in taken if (pack := pack_of(row)) and _holds(row, pack, day)]
        now = max(holding, key=in_order)["key"] if holding else ""
        return tuple(
            _entry(row, in_force=row["key"] == now)
            for row in sorted(rows, key=lambda row: (str(row["taken_on"]), *in_order(row)[2:]), reverse=True)
        )

    # -- deciding

    def take(
        self, pack: PolicyPack, first: date, until: date | None = None, *, reason: str = ""
    ) -> Change | None:
        """Make the pack the base from a day on; packs that were to begin later are withdrawn.

        None when it is what holds from that day on already. A preset with a fixed day away rests on a
        circular that may have lapsed, so that somebody says what was checked (LOC-05): raises ReasonNeeded.
        Raises as `offer`.
        """
        offer = self.offer(pack, first, until)
        if _course(self._reader.policy(), offer.first) == _course(offer.policy, offer.first):
            return None
        if not reason.strip() and fixes_a_day(pack):
            sentence = _("does {name} still hold? Write what you checked.").format(name=pack.title)
            raise ReasonNeeded(sentence=sentence, findings=[])
        ops = [
            self._committer.update("policy_pack", row, {"state": WITHDRAWN})
            for row in self._rows(TAKEN)
            if str(row["from"]) >= offer.first.isoformat()
        ]
        cells = {"from": offer.first, "until": until, "reason": reason.strip()}
        ops.append(self._row(pack, TAKEN, cells))
        return self._committer.commit(Change("policy_pack.take", tuple(ops)))

    def refuse(self, pack: PolicyPack, reason: str) -> Change | None:
        """Write down that the unit does not take the pack, and why. Raises ReasonNeeded."""
        if not reason.strip():
            sentence = _("Why is {name} not taken?").format(name=pack.label)
            raise ReasonNeeded(sentence=sentence, findings=[])
        op = self._row(pack, REFUSED, {"from": pack.from_, "until": pack.until, "reason": reason.strip()})
        return self._committer.commit(Change("policy_pack.refuse", (op,)))

    def _row(self, pack: PolicyPack, state: str, more: Mapping[str, object]) -> Op:
        marked = pack_signatures.is_marked(pack.text)
        cells = {
            "name": pack.name,
            "version": pack.version,
            "text": pack.text if pack.name != NATIONAL else "",
            "signer": pack_signatures.opened(pack.text, pack.name).signer if marked else "",
            "taken_on": self._committer.clock.today(),
            "state": state,
            **more,
        }
        return self._committer.insert("policy_pack", cells)

    # -- publishers

    def signers(self) -> tuple[Signer, ...]:
        """The publishers whose keys the unit has accepted."""
        return tuple(
            Signer(
                str(row["key"]),
                str(row["name"] or ""),
                str(row["signer"]),
                str(row["taken_on"] or ""),
                str(row["reason"] or ""),
            )
            for row in self._rows(SIGNER)
        )

    def accept(self, file: Path, fingerprint: str, note: str = "") -> Change | None:
        """Trust the key that signed a file, when the typed fingerprint is its own.

        Raises FingerprintDiffers, and as `open` for a bad file.
        """
        publisher, signer = _signed(read_text(file), file)
        if not pack_signatures.is_fingerprint_of(fingerprint, signer):
            raise FingerprintDiffers(file=file.name)
        if any(one.public == signer for one in self.signers()):
            return None
        cells = {
            "name": publisher,
            "signer": signer,
            "taken_on": self._committer.clock.today(),
            "state": SIGNER,
            "reason": note,
        }
        op = self._committer.insert("policy_pack", cells)
        return self._committer.commit(Change("policy_signer.accept", (op,)))

    def drop(self, key: str) -> Change | None:
        """Trust a publisher no longer; packs already taken stay. Raises NotFound."""
        op = self._committer.delete("policy_pack", key)
        return self._committer.commit(Change("policy_signer.drop", (op,)))

    def _rows(self, *states: str) -> list[Row]:
        found: Iterable[Row] = self._store.select("policy_pack", state=list(states))
        return sorted(found, key=in_order)


def _signed(text: str, file: Path) -> tuple[str, str]:
    """The publisher that a file names and the key it is signed with; the sentences are not read yet."""
    publisher = packs.publisher_of(pack_signatures.canonical(text))
    return publisher or file.name, pack_signatures.opened(text, file.name).signer


def read_text(file: Path) -> str:
    """Raises PackUnreadableError, FileMissing, EnvironmentTrouble."""
    try:
        with file.open("rb") as stream:
            return stream.read(4 * packs.MAX_CHARACTERS).decode("utf-8")
    except UnicodeDecodeError as fault:
        raise PackUnreadableError(detail=str(fault)) from fault
    except FileNotFoundError as fault:
        raise FileMissing(file=file.name) from fault
    except OSError as fault:
        raise EnvironmentTrouble(detail=reason_of(fault)) from fault


def _course(policy: Policy, first: date) -> list[tuple[object, ...]]:
    """The bases from a day on, each with the day on which it begins to differ from the one before."""
    found: list[tuple[object, ...]] = []
    for phase in (policy.phase(first), *(one for one in policy.later if one.from_ > first)):
        same = (phase.version, phase.definitions)
        if not found or found[-1][1:] != same:
            found.append((max(phase.from_, first), *same))
    return found


def fixes_a_day(pack: PolicyPack) -> bool:
    """Whether it is a preset that sets a fixed day away; an agency's own signature says that it holds."""
    fixed = any(
        one.definition.key == "location.fixed_day" and one.definition.default != "none"
        for one in pack.overlays
    )
    return fixed and not pack_signatures.is_marked(pack.text)


def _plain(pack: PolicyPack) -> str:
    return pack_signatures.canonical(pack.text) if pack.name != NATIONAL else ""


def _holds(row: Row, pack: PolicyPack, day: date) -> bool:
    end = last_day(pack, row)
    return str(row["from"]) <= day.isoformat() and (end is None or day <= end)


def _entry(row: Row, *, in_force: bool) -> PackEntry:
    pack = pack_of(row)
    signer = str(row["signer"] or "")
    return PackEntry(
        str(row["key"]),
        str(row["name"]),
        pack.title if pack else str(row["name"]),
        str(row["version"] or ""),
        str(row["state"]),
        _day(row["from"]),
        last_day(pack, row) if pack else _day(row["until"]),
        _day(row["taken_on"]),
        pack_signatures.fingerprint(signer) if signer else "",
        str(row["reason"] or ""),
        in_force,
    )


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None
