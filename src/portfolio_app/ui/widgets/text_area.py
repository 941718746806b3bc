"""Writing: a field that grows with its text, from which words can be lifted out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.widgets.fields import Field


class GrowingText(QPlainTextEdit):
    """A plain text that is as high as what is in it, between a least and a most number of lines.

    Tab leaves it, as a form expects. Text is plain, so what is kept is exactly what was typed.
    """

    lift_requested = Signal(int, int)

    def __init__(self, least: int = 3, most: int = 30, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self._lift: QAction | None = None
        self.setTabChangesFocus(True)
        self.setProperty("role", "writing")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def allow_lifting(self, words: str) -> None:
        """Offer to lift selected words out, by the menu of the right button and by Ctrl+L."""
        if self._lift is None:
            self._lift = QAction(self)
            self._lift.setShortcut(QKeySequence("Ctrl+L"))
            self._lift.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            self._lift.triggered.connect(self._lift_out)
            self.addAction(self._lift)
        self._lift.setText(words)

    def selection(self) -> tuple[int, int]:
        """Start and end of the selected words (equal: none)."""
        cursor = self.textCursor()
        return cursor.selectionStart(), cursor.selectionEnd()

    @guarded(nothing)
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        if self._lift is not None:
            self._lift.setEnabled(self.textCursor().hasSelection())
            menu.addSeparator()
            menu.addAction(self._lift)
        menu.exec(event.globalPos())
        menu.deleteLater()
        if self._lift is not None:
            self._lift.setEnabled(True)

    @guarded(nothing)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @guarded(nothing)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_most"):
            self._fit()

    def _fit(self) -> None:
        lines = min(max(round(self.document().size().height()), self._least), self._most)
        margins = self.contentsMargins()
        frame = margins.top() + margins.bottom() + 2 * round(self.document().documentMargin())
        wanted = lines * self.fontMetrics().lineSpacing() + frame + 22
        if self.height() != wanted or self.minimumHeight() != wanted:
            self.setFixedHeight(wanted)

    def _lift_out(self) -> None:
        start, end = self.selection()
        if end > start:
            self.lift_requested.emit(start, end)


class TextArea(Field[str]):
    """A field for writing; ``lift_requested(start, end)`` after `allow_lifting`."""

    lift_requested = Signal(int, int)

    def __init__(self, parent: QWidget | None = None, *, least: int = 3, most: int = 30) -> None:
        super().__init__(parent)
        self.edit = GrowingText(least, most)
        self._filling = False
        self.wrap(self.edit)
        self.edit.textChanged.connect(self._edited)
        self.edit.lift_requested.connect(self.lift_requested)

    def set_placeholder(self, text: str) -> None:
        """Show grey words while the field is empty."""
        self.edit.setPlaceholderText(text)

    def allow_lifting(self, words: str) -> None:
        """Offer to lift selected words out; ``words`` stand in the menu."""
        self.edit.allow_lifting(words)

    def value(self) -> str:
        return self.edit.toPlainText()

    def set_value(self, value: str) -> None:
        self._filling = True
        self.edit.setPlainText(value)
        self._filling = False

    def _edited(self) -> None:
        if self._filling:
            return
        if self.error:
            self.set_error("")
        self.changed.emit()
