"""What was handed over before: a line each, to look at or to take from the list."""

from __future__ import annotations

from portfolio_app.domain.selection import Export
from portfolio_app.i18n import Translator
from portfolio_app.ui.models.paged import Column, PagedTableModel
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.portfolio_presenter import Handed, PortfolioPresenter, went_out
from portfolio_app.ui.widgets.containers import Card
from portfolio_app.ui.widgets.lists import RowTable

LINES_IN_SIGHT = 8


class HandedOver(Card):
    """The card with the list; out of sight while nothing was handed over."""

    def __init__(self, page: Page, presenter: PortfolioPresenter) -> None:
        super().__init__()
        self._page, self._presenter = page, presenter
        self._lines: tuple[Handed, ...] = ()
        self._model = PagedTableModel[Handed](
            lambda: len(self._lines), lambda offset, limit, _: self._lines[offset : offset + limit], (), self
        )
        self.table = RowTable(self._model)
        self.table.open_requested.connect(self._open_line)
        self.table.delete_requested.connect(self._throw_line)
        self.body.addWidget(self.table)

    def speak(self, t: Translator) -> None:
        """Say title and headings in a language."""
        self.set_title(t("Handed over before"))
        self.set_note(t("Enter or a double click shows what went out; Delete takes it from the list."))
        self.table.setAccessibleName(t("Handed over before"))
        self._model.set_columns([
            Column(t("Day"), lambda line: line.day), Column(t("For whom?"), lambda line: line.reader),
            Column(t("File"), lambda line: line.file),
        ])  # fmt: skip
        self.table.arrange((130, 260, 0))

    def refresh(self) -> None:
        """Show those of now."""
        self._lines = self._presenter.handed_over(self._page.t)
        self._model.reload()
        self.setVisible(bool(self._lines))
        rows = min(len(self._lines), LINES_IN_SIGHT)
        high = self.table.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(self.table.horizontalHeader().sizeHint().height() + rows * high + 4)

    def open_export(self, ident: str) -> bool:
        """Show one of them; False when it is gone."""
        from portfolio_app.ui.dialogs.handed_over import HandedOverDialog

        export, t = self._presenter.export(ident), self._page.t
        if export is None:
            return False
        kept = self._page.desk.services.protecting.kept(export)
        protect = (lambda: self._protect(export)) if kept else None
        HandedOverDialog(t, went_out(export, t), lambda: self._throw(ident), self, protect=protect).open()
        return True

    def _protect(self, export: Export) -> None:
        from portfolio_app.ui.dialogs.protected_copy import ProtectedCopyDialog

        ProtectedCopyDialog(self._page.desk, export, self._page).open()

    def _open_line(self, line: Handed) -> None:
        self.open_export(line.id)

    def _throw_line(self, line: Handed) -> None:
        self._throw(line.id)

    def _throw(self, ident: str) -> None:
        if self._page.attempt(lambda: self._presenter.throw_away(ident)):
            self._page.said(self._page.t("Moved to the trash."), undo=True)
            self.refresh()
