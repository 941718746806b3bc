"""The self-checks on "Where I stand": what each is about, what was answered over time, and those that were taken."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio_app.domain.sets import Instrument
from portfolio_app.i18n import Translator
from portfolio_app.ui.pages.growth_presenter import GrowthPresenter, Line, OverTime
from portfolio_app.ui.widgets.buttons import Button
from portfolio_app.ui.widgets.charts import Step
from portfolio_app.ui.widgets.containers import Card, Disclosure, Label, clear
from portfolio_app.ui.widgets.layouts import Tiles
from portfolio_app.ui.widgets.multiples import SmallLine

FillList = Callable[[QVBoxLayout, tuple[Line, ...], str, str], None]
"""Puts lines that open in a layout; their key and title go with them."""
NARROWEST = 300


class ChecksPart(QWidget):
    """A card for each self-check, those that were taken first. ``begin_requested`` carries the id of one to take."""

    begin_requested = Signal(str)

    def __init__(self, presenter: GrowthPresenter, fill: FillList) -> None:
        super().__init__()
        self._presenter, self._fill = presenter, fill
        self._unfolded: set[tuple[str, str]] = set()
        self._cards = QVBoxLayout(self)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(16)

    def show_all(self, t: Translator) -> None:
        """Show every self-check with what was answered."""
        clear(self._cards)
        found = [(item, self._presenter.checks(item, t)) for item in self._presenter.instruments()]
        for instrument, taken in sorted(found, key=lambda pair: not pair[1]):
            self._cards.addWidget(self._card(instrument, taken, t))

    def _card(self, instrument: Instrument, taken: tuple[Line, ...], t: Translator) -> Card:
        name = t.pick(instrument.name)
        card = Card(name, t.pick(instrument.note) if instrument.note else "")
        begin = Button(t("Take the self-check"), "plus")
        begin.setAccessibleName(f"{t('Take the self-check')}: {name}")
        begin.clicked.connect(lambda: self.begin_requested.emit(instrument.id))
        card.head.addWidget(begin)
        over = () if instrument.about_activity else self._presenter.over_time(instrument, t)
        if over:
            card.body.addWidget(self._multiples(over, t))
            card.body.addWidget(self._as_text(instrument, over, t))
        if taken:
            fold = self._fold(instrument.id, "taken", t("Self-checks taken"))
            rows = QVBoxLayout()
            rows.setSpacing(2)
            self._fill(rows, taken, instrument.id, f"{name}, {t('Self-checks taken')}")
            fold.body.addLayout(rows)
            card.body.addWidget(fold)
        return card

    def _multiples(self, over: tuple[OverTime, ...], t: Translator) -> QWidget:
        """One small line for each statement, all over the same days."""
        days = [day for item in over for day, _, _ in item.steps]
        span = (min(days), max(days))
        holder = QWidget()
        tiles = Tiles(holder, NARROWEST, 16)
        for statement, lines in groupby(over, key=lambda item: item.statement):
            cell = QWidget()
            box = QVBoxLayout(cell)
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(2)
            box.addWidget(Label(statement, "label", wrap=True))
            for item in lines:
                if item.question:
                    box.addWidget(Label(item.question, "small", wrap=True))
                line = SmallLine()
                steps = [Step(day, step, note) for day, step, note in item.steps]
                line.set_line(item.name, item.scale, steps, [t.date(step.on, "medium") for step in steps], span)
                box.addWidget(line)
            box.addStretch()
            tiles.addWidget(cell)
        return holder

    def _as_text(self, instrument: Instrument, over: tuple[OverTime, ...], t: Translator) -> Disclosure:
        """The same in words, for whoever reads rather than looks."""
        fold = self._fold(instrument.id, "text", t("Read as text"))
        for item in over:
            told = "\n".join(
                f"{t.date(day)}: {item.scale[step]}" + (f". {note}" if note else "") for day, step, note in item.steps
            )
            fold.body.addWidget(Label(f"{item.name}\n{told}", wrap=True))
        return fold

    def _fold(self, instrument: str, what: str, title: str) -> Disclosure:
        fold = Disclosure(title, opened=(instrument, what) in self._unfolded)
        fold.toggled.connect(partial(self._remember, (instrument, what)))
        return fold

    def _remember(self, key: tuple[str, str], opened: bool) -> None:
        (self._unfolded.add if opened else self._unfolded.discard)(key)
