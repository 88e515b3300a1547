"""The panel “Pemeriksaan”: every broken rule in words, with its article and the keys that mend it."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from flexdesk.domain.places import Place
from flexdesk.domain.rules.findings import Fix
from flexdesk.i18n import _
from ui.qt import accessible, fonts, icons, theme
from ui.qt.tokens import tokens
from ui.schedule import words
from ui.schedule.beginning import Beginning
from ui.schedule.legend import Legend
from ui.schedule.sheet import HARD, SOFT, Problem, Sheet
from ui.widgets.badge import Badge, BadgeFacts
from ui.widgets.card import Hairline
from ui.widgets.key_hint import KeyHint, key_size, paint_key
from ui.widgets.label import IconLabel, Label
from ui.widgets.side_panel import SidePanel
from ui.widgets.tones import Tone

MOST_FIXES = 3
MOST_CARDS = 60  # more are counted, not drawn: a page of red says no more than its number
_LEFT, _RIGHT, _INDENT = 14, 10, 35

_Align = Qt.AlignmentFlag


@dataclass(frozen=True, slots=True)
class Way:
    """One line with a key: what to do and its side effect."""

    text: str
    why: str
    fix: Fix


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What one card says."""

    grade: str
    title: str
    day: str
    sentence: str
    article: str
    rule: str
    ways: tuple[Way, ...]


def facts_of(sheet: Sheet, problem: Problem) -> CardFacts:
    """The words of a problem; a conflict of two devices has its two places as ways out."""
    finding = problem.finding
    if finding is None:
        return _conflict_facts(sheet, problem)
    title = _name(sheet, finding.person) or finding.function or _("The whole unit")
    ways = tuple(_way(sheet, finding.person, fix) for fix in finding.fixes[:MOST_FIXES])
    day = words.day_and_number(finding.day) if finding.day else ""
    return CardFacts(problem.grade, title, day, finding.message, finding.article, finding.rule, ways)


def _name(sheet: Sheet, person: str) -> str:
    row = sheet.row_of.get(person)
    return "" if row is None else sheet.people[row].name


def _way(sheet: Sheet, person: str, fix: Fix) -> Way:
    day = words.long_day(fix.day)
    if fix.action:
        return Way(_("Name {name}").format(name=fix.name or _name(sheet, fix.person)), fix.why, fix)
    if fix.person != person:
        day = f"{fix.name or _name(sheet, fix.person)}, {words.short_day(fix.day)}"
    if not fix.place:
        return Way(_("{day} emptied").format(day=day), fix.why, fix)
    letter = words.letter(Place(fix.place))
    return Way(_("{day} becomes {letter}").format(day=day, letter=letter), fix.why, fix)


def _conflict_facts(sheet: Sheet, problem: Problem) -> CardFacts:
    spot = problem.spot
    cell = sheet.cells[sheet.at(spot)] if spot is not None else None
    if spot is None or cell is None:
        raise ValueError("a conflict belongs to a cell")
    person, day = sheet.key(spot)
    # Which of the two is shown says nothing of whose it is; names stand on the screen of sending.
    shown, other = words.spoken_place(cell.place), words.spoken_place(cell.conflict)
    sentence = _("Two devices wrote differently: {shown} is shown, the other entry is {other}.")
    ways = tuple(
        _way(sheet, person, Fix(person=person, day=day, place=place, why=why))
        for place, why in ((cell.place, _("as shown")), (cell.conflict, _("the other entry")))
    )
    said = sentence.format(shown=shown, other=other)
    return CardFacts(HARD, sheet.people[spot.row].name, words.day_and_number(day), said, "", "", ways)


