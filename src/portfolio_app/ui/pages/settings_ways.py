"""The ways in, on the page of settings: passphrase, recovery code, keyring, and whose computer this is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from portfolio_app.domain.portfolio import ComputerOwner
from portfolio_app.services.jobs import Job
from portfolio_app.services.keys import Ways
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.buttons import Button
from portfolio_app.ui.widgets.containers import Card, Label
from portfolio_app.ui.widgets.fields import CheckField, ChoiceField


class WaysIn(Card):
    """Says which ways in there are and leads to each. What asks the keyring runs off the window's thread, because a
    keyring may ask something itself and wait for the answer."""

    command_requested = Signal(str)
    trouble_met = Signal(object)
    said = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._desk = desk
        self._there: bool | None = None
        self._computer: ChoiceField[ComputerOwner] = ChoiceField()
        self._computer.changed.connect(self._computer_changed)
        self._passphrase_state, self._passphrase = self._row("key", "passphrase")
        self._recovery_state, self._recovery = self._row("file-text", "recovery")
        self._keyring = CheckField()
        self._keyring.changed.connect(self._keyring_changed)
        self.body.addWidget(self._keyring)
        self.body.addWidget(self._computer)
        self._new_keys_state, self._new_keys = self._row("shield-check", "new-keys")

    def _row(self, icon: str, command: str) -> tuple[Label, Button]:
        words, button = Label(wrap=True), Button("", icon)
        button.setProperty("command", command)
        button.clicked.connect(self._pressed)
        row = QHBoxLayout()
        row.addWidget(words, 1)
        row.addWidget(button)
        self.body.addLayout(row)
        return words, button

    def _pressed(self) -> None:
        self.command_requested.emit(str(self.sender().property("command")))

    # -- showing ----------------------------------------------------------------------------------------------

    def show_ways(self) -> None:
        """Say how it is now, in the language in force."""
        t, keys = self._desk.t, self._desk.services.keys
        self.set_title(t("Ways in"))
        self.set_note(t("A passphrase in your head, a code on paper, and if you like this computer itself."))
        self._computer.set_label(t("Whose computer is this?"))
        self._computer.set_choices([(ComputerOwner.MINE, t("Mine")), (ComputerOwner.SCHOOL, t("The school's"))])
        self._computer.set_value(keys.computer)
        ways = keys.ways()
        self._show_passphrase(ways)
        self._show_recovery(ways)
        self._keyring.set_value(ways.keyring)
        self._show_keyring(busy=False)
        self._show_new_keys()
        for widget in (self._computer, self._passphrase, self._recovery, self._new_keys):
            widget.setEnabled(not self._desk.services.read_only)
        if self._there is None and keys.computer is ComputerOwner.MINE:
            self._there = True  # until the answer is there, so that it is asked once
            self._desk.tasks.start(self, lambda job: keys.has_keyring(), self._found)

    def _show_passphrase(self, ways: Ways) -> None:
        t = self._desk.t
        self._passphrase_state.setText(
            t("There is a passphrase.") if ways.passphrase else t("There is no passphrase yet; writing needs one.")
        )
        self._passphrase.setText(t("Choose another…") if ways.passphrase else t("Choose a passphrase…"))

    def _show_recovery(self, ways: Ways) -> None:
        t = self._desk.t
        if ways.recovery_made_on is not None:
            day = t.date(ways.recovery_made_on)
            words = t("There is a recovery code. On the sheet that opens your portfolio stands {day}.", day=day)
        else:
            words = t("There is a recovery code.") if ways.recovery else t("There is no recovery code yet.")
        self._recovery_state.setText(words)
        self._recovery.setText(t("Renew…") if ways.recovery else t("Make one…"))

    def _show_new_keys(self) -> None:
        t, under_way = self._desk.t, self._desk.services.rotation.under_way
        self._new_keys_state.setText(
            t("Your portfolio is still being written anew under your new keys; that goes on by itself.")
            if under_way
            else t("Did somebody see your passphrase or your recovery code? Then change the lock.")
        )
        self._new_keys.setText(t("How far?") if under_way else t("New keys…"))

    def _show_keyring(self, *, busy: bool) -> None:
        t, keys = self._desk.t, self._desk.services.keys
        mine, on = keys.computer is ComputerOwner.MINE, self._keyring.value()
        if busy:
            hint = t("The keyring of this computer is being asked. If it asks you something, answer it there.")
        elif not mine:
            hint = t("Not on a school's computer: others manage it.")
        elif self._there is False and not on:
            hint = t("This computer has no keyring that can be trusted with it.")
        else:
            hint = t("Whoever is logged in here as you can then open it too.")
        self._keyring.set_label(t("This computer opens the portfolio without typing"), hint)
        possible = mine and (on or self._there is not False) and not self._desk.services.read_only
        self._keyring.setEnabled(possible and not busy)

    def _found(self, there: bool) -> None:
        self._there = there
        self._show_keyring(busy=False)

    # -- doing ------------------------------------------------------------------------------------------------

    def _keyring_changed(self) -> None:
        keys, on = self._desk.services.keys, self._keyring.value()
        self._change(lambda job: keys.use_keyring(job.cancelled) if on else keys.drop_keyring(job.cancelled))

    def _computer_changed(self) -> None:
        keys, owner = self._desk.services.keys, self._computer.value()
        if owner is not None and owner is not keys.computer:
            self._change(lambda job: keys.set_computer(owner, job.cancelled))

    def _change(self, work: Callable[[Job[None]], None]) -> None:
        self._show_keyring(busy=True)
        self._computer.setEnabled(False)
        self._desk.tasks.start(self, work, self._changed, failed=self.trouble_met.emit, finished=self.show_ways)

    def _changed(self, nothing: None) -> None:
        del nothing
        self.said.emit(self._desk.t("Saved."))
