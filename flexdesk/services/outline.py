"""The structure of work plans: lines put in, changed, moved and taken out, each with what hangs on it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flexdesk.domain.ops import Change
from flexdesk.domain.outline import (
    Known,
    LineUnread,
    Measure,
    Typed,
    find_person,
    parse_measure,
)
from flexdesk.domain.performance import Aspect, ResultClass
from flexdesk.errors import FlexDeskError, NotFound, ReasonNeeded
from flexdesk.i18n import N_, _
from flexdesk.services.carrying import Carriers, Part, put_parts
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.outline_draft import Draft
from flexdesk.services.targets import TargetService
from flexdesk.store.store import Row

# What refers to a result or an indicator and goes with it. Daily reports stay, and are counted.
_HANGING = (
    ("realisation", "indicator"),
    ("feedback", "result"),
    ("feedback", "indicator"),
    ("action_plan", "result"),
    ("target_change", "indicator"),
)


class NotLawful(FlexDeskError):
    """A line that cannot become what was asked."""

    code = "outline.not_lawful"
    ticket = "FD-RHK-05"
    text = N_("This line stays as it is: {detail}.")
    next = N_("Put the line in where it belongs, or take this one out.")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a line goes; one field is set. `additional` is the class of a result without a neighbour."""

    under: str = ""  # a result: the line serves it, or measures it when nobody is named
    after: str = ""  # a result or an indicator: the line is its sibling
    person: str = ""  # the end of somebody's plan
    sentence: str = ""  # a superior's sentence that nobody here carries
    additional: bool = False


@dataclass(frozen=True, slots=True)
class Boxes:
    """A form as it was filled in: a result, one of its indicators, or both; an empty key is none."""

    result: str = ""
    result_text: str = ""
    kind: ResultClass | None = None
    indicator: str = ""
    text: str = ""
    target: str = ""
    unit: str = ""
    aspect: Aspect | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """The leader's result that is served, and its sentence as the form prints it."""

    result: str
    text: str


NO_LINK = Link("", "")


