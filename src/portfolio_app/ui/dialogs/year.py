"""A year to look at, over the window."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.year import YearView
from portfolio_app.ui.widgets.buttons import PrimaryButton


class YearDialog(Dialog):
    """Shows a year; what is opened from it closes it. Alt with an arrow walks through the years."""

    open_requested = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent, width=900, height=620)
        t = desk.t
        self.set_heading(t("A year to look at"), t("What stands in it, for yourself. It is not held up to anything."))
        self.view = YearView(desk)
        self.view.open_requested.connect(self._opened)
        self.view.trouble_met.connect(self.show_trouble)
        self.body.addWidget(self.view)
        self.body.addStretch()
        close = PrimaryButton(t("Close"))
        close.clicked.connect(self.accept)
        self.add_buttons(close)
        for keys, years in (("Alt+Left", -1), ("Alt+Right", 1)):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda years=years: self.view.walk(years))

    def _opened(self, kind: str, ident: str) -> None:
        self.accept()
        self.open_requested.emit(kind, ident)
