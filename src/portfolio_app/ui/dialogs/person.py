"""Find a person: where she is named, and a stand-in or nothing in her place, everywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QWidget,
)

from portfolio_app.services.jobs import Job
from portfolio_app.services.persons import Found
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.dialogs.person_presenter import Line, PersonPresenter
from portfolio_app.ui.dialogs.question import agreed
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.shell.stand_ins import NEVER_HERE
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.theme.icons import icon
from portfolio_app.ui.widgets.buttons import Button, DangerButton, PrimaryButton
from portfolio_app.ui.widgets.containers import Banner, Label
from portfolio_app.ui.widgets.fields import LineField
from portfolio_app.ui.widgets.speaking import speak_all
from portfolio_app.ui.words import kind_icon


class PersonDialog(Dialog):
    """Looks everywhere on another thread; replacing and erasing ask once, naming the copies that remain."""

    open_requested = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent, width=640)
        t = desk.t
        self._desk = desk
        self._presenter = PersonPresenter(desk.services)
        self._found: Found | None = None
        self._job: Job[Any] | None = None
        self.set_heading(
            t("Find a person"),
            t("In every text and every earlier version, in drafts, evidence, feedback and what you handed over."),
        )
        self._name, self._spellings = LineField(), LineField()
        self._name.set_label(t("Name"))
        self._spellings.set_label(t("Also written as"), t("Separated by commas."))
        self._name.submitted.connect(self._look)
        self._spellings.submitted.connect(self._look)
        self._name.edit.editingFinished.connect(self._suggest)
        self._look_button = PrimaryButton(t("Look"))
        self._look_button.setDefault(True)
        self._look_button.clicked.connect(self._look)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(t("How far it is"))
        self._bar.hide()
        self._summary = Label(role="section", wrap=True)
        self._summary.hide()
        self._list = QListWidget()
        self._list.setMinimumHeight(grown(180))
        self._list.setIconSize(QSize(grown(20), grown(20)))
        self._list.setAccessibleName(t("Where the name is"))
        self._list.itemActivated.connect(self._open)
        self._list.hide()
        self._make_choices()
        self._renewal = Banner("info")
        self._renewal.action_requested.connect(self._renew)
        for widget in (self._name, self._spellings, self._bar, self._summary, self._list, self._choices, self._renewal):
            self.body.addWidget(widget)
        close = Button(t("Close"))
        close.clicked.connect(self.reject)
        self.add_buttons(close, self._look_button)
        self.finished.connect(self._stop)
        speak_all(self, t)
        self.setProperty(NEVER_HERE, True)
        self._name.setFocus()

    def _make_choices(self) -> None:
        t = self.t
        self._choices = QWidget()
        self._choices.hide()
        row = QHBoxLayout(self._choices)
        row.setContentsMargins(0, 0, 0, 0)
        self._stand_in = LineField()
        self._stand_in.set_label(t("In its place"))
        self._replace = Button(t("Replace everywhere…"))
        self._replace.clicked.connect(self._ask_to_replace)
        self._erase = DangerButton(t("Erase everywhere…"))
        self._erase.clicked.connect(self._ask_to_erase)
        row.addWidget(self._stand_in, 1)
        for button in (self._replace, self._erase):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)

    # -- looking --------------------------------------------------------------------------------------------------

    def _suggest(self) -> None:
        if not self._spellings.value():
            self._spellings.set_value(self._presenter.spellings(self._name.value()))

    def _look(self) -> None:
        self._suggest()
        terms = self._presenter.terms(self._name.value(), self._spellings.value())
        self._run(lambda job: self._presenter.find(terms, job.progress, job.cancelled), self._show_found)

    def _run(self, work: Callable[[Job[Any]], Any], done: Callable[[Any], None]) -> None:
        self.trouble.set_texts("")
        self._set_busy(True)
        self._job = self._desk.tasks.start(
            self, work, done, failed=self.show_trouble, finished=self._ready, progress=self._progress
        )

    def _ready(self) -> None:
        self._set_busy(False)

    def _set_busy(self, busy: bool) -> None:
        self._bar.setRange(0, 0)
        self._bar.setVisible(busy)
        for widget in (self._look_button, self._name, self._spellings, self._choices):
            widget.setEnabled(not busy)

    def _progress(self, at: int, of: int, what: str) -> None:
        del what
        self._bar.setRange(0, max(1, of))
        self._bar.setValue(at)

    def _show_found(self, found: Found) -> None:
        self._found = found
        self._summary.setText(self._presenter.summary(found, self.t))
        self._summary.show()
        self._list.clear()
        lines = self._presenter.lines(found, self.t)
        for line in lines:
            self._list.addItem(self._item(line))
        self._list.setVisible(bool(lines))
        self._choices.setVisible(bool(lines) and not self._desk.services.read_only)
        self._stand_in.set_value(self._presenter.stand_in(found, self.t))
        if lines:
            self._list.setCurrentRow(0)
            self._list.setFocus()

    def _item(self, line: Line) -> QListWidgetItem:
        item = QListWidgetItem(icon(self, kind_icon(line.kind)), f"{line.title}\n{line.where}")
        item.setData(Qt.ItemDataRole.UserRole, (line.kind, line.id))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{line.title}, {line.where}")
        return item

    def _open(self, item: QListWidgetItem) -> None:
        kind, ident = item.data(Qt.ItemDataRole.UserRole)
        if ident:
            self.open_requested.emit(kind, ident)
            self.accept()

    # -- replacing and erasing --------------------------------------------------------------------------------------

    def _ask_to_replace(self) -> None:
        found, stand_in = self._found, self._stand_in.value().strip()
        if found is None:
            return
        if not stand_in or found.spellings.names(stand_in):
            self._stand_in.set_error(self.t("Type something else that stands for this person."))
            self._stand_in.setFocus()
            return
        question = self.t("Put “{stand_in}” in the place of this name, everywhere?", stand_in=stand_in)
        remember = QCheckBox(self.t("Offer it again when I write this name"))
        remember.setChecked(True)
        sure, keep = self._sure(question, found, remember, self.t("Replace everywhere"))
        if sure:
            self._run(lambda job: self._presenter.replace(found, stand_in, remember=keep), self._done)

    def _ask_to_erase(self) -> None:
        found = self._found
        if found is None:
            return
        number = len(found.files) + len(found.exports)
        files = QCheckBox(
            self.t.n(
                "Also throw away the {n} file that holds the name",
                "Also throw away the {n} files that hold the name",
                number,
            )
        )
        option = files if number else None
        sure, also = self._sure(self.t("Erase this name everywhere?"), found, option, self.t("Erase everywhere"))
        if sure:
            self._run(lambda job: self._presenter.erase(found, self.t, files=also), self._done)

    def _sure(self, question: str, found: Found, option: QCheckBox | None, words: str) -> tuple[bool, bool]:
        """Ask once, naming the copies that remain; whether she is sure, and whether the option is ticked."""
        t = self.t
        final = t("It is taken out of the history too; this can't be undone.")
        more = "\n\n".join([final, *self._presenter.remaining(found, t)])
        ticked: list[bool] = [option is not None and option.isChecked()]
        if option is not None:
            # The question takes the option with it when it goes.
            option.toggled.connect(ticked.append)
        return agreed(self, question, more, yes=words, no=t("Cancel"), option=option), ticked[-1]

    def _done(self, result: object) -> None:
        """Look once more, so that what is left is in sight, and offer to make the backups anew."""
        del result
        self._renewal.set_texts(
            self.t("Your earlier backups still hold the name."), self.t("Make them anew and throw the old ones away")
        )
        self._look()

    def _renew(self) -> None:
        self._renewal.set_texts("")
        self._run(lambda job: self._presenter.renew_backups(job.progress, job.cancelled), self._renewed)

    def _renewed(self, kept: int) -> None:
        t = self.t
        self._renewal.set_texts(
            t.n(
                "{n} backup could not be thrown away: the place it lies in is not there now.",
                "{n} backups could not be thrown away: the place they lie in is not there now.",
                kept,
            )
            if kept
            else t("The backups are new, and the old ones are gone.")
        )

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
