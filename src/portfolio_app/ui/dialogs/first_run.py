"""The first start: whose computer, a passphrase, who you are, and one sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.portfolio import ComputerOwner, Sector, Start
from portfolio_app.i18n import Translator
from portfolio_app.services.session import Services
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.dialogs.first_backup import Restorer
from portfolio_app.ui.dialogs.first_run_presenter import SECTORS, STARTS, first_draft, first_sentence, save_profile
from portfolio_app.ui.dialogs.passphrase import PassphraseFields
from portfolio_app.ui.dialogs.question import agreed
from portfolio_app.ui.dialogs.recovery import RecoveryCode
from portfolio_app.ui.dialogs.verify import is_verifiable
from portfolio_app.ui.drafts import DraftKeeper
from portfolio_app.ui.form import Form
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.offers import files_of
from portfolio_app.ui.tasks import Tasks
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from portfolio_app.ui.widgets.containers import Banner, Label
from portfolio_app.ui.widgets.fields import CheckField, LineField
from portfolio_app.ui.widgets.text_area import TextArea

V = TypeVar("V")
Maker = Callable[[str | None, ComputerOwner, bool], tuple[Services, str | None]]
"""Makes the portfolio: passphrase or None, whose computer, whether the keyring opens it too; returns the code."""

COMPUTER, PASSPHRASE, CODE, WHO, WEEK = range(5)


class Choice(QWidget):
    """One out of two or three, as radio buttons beneath each other."""

    changed = Signal()

    def __init__(self, choices: Sequence[tuple[Any, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = [value for value, _ in choices]
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for at, (_, words) in enumerate(choices):
            button = QRadioButton(words)
            self._group.addButton(button, at)
            layout.addWidget(button)
        self.setFocusProxy(self._group.button(0))
        self._group.idClicked.connect(self._clicked)

    def value(self) -> Any:
        """What was chosen, or None."""
        at = self._group.checkedId()
        return self._values[at] if at >= 0 else None

    def choose(self, value: Any) -> None:
        """Choose for her."""
        self._group.button(self._values.index(value)).setChecked(True)
        self.changed.emit()

    def _clicked(self, at: int) -> None:
        del at
        self.changed.emit()


class FirstRunDialog(Dialog):
    """Four steps, each with one question. ``finished_with(services, example)`` says how it ended."""

    finished_with = Signal(object, bool)
    left = Signal(object)
    verify_requested = Signal(object)
    """To look at a signed PDF, for which no portfolio is needed; with the files that were dropped."""

    def __init__(
        self,
        t: Translator,
        tasks: Tasks,
        maker: Maker,
        services: Services | None = None,
        *,
        restorer: Restorer | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(t, parent, width=560, height=460)
        self._tasks, self._maker, self._restorer = tasks, maker, restorer
        self.services = services
        self._stack = QStackedWidget()
        self._texts: list[tuple[str, str]] = []
        self._keeper: DraftKeeper | None = None
        self.body.addWidget(self._stack)
        self._add_computer()
        self._add_passphrase()
        self._add_code()
        self._add_who()
        self._add_week()
        self._step_words = Label(role="small")
        self._back = Button(t("Back"))
        self._back.clicked.connect(self._go_back)
        self._later = QuietButton(t("Later"))
        self._later.clicked.connect(self._do_later)
        self._look = Button(t("Look around in an example first"))
        self._look.clicked.connect(self._look_around)
        self._next = PrimaryButton()
        self._next.setDefault(True)
        self._next.clicked.connect(self._go_on)
        self.foot.addWidget(self._step_words)
        self.add_buttons(self._back, self._later, self._look, self._next)
        self.show_step(COMPUTER if services is None else WHO)

    @guarded(nothing)
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if is_verifiable(files_of(event.mimeData())):
            event.acceptProposedAction()

    @guarded(nothing)
    def dropEvent(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.verify_requested.emit(files_of(event.mimeData()))

    # -- the steps --------------------------------------------------------------------------------------------

    def _page(self, title: str, words: str) -> QVBoxLayout:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._stack.addWidget(page)
        self._texts.append((title, words))
        return column

    def _add_computer(self) -> None:
        t = self.t
        column = self._page(t("Whose computer is this?"), "")
        self._computer = Choice(((ComputerOwner.MINE, t("Mine")), (ComputerOwner.SCHOOL, t("The school's"))))
        self._computer.changed.connect(self._computer_chosen)
        column.addWidget(self._computer)
        note = Banner("info")
        note.set_texts(
            t(
                "Nothing goes to the internet. On a school laptop the administrator can do more: "
                "choose your own passphrase."
            )
        )
        column.addWidget(note)
        self._have_backup = QuietButton(t("I have a backup…"), "archive")
        self._have_backup.clicked.connect(self._open_backup)
        self._have_backup.setVisible(self._restorer is not None)
        column.addWidget(self._have_backup, 0, Qt.AlignmentFlag.AlignLeft)
        verify = QuietButton(t("I only want to verify a PDF…"), "seal-check")
        verify.clicked.connect(lambda: self.verify_requested.emit(()))
        column.addWidget(verify, 0, Qt.AlignmentFlag.AlignLeft)
        self.setAcceptDrops(True)
        column.addStretch()

    def _add_passphrase(self) -> None:
        t = self.t
        words = t("Nobody can restore it. Write down the recovery code; printing can wait.")
        column = self._page(t("Choose a passphrase."), words)
        self._fields = PassphraseFields(t)
        self._keyring = CheckField()
        self._keyring.set_label(t("On this computer I don't have to type it"))
        column.addWidget(self._fields)
        column.addWidget(self._keyring)
        column.addStretch()

    def _add_code(self) -> None:
        t = self.t
        words = t(
            "With this code you open your portfolio when you have forgotten your passphrase. You see this one only "
            "now; in Settings you can make a new one later."
        )
        column = self._page(t("Your recovery code"), words)
        self._code = RecoveryCode(t, self._tasks)
        column.addWidget(self._code)
        column.addStretch()

    def _add_who(self) -> None:
        t = self.t
        column = self._page(t("Who are you?"), "")
        self._name = LineField()
        self._name.set_label(t("First name"))
        self._subject = LineField()
        self._subject.set_label(t("Subject or group"))
        self._sector = Choice([(value, t(words)) for value, words in SECTORS])
        self._start = Choice([(value, t(words)) for value, words in STARTS])
        self._sector.choose(Sector.VO)
        self._start.choose(Start.STARTER)
        column.addWidget(self._name)
        column.addWidget(Label(t("Sector"), "label"))
        column.addWidget(self._sector)
        column.addWidget(self._subject)
        column.addWidget(Label(t("I am a"), "label"))
        column.addWidget(self._start)
        column.addStretch()

    def _add_week(self) -> None:
        t = self.t
        column = self._page(t("What stayed with you this week?"), t("One sentence is enough."))
        self._sentence = TextArea(least=4, most=10)
        self._sentence.name_silently(t("What stayed with you this week?"))
        column.addWidget(self._sentence)
        column.addStretch()

    # -- going on ---------------------------------------------------------------------------------------------

    def show_step(self, step: int) -> None:
        """Bring one of the steps in sight."""
        self._stack.setCurrentIndex(step)
        self.set_heading(*self._texts[step])
        self.trouble.set_texts("")
        number = {COMPUTER: 1, PASSPHRASE: 2, CODE: 2, WHO: 3, WEEK: 4}[step]
        self._step_words.setText(self.t("Step {number} of 4", number=number))
        self._back.setVisible(step in (PASSPHRASE, WEEK))
        mine = self._computer.value() is ComputerOwner.MINE
        self._later.setVisible(step == WEEK or (step == PASSPHRASE and mine))
        self._keyring.setVisible(mine)
        self._look.setVisible(step == WEEK)
        self._next.setText(self.t("Save") if step == WEEK else self.t("Next"))
        self._next.setEnabled(step != COMPUTER or self._computer.value() is not None)
        if step == WEEK:
            self._keep_sentence()
        first = {COMPUTER: self._computer, PASSPHRASE: self._fields, CODE: self._next, WHO: self._name,
                 WEEK: self._sentence}[step]  # fmt: skip
        first.setFocus()

    def _keep_sentence(self) -> None:
        """From here on what is typed is a draft; when this ends before it is saved, it waits in her week."""
        services = self.services
        if services is None or self._keeper is not None:
            return
        key, name = first_draft(services)
        form = Form(self.t, self)
        form.bind(name, self._sentence)
        self._keeper = DraftKeeper(form, services.drafts, self)
        self._keeper.failed.connect(self.show_trouble)
        self._keeper.open(key)

    def _open_backup(self) -> None:
        from portfolio_app.ui.dialogs.first_backup import FirstBackupDialog

        if self._restorer is not None:
            dialog = FirstBackupDialog(self.t, self._tasks, self._restorer, self)
            dialog.opened.connect(self._backup_opened)
            dialog.open()

    def _backup_opened(self, services: Services) -> None:
        self.services = services
        self._end(example=False)

    def _computer_chosen(self) -> None:
        self._next.setEnabled(True)

    def _go_back(self) -> None:
        self.show_step(COMPUTER if self._stack.currentIndex() == PASSPHRASE else WHO)

    def _go_on(self) -> None:
        step = self._stack.currentIndex()
        if step == PASSPHRASE:
            if self._fields.validate():
                self._make(self._fields.text)
        elif step == WHO:
            self._save_who()
        elif step == WEEK:
            self._save_sentence()
        else:
            self.show_step(PASSPHRASE if step == COMPUTER else WHO)

    def _do_later(self) -> None:
        if self._stack.currentIndex() == PASSPHRASE:
            self._make(None)
        else:
            self._end(example=False)

    def _make(self, passphrase: str | None) -> None:
        owner = cast(ComputerOwner, self._computer.value())
        keyring = owner is ComputerOwner.MINE and self._keyring.value()
        self._busy(True)
        self.trouble.set_texts("")
        self._tasks.start(
            self,
            lambda job: self._maker(passphrase, owner, keyring),
            self._made,
            failed=self._not_made,
            finished=lambda: self._busy(False),
        )

    def _busy(self, busy: bool) -> None:
        for button in (self._next, self._later, self._back):
            button.setEnabled(not busy)
        self._next.setText(self.t("One moment…") if busy else self.t("Next"))

    def _made(self, made: tuple[Services, str | None]) -> None:
        self.services, code = made
        if code:
            self._code.show_code(code, self.services.sheets)
        self.show_step(CODE if code else WHO)

    def _not_made(self, error: UserError) -> None:
        self.show_trouble(error)

    def _save_who(self) -> None:
        services = self.services
        if services is None:
            return
        if not self._name.value():
            self._name.set_error(self.t("What may Leerlijn call you?"))
            self._name.setFocus()
            return
        saved = self.attempt(
            lambda: save_profile(
                services,
                given_name=self._name.value(),
                sector=self._sector.value(),
                subject=self._subject.value(),
                start=self._start.value(),
                lang=self.t.lang,
            )
        )
        if saved:
            self.show_step(WEEK)

    def _save_sentence(self) -> None:
        services = self.services
        if services is None:
            return
        text = self._sentence.value().strip()
        if not text:
            self._sentence.set_error(self.t("Write a few words first."))
            self._sentence.setFocus()
            return
        if not services.keys.protected():
            self._ask_passphrase(services)
        elif self.attempt(lambda: first_sentence(services, text)):
            if self._keeper is not None:
                self._keeper.drop()
            self._end(example=False)

    def _ask_passphrase(self, services: Services) -> None:
        """The first entry asks again for what could wait until now."""
        from portfolio_app.ui.dialogs.passphrase import PassphraseDialog
        from portfolio_app.ui.pages.base import Desk

        dialog = PassphraseDialog(Desk(services, self._tasks, self.t), self)
        dialog.accepted.connect(self._show_new_code)
        dialog.open()

    def _show_new_code(self) -> None:
        from portfolio_app.ui.dialogs.recovery import RecoveryDialog
        from portfolio_app.ui.pages.base import Desk

        if self.services is not None:
            dialog = RecoveryDialog(Desk(self.services, self._tasks, self.t), self, ask=False)
            dialog.finished.connect(self._save_sentence)
            dialog.open()

    def reject(self) -> None:
        if self._stack.currentIndex() == CODE and not self._sure_of_code():
            return
        if self._keeper is not None:
            self._keeper.close()
        super().reject()
        self.left.emit(self.services)

    def _sure_of_code(self) -> bool:
        """Ask before the only sight of the code goes."""
        t = self.t
        more = t("You don't see this one again. In Settings you can make a new one later.")
        question = t("Do you have your recovery code?")
        return agreed(self, question, more, yes=t("Close"), no=t("Back to the code"), final=False)

    def _look_around(self) -> None:
        self._end(example=True)

    def _end(self, *, example: bool) -> None:
        if self._keeper is not None:
            self._keeper.close()
        self.finished_with.emit(self.services, example)
        self.accept()
