"""Covers the content and every dialog, at once and until somebody shows it again, or until the program has locked."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from portfolio_app.i18n import Translator
from portfolio_app.ui.shell.cover import Cover, DialogCovers
from portfolio_app.ui.shell.menus import Menus


class Hiding(QObject):
    """Of one window: ``root`` shows the content or the cover."""

    toggled = Signal()
    lock_now_requested = Signal()

    def __init__(self, t: Translator, content: QWidget, menus: Menus, parent: QObject) -> None:
        super().__init__(parent)
        self._t, self._menus = t, menus
        self._covers = DialogCovers()
        self.locking = False
        """Whether the content does not come back, because the program locks as soon as it can."""
        self.cover = Cover(t)
        self.cover.uncover_requested.connect(self._answer)
        self.root = QStackedWidget()
        self.root.addWidget(content)
        self.root.addWidget(self.cover)

    def retranslate(self, t: Translator) -> None:
        """Say the words in another language."""
        self._t = t
        self.cover.retranslate(t)

    @property
    def is_covered(self) -> bool:
        """Whether the content is hidden."""
        return self.root.currentWidget() is self.cover

    def toggle(self) -> None:
        """Hide everything at once, or show it again."""
        if self.locking:
            return
        covered = not self.is_covered
        self.root.setCurrentIndex(1 if covered else 0)
        self._menus.enable(not covered)
        if covered:
            self.cover.setFocus()
            self.cover_newcomers()
        else:
            self._covers.lift()
        self.toggled.emit()

    def wait_for_lock(self) -> None:
        """Show nothing any more, while what is being done in the background comes to its end."""
        if not self.is_covered:
            self.toggle()
        self.locking = True
        for cover in (self.cover, *self._covers.all()):
            cover.say_locking(self._t)
        self._menus.enable(False, locking=True)

    def cover_newcomers(self) -> None:
        """Cover the dialogs that came into sight since."""
        if not self.is_covered:
            return
        for cover in self._covers.lay(self._t, self._answer):
            if self.locking:
                cover.say_locking(self._t)

    def _answer(self) -> None:
        if self.locking:
            self.lock_now_requested.emit()
        else:
            self.toggle()
