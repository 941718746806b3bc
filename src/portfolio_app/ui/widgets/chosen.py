"""A field for something that is chosen elsewhere: its words, a button to choose it and one to let it go."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from portfolio_app.ui.widgets.buttons import IconButton, QuietButton
from portfolio_app.ui.widgets.containers import Label
from portfolio_app.ui.widgets.fields import Field

V = TypeVar("V")


class ChosenField(Field["V | None"], Generic[V]):
    """Holds one thing or none. Subclasses ask for it in `_ask` and tell its words with `_tell`."""

    def __init__(self, icon_name: str) -> None:
        super().__init__()
        self._value: V | None = None
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._shown = Label(wrap=True)
        self._choose, self._drop = QuietButton(icon_name=icon_name), IconButton("link-break")
        self._choose.clicked.connect(self._ask)
        self._drop.clicked.connect(self._let_go)
        row.addWidget(self._shown, 1)
        row.addWidget(self._choose)
        row.addWidget(self._drop)
        row.addStretch()
        self.wrap(box)
        self.setFocusProxy(self._choose)

    def set_label(self, text: str, hint: str = "") -> None:
        super().set_label(text, hint)
        self._choose.setAccessibleDescription(text)

    def value(self) -> V | None:
        return self._value

    def _tell(self, words: str) -> None:
        """Show what is chosen, in words; without any there is nothing to let go."""
        self._shown.setText(words)
        self._shown.setVisible(bool(words))
        self._drop.setVisible(bool(words))

    def _ask(self) -> None:
        """Ask for another one; the button was pressed."""
        raise NotImplementedError  # pragma: no cover - every field has its own

    def _let_go(self) -> None:
        self.set_value(None)
        self._choose.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()
