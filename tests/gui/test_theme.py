"""The look: palette, fonts, icons, chips, Qt's own words, and the start without a screen."""

import ast
import itertools
import logging
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QRect, QSize, QTranslator, qWarning
from PySide6.QtGui import QFont, QFontInfo, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QLabel

from tests.gui.indonesian import catalogue
from ui.qt import fonts, icons, messages, platform, theme, window_state
from ui.qt.tokens import Density, Scheme, tokens
from ui.widgets import chips
from ui.widgets.chips import Mark
from ui.widgets.label import Label


def test_none_keeps_its_references(qapp):
    # PySide6 6.12 on Python 3.11 lost one for each call and died after thousands of paints.
    before = sys.getrefcount(None)
    for _number in range(500):
        qapp.processEvents()
    assert abs(sys.getrefcount(None) - before) < 50


def test_the_scheme_changes_palette_and_open_widgets(qtbot):
    label = Label("Jadwal", token="muted")
    qtbot.addWidget(label)
    look = theme.current()
    with qtbot.waitSignal(look.changed):
        look.set_scheme(Scheme.DARK)
    dark = tokens().colors[Scheme.DARK]
    assert QApplication.palette().color(QPalette.ColorRole.Window).name().upper() == dark["window"]
    assert label.palette().color(QPalette.ColorRole.WindowText).name().upper() == dark["muted"]


def test_every_role_of_the_design_is_set():
    palette = QApplication.palette()
    light = tokens().colors[Scheme.LIGHT]
    for role, token in (
        (QPalette.ColorRole.Base, "surface"),
        (QPalette.ColorRole.AlternateBase, "raised"),
        (QPalette.ColorRole.Highlight, "selection"),
        (QPalette.ColorRole.HighlightedText, "text"),
        (QPalette.ColorRole.PlaceholderText, "muted"),
        (QPalette.ColorRole.Dark, "borderStrong"),
    ):
        assert palette.color(role).name().upper() == light[token]


def test_the_shipped_type_is_used(qtbot):
    label = QLabel("Nama")
    qtbot.addWidget(label)
    assert QFontInfo(label.font()).family() == "IBM Plex Sans"
    assert QFontInfo(fonts.font("small", condensed=True)).family() == "IBM Plex Sans Condensed"
    assert fonts.font("title", fonts.STRONG).weight() == QFont.Weight.DemiBold


def test_text_size_scales_fonts_and_rows():
    look = theme.current()
    look.set_scale(150)
    assert fonts.font("base").pixelSize() == 20
    assert look.row_height() == 33
    with pytest.raises(ValueError, match="140"):
        look.set_scale(140)


def test_density_sets_the_row_height(qtbot):
    look = theme.current()
    with qtbot.waitSignal(look.density_changed):
        look.set_density(Density.ROOMY)
    assert look.row_height() == 36


