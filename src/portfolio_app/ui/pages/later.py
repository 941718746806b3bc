"""*Nog niet*: when something may be asked again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton
from portfolio_app.ui.widgets.fields import DateField
from portfolio_app.ui.widgets.speaking import speak_all

LATER = timedelta(days=7)
"""After how long something is asked again when nobody says when."""

Chosen = Callable[[date], None]


class LaterDialog(Dialog):
    """Another day to ask again; it lies ahead."""

    def __init__(self, desk: Desk, chosen: Chosen, parent: QWidget) -> None:
        super().__init__(desk.t, parent)
        t = self.t
        self._today, self._chosen = desk.today, chosen
        self.set_heading(t("When may it be asked again?"))
        self.day = DateField(desk.today)
        self.day.set_label(t("Ask me on"))
        self.day.set_value(desk.today() + LATER)
        self.body.addWidget(self.day)
        cancel, choose = Button(t("Cancel")), PrimaryButton(t("Ask me then"))
        cancel.clicked.connect(self.reject)
        choose.clicked.connect(self._choose)
        choose.setDefault(True)
        self.add_buttons(cancel, choose)
        speak_all(self, t)

    def _choose(self) -> None:
        day = self.day.value()
        if day is None or day <= self._today():
            self.day.set_error(self.day.problem(self.t) or self.t("Choose a day that is still to come."))
            return
        self.accept()
        self._chosen(day)


def ask_later(desk: Desk, near: QWidget, chosen: Chosen) -> QMenu:
    """Offer when something may be asked again, beneath a button; ``chosen(day)`` is called once a day is chosen."""
    t, today, menu = desk.t, desk.today(), QMenu(near)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAccessibleName(t("When may it be asked again?"))
    for words, days in ((t("In a week"), 7), (t("In two weeks"), 14), (t("In a month"), 28)):
        menu.addAction(words).triggered.connect(partial(_tell, chosen, today + timedelta(days=days)))
    menu.addAction(t("On another day…")).triggered.connect(partial(_ask_day, desk, near.window(), chosen))
    menu.popup(near.mapToGlobal(near.rect().bottomLeft()))
    return menu


def _tell(chosen: Chosen, day: date, *told: object) -> None:
    del told
    chosen(day)


def _ask_day(desk: Desk, over: QWidget, chosen: Chosen, *told: object) -> None:
    del told
    LaterDialog(desk, chosen, over).open()
