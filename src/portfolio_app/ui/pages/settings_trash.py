"""How long the trash keeps what was thrown away."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from portfolio_app.i18n import Translator
from portfolio_app.services.settings import TRASH_DAYS
from portfolio_app.ui.pages.base import Desk, Page
from portfolio_app.ui.widgets.buttons import Button
from portfolio_app.ui.widgets.containers import Card
from portfolio_app.ui.widgets.fields import ChoiceField


class TrashTime(ChoiceField[int]):
    """Days after which something in the trash is removed for good; what is chosen holds at once."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = desk.services.settings
        self.changed.connect(self._choose)
        self.setEnabled(not desk.services.read_only)
        self.speak(desk.t)

    def speak(self, t: Translator) -> None:
        """Say the choices."""
        self.set_label(t(TRASH_DAYS.label))
        self.set_choices([(days, t(words)) for days, words in TRASH_DAYS.choices])
        self.set_value(self._settings.get(TRASH_DAYS))

    def _choose(self) -> None:
        self._settings.set(TRASH_DAYS, self.value() or 0)


class TrashCard(Card):
    """The part of the settings about the trash."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._time = TrashTime(page.desk)
        self._open = Button("", "trash")
        self._open.clicked.connect(self._look)
        self.head.addWidget(self._open)
        self.body.addWidget(self._time)

    def speak(self, t: Translator) -> None:
        """Say the words again."""
        self.set_title(t("Trash"))
        self.set_note(t("What you throw away can come back until it is removed for good, its history and all."))
        self._open.setText(t("Trash…"))

    def _look(self) -> None:
        self._page.command_requested.emit("trash")
