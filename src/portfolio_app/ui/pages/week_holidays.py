"""Which school holidays she has: the region, what comes next, and a pause of her own. On My week and in Settings."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio_app.domain.portfolio import Pause
from portfolio_app.services.settings import SCHOOL_REGION
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.week_presenter import REGIONS, WeekPresenter
from portfolio_app.ui.widgets.buttons import QuietButton
from portfolio_app.ui.widgets.containers import Label, clear
from portfolio_app.ui.widgets.fields import ChoiceField


class HolidaysPart(QWidget):
    """The choice holds at once. With ``pauses`` there is a button for a pause of her own."""

    def __init__(self, page: Page, presenter: WeekPresenter, *, pauses: bool) -> None:
        super().__init__()
        self._page, self._presenter = page, presenter
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._region: ChoiceField[str] = ChoiceField()
        self._region.changed.connect(self._chosen)
        self._ahead = QVBoxLayout()
        self._ahead.setSpacing(2)
        self._add = QuietButton("", "plus")
        self._add.clicked.connect(self._new_pause)
        column.addWidget(self._region)
        column.addLayout(self._ahead)
        column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        self._add.setVisible(pauses)  # only here: without a parent it would be a window of its own

    def retranslate(self) -> None:
        """Say the words again."""
        t = self._page.t
        self._region.set_label(t("School holidays"), t("Weeks of holiday do not count."))
        self._region.set_choices([(value, t(words)) for value, words in REGIONS])
        self._add.setText(t("Add a pause"))

    def refresh(self) -> None:
        """Show what holds now."""
        self._region.set_value(self._presenter.region)
        clear(self._ahead)
        for line in self._presenter.holidays_ahead(self._page.t):
            self._ahead.addWidget(Label(line, "small", wrap=True))

    def _chosen(self) -> None:
        region = self._region.value()
        if region is not None and self._page.attempt(lambda: self._presenter.choose_region(region)):
            self.refresh()
            self._page.setting_changed.emit(SCHOOL_REGION.key)

    def _new_pause(self) -> None:
        self._page.new_requested.emit(Pause.KIND)
