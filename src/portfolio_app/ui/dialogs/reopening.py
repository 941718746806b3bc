"""Opens the portfolio again at once, with the key that opened it a moment ago."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.i18n import Translator
from portfolio_app.services.session import Services
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.tasks import Tasks
from portfolio_app.ui.widgets.buttons import PrimaryButton


class ReopeningDialog(Dialog):
    """Says that it takes a moment; ``opened`` brings the services, ``failed`` leads back to the lock."""

    opened = Signal(object)
    failed = Signal()

    def __init__(
        self, t: Translator, tasks: Tasks, opener: Callable[[], Services], parent: QWidget | None = None
    ) -> None:
        super().__init__(t, parent, width=440)
        self.set_heading(t("One moment…"), t("Your portfolio is closed and opened again with its new keys."))
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(t("One moment…"))
        self.body.addWidget(self._bar)
        self._go = PrimaryButton(t("Go on"))
        self._go.setDefault(True)
        self._go.clicked.connect(self._leave)
        self._go.hide()
        self.add_buttons(self._go)
        self._busy = True
        tasks.start(self, lambda job: opener(), self._done, failed=self._not_opened)

    def _done(self, services: Services) -> None:
        self._busy = False
        self.opened.emit(services)
        self.accept()

    def _not_opened(self, error: UserError) -> None:
        self._busy = False
        self._bar.hide()
        self._go.show()
        self.show_trouble(error)

    def _leave(self) -> None:
        self.accept()
        self.failed.emit()

    def reject(self) -> None:
        # Esc must not leave a program without a window.
        if not self._busy:
            self._leave()
