"""What this reader will see, at one glance beside the tree; for the owner only."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from portfolio_app.i18n import Translator
from portfolio_app.services.selecting import Plan
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.pages.portfolio_summary import glance
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.widgets.containers import Label, Line, clear
from portfolio_app.ui.widgets.layouts import Column

BESIDE = 820
"""From so wide on, in pixels at the ordinary text size, there is room for it beside the tree."""
WIDE = 290
ANY_WIDTH = 16_777_215
"""What Qt takes for no bound."""


class GlancePanel(QFrame):
    """Part by part what goes in, and in words what is private, what waits and what never goes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card-accent")
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 16)
        self._title = Label(role="label", wrap=True)
        self._inside = QWidget()
        self._lines = Column(self._inside)
        self._lines.setSpacing(3)
        column.addWidget(self._title)
        column.addWidget(self._inside, 1)
        self._t = Translator("nl")
        self._plan: Plan | None = None
        self._told = ""
        self._narrow = False

    def speak(self, t: Translator) -> None:
        """Say it in a language."""
        self._t = t
        self._title.setText(t("What this reader will see"))
        self._told = ""
        if self._plan is not None:
            self.show_plan(self._plan)

    def show_plan(self, plan: Plan) -> None:
        """Tell what a plan lets out."""
        self._plan = plan
        told = glance(plan, self._t)
        if told.words == self._told:
            return
        self._told = told.words
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription(told.words)
        clear(self._lines)
        labels: list[QWidget] = []
        for part, words in told.parts:
            labels += _apart(part, words) if self._narrow else [Label(f"{part}: {words}", wrap=True)]
        if told.parts:
            labels.append(Line())
        labels += [Label(words, "muted", wrap=True) for words in told.notes]
        for at, label in enumerate(labels):
            self._lines.insertWidget(at, label)

    def be_narrow(self, narrow: bool) -> None:
        """Be as narrow as a column, or as wide as the card."""
        self.setMinimumWidth(grown(WIDE) if narrow else 0)
        self.setMaximumWidth(grown(WIDE) if narrow else ANY_WIDTH)
        if narrow != self._narrow:
            self._narrow = narrow
            self._told = ""
            if self._plan is not None:
                self.show_plan(self._plan)


def _apart(part: str, words: str) -> list[QWidget]:
    return [Label(part, "small", wrap=True), Label(words, wrap=True)]


class Beside(QWidget):
    """The tree with the glance at its right; the glance above it where there is too little room."""

    def __init__(self, main: QWidget, aside: GlancePanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._aside, self._turned = aside, False
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(16)
        self._box.addWidget(main, 1)
        self._box.addWidget(aside, 0, Qt.AlignmentFlag.AlignTop)
        self._turn(self.width())

    @guarded(nothing)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn(event.size().width())

    @guarded(lambda: QSize(300, 200))
    def minimumSizeHint(self) -> QSize:
        # As wide as the wider of the two: they may go beneath each other.
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), grown(420)), hint.height())

    def _turn(self, width: int) -> None:
        across = width >= grown(BESIDE)
        direction = QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.BottomToTop
        if direction != self._box.direction() or not self._turned:
            self._turned = True
            self._box.setDirection(direction)
            self._box.setAlignment(self._aside, Qt.AlignmentFlag.AlignTop if across else Qt.AlignmentFlag(0))
        self._aside.be_narrow(across)
