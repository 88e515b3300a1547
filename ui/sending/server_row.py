"""One row at the foot: the server that was joined, or the way to one."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from flexdesk.i18n import _
from ui.sending.model import Centre
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.label import ElidedLabel


class ServerRow(Card):
    """`trust` is shown where the server showed somebody else another record."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.words = ElidedLabel("", "base", token="muted")
        self.trust = Button(_("Believe the server again"), icon="wifi")
        self.join = Button(_("Join the server"), icon="wifi")
        self.trust.hide()
        row = QHBoxLayout()
        row.addWidget(self.words, 1)
        row.addWidget(self.trust)
        row.addWidget(self.join)
        self.body.addLayout(row)

    def show_centre(self, centre: Centre) -> None:
        if not centre.status.enrolled:
            self.words.setText(_("No server joined. Bundles reach other laptops and the agency as files."))
            self.join.show()
            return
        self.words.setText(_("Server: {url}").format(url=centre.url or _("joined by files")))
        self.join.setVisible(not centre.url)
        self.trust.setVisible(bool(centre.status.server_doubt))
