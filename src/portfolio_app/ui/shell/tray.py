"""Quick note from the tray, where the desktop has one and the owner wants it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from portfolio_app.i18n import Translator
from portfolio_app.ui.theme.icons import SYMBOL, pixmap
from portfolio_app.ui.theme.tokens import LIGHT


def program_icon() -> QIcon:
    """The program's own sign, for windows and tray."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128):
        made.addPixmap(pixmap(SYMBOL, LIGHT.accent, size))
    return made


class Tray(QObject):
    """An icon with a small menu. It says nothing of what is in the portfolio."""

    capture_requested = Signal()
    heard_requested = Signal()
    show_requested = Signal()
    quit_requested = Signal()
    message_clicked = Signal()

    def __init__(self, t: Translator, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.menu = QMenu()
        self._icon = QSystemTrayIcon(program_icon(), self)
        self._icon.setContextMenu(self.menu)
        self._icon.activated.connect(self._pressed)
        self._icon.messageClicked.connect(self.message_clicked)
        self._actions: list[QAction] = []
        for signal in (self.capture_requested, self.heard_requested, self.show_requested, self.quit_requested):
            action = QAction(self.menu)
            action.triggered.connect(signal)
            self.menu.addAction(action)
            self._actions.append(action)
        self.retranslate(t)

    def retranslate(self, t: Translator) -> None:
        """Say its words in another language."""
        for action, words in zip(
            self._actions, (t("Quick note…"), t("My coach said…"), t("Show Leerlijn"), t("Quit")), strict=True
        ):
            action.setText(words)
        self._icon.setToolTip("Leerlijn")

    def show_when(self, wanted: bool) -> None:
        """Be there, where there is a tray, or not."""
        self._icon.setVisible(wanted and QSystemTrayIcon.isSystemTrayAvailable())

    def say(self, title: str, text: str) -> bool:
        """Show a notice with words of the program only; False where there is no tray to show it."""
        if not self._icon.isVisible():
            return False
        self._icon.showMessage(title, text, self._icon.icon())
        return True

    def _pressed(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.show_requested.emit()