def test_every_icon_of_the_design_is_shipped():
    named = {code.icon for code in tokens().codes.values()}
    for path in Path("ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "icon" and isinstance(node.value, ast.Constant):
                named.add(node.value.value)
    shipped = {entry.name.removesuffix(".svg") for entry in (files("resources") / "icons").iterdir()}
    assert named - {""} <= shipped


def test_icons_take_the_colour_and_are_kept():
    look = theme.current()
    first = icons.pixmap("house", look.color("negative"), 16)
    assert icons.pixmap("house", look.color("negative"), 16) is first
    image = first.toImage()
    pixels = [image.pixelColor(x, y) for x, y in itertools.product(range(16), range(16))]
    painted = {pixel.name() for pixel in pixels if pixel.alpha() == 255}
    assert painted == {look.color("negative").name()}


def test_a_missing_icon_is_an_error():
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no-such-icon", theme.current().color("text"))


@pytest.mark.parametrize("letter", list(tokens().codes))
def test_each_code_paints_its_ground(letter):
    image = chips.chip_pixmap(letter, Mark.NONE, QSize(64, 22)).toImage()
    fill = theme.current().code(letter).fill
    at = image.pixelColor(52, 17) if letter != "S" else image.pixelColor(26, 11)
    if letter == "K":
        assert at.alpha() == 0
    else:
        colors = {image.pixelColor(x, y).name() for x in range(4, 60) for y in range(4, 18)}
        assert fill.name() in colors


def test_codes_look_different_without_colour():
    shapes = {_shape(letter) for letter in tokens().codes}
    assert len(shapes) == len(tokens().codes)


def _shape(letter):
    """Where the left third of a chip, beside its letter, is not its own ground."""
    image = chips.chip_pixmap(letter, Mark.LEGEND, QSize(64, 22)).toImage()
    ground = theme.current().code(letter).fill.lightness()
    places = itertools.product(range(2, 22), range(2, 20))
    return tuple(abs(image.pixelColor(x, y).lightness() - ground) > 12 for x, y in places)


@pytest.mark.parametrize("mark", [one for one in Mark if one not in (Mark.NONE, Mark.LEGEND)])
def test_each_mark_can_be_seen(mark):
    plain = chips.chip_pixmap("W", Mark.NONE, QSize(64, 22)).toImage()
    assert chips.chip_pixmap("W", mark, QSize(64, 22)).toImage() != plain


def test_chips_are_cached_until_the_scheme_changes():
    first = chips.chip_pixmap("D", Mark.HARD, QSize(64, 22))
    assert chips.chip_pixmap("D", Mark.HARD, QSize(64, 22)) is first
    theme.current().set_scheme(Scheme.DARK)
    assert chips.cached() == 0
    assert chips.chip_pixmap("D", Mark.HARD, QSize(64, 22)).toImage() != first.toImage()


def test_a_conflict_shows_both_codes():
    ground = QPixmap(64, 22)
    ground.fill(theme.current().color("surface"))
    painter = QPainter(ground)
    chips.paint_chip(painter, QRect(0, 0, 64, 22), "W", Mark.CONFLICT, "C")
    painter.end()
    image = ground.toImage()
    seen = {image.pixelColor(x, y).name() for x in range(64) for y in range(22)}
    assert theme.current().code("W").fill.name() in seen
    assert theme.current().code("C").fill.name() in seen


def test_high_contrast_drops_fills_and_keeps_letters(monkeypatch):
    look = theme.current()
    monkeypatch.setattr(theme, "_asks_for_contrast", lambda _app: True)
    look.apply()
    try:
        assert look.code("W").fill == look.color("surface")
        assert look.code("W").ink != look.code("W").fill
    finally:
        monkeypatch.undo()
        look.apply()


def test_no_display_is_said_in_words():
    with pytest.raises(platform.NoDisplay) as caught:
        platform.check_display({}, "linux")
    assert caught.value.exit_code == 4
    platform.check_display({"QT_QPA_PLATFORM": "offscreen"}, "linux")
    platform.check_display({"WAYLAND_DISPLAY": "wayland-0"}, "linux")
    platform.check_display({}, "win32")


def test_what_qt_says_goes_to_the_log(caplog):
    messages.install()
    try:
        with caplog.at_level(logging.WARNING, "flexdesk.qt"):
            qWarning("paper is out")
    finally:
        messages.uninstall()
    assert "paper is out" in caplog.text


def test_qt_buttons_speak_indonesian(qapp):
    translator = QTranslator()
    assert translator.load(str(files("resources") / "i18n" / "qt_id.qm"))
    qapp.installTranslator(translator)
    try:
        assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Batal"
        assert QCoreApplication.translate("QPlatformTheme", "&Yes") == "&Ya"
    finally:
        qapp.removeTranslator(translator)


def test_the_look_is_kept_between_runs():
    look = theme.current()
    look.set_scheme(Scheme.DARK)
    look.set_density(Density.NORMAL)
    window_state.keep_look(look)
    look.set_scheme(Scheme.LIGHT)
    look.set_density(Density.COMPACT)
    window_state.restore_look(look)
    assert (look.scheme, look.density) == (Scheme.DARK, Density.NORMAL)
    look.apply()


def test_an_unknown_kept_look_is_left_alone():
    window_state.keep("look/scheme", value="sepia")
    window_state.keep("look/scale", value="lots")
    window_state.restore_look(theme.current())
    assert theme.current().scheme is Scheme.LIGHT


def test_all_our_words_have_an_indonesian_form():
    words = catalogue()
    missing = []
    for folder in ("qt", "widgets", "undo", "tasks", "feedback", "shell"):
        for path in Path("ui", folder).glob("*.py"):
            missing += [f"{path}: {text}" for text in _marked(path) if words._catalog.get(text) is None]
    assert not missing


def _marked(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_"):
            yield from (arg.value for arg in node.args if isinstance(arg, ast.Constant))
