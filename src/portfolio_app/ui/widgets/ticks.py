"""A list to tick what takes part and to put it in order, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from portfolio_app.i18n import Translator
from portfolio_app.ui.guard import guarded
from portfolio_app.ui.literal import literal
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.widgets.buttons import IconButton

Choice = tuple[str, str, bool]
"""Id, words, and whether it is ticked."""
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_LINE, _MOST_LINES = 30, 6


class OrderedTicks(QWidget):
    """Lines with a tick each. Space ticks, Alt with an arrow moves a line, and so do the two buttons."""

    changed = Signal()

    def __init__(self, t: Translator, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QListWidget()
        self.list.setAccessibleName(name)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.installEventFilter(self)
        self.list.itemChanged.connect(self._ticked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.list, 1)
        column = QVBoxLayout()
        for icon, words, step in (
            ("caret-up", t("Move up (Alt+Up)"), -1),
            ("caret-down", t("Move down (Alt+Down)"), 1),
        ):
            button = IconButton(icon)
            button.name(words)
            button.clicked.connect(lambda _=False, by=step: self.move_line(by))
            column.addWidget(button)
        column.addStretch()
        row.addLayout(column)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Show these, in this order."""
        self.list.blockSignals(True)
        self.list.clear()
        for ident, words, ticked in choices:
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, ident)
            item.setToolTip(literal(words))
            item.setSizeHint(QSize(0, grown(_LINE)))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0 if choices else -1)
        self.list.setFixedHeight(grown(_LINE * min(_MOST_LINES, max(2, len(choices))) + 6))
        self.list.blockSignals(False)

    def order(self) -> list[str]:
        """Every id, in order."""
        return [str(self.list.item(at).data(Qt.ItemDataRole.UserRole)) for at in range(self.list.count())]

    def unticked(self) -> list[str]:
        """The ids that do not take part."""
        return [
            ident for at, ident in enumerate(self.order()) if self.list.item(at).checkState() is Qt.CheckState.Unchecked
        ]

    def move_line(self, by: int) -> None:
        """Move the line the focus is on up (-1) or down (1)."""
        at = self.list.currentRow()
        to = at + by
        if at < 0 or not 0 <= to < self.list.count():
            return
        self.list.blockSignals(True)
        item = self.list.takeItem(at)
        self.list.insertItem(to, item)
        self.list.setCurrentRow(to)
        self.list.blockSignals(False)
        self.changed.emit()

    @guarded(lambda: False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.list:
            step = _STEPS.get(Qt.Key(event.key()), 0)
            if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.move_line(step)
                return True
        return super().eventFilter(watched, event)

    def _ticked(self) -> None:
        self.changed.emit()