class OutlineService:
    def __init__(self, committer: Committer, reader: FactReader, targets: TargetService) -> None:
        self._committer = committer
        self._store = committer.store
        self._reader = reader
        self._targets = targets

    def people(self) -> list[Known]:
        """Everybody who can be named with `@`."""
        return [Known(one.key, one.name, one.nip) for one in self._reader.people()]

    # -- putting in

    def add(self, typed: Typed, spot: Spot, year: int) -> Change | None:
        """One typed line. Raises LineUnread, PersonUnclear, CarriedAlready, PlanClosed, NotFound."""
        if not typed.text:
            raise LineUnread(detail=_("the sentence is empty"))
        known = self.people()
        carriers = list(dict.fromkeys(find_person(handle, known).key for handle in typed.people))
        draft = self.draft(self._year_of(spot.under or spot.after) or year)
        if spot.under:
            self._add_under(draft, typed, spot.under, carriers)
        elif spot.after and self._store.get("indicator", spot.after) is not None:
            self._add_indicator_after(draft, typed, spot.after, carriers)
        elif spot.after:
            self._add_after(draft, typed, spot.after, carriers)
        elif spot.sentence:
            self._add_serving(draft, typed, Link("", spot.sentence), carriers, ResultClass.MAIN)
        else:
            kind = ResultClass.ADDITIONAL if spot.additional else ResultClass.MAIN
            self._add_at_end(draft, typed, spot.person, carriers, kind)
        return self._committer.commit(draft.change("targets.add"))

    def _add_under(self, draft: Draft, typed: Typed, key: str, carriers: Sequence[str]) -> None:
        above = draft.row("work_result", key)
        if carriers:
            self.links(draft.year).refuse_again(key, carriers)
            link = Link(key, str(above["text"] or ""))
            self._add_serving(draft, typed, link, carriers, ResultClass.MAIN)
        else:
            self._put_indicator(draft, key, typed)

    def _add_indicator_after(self, draft: Draft, typed: Typed, key: str, carriers: Sequence[str]) -> None:
        if carriers:
            raise LineUnread(detail=_("people carry results, an indicator has none of its own"))
        self._put_indicator(draft, str(draft.row("indicator", key)["result"]), typed, after=key)

    def _add_after(self, draft: Draft, typed: Typed, key: str, carriers: Sequence[str]) -> None:
        beside = draft.row("work_result", key)
        links = self.links(draft.year)
        leader = next(links.above(key), "")
        link = Link(leader, str(beside["leader_text"] or ""))
        kind = ResultClass(str(beside["class"] or ResultClass.MAIN))
        if carriers and link.text:
            links.refuse_again(leader, carriers)
            self._add_serving(draft, typed, link, carriers, kind)
            return
        owner = str(draft.plan(str(beside["skp"]))["person"])
        made = self.put_result(draft, str(beside["skp"]), typed, link, kind, after=key)
        put_parts(draft, made, [Part(one) for one in carriers if one != owner])

    def _add_serving(
        self, draft: Draft, typed: Typed, link: Link, carriers: Sequence[str], kind: ResultClass
    ) -> None:
        """The line as a result of each of these people, each with the whole number."""
        if not carriers:
            raise LineUnread(detail=_("say with @name who carries it"))
        for person in carriers:
            self.put_result(draft, draft.plan_of(person), typed, link, kind)

    def _add_at_end(
        self, draft: Draft, typed: Typed, person: str, carriers: Sequence[str], kind: ResultClass
    ) -> None:
        owner = person or self._reader.unit().head
        if not owner:
            raise LineUnread(detail=_("the unit has no head yet, whose plan this would be"))
        made = self.put_result(draft, draft.plan_of(owner), typed, NO_LINK, kind)
        put_parts(draft, made, [Part(one) for one in carriers if one != owner])

    def put_result(
        self, draft: Draft, plan: str, typed: Typed, link: Link, kind: ResultClass, after: str = ""
    ) -> str:
        cells = {
            "class": typed.kind or kind,
            "text": typed.text,
            "leader_text": link.text,
            "leader_result": link.result,
        }
        key = draft.put("work_result", plan, cells, after)
        if typed.measure is not None:
            self._put_indicator(draft, key, typed)
        return key

    def _put_indicator(self, draft: Draft, result: str, typed: Typed, after: str = "") -> str:
        measure = typed.measure or Measure()
        span = draft.span(str(draft.row("work_result", result)["skp"]))
        cells = {"aspect": typed.aspect or measure.aspect, "text": typed.text, **measure.cells(*span)}
        return draft.put("indicator", result, cells, after)

    # -- changing a line

    def rewrite(self, boxes: Boxes) -> Change | None:
        """All boxes of a form in one change. Raises LineUnread, PlanClosed, NotFound."""
        draft = self.draft_of(boxes.indicator or boxes.result)
        if boxes.result:
            self._rewrite_result(draft, boxes)
        if boxes.indicator:
            self._rewrite_indicator(draft, boxes)
        return self._committer.commit(draft.change("targets.edit"))

    def set_result(self, key: str, text: str) -> Change | None:
        """The sentence alone; as `rewrite`."""
        return self.rewrite(Boxes(result=key, result_text=text))

    def _rewrite_result(self, draft: Draft, boxes: Boxes) -> None:
        """Whoever serves it by a link goes on saying its sentence."""
        row = draft.row("work_result", boxes.result)
        sentence = _sentence(boxes.result_text)
        draft.change_row("work_result", boxes.result, {"text": sentence, "class": boxes.kind or row["class"]})
        for other in list(draft.every("work_result")):
            if other["leader_result"] == boxes.result and other["leader_text"] == row["text"]:
                draft.change_row("work_result", str(other["key"]), {"leader_text": sentence})

    def _rewrite_indicator(self, draft: Draft, boxes: Boxes) -> None:
        """A target like `1200/bln` counts for the whole plan."""
        row = draft.row("indicator", boxes.indicator)
        span = draft.span(str(draft.row("work_result", str(row["result"]))["skp"]))
        told = {"text": _sentence(boxes.text), "aspect": boxes.aspect or row["aspect"]}
        cells = measured(boxes.target, boxes.unit).cells(*span)
        draft.change_row("indicator", boxes.indicator, {**told, **cells})

    def move(self, key: str, step: int) -> Change | None:
        """Up (-1) or down (+1) among its siblings of the same class; None at the end of them."""
        draft = self.draft_of(key)
        table, parent, siblings = self._siblings(draft, key)
        at = siblings.index(key)
        if not 0 <= at + step < len(siblings):
            return None
        if step > 0:
            draft.move(table, key, parent, after=siblings[at + 1])
        else:
            draft.move(table, key, parent, before=siblings[at - 1])
        return self._committer.commit(draft.change("targets.move"))

    def indent(self, key: str) -> Change | None:
        """A result becomes an indicator of the one before it. Raises NotLawful."""
        draft = self.draft_of(key)
        if self._store.get("indicator", key) is not None:
            raise NotLawful(detail=_("an indicator has nothing below it"))
        row = draft.row("work_result", key)
        _table, _parent, siblings = self._siblings(draft, key)
        at = siblings.index(key)
        held = draft.rows("indicator", key)
        if at == 0:
            raise NotLawful(detail=_("there is no result before it that it could measure"))
        if len(held) > 1:
            raise NotLawful(detail=_("it has several indicators of its own"))
        if any(one["leader_result"] == key for one in draft.every("work_result")):
            raise NotLawful(detail=_("others serve it"))
        above = siblings[at - 1]
        if held:
            draft.move("indicator", str(held[0]["key"]), above)
        else:
            cells = {"aspect": Measure().aspect, "text": row["text"], **Measure().cells()}
            draft.put("indicator", above, cells)
        draft.take_out("work_result", key)
        return self._committer.commit(draft.change("targets.move"))

    def outdent(self, key: str) -> Change | None:
        """An indicator becomes a result after the one it measured. Raises NotLawful."""
        draft = self.draft_of(key)
        if self._store.get("work_result", key) is not None:
            raise NotLawful(detail=_("a result is the highest level of a plan"))
        row = draft.row("indicator", key)
        above = draft.row("work_result", str(row["result"]))
        cells = {name: above[name] for name in ("class", "leader_text", "leader_result")}
        after = str(above["key"])
        made = draft.put("work_result", str(above["skp"]), {**cells, "text": row["text"]}, after)
        draft.move("indicator", key, made)
        return self._committer.commit(draft.change("targets.move"))

    def _siblings(self, draft: Draft, key: str) -> tuple[str, str, list[str]]:
        """Table, parent and keys of those that a line can change places with."""
        if self._store.get("indicator", key) is not None:
            parent = str(draft.row("indicator", key)["result"])
            return "indicator", parent, [str(row["key"]) for row in draft.rows("indicator", parent)]
        row = draft.row("work_result", key)
        parent = str(row["skp"])
        rows = draft.rows("work_result", parent)
        return "work_result", parent, [str(one["key"]) for one in rows if one["class"] == row["class"]]

    # -- taking out

    def remove(self, keys: Sequence[str], reason: str = "") -> Change | None:
        """Results or indicators with what hangs on them. Raises ReasonNeeded when that is somebody's work."""
        draft = self.draft_of(keys[0])
        for key in keys:
            if key in {str(row["key"]) for row in draft.every("work_result")}:
                self._take_result(draft, key, reason)
            else:
                self._take_indicator(draft, key, reason)
        return self._committer.commit(draft.change("targets.remove"))

    def _take_result(self, draft: Draft, key: str, reason: str) -> None:
        indicators = [str(row["key"]) for row in draft.rows("indicator", key)]
        hanging = self._hanging([key, *indicators])
        reports = len(self._store.select("output", only=("key",), result=key))
        row = draft.row("work_result", key)
        for indicator in indicators:
            draft.take_out("indicator", indicator)
        draft.take_out("work_result", key)
        self._ask(row, len(hanging) + reports, reason)  # who may not take it out is not asked why
        self._drop(draft, hanging, reason)
        for other in list(draft.every("work_result")):
            if other["leader_result"] == key:
                draft.change_row("work_result", str(other["key"]), {"leader_result": None})

    def _take_indicator(self, draft: Draft, key: str, reason: str) -> None:
        hanging = self._hanging([key])
        row = draft.row("indicator", key)
        draft.take_out("indicator", key)
        self._ask(row, len(hanging), reason)
        self._drop(draft, hanging, reason)

    def _hanging(self, keys: Sequence[str]) -> list[tuple[str, Row]]:
        return [
            (table, row)
            for table, column in _HANGING
            for key in keys
            for row in self._store.select(table, **{column: key})
        ]

    def _ask(self, row: Row, count: int, reason: str) -> None:
        if count and not reason.strip():
            sentence = _("{count} realisations, notes or reports hang on “{text}”.")
            raise ReasonNeeded(sentence=sentence.format(count=count, text=row["text"]), findings=[])

    def _drop(self, draft: Draft, hanging: Sequence[tuple[str, Row]], reason: str) -> None:
        """The reason is the last thing written there, so that the log keeps it beside what it replaced."""
        for table, row in hanging:
            draft.drop(table, str(row["key"]), {"text": reason.strip()})

    # -- small pieces

    def links(self, year: int) -> Carriers:
        return Carriers(self._targets.plans(year=year))

    def draft(self, year: int) -> Draft:
        return Draft(self._committer, self._reader, year)

    def draft_of(self, key: str) -> Draft:
        """Of the year that a result or an indicator belongs to; raises NotFound."""
        year = self._year_of(key)
        if year is None:
            raise NotFound(what=_("Target"), key=key)
        return self.draft(year)

    def _year_of(self, key: str) -> int | None:
        """The year of the plan that a result or an indicator stands in."""
        if not key:
            return None
        indicator = self._store.get("indicator", key)
        result = self._store.get("work_result", str(indicator["result"]) if indicator is not None else key)
        plan = self._store.get("skp", str(result["skp"])) if result is not None else None
        return int(str(plan["year"])) if plan is not None else None


def _sentence(text: str) -> str:
    """Raises LineUnread when there is none."""
    if not (sentence := " ".join(text.split())):
        raise LineUnread(detail=_("the sentence is empty"))
    return sentence


def measured(target: str, unit: str) -> Measure:
    """What two boxes say together: `1200/bln` and `berkas`, `95%` and nothing, words and anything."""
    measure = parse_measure(target)
    return measure if measure.unit else replace(measure, unit=" ".join(unit.split()))
