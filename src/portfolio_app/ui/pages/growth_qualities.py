"""Strengths beside growth points on "Where I stand": her own words, and what shows them. There is no list to match."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio_app.domain.growth import Quality, QualitySide
from portfolio_app.i18n import Translator
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.growth_editors import LinkedEditor
from portfolio_app.ui.pages.growth_presenter import GrowthPresenter, Line
from portfolio_app.ui.pages.links_presenter import NOTICED_IN
from portfolio_app.ui.widgets.buttons import Button
from portfolio_app.ui.widgets.containers import Card, Label
from portfolio_app.ui.widgets.layouts import Tiles

FillList = Callable[[QVBoxLayout, tuple[Line, ...], str, str], None]
NARROWEST = 300


class QualitiesCard(Card):
    """Two columns of equal weight. ``begin_requested`` carries the side to which something is added."""

    begin_requested = Signal(object)

    def __init__(self, presenter: GrowthPresenter, fill: FillList) -> None:
        super().__init__()
        self._presenter, self._fill = presenter, fill
        holder = QWidget()
        tiles = Tiles(holder, NARROWEST, 16)
        self._columns: dict[QualitySide, tuple[Label, QVBoxLayout, Button]] = {}
        for side in QualitySide:
            cell = QWidget()
            box = QVBoxLayout(cell)
            box.setContentsMargins(0, 0, 0, 0)
            title, rows, add = Label(role="label", wrap=True), QVBoxLayout(), Button(icon_name="plus")
            rows.setSpacing(2)
            add.clicked.connect(lambda _=False, side=side: self.begin_requested.emit(side))
            box.addWidget(title)
            box.addLayout(rows)
            box.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
            box.addStretch()
            self._columns[side] = (title, rows, add)
            tiles.addWidget(cell)
        self.body.addWidget(holder)

    def retranslate(self, t: Translator) -> None:
        """Say the words again."""
        self.set_title(t("Strengths beside growth points"))
        self.set_note(t("In your own words. People differ, and there is no list that you have to match."))
        titles = self.titles(t)
        adds = {
            QualitySide.STRENGTH: t("Note a strength"),
            QualitySide.GROWTH: t("Note a growth point"),
        }
        for side, (title, _, add) in self._columns.items():
            title.setText(titles[side])
            add.setText(adds[side])

    def show_all(self, t: Translator) -> None:
        """Show what was noted on both sides."""
        titles = self.titles(t)
        for side, (_, rows, _) in self._columns.items():
            self._fill(rows, self._presenter.qualities(side, t), side.value, titles[side])

    @staticmethod
    def titles(t: Translator) -> Mapping[QualitySide, str]:
        """What both columns are called."""
        return {QualitySide.STRENGTH: t("What I am good at"), QualitySide.GROWTH: t("Where I want to grow")}


class QualityEditor(LinkedEditor[Quality]):
    """A strength or a growth point, and the records that show it."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, Quality, NOTICED_IN)
        self.form.field("side").changed.connect(self._show_rest)

    def shown(self, record: Quality) -> None:
        super().shown(record)
        self._show_rest()

    def _show_rest(self) -> None:
        """What too much of it becomes is asked of a strength alone, but nothing that was written is hidden."""
        strength = self.form["side"] is not QualitySide.GROWTH
        for name in ("pitfall", "challenge"):
            field = self.form.field(name)
            field.setVisible(strength or bool(field.value()))
