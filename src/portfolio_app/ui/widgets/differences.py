"""Shows what changed in texts: what went is struck through, what came is underlined, both on a ground of their own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextBrowser, QWidget

from portfolio_app.domain.differences import Piece, Turn
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.theme.tokens import colour

Told = tuple[str, Sequence[Piece]]
"""The name of a field and the pieces of its text."""


class DifferencesView(QTextBrowser):
    """A text to read, not to write in. The owner's words are put in as they are and never read as markup."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self._told: tuple[Told, ...] = ()
        self._note = ""

    def show_changes(self, told: Sequence[Told], note: str = "", spoken: str = "") -> None:
        """Show fields with their changes, or ``note`` where there are none; ``spoken`` is for who hears it."""
        self._told, self._note = tuple(told), note
        self.setAccessibleDescription(spoken or note)
        self._draw()

    def _draw(self) -> None:
        self.clear()
        cursor = QTextCursor(self.document())
        if not self._told:
            muted = QTextCharFormat()
            muted.setForeground(colour("muted"))
            cursor.insertText(self._note, muted)
        for at, (name, pieces) in enumerate(self._told):
            self._begin(cursor, first=at == 0, heading=True)
            title = QTextCharFormat()
            title.setFontWeight(QFont.Weight.DemiBold)
            title.setForeground(colour("muted"))
            cursor.insertText(name, title)
            self._begin(cursor, first=False, heading=False)
            for piece in pieces:
                cursor.insertText(piece.text, _worn(piece.turn))
        self.moveCursor(QTextCursor.MoveOperation.Start)

    @staticmethod
    def _begin(cursor: QTextCursor, *, first: bool, heading: bool) -> None:
        block = QTextBlockFormat()
        block.setTopMargin(12 if heading and not first else 2)
        block.setHeadingLevel(3 if heading else 0)
        if first:
            cursor.setBlockFormat(block)
        else:
            cursor.insertBlock(block)

    @guarded(nothing)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange) and hasattr(self, "_told"):
            self._draw()


def _worn(turn: Turn) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setForeground(colour("text"))
    if turn is Turn.REMOVED:
        form.setForeground(colour("bad"))
        form.setBackground(colour("bad_soft"))
        form.setFontStrikeOut(True)
    elif turn is Turn.ADDED:
        form.setForeground(colour("good"))
        form.setBackground(colour("good_soft"))
        form.setFontUnderline(True)
    return form
