"""Looking at a piece of evidence, large."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from portfolio_app.domain.evidence import Evidence
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.dialogs.file_view import FileView
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.buttons import PrimaryButton, QuietButton


class LookDialog(Dialog):
    """Shows a file: pages to turn and zoom, a picture, or its words; ``outside`` offers it to another program."""

    outside_requested = Signal(object)

    def __init__(self, desk: Desk, item: Evidence, parent: QWidget | None = None, *, outside: bool = True) -> None:
        super().__init__(desk.t, parent, width=820, height=640)
        t = desk.t
        self.set_heading(item.heading)
        self.view = FileView(desk, item)
        self.body.addWidget(self.view, 1)
        close = PrimaryButton(t("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        other = QuietButton(t("Open in another program"), "arrow-square-out")
        other.clicked.connect(lambda: self.outside_requested.emit(item))
        other.setVisible(outside)
        self.add_buttons(close, left=other)
        for keys, way in (("Ctrl++", "in"), ("Ctrl+=", "in"), ("Ctrl+-", "out"), ("Ctrl+0", "fit")):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda way=way: self.view.zoom(way))
        for keys, by in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda by=by: self.view.turn(by))
        self.finished.connect(self.view.close_file)
        QTimer.singleShot(0, self.view, self.view.begin)
