"""The list of pages at the left."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QVBoxLayout, QWidget

from portfolio_app.i18n import Translator
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.shell.pages import FOOT, PAGES, SEARCH
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.widgets.buttons import NavigationButton
from portfolio_app.ui.widgets.containers import Label

SIDES = 28
LINES = (SEARCH, *PAGES)
PAGE_LEAST = 770
"""Width that a page needs at the ordinary text size, so that its cards stand beside each other."""


class Navigation(QFrame):
    """One button a page; the arrow keys walk along them, as in any list. In a narrow window only pictures are left."""

    page_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "sidebar")
        self._window_width = 0
        self._buttons: dict[str, NavigationButton] = {}
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 20, 14, 16)
        column.setSpacing(3)
        self._brand = Label("Leerlijn", "brand")
        self._brand.setContentsMargins(12, 0, 0, 12)
        column.addWidget(self._brand)
        for at, line in enumerate(LINES):
            button = NavigationButton(line.icon)
            self._group.addButton(button, at)
            self._buttons[line.key] = button
            if line.key in FOOT:
                column.addStretch()
            column.addWidget(button)
        # Toggled and not clicked: a screen reader presses a button without clicking it.
        self._group.idToggled.connect(self._toggled)

    def retranslate(self, t: Translator) -> None:
        """Say the names of the pages in another language."""
        self.setAccessibleName(t("Pages"))
        for line in LINES:
            self._buttons[line.key].set_words(t(line.title))
        self._fit()

    def fit_into(self, window_width: int) -> None:
        """Leave room for the page in a window of a width."""
        self._window_width = window_width
        self._fit()

    @guarded(nothing)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_brand"):
            self._fit()

    def _fit(self) -> None:
        buttons = self._buttons.values()
        full = max(grown(192), *(button.full_width() for button in buttons)) + SIDES
        narrow = 0 < self._window_width < full + grown(PAGE_LEAST)
        for button in buttons:
            button.set_narrow(narrow)
        self._brand.setVisible(not narrow)
        self.setFixedWidth(max(button.narrow_width() for button in buttons) + SIDES if narrow else full)

    def show_chosen(self, key: str) -> None:
        """Mark the page that is in sight."""
        self._buttons[key].setChecked(True)

    @guarded(nothing)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        order = list(self._buttons.values())
        focused = self.focusWidget()
        if step and isinstance(focused, NavigationButton):
            order[(order.index(focused) + step) % len(order)].setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)

    def _toggled(self, at: int, on: bool) -> None:
        if on:
            self.page_requested.emit(LINES[at].key)
