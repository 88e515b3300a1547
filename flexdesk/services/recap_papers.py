"""Fills the monthly report of flexible work, in its short form and in that of SE Mendagri 3349."""

from collections.abc import Iterator, Sequence

from flexdesk.documents.effect_annex import EffectAnnex, EffectRow, EffectTable
from flexdesk.documents.paper import Paper
from flexdesk.documents.parties import Official
from flexdesk.documents.recap import UnitLine, WfaRecap
from flexdesk.documents.recap_charts import DayBar, Figure, PersonWeeks
from flexdesk.documents.recap_compare import BeforeAfter, Composition
from flexdesk.documents.wording import DASH, date_range, long_date, number, percent
from flexdesk.domain import effect_words
from flexdesk.domain.calendar import FRIDAY
from flexdesk.domain.effect import IN_PERCENT, OF_UNIT, Comparison, Verdict
from flexdesk.domain.effect_words import Question
from flexdesk.domain.monthly_form import ASPECTS, entry
from flexdesk.i18n import indonesian
from flexdesk.services.effect import EffectView
from flexdesk.services.month_figures import GroupFigures, MonthFigures
from flexdesk.services.monthly_report import MonthlyReport
from flexdesk.services.papers import Papers

_INITIALS = "SSRKJSM"
_UNANSWERED = "belum diisi"


def recap(papers: Papers, report: MonthlyReport, form: str = "") -> WfaRecap:
    """`form` is `short` or `mendagri`; empty takes the one that the unit's setting means."""
    figures = report.figures
    wanted = form or report.form
    has_parts = any(group.name for group in figures.groups)
    return WfaRecap(
        head=papers.letterhead(),
        unit=papers.unit_name,
        year=figures.month.year,
        month=figures.month.number,
        figures=_figures(figures),
        units=tuple(_line(g, g.name or "Lain-lain") for g in figures.groups) if has_parts else (),
        total=_line(figures.total, "Jumlah" if has_parts else papers.unit_name),
        place=papers.place,
        signed_on=papers.today,
        signer=papers.official(papers.head) if papers.head else Official("", "", "", "", ""),
        bars=_bars(figures),
        limit=figures.cap,
        limit_words=f"batas unit {figures.cap} orang ({percent(100 * figures.cap_share)})",
        week_numbers=figures.weeks,
        weeks=tuple(PersonWeeks(person.name, person.weeks) for person in figures.people),
        most_a_week=figures.limit,
        note=report.note,
        entries=_entries(report) if wanted == "mendagri" else (),
        source=_source(figures),
        paper=papers.chosen_paper or Paper.F4,
        particulars=_particulars(report),
        composition=_composition(figures) if has_parts else (),
        changes=tuple(_changes(report.effect)),
        change_words=_change_words(report.effect),
        annex=_annex(report.effect),
    )


def _figures(figures: MonthFigures) -> tuple[Figure, ...]:
    whole = figures.total
    on_time = DASH if whole.on_time is None else percent(whole.on_time, decimals=0)
    return (
        Figure(str(figures.working_days), "hari kerja"),
        Figure(str(whole.away), "hari-orang WFA"),
        Figure(percent(whole.share, decimals=1), "porsi sebulan"),
        Figure(on_time, "laporan tepat hari"),
        Figure(str(figures.over_limit), f"lewat batas {figures.limit} hari"),
        Figure(DASH if whole.recalled is None else str(whole.recalled), "dipanggil ke kantor"),
    )


def _line(group: GroupFigures, name: str) -> UnitLine:
    return UnitLine(
        name,
        group.people,
        group.eligible,
        group.away,
        round(group.share, 1),
        group.on_time,
        group.late,
        group.missing,
        group.recalled,
    )


def _bars(figures: MonthFigures) -> tuple[DayBar, ...]:
    if not figures.total.away:
        return ()
    return tuple(
        DayBar(day.day, _INITIALS[day.weekday()], away, marked=day.weekday() == FRIDAY)
        for day, away in figures.bars
    )


def _composition(figures: MonthFigures) -> tuple[Composition, ...]:
    return tuple(
        Composition(f"{group.name or 'Lain-lain'} ({group.people})", group.away, group.office)
        for group in figures.groups
        if group.office + group.away
    )


def _particulars(report: MonthlyReport) -> str:
    """That the month still runs, or when it was closed, and by when the report is due."""
    parts = []
    if not report.figures.is_over:
        parts.append(f"keadaan sampai dengan {long_date(report.figures.until)}")
    if report.closed_on is not None:
        parts.append(f"bulan ditutup {long_date(report.closed_on)}")
    if report.due is not None:
        parts.append(f"disampaikan paling lambat {long_date(report.due)}")
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}" if text else ""


def _entries(report: MonthlyReport) -> tuple[tuple[str, str], ...]:
    answers = report.answers.printed
    return tuple((aspect.title, entry(aspect, answers) or _UNANSWERED) for aspect in ASPECTS)


