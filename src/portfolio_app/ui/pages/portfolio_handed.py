"""What was handed over before: a line each, to look at or to take from the list."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from portfolio_app.domain.names import folded
from portfolio_app.domain.selection import Export
from portfolio_app.i18n import Translator
from portfolio_app.ui.files import ask_where
from portfolio_app.ui.models.paged import Column, PagedTableModel
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.portfolio_presenter import Handed, PortfolioPresenter, went_out
from portfolio_app.ui.widgets.containers import Card, Label
from portfolio_app.ui.widgets.fields import LineField
from portfolio_app.ui.widgets.lists import RowTable

LINES_IN_SIGHT = 8


class HandedOver(Card):
    """The card with the list; out of sight while nothing was handed over."""

    def __init__(self, page: Page, presenter: PortfolioPresenter) -> None:
        super().__init__()
        self._page, self._presenter = page, presenter
        self._every: tuple[Handed, ...] = ()
        self._lines: tuple[Handed, ...] = ()
        self.looked_for = LineField()
        self.looked_for.changed.connect(self._look)
        self._nothing = Label(role="muted")
        self._model = PagedTableModel[Handed](
            lambda: len(self._lines), lambda offset, limit, _: self._lines[offset : offset + limit], (), self
        )
        self.table = RowTable(self._model, others=0.8)  # the day is what she knows it by
        self.table.open_requested.connect(self._open_line)
        self.table.delete_requested.connect(self._throw_line)
        for widget in (self.looked_for, self.table, self._nothing):
            self.body.addWidget(widget)

    def speak(self, t: Translator) -> None:
        """Say title and headings in a language."""
        self.set_title(t("Handed over before"))
        self.set_note(t("Enter or a double click shows what went out; Delete takes it from the list."))
        self.table.setAccessibleName(t("Handed over before"))
        self._model.set_columns([
            Column(t("Day"), lambda line: line.day), Column(t("For whom?"), lambda line: line.reader),
            Column(t("From which choice"), lambda line: line.choice), Column(t("Pages"), lambda line: line.pages),
            Column(t("File"), lambda line: line.file),
        ])  # fmt: skip
        self.table.arrange((164, 134, 130, 92, 0))
        self.looked_for.name_silently(t("Look for something that was handed over"))
        self.looked_for.set_placeholder(t("Look for a reader, day, file or number"))
        self._nothing.setText(t("Nothing found."))

    def refresh(self) -> None:
        """Show those of now."""
        self._every = self._presenter.handed_over(self._page.t)
        self.setVisible(bool(self._every))
        self.looked_for.setVisible(len(self._every) > LINES_IN_SIGHT // 2)
        self._look()

    def _look(self) -> None:
        words = folded(self.looked_for.value())[0].split() if len(self._every) > LINES_IN_SIGHT // 2 else []
        self._lines = tuple(line for line in self._every if all(word in line.every for word in words))
        self._model.reload()
        self.table.setVisible(bool(self._lines))
        self._nothing.setVisible(not self._lines)
        rows = min(len(self._lines), LINES_IN_SIGHT)
        high = self.table.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(self.table.horizontalHeader().sizeHint().height() + rows * high + 4)

    def open_export(self, ident: str) -> bool:
        """Show one of them; False when it is gone."""
        from portfolio_app.ui.dialogs.handed_over import HandedOverDialog

        export, t = self._presenter.export(ident), self._page.t
        if export is None:
            return False
        deeds = (
            (t("Look at it"), "eye", lambda: self._look_at(export)),
            (t("Save a copy again…"), "download-simple", lambda: self._save_again(export)),
            (t("Copy with a password…"), "lock", lambda: self._protect(export)),
        )
        kept = self._page.desk.services.originals.kept(export)
        throw = partial(self._throw, ident)
        HandedOverDialog(t, went_out(export, t), throw, self, deeds=deeds if kept else ()).open()
        return True

    def _look_at(self, export: Export) -> None:
        from portfolio_app.ui.dialogs.look import LookDialog

        desk = self._page.desk
        LookDialog(desk, desk.services.originals.as_file(export), self._page, outside=False).open()

    def _save_again(self, export: Export) -> None:
        t, desk = self._page.t, self._page.desk
        target = ask_where(self, t("Save a copy again"), export.file_name, "PDF (*.pdf)")
        if target is None:
            return

        def done(path: Path) -> None:
            self._page.said(t("Saved again, byte for byte: {path}", path=path))

        desk.tasks.start(
            self,
            lambda job: desk.services.originals.save_copy(export, target),
            done,
            failed=self._page.trouble_met.emit,
        )

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
