"""Commands for the text that has the keyboard: lifting words out, and the stand-in for a name."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMainWindow

from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.shell.stand_ins import StandIns
from portfolio_app.ui.widgets.text_area import GrowingText


class Writing(StandIns):
    """What can be done with the text somebody is writing in."""

    said = Signal(str)

    def __init__(self, desk: Desk, window: QMainWindow) -> None:
        super().__init__(desk, window)
        self._window = window

    def lift(self) -> None:
        """Lift the selected words of the text that has the keyboard out."""
        focused = self._window.focusWidget()
        if not (isinstance(focused, GrowingText) and focused.lift_out()):
            self.said.emit(self._desk.t("Select words in one of your texts first; then you can lift them out."))

    def look_along(self) -> None:
        """Ask a question about the text that has the keyboard, or the next one."""
        focused = self._window.focusWidget()
        if isinstance(focused, GrowingText) and focused.may_look:
            focused.look_requested.emit()
        else:
            self.said.emit(self._desk.t("Go to one of your texts first; then somebody can look along."))

    def stand_in(self) -> None:
        """Write the stand-in for a known name in the text that has the keyboard."""
        if not self.put():
            self.said.emit(self._desk.t("There is no name here that something stands in for."))
