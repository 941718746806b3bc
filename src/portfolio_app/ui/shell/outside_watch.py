"""Watches what other programs do with the copies they were given, and asks about what they saved."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.services.outside import Changed
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.buttons import QuietButton
from portfolio_app.ui.widgets.containers import Banner

LOOK_MS = 4000


class OutsideWatch(QWidget):
    """A line above the page that stands there while a changed copy waits for an answer."""

    said = Signal(str, bool)
    trouble_met = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._waiting: tuple[Changed, ...] = ()
        self._looking = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.banner = Banner("info")
        self.banner.action_requested.connect(self.take)
        self.leave = QuietButton()
        self.leave.clicked.connect(self.dismiss)
        self.banner.add_beside(self.leave)
        row.addWidget(self.banner)
        self.hide()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.look()

    def retranslate(self) -> None:
        """Say the words again."""
        self._show()

    def look(self) -> None:
        """Look once, off the window's thread; costs nothing while no copy lies outside."""
        outside = self._desk.services.outside
        if self._looking or not outside.busy:
            return
        self._looking = True
        try:
            self._desk.tasks.start(self, lambda _: outside.look(), self._seen, finished=self._looked)
        except UserError:
            # The portfolio is closing.
            self._timer.stop()

    def _looked(self) -> None:
        self._looking = False

    def _seen(self, found: tuple[Changed, ...]) -> None:
        self._waiting = found
        self._show()

    def _show(self) -> None:
        t = self._desk.t
        waiting = self._waiting
        self.setVisible(bool(waiting))
        if not waiting:
            self.banner.set_texts("")
            return
        item = self._desk.services.records.get(Evidence, waiting[0].item_id)
        title = item.heading if item is not None else waiting[0].name
        self.banner.set_texts(
            t("{name} was changed in another program. Keep it as a new version of {title}?",
              name=waiting[0].name, title=title),
            t("Keep as a new version"),
        )  # fmt: skip
        self.leave.setText(t("No, leave it"))

    def take(self) -> None:
        """Take the first one in as a new version."""
        if self._waiting:
            change, outside = self._waiting[0], self._desk.services.outside
            self._desk.tasks.start(self, lambda _: outside.take(change), self._taken, failed=self._failed)
            self._drop_first()

    def _taken(self, made: Evidence) -> None:
        self.said.emit(self._desk.t("{title} has a new version; the one before is kept.", title=made.heading), True)
        self._desk.services.evidence.prepare(made)

    def _failed(self, error: UserError) -> None:
        self.trouble_met.emit(error)
        self.look()

    def dismiss(self) -> None:
        """It is no new version."""
        if self._waiting:
            try:
                self._desk.services.outside.dismiss(self._waiting[0])
            except UserError as error:
                self.trouble_met.emit(error)
                return
            self._drop_first()

    def _drop_first(self) -> None:
        self._waiting = self._waiting[1:]
        self._show()
