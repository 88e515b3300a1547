"""What is said of the last publication while it is shown in place of the draft."""

from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_, _
from ui.schedule import words
from ui.schedule.sheet import Sheet, Spot


class NotPublished(FlexDeskError):
    """There is no publication to look at."""

    code = "schedule.not_published"
    ticket = "FD-JDW-13"
    text = N_("Nothing of these days is published yet.")
    next = N_("Publish the week first; then the draft can be compared with it.")


class PublishedShown(FlexDeskError):
    """Nothing is written while the publication is in sight instead of the draft."""

    code = "schedule.published_shown"
    ticket = "FD-JDW-14"
    text = N_("The published schedule is only looked at.")
    next = N_("Press Esc to go back to the draft, then change it.")


def spoken_version(sheet: Sheet) -> str:
    """`Terbit versi 2, 19 Nov 2026. 5 sel berbeda dari draf.`"""
    day = sheet.published_on
    if not sheet.was:
        differs = _("The draft is the same.")
    else:
        differs = _("{count} cells differ from the draft.").format(count=len(sheet.was))
    when = f"{words.short_date(day)} {day.year}" if day is not None else "–"
    version = _("Published version {version}, {day}.").format(version=sheet.version, day=when)
    return f"{version} {differs}"


def spoken_difference(sheet: Sheet, spot: Spot) -> str:
    """`Fitri Handayani, Jum 27: terbit WFA, draf Kantor`."""
    return _("{name}, {day}: published {before}, draft {after}").format(
        name=sheet.people[spot.row].name,
        day=words.day_and_number(sheet.days[spot.column]),
        before=words.spoken_place(*sheet.was[sheet.key(spot)]),
        after=words.spoken_place(*sheet.held(spot)),
    )
