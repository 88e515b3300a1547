"""Remembers how the window stood and looked; the only place that uses QSettings."""

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow

from ui.qt import fonts
from ui.qt.theme import Theme
from ui.qt.tokens import Density, Scheme


def _settings() -> QSettings:
    """Asked for anew each time: QSettings is cheap and shares its file by name."""
    return QSettings("FlexDesk", "FlexDesk")


def keep_window(window: QMainWindow) -> None:
    _settings().setValue("window/geometry", window.saveGeometry())


def restore_window(window: QMainWindow) -> bool:
    """False when there is nothing to restore, so that the caller chooses a first size."""
    kept = _settings().value("window/geometry")
    return isinstance(kept, QByteArray) and window.restoreGeometry(kept)


def keep_look(theme: Theme) -> None:
    settings = _settings()
    settings.setValue("look/scheme", theme.scheme.value)
    settings.setValue("look/density", theme.density.value)
    settings.setValue("look/scale", fonts.scale_percent())


def restore_look(theme: Theme) -> None:
    """Set what was kept; values that an older or newer program wrote and we do not know are left alone."""
    settings = _settings()
    scheme, density = settings.value("look/scheme"), settings.value("look/density")
    theme.scheme = Scheme(scheme) if scheme in list(Scheme) else theme.scheme
    theme.density = Density(density) if density in list(Density) else theme.density
    scale = str(settings.value("look/scale", "100"))
    if scale.isdigit() and int(scale) in fonts.SCALES:
        fonts.set_scale(int(scale))


def keep(name: str, *, value: str) -> None:
    """One small fact of the frame, such as `shell/folded`."""
    _settings().setValue(name, value)


def kept(name: str, default: str = "") -> str:
    return str(_settings().value(name, default))
