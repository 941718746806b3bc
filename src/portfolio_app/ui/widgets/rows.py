"""Things that are made anew in the midst of a page, and keep their place there for whoever goes by Tab."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio_app.ui.widgets.containers import clear


def keep_tab_order(holder: QWidget) -> None:
    """Let Tab visit what is inside where its holder stands. Qt would come there last: it goes by when things were made.

    Qt chains nothing to what does not take the focus, so the holder is made to take it for a moment.
    """
    policy = holder.focusPolicy()
    holder.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    before = holder
    for widget in holder.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
            QWidget.setTabOrder(before, widget)
            before = widget
    holder.setFocusPolicy(policy)


class Rows(QWidget):
    """Widgets beneath each other that are replaced all at once."""

    def __init__(self, spacing: int = 6, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(spacing)

    def fill(self, widgets: Iterable[QWidget]) -> None:
        """Show these, and let go of those that were there."""
        clear(self._column)
        for widget in widgets:
            self._column.addWidget(widget)
        keep_tab_order(self)
        self.setVisible(self._column.count() > 0)
