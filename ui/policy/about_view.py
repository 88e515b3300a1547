"""What this program is, its version, and what it is built of."""

import platform
from dataclasses import dataclass
from importlib import metadata

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QVBoxLayout, QWidget

from flexdesk import __version__
from flexdesk.i18n import _
from ui.qt import fonts
from ui.widgets.card import Card
from ui.widgets.cells import Cell
from ui.widgets.label import Label
from ui.widgets.table import Column, RowsModel, TableView

# name -> licence; the version is asked of the installation
_PARTS = {
    "pyside6-essentials": "LGPL-3.0",
    "reportlab": "BSD-3-Clause",
    "pypdfium2": "Apache-2.0 / BSD-3-Clause",
    "cryptography": "Apache-2.0 / BSD-3-Clause",
    "sqlcipher3": "zlib",
    "sqlite-utils": "Apache-2.0",
    "keyring": "MIT",
    "python-calamine": "MIT",
    "xlsxwriter": "BSD-2-Clause",
    "msgspec": "BSD-3-Clause",
    "httpx": "BSD-3-Clause",
    "platformdirs": "MIT",
    "pyrage": "MIT",
    "cbor2": "MIT",
    "zstandard": "BSD-3-Clause",
    "segno": "BSD-3-Clause",
}


@dataclass(frozen=True, slots=True)
class BuiltOf:
    name: str
    version: str
    licence: str


class AboutView(QWidget):
    def __init__(self, device: str, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = Card()
        card.body.addWidget(Label(f"FlexDesk {__version__}", "title", fonts.STRONG))
        what = _(
            "Offline desk for heads of units. It works without a line; nothing leaves this laptop unasked."
        )
        card.body.addWidget(Label(what, wrap=True))
        versions = f"Apache-2.0 · Python {platform.python_version()} · Qt {qVersion()}"
        card.body.addWidget(Label(versions, "small", token="muted"))
        laptop = _("Laptop {device}, data in {folder}").format(device=device, folder=folder)
        card.body.addWidget(Label(laptop, "small", token="muted", wrap=True))
        columns: list[Column[BuiltOf]] = [
            Column("name", _("Built of"), lambda one: Cell(one.name, strong=True), 220),
            Column("version", _("Version"), lambda one: Cell(one.version), 120),
            Column("licence", _("Licence"), lambda one: Cell(one.licence)),
        ]
        self.model: RowsModel[BuiltOf] = RowsModel(columns, lambda one: one.name)
        self.model.setParent(self)
        self.model.set_rows([*_built_of(), *_shipped()])
        table = TableView(_("Built of"))
        table.show_rows_of(self.model)
        parts = Card(flush=True)
        parts.body.addWidget(table)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        column.addWidget(card)
        column.addWidget(parts, 1)


def _built_of() -> list[BuiltOf]:
    made = []
    for name, licence in _PARTS.items():
        try:
            made.append(BuiltOf(name, metadata.version(name), licence))
        except metadata.PackageNotFoundError:
            made.append(BuiltOf(name, _("inside the program"), licence))
    return made


def _shipped() -> list[BuiltOf]:
    return [
        BuiltOf("IBM Plex Sans", _("inside the program"), "OFL-1.1"),
        BuiltOf("Lucide", _("inside the program"), "ISC"),
    ]
