"""What waits for the superior's eye, as plain entries: questions first, then the sample, then all."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from flexdesk.domain.ops import Op
from flexdesk.domain.outputs import Question
from flexdesk.domain.performance import ReviewState
from flexdesk.domain.review_rules import Setting
from flexdesk.i18n import _
from flexdesk.services.chats import UNKNOWN_PERSON
from flexdesk.services.outputs import ReviewItem, ReviewList
from flexdesk.services.report_reminders import several, short_date
from flexdesk.services.sampling import Sample
from flexdesk.store.store import Row
from ui.review import words
from ui.widgets.badge import BadgeFacts
from ui.widgets.tones import Tone


class Tab(StrEnum):
    ASKED = "asked"
    SAMPLE = "sample"
    ALL = "all"
    TRAY = "tray"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list: an output, a person who did not report (`item` is None, `days` are those), or a
    `line` of the tray.

    Without `person` and `line` it is a heading.
    """

    key: str
    title: str
    text: str = ""
    person: str = ""
    day: date | None = None
    place: str = ""
    badge: BadgeFacts | None = None
    item: ReviewItem | None = None
    days: tuple[date, ...] = ()
    later: bool = False
    line: Row | None = None

    @property
    def is_heading(self) -> bool:
        return not self.person and self.line is None

    @property
    def waits_for_an_answer(self) -> bool:
        return self.waiting and self.item is not None and bool(self.item.row["asked_on"])

    def was_asked(self, today: date) -> bool:
        """Whether the person was asked about it today; it waits for the answer."""
        return self.waiting and self.item is not None and self.item.row["asked_on"] == today.isoformat()

    @property
    def waiting(self) -> bool:
        return self.item is not None and self.item.row["review"] == ReviewState.WAITING

    @property
    def returned(self) -> bool:
        return self.item is not None and self.item.row["review"] == ReviewState.RETURNED

    @property
    def asked(self) -> bool:
        return self.line is None and (self.item is None or bool(self.item.questions))


@dataclass(frozen=True, slots=True)
class Queue:
    """Everything of a period; `silent` are the people without a report."""

    outputs: tuple[Entry, ...]
    silent: tuple[Entry, ...]
    sample: Sample
    people: int
    tray: tuple[Entry, ...] = ()
    settings: tuple[Setting, ...] = ()

    def of(self, tab: Tab) -> list[Entry]:
        asked = [entry for entry in self.outputs if entry.asked]
        if tab is Tab.TRAY:
            return list(self.tray)
        if tab is Tab.ASKED:
            return [*self.silent, *asked]
        if tab is Tab.SAMPLE:
            drawn = set(self.sample.keys)
            return [entry for entry in self.outputs if entry.key in drawn]
        calm = [entry for entry in self.outputs if not entry.asked]
        first = [heading(_("To look at"), len(asked)), *asked] if asked else []
        return [*first, *([heading(_("Matching"), len(calm)), *calm] if calm else [])]

    def matching(self) -> list[str]:
        """Keys of what can be accepted at once: waiting, and without any question."""
        return [
            entry.key
            for entry in self.outputs
            if entry.waiting and not entry.asked and not entry.later and not entry.waits_for_an_answer
        ]

    def open_questions(self) -> int:
        """What still needs the person: unanswered questions and people without a report."""
        return len(self.silent) + sum(entry.waiting and entry.asked for entry in self.outputs)

    def decided(self) -> int:
        return sum(not entry.waiting for entry in self.outputs)

    def with_ops(self, ops: Sequence[Op]) -> "Queue | None":
        """The queue after decisions, or None when more than decisions changed."""
        after: dict[str, Op] = {}
        known = {entry.key for entry in self.outputs}
        for op in ops:
            if op.table == "feedback":  # a decision's note for the evaluation changes nothing here
                continue
            if op.table != "output" or op.row not in known or not set(op.after) <= _DECISION:
                return None
            after[op.row] = op
        outputs = tuple(
            _decided(entry, after[entry.key]) if entry.key in after else entry for entry in self.outputs
        )
        return replace(self, outputs=outputs)

    def with_later(self, key: str) -> "Queue":
        outputs = tuple(
            _shown(replace(entry, later=not entry.later)) if entry.key == key else entry
            for entry in self.outputs
        )
        return replace(self, outputs=outputs)


_DECISION = {"review", "note", "reviewed_on", "asked_on"}


def heading(text: str, count: int) -> Entry:
    return Entry(f"heading|{text}", text, words.number(count))


def tray_entry(line: Row) -> Entry:
    why = _("who is it?") if line["why"] == UNKNOWN_PERSON else _("unclear")
    name = str(line["name"] or _("No name"))
    text = str(line["text"] or "")
    return Entry(f"tray|{line['key']}", name, text, badge=BadgeFacts(why, Tone.WARNING), line=line)


def queue_of(
    found: ReviewList,
    places: Mapping[tuple[str, str], str],
    sample: Sample,
    later: Collection[str],
    tray: Sequence[Row] = (),
) -> Queue:
    outputs = tuple(_entry(item, places, item.key in later) for item in found.items)
    missing: defaultdict[str, list[date]] = defaultdict(list)
    for finding in found.findings:
        if finding.day is not None and finding.day not in missing[finding.person]:
            missing[finding.person].append(finding.day)
    badge = BadgeFacts(_(words.QUESTIONS[Question.NO_REPORT]), Tone.NEGATIVE)
    silent = tuple(
        Entry(
            f"silent|{row['key']}",
            str(row["name"]),
            several(missing[str(row["key"])]),
            person=str(row["key"]),
            badge=badge,
            days=tuple(missing[str(row["key"])]),
        )
        for row in found.missing
    )
    lines = tuple(tray_entry(line) for line in tray)
    return Queue(outputs, silent, sample, found.people, lines, found.settings)


def _entry(item: ReviewItem, places: Mapping[tuple[str, str], str], later: bool) -> Entry:
    person, day = str(item.row["person"]), str(item.row["day"])
    return _shown(
        Entry(
            item.key,
            str(item.person["name"]),
            str(item.row["activity"] or ""),
            person=person,
            day=date.fromisoformat(day),
            place=places.get((person, day), ""),
            item=item,
            later=later,
        )
    )


def _decided(entry: Entry, op: Op) -> Entry:
    assert entry.item is not None
    return _shown(replace(entry, item=replace(entry.item, row={**entry.item.row, **op.after})))


def _shown(entry: Entry) -> Entry:
    return replace(entry, badge=_badge(entry))


def _badge(entry: Entry) -> BadgeFacts:
    assert entry.item is not None
    state = entry.item.row["review"]
    if state == ReviewState.ACCEPTED:
        return BadgeFacts(_("accepted"), Tone.POSITIVE, "check")
    if state == ReviewState.RETURNED:
        return BadgeFacts(_("returned"), Tone.ACCENT, "undo-2")
    if entry.later:
        return BadgeFacts(_("put off"), Tone.NEUTRAL, "clock")
    if entry.item.row["asked_on"]:
        asked = short_date(date.fromisoformat(str(entry.item.row["asked_on"])))
        return BadgeFacts(_("asked {day}").format(day=asked), Tone.ACCENT, "message-circle")
    if entry.item.answers is not None:
        return BadgeFacts(_("came back"), Tone.ACCENT, "redo-2")
    if entry.item.questions:
        first = _(words.QUESTIONS[entry.item.questions[0].question])
        more = len(entry.item.questions) - 1
        return BadgeFacts(f"{first} +{more}" if more else first, Tone.WARNING)
    return BadgeFacts(_("matching"), Tone.QUIET)
