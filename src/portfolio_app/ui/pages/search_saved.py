"""Searches that were kept: a button each, with a menu to rename it or put it in the trash."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from portfolio_app.domain.saved import SavedSearch
from portfolio_app.i18n import Translator
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.search_presenter import SearchPresenter
from portfolio_app.ui.widgets.buttons import Button, IconButton, PrimaryButton, RowButton
from portfolio_app.ui.widgets.containers import SectionTitle, clear
from portfolio_app.ui.widgets.fields import LineField


class SavedSearches(QWidget):
    """The list of them; ``chosen`` carries the id of one."""

    chosen = Signal(str)

    def __init__(self, page: Page, presenter: SearchPresenter) -> None:
        super().__init__(page)
        self._page, self._presenter = page, presenter
        self._items: list[SavedSearch] = []
        self._title = SectionTitle()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._title)
        column.addLayout(self._rows)
        column.addStretch(1)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def refresh(self) -> None:
        """Show those of now."""
        self._items = self._presenter.saved()
        self._title.setText(self._page.t("Saved searches"))
        clear(self._rows)
        for item in self._items:
            self._rows.addWidget(self._row(item))

    def _row(self, item: SavedSearch) -> QWidget:
        t, holder = self._page.t, QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        button = RowButton(item.name, "magnifying-glass")
        button.clicked.connect(lambda: self.chosen.emit(item.id))
        more = IconButton("dots-three")
        more.name(t("Rename or remove: {name}", name=item.name))
        menu = QMenu(more)
        menu.addAction(t("Rename…")).triggered.connect(lambda: self._rename(item))
        menu.addAction(t("To the trash")).triggered.connect(lambda: self._trash(item))
        more.setMenu(menu)
        more.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        row.addWidget(button, 1)
        row.addWidget(more)
        return holder

    def _rename(self, item: SavedSearch) -> None:
        dialog = NameDialog(self._page.t, self.window(), name=item.name)

        def rename(name: str) -> None:
            self._page.attempt(lambda: self._presenter.rename(item.id, name))

        dialog.named.connect(rename)
        dialog.open()

    def _trash(self, item: SavedSearch) -> None:
        if self._page.attempt(lambda: self._presenter.trash(item.id)):
            self._page.said(self._page.t("Moved to the trash."), undo=True)


class NameDialog(Dialog):
    """Asks what a saved search is called."""

    named = Signal(str)

    def __init__(self, t: Translator, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(t, parent)
        self.set_heading(t("Save this search"), t("It stands on the search page from now on, filters and all."))
        self._name = LineField()
        self._name.set_label(t("Name"))
        self._name.set_value(name)
        self._name.edit.selectAll()
        self.body.addWidget(self._name)
        cancel, save = Button(t("Cancel")), PrimaryButton(t("Save"))
        cancel.clicked.connect(self.reject)
        save.setDefault(True)
        save.clicked.connect(self._save)
        self.add_buttons(cancel, save)
        self._name.setFocus()

    def _save(self) -> None:
        if not self._name.value().strip():
            self._name.set_error(self.t("Give it a name."))
            return
        self.accept()
        self.named.emit(self._name.value().strip())