class IssueCard(QWidget):
    """One problem. Painted as a whole, so that a screen with many problems still opens at once."""

    chosen = Signal(int)
    fix_asked = Signal(int, int)  # number of the problem, number of the way
    article_asked = Signal(str)  # rule id

    def __init__(self, number: int, facts: CardFacts, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number, self.facts, self._current = number, facts, False
        self._article = QRect()
        self._lines: list[QRect] = []
        self.resize(width, 0)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        spoken = (facts.title, facts.day, facts.sentence, facts.article, *(way.text for way in facts.ways))
        accessible.name(self, ". ".join(part for part in spoken if part))
        self._measure()

    def set_current(self, on: bool) -> None:
        """The ways with their keys are shown on the current card only, because the keys act on it."""
        if on != self._current:
            self._current = on
            self._measure()
            self.update()

    def _measure(self) -> None:
        width = self.width() - _LEFT - _RIGHT
        sentence = QFontMetrics(fonts.font("base")).boundingRect(
            QRect(0, 0, width, 4000), int(Qt.TextFlag.TextWordWrap), self.facts.sentence
        )
        line = fonts.scaled(20)
        self._sentence = QRect(_LEFT, 9 + line, width, sentence.height())
        bottom = self._sentence.bottom() + 2
        self._article = QRect()
        if self.facts.article:
            wide = QFontMetrics(fonts.font("small")).horizontalAdvance(self.facts.article)
            self._article = QRect(_LEFT, bottom, min(wide + 2, width), line)
            bottom += line
        self._lines = []
        for number, way in enumerate(self.facts.ways if self._current else ()):
            tall = fonts.scaled(tokens().size["hitMin"])
            if not self._fits(way, number, width):
                tall += self._under(way, number, width).height()
            self._lines.append(QRect(_LEFT, bottom, width, tall))
            bottom += tall
        self.setFixedHeight(bottom + 7)

    @staticmethod
    def _fits(way: Way, number: int, width: int) -> bool:
        """Whether the side effect has room beside what is done."""
        text = QFontMetrics(fonts.font("small", fonts.MEDIUM)).horizontalAdvance(way.text)
        why = QFontMetrics(fonts.font("small")).horizontalAdvance(way.why)
        return key_size(_key(number)).width() + 8 + text + 10 + why <= width

    @staticmethod
    def _under(way: Way, number: int, width: int) -> QRect:
        """The side effect on lines of its own, set in under the text."""
        room = QRect(0, 0, width - key_size(_key(number)).width() - 8, 4000)
        return QFontMetrics(fonts.font("small")).boundingRect(room, int(Qt.TextFlag.TextWordWrap), way.why)

    # Qt overrides
    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        self.chosen.emit(self._number)
        if self._article.contains(at):
            self.article_asked.emit(self.facts.rule)
        for number, line in enumerate(self._lines):
            if line.contains(at):
                self.fix_asked.emit(self._number, number)
                return

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        active = self._article.contains(at) or any(line.contains(at) for line in self._lines)
        self.setCursor(Qt.CursorShape.PointingHandCursor if active else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self._number)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._measure()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._measure()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        hard = self.facts.grade == HARD
        tone = Tone.NEGATIVE if hard else Tone.WARNING
        painter.fillRect(self.rect(), look.color(tone.ground if self._current else "surface"))
        if self._current:
            painter.fillRect(0, 0, 3, self.height(), look.color(tone.graphic))
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.color("border"))
        self._paint_words(painter, tone, "circle-x" if hard else "triangle-alert")
        for number, line in enumerate(self._lines):
            self._paint_way(painter, line, number)
        if self.hasFocus():
            painter.setPen(look.color("focus"))
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
        painter.end()

    def _paint_words(self, painter: QPainter, tone: Tone, icon: str) -> None:
        look, line = theme.current(), fonts.scaled(20)
        icons.paint(painter, QRect(_LEFT, 7, icons.NORMAL, line), icon, tone.ink)
        right = self.width() - _RIGHT
        painter.setFont(fonts.font("small"))
        painter.setPen(look.color("muted"))
        day_width = painter.fontMetrics().horizontalAdvance(self.facts.day)
        painter.drawText(
            QRect(right - day_width - 1, 7, day_width + 2, line), _Align.AlignVCenter, self.facts.day
        )
        painter.setFont(fonts.font("base", fonts.STRONG))
        painter.setPen(look.color("text"))
        room = right - day_width - 8 - _INDENT
        title = painter.fontMetrics().elidedText(self.facts.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(_INDENT, 7, room, line), _Align.AlignVCenter, title)
        painter.setFont(fonts.font("base"))
        painter.drawText(self._sentence, int(Qt.TextFlag.TextWordWrap), self.facts.sentence)
        if self.facts.article:
            painter.setFont(fonts.font("small"))
            painter.setPen(look.color("accent"))
            shown = painter.fontMetrics().elidedText(
                self.facts.article, Qt.TextElideMode.ElideRight, self._article.width()
            )
            painter.drawText(self._article, _Align.AlignVCenter, shown)

    def _paint_way(self, painter: QPainter, line: QRect, number: int) -> None:
        look, way, size = theme.current(), self.facts.ways[number], key_size(_key(number))
        first = QRect(line.x(), line.y(), line.width(), fonts.scaled(tokens().size["hitMin"]))
        cap = QPoint(first.x(), first.y() + (first.height() - size.height()) // 2)
        paint_key(painter, QRect(cap, size), _key(number))
        text = first.adjusted(size.width() + 8, 0, 0, 0)
        painter.setFont(fonts.font("small", fonts.MEDIUM))
        painter.setPen(look.color("text"))
        painter.drawText(text, _Align.AlignVCenter, way.text)
        painter.setFont(fonts.font("small"))
        painter.setPen(look.color("muted"))
        if line.height() == first.height():
            painter.drawText(text, _Align.AlignVCenter | _Align.AlignRight, way.why)
            return
        under = QRect(text.x(), first.bottom() - 2, text.width(), line.height() - first.height())
        painter.drawText(under, int(Qt.TextFlag.TextWordWrap), way.why)


def _key(number: int) -> str:
    return f"Alt+{number + 1}"


class _AllWell(QWidget):
    """What stands in the panel when no rule is broken."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(_LEFT, 14, _RIGHT, 14)
        column.addWidget(IconLabel("circle-check", "positiveGraphic", icons.LARGE))
        column.addWidget(Label(_("No rule is broken."), "base", fonts.STRONG))
        column.addWidget(Label(_("This week can be published."), "base", token="muted", wrap=True))


class ChecksPanel(SidePanel):
    """Counts on top, cards, and the legend at the foot."""

    problem_chosen = Signal(int)
    fix_asked = Signal(int, int)
    article_asked = Signal(str)
    begin_asked = Signal(str)  # one of the ways of `beginning`

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Checks"), parent=parent)
        self._hard, self._soft = Badge("", Tone.NEGATIVE), Badge("", Tone.WARNING)
        for part in (self._hard, self._soft, KeyHint("F8")):
            self.head.addWidget(part)
        self.body.setAlignment(Qt.AlignmentFlag.AlignTop)
        area = self.findChild(QScrollArea)
        assert isinstance(area, QScrollArea)
        self._area = area
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.legend = Legend()
        self.foot.addWidget(self.legend)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(column.count() - 1, Hairline())  # between the cards and the foot
        self.cards: list[IssueCard] = []
        self._shown: tuple[CardFacts, ...] | None = None
        self._untouched = False
        self.beginning: Beginning | None = None
        self.current = -1
        accessible.name(self, _("Checks"))

    def show_sheet(self, sheet: Sheet, *, untouched: bool = False) -> None:
        """Cards for the sheet's problems; the same words keep the same cards.

        `untouched` days, without a letter or a publication, offer ways to begin.
        """
        hard, soft = sheet.count(HARD), sheet.count(SOFT)
        self._hard.show_facts(BadgeFacts(_("{count} must").format(count=hard), Tone.NEGATIVE, "circle-x"))
        self._soft.show_facts(
            BadgeFacts(_("{count} advised").format(count=soft), Tone.WARNING, "triangle-alert")
        )
        self._hard.setVisible(hard > 0)
        self._soft.setVisible(soft > 0)
        facts = tuple(facts_of(sheet, problem) for problem in sheet.problems[:MOST_CARDS])
        if facts != self._shown or untouched != self._untouched:
            self._shown, self._untouched = facts, untouched
            self._rebuild(facts, len(sheet.problems) - len(facts))
        self.set_current(min(self.current, len(facts) - 1))

    def _rebuild(self, facts: tuple[CardFacts, ...], more: int) -> None:
        while (item := self.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.cards = [IssueCard(n, one, self.width() - 1) for n, one in enumerate(facts)]
        for card in self.cards:
            card.chosen.connect(self.problem_chosen)
            card.fix_asked.connect(self.fix_asked)
            card.article_asked.connect(self.article_asked)
            self.body.addWidget(card)
        if more:
            self.body.addWidget(Label(_("and {count} more").format(count=more), "small", token="muted"))
        self.beginning = Beginning(self.begin_asked.emit) if self._untouched else None
        if self.beginning is not None:
            self.body.addWidget(self.beginning)
        elif not facts:
            self.body.addWidget(_AllWell())

    def set_current(self, number: int) -> None:
        """Open one card; -1 opens none."""
        self.current = number
        for at, card in enumerate(self.cards):
            card.set_current(at == number)
        if 0 <= number < len(self.cards):
            card = self.cards[number]
            self._area.ensureWidgetVisible(card, 0, 0)

    def way(self, number: int) -> Way | None:
        """Way `number` of the open card."""
        if not 0 <= self.current < len(self.cards):
            return None
        ways = self.cards[self.current].facts.ways
        return ways[number] if number < len(ways) else None
