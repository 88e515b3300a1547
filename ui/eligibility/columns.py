"""The columns of the register: where everybody stands, how long, why, and what was handed out."""

from flexdesk.i18n import _
from flexdesk.services.eligibility import Standing
from ui.eligibility import words
from ui.widgets.badge import BadgeFacts
from ui.widgets.cells import EMPTY, Cell
from ui.widgets.table import Column
from ui.widgets.tones import Tone

SINCE = 3  # shown where there is room


def columns() -> list[Column[Standing]]:
    return [
        Column("name", _("Name"), _name, 172, sort=lambda one: one.row.person.name.casefold()),
        Column("location", _("Location"), _location, 96, sort=lambda one: str(one.row.answer)),
        Column("time", _("Time"), _time, 82, sort=lambda one: str(one.eligibility.time.answer)),
        Column("since", _("Since"), _since, 98, sort=lambda one: _iso(one, "since")),
        Column("until", _("Until"), _until, 98, sort=lambda one: _iso(one, "until") or "~"),
        Column("why", _("Why"), _why),
        Column("sheet", _("Last sheet"), _sheet, 118, sort=_sheet_day),
        Column("objection", _("Objection"), _objection, 98),
    ]


def _name(one: Standing) -> Cell:
    return Cell(one.row.person.full_name)


def _location(one: Standing) -> Cell:
    verdict = one.eligibility.location
    icon, token = words.answer_icon(verdict)
    told = verdict.sentence
    return Cell(words.answer_word(verdict), icon=icon, icon_token=token, spoken=told, tip=told)


def _time(one: Standing) -> Cell:
    verdict = one.eligibility.time
    icon, token = words.answer_icon(verdict)
    told = verdict.sentence
    return Cell(words.answer_word(verdict), "muted", icon=icon, icon_token=token, spoken=told, tip=told)


def _since(one: Standing) -> Cell:
    return Cell(words.plain_date(one.eligibility.location.since), "muted")


def _until(one: Standing) -> Cell:
    return Cell(words.plain_date(one.eligibility.location.until), "muted")


def _iso(one: Standing, name: str) -> str:
    day = getattr(one.eligibility.location, name)
    return day.isoformat() if day else ""


def _why(one: Standing) -> Cell:
    against = one.eligibility.location.against
    if not against:
        return EMPTY
    told = " ".join(reason.text for reason in against)
    short = ", ".join(dict.fromkeys(words.why(reason.rule) for reason in against))
    return Cell(short, "muted", condensed=True, spoken=told, tip=told)


def _sheet(one: Standing) -> Cell:
    if one.decision is None:
        return EMPTY
    day = words.plain_date(one.decision.day)
    if not one.is_outdated:
        return Cell(day, "muted")
    told = _("The sheet of {day} no longer says what holds.").format(day=day)
    return Cell(day, "muted", badge=BadgeFacts(_("old"), Tone.WARNING), spoken=told, tip=told)


def _sheet_day(one: Standing) -> str:
    return one.decision.day.isoformat() if one.decision else ""


def _objection(one: Standing) -> Cell:
    word = words.objection_word(one.decision)
    if not word or one.decision is None:
        return EMPTY
    tone = Tone.NEUTRAL if one.decision.answer else Tone.WARNING
    return Cell(badge=BadgeFacts(word, tone), spoken=word, tip=one.decision.objection)
