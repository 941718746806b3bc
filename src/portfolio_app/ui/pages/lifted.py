"""Which words of a text became a habit or a belief: a line for each, that opens it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio_app.domain.links import Role
from portfolio_app.domain.patterns import Pattern, PatternKind
from portfolio_app.domain.records import Record
from portfolio_app.i18n import Translator
from portfolio_app.services.patterns import text_of
from portfolio_app.services.session import Services
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.widgets.buttons import RowButton
from portfolio_app.ui.widgets.containers import Disclosure, clear

QUOTED = 90


@dataclass(frozen=True)
class Lifted:
    """Words that were lifted out, the pattern they became, and whether they still stand in the text."""

    pattern: str
    quote: str
    statement: str
    stands: bool


def lifted_from(record: Record, services: Services) -> tuple[Lifted, ...]:
    """What was lifted out of a saved record, oldest first."""
    found: list[Lifted] = []
    for link in services.records.links_to(record.id, Role.LIFTED_FROM):
        pattern = services.records.get(Pattern, link.source_id)
        if pattern is not None and link.quote is not None:
            stands = link.quote.find(text_of(record, link.quote.field)) is not None
            found.append(Lifted(pattern.id, " ".join(link.quote.text.split()), pattern.statement, stands))
    return tuple(found)


def words_of(item: Lifted, t: Translator) -> str:
    """A line about lifted words; it says so when they no longer stand there."""
    quote = item.quote if len(item.quote) <= QUOTED else item.quote[:QUOTED].rsplit(" ", 1)[0] + " …"
    said = f"“{quote}”" if item.quote == item.statement else f"“{quote}” → {item.statement}"
    return said if item.stands else t("{words} (no longer here in these words)", words=said)


class LiftedLines(Disclosure):
    """Folded away beneath a text, and in sight only when something was lifted out of it."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._page = page
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self.body.addLayout(self._lines)
        self.hide()

    def show_record(self, record: Record | None) -> None:
        """Show what was lifted out of a saved record (None: out of nothing)."""
        t, services = self._page.t, self._page.desk.services
        found = lifted_from(record, services) if record is not None else ()
        self.set_title(t("What I lifted out of this"))
        clear(self._lines)
        for item in found:
            button = RowButton(words_of(item, t), "quotes")
            button.clicked.connect(lambda _=False, item=item: self._page.open_requested.emit("pattern", item.pattern))
            self._lines.addWidget(button)
        self.setVisible(bool(found))


def lift_out(page: Page, record: Record, name: str, start: int, end: int, near: QWidget) -> None:
    """Ask whether the words are a habit or a belief, make it, and open it."""
    from PySide6.QtGui import QCursor
    from PySide6.QtWidgets import QMenu

    menu = QMenu(near)
    habit = menu.addAction(page.t("It is a habit: something I do without thinking"))
    belief = menu.addAction(page.t("It is a belief: something I take to be so"))
    chosen = menu.exec(QCursor.pos())
    menu.deleteLater()
    if chosen not in (habit, belief):
        return
    kind = PatternKind.HABIT if chosen is habit else PatternKind.MENTAL_MODEL
    made: list[str] = []

    def work() -> None:
        pattern, _ = page.desk.services.patterns.lift_out(record, name, start, end, kind)
        made.append(pattern.id)

    if page.attempt(work):
        page.said(page.t("Lifted out. The words stay linked to where they came from."), undo=True)
        page.open_requested.emit("pattern", made[0])
