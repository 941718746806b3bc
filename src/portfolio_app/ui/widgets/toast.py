"""A short notice at the foot of the window, with one way back; it goes away by itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from portfolio_app.ui.guard import guarded
from portfolio_app.ui.widgets.containers import Label


class ToastBar(QFrame):
    """Floats over its parent. Screen readers are told, the focus stays where it was."""

    undo_requested = Signal()
    SHOWN_MS = 8000

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "toast")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(16)
        self._text = Label()
        row.addWidget(self._text, 1)
        self.button = QPushButton()
        self.button.clicked.connect(self._undo)
        row.addWidget(self.button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(self.SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self._over = parent
        parent.installEventFilter(self)
        self.hide()

    def show_text(self, text: str, undo: str = "") -> None:
        """Show a notice; ``undo`` are the words on the button (empty: none)."""
        self._text.setText(text)
        self.button.setText(undo)
        self.button.setVisible(bool(undo))
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    @property
    def text(self) -> str:
        """The notice that is or was shown."""
        return self._text.text()

    @guarded(lambda: False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        parent = self._over
        self.adjustSize()
        width = min(self.sizeHint().width() + 8, parent.width() - 48)
        self.resize(width, self.sizeHint().height())
        self.move((parent.width() - width) // 2, parent.height() - self.height() - 24)

    def _undo(self) -> None:
        self.hide()
        self.undo_requested.emit()