def _source(figures: MonthFigures) -> str:
    parts = []
    if figures.published:
        first, last = figures.published[0], figures.published[-1]
        weeks = str(first) if first == last else f"{first}{DASH}{last}"
        parts.append(f"jadwal terbit minggu {weeks}")
    else:
        parts.append("jadwal yang belum diterbitkan")
    parts.append(f"{number(figures.outputs)} hasil kerja ({number(figures.reviewed)} ditinjau)")
    if figures.total.recalled is not None:
        parts.append("register dipanggil ke kantor")
    words = f"{', '.join(parts)}. Laporan tepat hari, terlambat, dan tanpa laporan dihitung atas hari WFA."
    return words if figures.total.on_time is not None else f"{words} Tanda {DASH} berarti belum diketahui."


# -- effect


def _changes(view: EffectView) -> Iterator[BeforeAfter]:
    """Measures known on both sides and over enough days; the annex tells the others."""
    for one in view.times:
        if one.first is None or one.second is None or one.low is None:
            continue
        in_percent = one.measure in IN_PERCENT
        high = 100.0 if in_percent else 1.15 * max(one.first, one.second, 0.1)
        before, after = (
            effect_words.figure(value, one.measure, on_paper=True) for value in (one.first, one.second)
        )
        words = f"{before.removesuffix(' %') if in_percent else before} → {after}"
        yield BeforeAfter(_title(one), one.first, one.second, 0.0, high, words)


def _change_words(view: EffectView) -> tuple[str, str]:
    if view.before is None or view.after is None:
        return "sebelum", "sesudah"
    return f"sebelum ({date_range(*view.before)})", f"sesudah ({date_range(*view.after)})"


def _title(comparison: Comparison) -> str:
    return indonesian(effect_words.TITLES[comparison.measure])


def _annex(view: EffectView) -> EffectAnnex | None:
    if not view.flexible and not view.times:
        return None
    tables = []
    if view.flexible:
        places = "Hari kantor dan hari fleksibel"
        counts_points = any(one.measure in OF_UNIT and one.first is not None for one in view.places)
        split = (
            f"Loket dan pengaduan: hari dengan lebih dari {view.split} orang WFA dibandingkan dengan hari"
            " lain dalam minggu yang sama."
        )
        notes = (
            *([split] if counts_points else []),
            *_unknown(view.places),
            *(note.printed for note in view.notes),
        )
        tables.append(EffectTable(places, _sides(Question.PLACES), _rows(view.places, by_time=False), notes))
    if view.before and view.after:
        tables.append(
            EffectTable(
                f"Sebelum ({date_range(*view.before)}) dan sesudah ({date_range(*view.after)})",
                _sides(Question.TIME),
                _rows(view.times, by_time=True),
                (*_unknown(view.times), *(note.printed for note in view.time_notes)),
            )
        )
    minimum = view.places[0].minimum
    method = (
        "Setiap pegawai dibandingkan dengan dirinya sendiri: rata-rata pada satu sisi dikurangkan dari"
        " rata-rata pada sisi lain, lalu dirata-ratakan. Selang 95 % diperoleh dengan mengambil ulang pegawai"
        " (untuk loket dan pengaduan: minggu) secara acak. Tidak disimpulkan apa pun di bawah"
        f" {minimum.groups} pegawai atau minggu, atau di bawah {minimum.days} tanggal pada satu sisi."
    )
    return EffectAnnex(
        f"Lampiran: perbandingan {date_range(view.first, max(view.first, view.last))}", method, tuple(tables)
    )


def _sides(question: Question) -> tuple[str, str]:
    first, second = effect_words.SIDES[question]
    return indonesian(first), indonesian(second)


def _rows(found: Sequence[Comparison], *, by_time: bool) -> tuple[EffectRow, ...]:
    return tuple(_row(one, by_time=by_time) for one in found if one.verdict is not Verdict.UNKNOWN)


def _unknown(found: Sequence[Comparison]) -> tuple[str, ...]:
    """Measures without anything on one side, in one line instead of empty rows."""
    names = [_title(one).lower() for one in found if one.verdict is Verdict.UNKNOWN]
    return (f"Belum diketahui: {', '.join(names)}.",) if names else ()


def _row(one: Comparison, *, by_time: bool) -> EffectRow:
    def shown(value: float | None, *, signed: bool = False) -> str:
        return effect_words.figure(value, one.measure, signed=signed, on_paper=True)

    title = _title(one)
    if one.measure in OF_UNIT and not by_time:
        few, many = _sides(Question.CROWD)
        title = f"{title} ({few.lower().replace('wfa', 'WFA')}; {many.lower().replace('wfa', 'WFA')})"
    difference = shown(one.difference, signed=True)
    if one.low is not None:
        difference += f" ({shown(one.low, signed=True)} sampai {shown(one.high, signed=True)})"
    based = effect_words.counted(one, on_paper=True)
    said = effect_words.sentence(one, by_time=by_time, on_paper=True)
    verdict = effect_words.badge(one.verdict, on_paper=True)
    words = said if one.low is None else f"{verdict[0].upper()}{verdict[1:]} ({based})."
    return EffectRow(title, shown(one.first), shown(one.second), difference, words)
