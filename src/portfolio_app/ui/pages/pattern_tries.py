"""5 Ik probeer … Ik verwacht … Ik denk er anders over als … and what came of it."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio_app.document.words import word
from portfolio_app.domain.patterns import Experiment, Pattern, TryOutState, due_experiments
from portfolio_app.ui.form import Form
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.later import LATER, ask_later
from portfolio_app.ui.pages.pattern_parts import Act, Part
from portfolio_app.ui.widgets.buttons import Button, QuietButton
from portfolio_app.ui.widgets.containers import FlowLayout, Label, Line
from portfolio_app.ui.widgets.fields import DateField
from portfolio_app.ui.widgets.rows import Rows
from portfolio_app.ui.widgets.speaking import speak_all
from portfolio_app.ui.widgets.text_area import TextArea


class TryOuts(Part):
    """5 Ik probeer … Ik verwacht … Ik denk er anders over als …"""

    def __init__(self, page: Page, act: Act, composing: Form) -> None:
        super().__init__(page, act, composing)
        self._list = Rows(10)
        self.column.addWidget(self._list)
        self._try, self._expect, self._rethink = TextArea(least=2), TextArea(least=2), TextArea(least=2)
        self._due = DateField(page.desk.today, optional=True)
        self._plan = Button(icon_name="plus")
        self._telling: dict[str, tuple[QWidget, TextArea, TextArea]] = {}
        self._waiting: list[str] = []
        for name, field in (("try", self._try), ("expect", self._expect), ("rethink", self._rethink)):
            composing.bind(f"try_out.{name}", field)
        composing.bind("try_out.due", self._due)
        for widget in (self._try, self._expect, self._rethink, self._due):
            self.column.addWidget(widget)
        self.row(self._plan)
        self._plan.clicked.connect(self._store)

    def reset(self) -> None:
        """Empty what is being written."""
        for field in (self._try, self._expect, self._rethink):
            field.set_value("")
        self._due.set_value(self.page.desk.today() + LATER)

    def restored(self) -> None:
        """A draft was put back in the fields; bring it in sight, and what waits for its story too."""
        for ident, (box, happened, says) in self._telling.items():
            box.setVisible(bool(happened.value() or says.value()) or ident in self._waiting)

    def waiting(self) -> QWidget | None:
        """Where to tell how the first try-out went whose day has come, if there is one."""
        return self._telling[self._waiting[0]][0] if self._waiting else None

    def retranslate(self) -> None:
        """Say the words again."""
        t = self.page.t
        self._try.set_label(t("I try …"))
        self._expect.set_label(t("I expect …"))
        self._rethink.set_label(t("I will think differently if …"))
        self._due.set_label(t("Ask me on"))
        self._plan.setText(t("Try this out"))

    def show_pattern(self, pattern: Pattern) -> None:
        """Show the try-outs, those that wait first."""
        if self._due.value() is None:
            self._due.set_value(self.page.desk.today() + LATER)
        begun = {ident: (happened.value(), says.value()) for ident, (_, happened, says) in self._telling.items()}
        for ident in begun:
            self._let_go(ident)
        self._waiting = [tried.id for tried in due_experiments(pattern, self.page.desk.today())]
        order = sorted(pattern.experiments, key=lambda tried: tried.state is not TryOutState.PLANNED)
        self._list.fill(self._card(tried) for tried in order)
        for ident, (_, happened, says) in self._telling.items():
            for field, text in zip((happened, says), begun.get(ident, ("", "")), strict=True):
                field.set_value(text)
        self.restored()

    def _let_go(self, ident: str) -> None:
        del self._telling[ident]
        for name in ("happened", "says"):
            self.composing.unbind(f"tell.{ident}.{name}")

    def _card(self, tried: Experiment) -> QWidget:
        t = self.page.t
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.entry_line(f"{t('I try …')} {tried.try_text}", tried))
        for label, text in (
            (t("I expect …"), tried.expect),
            (t("I will think differently if …"), tried.rethink_if),
            (t("What happened"), tried.happened),
            (t("What that says about the belief"), tried.says),
        ):
            if text:
                column.addWidget(Label(f"{label} {text}" if label.endswith("…") else f"{label}: {text}", wrap=True))
        if tried.state is TryOutState.PLANNED:
            self._offer(tried, column)
        else:
            column.addWidget(Label(word(tried.state, t), "small"))
        column.addWidget(Line())
        return box

    def _offer(self, tried: Experiment, column: QVBoxLayout) -> None:
        t = self.page.t
        happened, says = TextArea(least=2), TextArea(least=2)
        happened.set_label(t("How did it go?"))
        says.set_label(t("What does that say about the belief, not about you?"))
        telling = QWidget()
        inside = QVBoxLayout(telling)
        inside.setContentsMargins(0, 0, 0, 0)
        keep = Button(t("Save"))
        inside.addWidget(happened)
        inside.addWidget(says)
        inside.addWidget(keep, 0, Qt.AlignmentFlag.AlignLeft)
        telling.hide()
        telling.setFocusProxy(happened)
        self._telling[tried.id] = (telling, happened, says)
        self.composing.bind(f"tell.{tried.id}.happened", happened)
        self.composing.bind(f"tell.{tried.id}.says", says)
        tell, wait, drop = Button(t("Tell")), QuietButton(t("Not yet")), QuietButton(t("Let it be"))
        tell.clicked.connect(lambda: (telling.show(), happened.setFocus()))
        wait.clicked.connect(partial(self._ask_later, tried.id, wait))
        drop.clicked.connect(lambda: self.act(lambda ident: self.services.patterns.drop(ident, tried.id)))
        keep.clicked.connect(lambda: self._tell(tried.id, happened.value(), says.value()))
        asked = QWidget()
        row = FlowLayout(asked, 8)
        for button in (tell, wait, drop):
            row.addWidget(button)
        column.addWidget(asked)
        if tried.due_on:
            column.addWidget(Label(t("asked again on {day}", day=t.date(tried.due_on, "medium")), "small"))
        column.addWidget(telling)
        speak_all(telling, t)

    def _ask_later(self, tried: str, near: QWidget, *told: object) -> None:
        del told

        def chosen(day: date) -> None:
            self.act(lambda ident: self.services.patterns.not_yet(ident, tried, day))

        ask_later(self.page.desk, near, chosen)

    def _tell(self, tried: str, happened: str, says: str) -> None:
        if self.act(lambda ident: self.services.patterns.tell(ident, tried, happened, says)):
            self.composed.emit()

    def _store(self) -> None:
        if not self._try.value().strip():
            self._try.set_error(self.page.t("Write what you will try."))
            return
        given = (self._try.value(), self._expect.value(), self._rethink.value(), self._due.value())
        self.enter(lambda ident: self.services.patterns.add_experiment(ident, *given))
