"""Hides what is on the screen at once: somebody walks in, or the digibord is on."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from portfolio_app.i18n import Translator
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.theme.tokens import colour
from portfolio_app.ui.widgets.buttons import Button
from portfolio_app.ui.widgets.containers import IconLabel, Label

KEYS = ("F9", "Ctrl+Shift+H")


def hides(event: QKeyEvent) -> bool:
    """Whether a pressed key is one of the keys that hide and show."""
    return QKeySequence(event.keyCombination()).toString() in KEYS


class Cover(QWidget):
    """A calm empty surface with one button to go on."""

    uncover_requested = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addStretch()
        column.addWidget(IconLabel("leaf", "accent", 40), 0, middle)
        self._button = Button()
        self._button.clicked.connect(self.uncover_requested)
        column.addWidget(self._button, 0, middle)
        self._words = Label(role="muted")
        column.addWidget(self._words, 0, middle)
        column.addStretch()
        self.setFocusProxy(self._button)
        self.retranslate(t)

    def retranslate(self, t: Translator) -> None:
        """Say its words in another language."""
        self._button.setText(t("Show again"))
        self._words.setText(t("Hidden. {key} brings everything back.", key=KEYS[0]))
        self.setAccessibleName(t("The window is hidden"))

    def say_locking(self, t: Translator) -> None:
        """Say that what is being done is waited for, and offer not to."""
        self._button.setText(t("Stop it and lock now"))
        self._words.setText(t("Leerlijn locks as soon as what it is doing is done."))
        self.setAccessibleName(t("The window is hidden"))

    @guarded(lambda: False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # What stands beneath may grow while it is covered: a dialog that has more to say.
        beneath = self.parentWidget()
        if beneath is not None and watched is beneath and event.type() in (QEvent.Type.Resize, QEvent.Type.ChildAdded):
            self.resize(beneath.size())
            self.raise_()
        return super().eventFilter(watched, event)

    def focusNextPrevChild(self, next: bool) -> bool:
        return True

    @guarded(nothing)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # What is pressed must not reach what is hidden: Esc would close the dialog beneath.
        event.accept()

    @guarded(nothing)
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colour("window"))


class DialogCovers:
    """Lays a cover over every dialog that stands open, because those are windows of their own."""

    def __init__(self) -> None:
        self._covers: dict[QDialog, Cover] = {}

    def all(self) -> list[Cover]:
        """The covers that lie."""
        return list(self._present().values())

    def lay(self, t: Translator, uncover: Callable[[], None]) -> list[Cover]:
        """Cover the open dialogs that are bare; ``uncover`` is called by their buttons. Returns the new covers."""
        laid: list[Cover] = []
        for window in QApplication.topLevelWidgets():
            if isinstance(window, QDialog) and window.isVisible() and window not in self._covers:
                cover = Cover(t, window)
                cover.uncover_requested.connect(uncover)
                window.installEventFilter(cover)
                cover.resize(window.size())
                cover.show()
                cover.raise_()
                cover.setFocus()
                self._covers[window] = cover
                laid.append(cover)
                # A dialog that goes meanwhile takes its cover with it.
                window.finished.connect(self._closed)
        return laid

    def lift(self) -> None:
        """Take the covers away."""
        for window, cover in self._present().items():
            window.finished.disconnect(self._closed)
            cover.hide()
            cover.deleteLater()
        self._covers.clear()

    def _closed(self) -> None:
        self._covers = {window: cover for window, cover in self._present().items() if window.isVisible()}

    def _present(self) -> dict[QDialog, Cover]:
        # A dialog that goes with the one it stands over is taken apart without a word.
        return {window: cover for window, cover in self._covers.items() if shiboken6.isValid(window)}
