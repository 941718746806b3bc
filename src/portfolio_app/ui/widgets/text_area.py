"""Writing: a field that grows with its text, from which words can be lifted out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeySequence, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.widgets.buttons import Button
from portfolio_app.ui.widgets.fields import Field

LOOK_KEYS = "Ctrl+J"
PLACE = "place"
"""Property of a text: the field of the record that it holds, as quotes name it."""
NEVER = Qt.ScrollBarPolicy.ScrollBarAlwaysOff


def units(text: str, at: int) -> int:
    """Place of a character as Qt counts: in UTF-16."""
    return len(text[:at].encode("utf-16-le", "surrogatepass")) // 2


def characters(text: str, at: int) -> int:
    """Place of a character as Python counts, from the place as Qt does: an emoji is one here and two there."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * at].decode("utf-16-le", "surrogatepass"))


class GrowingText(QPlainTextEdit):
    """A plain text that is as high as what is in it, between a least and a most number of lines.

    It tells layouts its height for any width, so that they need no second round. Tab leaves it, as a form expects. Text
    is plain, so what is kept is exactly what was typed.
    """

    LEAST_WIDTH = 120

    lift_requested = Signal(int, int)
    """Start and end of the words, counted in characters."""
    look_requested = Signal()

    def __init__(self, least: int = 3, most: int = 30, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self._measured: dict[int, int] = {}
        self._lift: QAction | None = None
        self._look: QAction | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setTabChangesFocus(True)
        self.setProperty("role", "writing")
        self.setHorizontalScrollBarPolicy(NEVER)
        self.setVerticalScrollBarPolicy(NEVER)
        self.document().contentsChanged.connect(self._text_changed)

    def allow_lifting(self, words: str) -> None:
        """Offer to lift selected words out: by the menu of the right button, by Ctrl+L, by a button at the words."""
        if self._lift is None:
            self._lift = QAction(self)
            self._lift.setShortcut(QKeySequence("Ctrl+L"))
            self._lift.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            self._lift.triggered.connect(self._lift_out)
            self.addAction(self._lift)
        self._lift.setText(words)

    @property
    def may_lift(self) -> bool:
        """Whether words of this text may be lifted out."""
        return self._lift is not None

    def allow_looking(self, words: str) -> None:
        """Offer to look along with the text: by the menu of the right button and by Ctrl+J."""
        if self._look is None:
            self._look = QAction(self)
            self._look.setShortcut(QKeySequence(LOOK_KEYS))
            self._look.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            self._look.triggered.connect(self.look_requested)
            self.addAction(self._look)
        self._look.setText(words)

    @property
    def may_look(self) -> bool:
        """Whether somebody may look along with this text."""
        return self._look is not None

    def lift_out(self) -> bool:
        """Ask to lift the selected words out; False when none are selected or they may not."""
        start, end = self.selection()
        if self._lift is None or end <= start:
            return False
        text = self.toPlainText()
        self.lift_requested.emit(characters(text, start), characters(text, end))
        return True

    def selection(self) -> tuple[int, int]:
        """Start and end of the selected words (equal: none), as Qt counts them: in UTF-16."""
        cursor = self.textCursor()
        return cursor.selectionStart(), cursor.selectionEnd()

    @guarded(nothing)
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        if self._lift is not None:
            self._lift.setEnabled(self.textCursor().hasSelection())
            menu.addSeparator()
            menu.addAction(self._lift)
        if self._look is not None:
            menu.addAction(self._look)
        menu.exec(event.globalPos())
        menu.deleteLater()
        if self._lift is not None:
            self._lift.setEnabled(True)

    def hasHeightForWidth(self) -> bool:
        return True

    @guarded(lambda: 60)
    def heightForWidth(self, width: int, /) -> int:
        self.ensurePolished()
        lines = min(max(self._lines(width), self._least), self._most)
        return lines * self.fontMetrics().lineSpacing() + self._frame().height() + 2

    @guarded(lambda: QSize(240, 60))
    def sizeHint(self) -> QSize:
        width = self.width() if self.isVisible() else super().sizeHint().width()
        return QSize(width, self.heightForWidth(width))

    @guarded(lambda: QSize(120, 60))
    def minimumSizeHint(self) -> QSize:
        return QSize(self.LEAST_WIDTH, self._least * self.fontMetrics().lineSpacing() + self._frame().height() + 2)

    @guarded(nothing)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_measured"):
            self._measured.clear()
            self.updateGeometry()

    @guarded(nothing)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._offer_bar()

    def _frame(self) -> QSize:
        """What is not text: frame, padding and the document's margin, at both sides together."""
        around, inside = self.contentsMargins(), 2 * round(self.document().documentMargin())
        return QSize(around.left() + around.right() + inside, around.top() + around.bottom() + inside)

    def _lines(self, width: int) -> int:
        """Number of lines of the text in a field of a width."""
        if self.isVisible() and width == self.width() and self.verticalScrollBarPolicy() is NEVER:
            return self._laid_out()
        known = self._measured.get(width)
        if known is None:
            known = self._measured[width] = self._count(max(1, width - self._frame().width()))
        return known

    def _laid_out(self) -> int:
        """Number of lines as they stand, no further than one beyond the most that shows.

        Qt lays a paragraph out when it comes in sight, and counts it as one line until then.
        """
        lines, block = 0, self.document().begin()
        while block.isValid() and lines <= self._most:
            self.blockBoundingRect(block)
            lines += block.lineCount()
            block = block.next()
        return lines

    def _count(self, room: int) -> int:
        """Number of lines in so much room, no further than one beyond the most that shows: a text may be a book."""
        option, lines, enough = self.document().defaultTextOption(), 0, self._most + 1
        block = self.document().begin()
        while block.isValid() and lines < enough:
            # No letter is narrower than a pixel, so what stands further on in a paragraph can't matter.
            layout = QTextLayout(block.text()[: enough * room], self.font())
            layout.setTextOption(option)
            layout.beginLayout()
            while lines < enough and (line := layout.createLine()).isValid():
                line.setLineWidth(room)
                lines += 1
            layout.endLayout()
            block = block.next()
        return lines

    def _text_changed(self) -> None:
        self._measured.clear()
        self._offer_bar()
        if not self.isVisible() or self.heightForWidth(self.width()) != self.height():
            self.updateGeometry()

    def _offer_bar(self) -> None:
        """Scroll only a text that is longer than the field may grow: a bar takes room, and so makes more lines."""
        wanted = Qt.ScrollBarPolicy.ScrollBarAsNeeded if self._lines(self.width()) > self._most else NEVER
        if wanted is not self.verticalScrollBarPolicy():
            self.setVerticalScrollBarPolicy(wanted)

    def _lift_out(self) -> None:
        self.lift_out()


class LiftButton(Button):
    """What can be done with selected words, in sight only while there are any."""

    ROLE = "small"


class TextArea(Field[str]):
    """A field for writing; ``lift_requested(start, end)`` after `allow_lifting`."""

    lift_requested = Signal(int, int)

    def __init__(self, parent: QWidget | None = None, *, least: int = 3, most: int = 30) -> None:
        super().__init__(parent)
        self.edit = GrowingText(least, most)
        self._filling = False
        self._lifter: LiftButton | None = None
        self.wrap(self.edit)
        self.edit.textChanged.connect(self._edited)
        self.edit.lift_requested.connect(self.lift_requested)

    def set_placeholder(self, text: str) -> None:
        """Show grey words while the field is empty."""
        self.edit.setPlaceholderText(text)

    def allow_lifting(self, words: str) -> None:
        """Offer to lift selected words out; ``words`` stand in the menu."""
        self.edit.allow_lifting(words)
        if self._lifter is None:
            self._lifter = LiftButton(parent=self)
            self._lifter.clicked.connect(self.edit.lift_out)
            self._lifter.hide()
            self.setTabOrder(self.edit, self._lifter)
            self.edit.selectionChanged.connect(self._offer)
        self._lifter.setText(words)

    def set_read_only(self, on: bool) -> None:
        """Let the text be read and selected, but not changed."""
        self.edit.setReadOnly(on)
        if on:
            self.edit.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self.edit.style().unpolish(self.edit)
        self.edit.style().polish(self.edit)

    @guarded(nothing)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._offer()

    def _offer(self) -> None:
        """Show the button above the text, at the right, while words are selected. It floats, so that nothing moves."""
        button = self._lifter
        if button is None:
            return
        start, end = self.edit.selection()
        button.setVisible(end > start)
        if end > start:
            button.setAccessibleDescription(self.label)
            button.adjustSize()
            top = self.edit.y() - button.height() - 2
            button.move(self.edit.x() + self.edit.width() - button.width(), max(0, top))
            button.raise_()

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
