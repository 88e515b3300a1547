"""F1: the handbook page of the screen, shipped as Markdown."""

from importlib.resources import files

from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from flexdesk.i18n import _, language
from ui.qt import accessible, fonts

FALLBACK = "index"


def help_text(name: str) -> str:
    """The page in the language in force, else the shared one, else the index, else one sentence."""
    docs = files("resources") / "docs"
    for wanted in (f"help/{language()}/{name}.md", f"{name}.md", f"help/{language()}/{FALLBACK}.md"):
        page = docs
        for step in wanted.split("/"):
            page = page / step
        if page.is_file():
            return page.read_text(encoding="utf-8")
    return _("There is no help page for this screen yet. Press ? for its keys.")


class HelpView(QDialog):
    """Stays open beside the work."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Help"))
        self.resize(fonts.scaled(640), fonts.scaled(560))
        self.browser = QTextBrowser()
        self.browser.setOpenExternalLinks(False)
        accessible.name(self.browser, _("Help"))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.browser)

    def show_page(self, name: str) -> None:
        self.browser.setMarkdown(help_text(name))
        self.show()
        self.activateWindow()
