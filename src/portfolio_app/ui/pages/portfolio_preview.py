"""The pages as they will be signed, beneath what goes along: folded away until somebody wants to see them."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.selection import Part, Selection
from portfolio_app.i18n import Translator
from portfolio_app.services.jobs import Job
from portfolio_app.services.preview import Preview, Sheets
from portfolio_app.services.sentences import explain
from portfolio_app.services.since import SinceLast
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.portfolio_leaf import Leaf
from portfolio_app.ui.pages.portfolio_preview_place import Place
from portfolio_app.ui.pages.portfolio_since_words import within
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.widgets.buttons import IconButton, QuietButton
from portfolio_app.ui.widgets.containers import Card, FlowLayout, Label
from portfolio_app.ui.widgets.fields import ChoiceField

WAIT_MS: Final = 250
"""After the last change, before the pages follow it."""
LEAST_HEIGHT, MOST_HEIGHT, AROUND = 300, 1000, 170
PARTS = 240


class PreviewCard(Card):
    """``asked`` says that somebody wants to see the pages: tell which choice by `follow`."""

    asked = Signal()
    shown = Signal()
    """A page is in sight, as it is now."""
    _told = Signal(object, int)

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._preview: Preview | None = None
        self._job: Job[Sheets] | None = None
        self._selection: Selection | None = None
        self._since: SinceLast | None = None
        self._round = 0
        self._stale = False
        self._place = Place()
        self._t = Translator("nl")
        self.toggle = QuietButton(icon_name="eye")
        self.toggle.clicked.connect(self._toggle)
        self.head.addWidget(self.toggle)
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._make_bar())
        self._stack = QStackedWidget()
        self.said = Label(role="muted", wrap=True)
        self.said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.leaf = Leaf(page.desk.tasks)
        self._stack.addWidget(self.said)
        self._stack.addWidget(self.leaf)
        column.addWidget(self._stack)
        self.note, self.since = Label(role="small", wrap=True), Label(role="small", wrap=True)
        column.addWidget(self.since)
        column.addWidget(self.note)
        self.body.addWidget(self._inside)
        self._inside.hide()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._wait.timeout.connect(self._lay_out)
        self._told.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self.leaf.turn_requested.connect(self.turn)
        self.leaf.jump_requested.connect(self._jump)
        self.leaf.zoomed.connect(self._show_zoom)
        self.leaf.drawn.connect(self._drawn)
        page.scroller.viewport().installEventFilter(self)

    def _make_bar(self) -> QWidget:
        bar = QWidget()
        row = FlowLayout(bar, spacing=6)
        self.parts = ChoiceField[tuple[str, int]]()
        self.parts.changed.connect(self._go_to_part)
        self.back, self.on = IconButton("caret-left"), IconButton("caret-right")
        self.smaller, self.larger = IconButton("minus"), IconButton("plus")
        self.where, self.percent = Label(role="label"), Label(role="small")
        self.whole, self.width_, self.actual = QuietButton(), QuietButton(), QuietButton()
        self.back.clicked.connect(lambda: self.turn(-1))
        self.on.clicked.connect(lambda: self.turn(1))
        for button, way in (
            (self.smaller, "out"), (self.larger, "in"), (self.whole, "fit"), (self.width_, "width"),
            (self.actual, "actual"),
        ):  # fmt: skip
            button.clicked.connect(lambda _=False, way=way: self.leaf.zoom(way))
        self.parts.setMinimumWidth(grown(PARTS))
        row.addWidget(self.parts)
        row.addWidget(_together(self.back, self.where, self.on))
        row.addWidget(_together(self.smaller, self.percent, self.larger))
        row.addWidget(_together(self.whole, self.width_, self.actual))
        return bar

    def speak(self, t: Translator) -> None:
        """Say every word in a language."""
        self._t = t
        self.set_title(t("As the reader will see it"))
        self.set_note(t("Page by page, as it will be signed. Nothing of it lies on the disk."))
        self.parts.name_silently(t("Go to a part"))
        self.back.name(t("Previous page (Page Up)"))
        self.on.name(t("Next page (Page Down)"))
        self.smaller.name(t("Smaller (-)"))
        self.larger.name(t("Larger (+)"))
        self.whole.setText(t("Whole page"))
        self.whole.setToolTip(t("The whole page in sight (0)"))
        self.width_.setText(t("Page width"))
        self.width_.setToolTip(t("As wide as there is room for (W)"))
        self.actual.setText("100 %")
        self.actual.setToolTip(t("As large as on paper (1)"))
        self._name_toggle()
        self._show_where()
        self._show_since()

    def _name_toggle(self) -> None:
        self.toggle.setText(self._t("Hide the pages") if self.is_open else self._t("Show the pages"))

    def tell_since(self, found: SinceLast | None) -> None:
        """Say under the pages of a part what in it is new or another since this reader last got it."""
        self._since = found
        self._show_since()

    def _show_since(self) -> None:
        part = next((part for part in Part if part.value == self._place.key), None)
        different = within(self._since.within(part), self._t) if self._since is not None and part is not None else ""
        day = self._t.date(self._since.export.exported_on) if self._since is not None else ""
        self.since.setText(self._t("Since {day}: {what}", day=day, what=different) if different else "")
        self.since.setVisible(bool(different))

    def show_part(self, part: Part) -> None:
        """Show the pages of a part, opening them first where they are not."""
        self._place.key, self._place.page = part.value, 0
        if self.is_open:
            self._moved()
        else:
            self.begin()
        self._page.scroller.ensureWidgetVisible(self.toggle)
        self.leaf.sheet.setFocus()

    # -- opening and following --------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether somebody wants to see the pages."""
        return self._preview is not None

    @property
    def place(self) -> Place:
        """Where somebody is."""
        return self._place

    def _toggle(self) -> None:
        if self.is_open:
            self.shut()
        else:
            self.begin()

    def begin(self) -> None:
        """Show the pages."""
        if not self.is_open:
            self._preview = self._page.desk.services.previews.begin()
            self.leaf.preview = self._preview
            self._say(self._t("Busy…"))
            self._inside.show()
            self._fit_height()
            self._name_toggle()
            self.asked.emit()

    def shut(self) -> None:
        """Stop showing them, and forget them."""
        self._stop()
        preview, self._preview = self._preview, None
        self.leaf.forget()
        self._place = Place()
        self._inside.hide()
        self._name_toggle()
        if preview is not None:
            self._page.desk.services.previews.end(preview)

    def follow(self, selection: Selection) -> None:
        """Show the pages of a choice, and of what is chosen next as soon as the last change is a moment ago."""
        self._selection = selection
        if not self.is_open:
            return
        if self.isVisible():
            # What is in sight may be what she just took out.
            self.leaf.fade()
            self.note.setText(self._t("Bringing the pages up to date…"))
            self._wait.start(0 if self._round == 0 else WAIT_MS)
        else:
            self._stale = True

    def _stop(self) -> None:
        self._wait.stop()
        self._round += 1
        if self._job is not None:
            self._job.cancel()
        self._job = None

    def _lay_out(self) -> None:
        preview, selection = self._preview, self._selection
        if preview is None or selection is None:
            return
        self._stop()
        number = self._round
        preview.look_at(self._place.key)

        def work(job: Job[Sheets]) -> Sheets:
            return preview.show(selection, lambda sheets: self._told.emit(sheets, number), job.cancelled)

        def failed(error: UserError) -> None:
            if number == self._round:
                self._trouble(error)

        with suppress(UserError):  # the portfolio is being closed
            self._job = self._page.desk.tasks.start(self, work, failed=failed, background=True)

    def _trouble(self, error: UserError) -> None:
        self.leaf.forget_sheet()
        self._place.sheets = None
        self.note.setText("")
        self._say(explain(error, self._t))
        self._show_where()
        self.shown.emit()

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self._stack.setCurrentWidget(self.said)

    def _hear(self, sheets: Sheets, number: int) -> None:
        """More of the pages is there."""
        if number != self._round or self._preview is None:
            return
        self._place.follow(sheets)
        self._fill_parts()
        self._show_place()

    @guarded(nothing)
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._job is not None and not self._job.done:
            self._stop()
            self._stale = True

    @guarded(nothing)
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale and self._selection is not None:
            self._stale = False
            self.follow(self._selection)

    # -- turning ----------------------------------------------------------------------------------------------

    def turn(self, by: int) -> None:
        """Go a page on (1) or back (-1)."""
        if self._place.turn(by):
            self.leaf.from_end = by < 0
            self._moved()

    def _jump(self, to_last: bool) -> None:
        if self._place.jump(to_last):
            self._moved()

    def _go_to_part(self) -> None:
        wanted = self.parts.value()
        if wanted is not None and self._place.go(*wanted):
            self._moved()

    def _moved(self) -> None:
        if self._preview is not None:
            self._preview.look_at(self._place.key)
        self._show_place()

    def _show_place(self) -> None:
        self._show_where()
        self._show_since()
        self.note.setText(self._place.note(self._t))
        place = self._place
        if place.ready:
            self.leaf.show_page(place.key, place.page, place.made, place.name(self._t))
        elif not self.leaf.has_sheet:
            self._say(self._t("Busy…"))
        else:
            self.leaf.fade()

    def _drawn(self) -> None:
        self._stack.setCurrentWidget(self.leaf)
        self.shown.emit()

    def _fill_parts(self) -> None:
        choices = self._place.choices
        if choices != self._place.offered:
            self._place.offered = choices
            self.parts.set_choices(choices)
        self._show_part()

    def _show_part(self) -> None:
        self.parts.set_value(self._place.part)

    def _show_where(self) -> None:
        self.where.setText(self._place.where(self._t))
        self.back.setEnabled(self._place.may_turn(-1))
        self.on.setEnabled(self._place.may_turn(1))
        self._show_part()

    def _show_zoom(self, scale: float) -> None:
        self.percent.setText(f"{round(scale * 100)} %")

    # -- room -------------------------------------------------------------------------------------------------

    @guarded(lambda: False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit_height()
        return super().eventFilter(watched, event)

    def _fit_height(self) -> None:
        """As high as what is in sight of the page, so that a whole page can be seen at once."""
        room = self._page.scroller.viewport().height() - grown(AROUND)
        self._stack.setFixedHeight(max(LEAST_HEIGHT, min(room, MOST_HEIGHT)))


def _together(*widgets: QWidget) -> QWidget:
    """Widgets that stay beside each other."""
    group = QWidget()
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    for widget in widgets:
        row.addWidget(widget)
    return group
