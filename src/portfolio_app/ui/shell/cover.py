"""Hides what is on the screen at once: somebody walks in, or the digibord is on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
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

    def lay(self, t: Translator, uncover: Callable[[], None]) -> None:
        """Cover all open dialogs; ``uncover`` is called by their buttons and keys."""
        for window in QApplication.topLevelWidgets():
            if isinstance(window, QDialog) and window.isVisible():
                cover = Cover(t, window)
                cover.uncover_requested.connect(uncover)
                cover.resize(window.size())
                cover.show()
                cover.raise_()
                cover.setFocus()
                self._covers[window] = cover
                # A dialog that goes meanwhile takes its cover with it.
                window.finished.connect(self._closed)

    def lift(self) -> None:
        """Take the covers away."""
        for window, cover in self._covers.items():
            window.finished.disconnect(self._closed)
            cover.hide()
            cover.deleteLater()
        self._covers.clear()

    def _closed(self) -> None:
        self._covers = {window: cover for window, cover in self._covers.items() if window.isVisible()}
