"""The commands that open a dialog over the window; each dialog is imported when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.services.drafts import Waiting
from portfolio_app.services.group_cards import BRINGABLE
from portfolio_app.services.sentences import explain
from portfolio_app.ui.pages.base import Desk, Page
from portfolio_app.ui.shell.cards import Cards
from portfolio_app.ui.shell.menus import key_table

if TYPE_CHECKING:
    from portfolio_app.ui.dialogs.capture import CaptureDialog
    from portfolio_app.ui.dialogs.heard import HeardDialog


class Openings(QObject):
    """Opens dialogs over a window and passes on what they ask for or did."""

    open_requested = Signal(str, str)
    said = Signal(str)
    done = Signal(str)
    """Something was done that undo takes back; in words."""
    drafts_changed = Signal()
    ways_changed = Signal()
    loss_accepted = Signal()
    inbox_changed = Signal()
    page_requested = Signal(str)
    backups_changed = Signal()
    restore_prepared = Signal(object)
    repair_requested = Signal()
    window_closed = Signal()
    reopen_requested = Signal(object)

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self._loose: QDialog | None = None
        self.cards = Cards(desk, window)
        self.cards.open_requested.connect(self.open_requested)
        self.cards.said.connect(self.said)
        self.cards.done.connect(self.done)

    def commands(self) -> dict[str, Callable[[], None]]:
        """The commands that do no more than open a dialog, by their names in the menus."""
        return {
            "heard": self.heard,
            "inbox": self.inbox,
            "open-card": self.cards.ask,
            "card": self.cards.make,
            "verify": self.verify,
            "merge": self.merge,
            "conflicts": self.conflicts,
            "backup": self.backup,
            "steps": self.steps,
            "person": self.person,
            "trash": self.trash,
            "year": self.year,
            "check": self.check,
            "licences": self.licences,
            "about": self.about,
            "help": self.help,
            "keys": self.keys,
            "passphrase": self.passphrase,
            "recovery": self.recovery,
            "new-keys": self.new_keys,
            "trial": lambda: self.backups(trial=True),
            "cards": lambda: self.help("lost-laptop"),
            "about-signature": lambda: self.help("signature"),
            "whom": lambda: self.help("handing-over"),
        }

    def capture(self) -> None:
        """Quick note from anywhere, also from the tray while the window is away: it stays away then."""
        from portfolio_app.ui.dialogs.capture import CaptureDialog

        self._note(CaptureDialog)

    def heard(self) -> None:
        """Note what somebody said, from anywhere."""
        from portfolio_app.ui.dialogs.heard import HeardDialog

        self._note(HeardDialog)

    def _note(self, make: Callable[[Desk, QWidget | None], CaptureDialog | HeardDialog]) -> None:
        away = self._window.isMinimized() or not self._window.isVisible()
        dialog = make(self._desk, None if away else self._window)
        dialog.saved.connect(self._captured)
        if away:
            # Without a parent in Qt it would go with this method, and outlive the window.
            self._loose = dialog
            self.window_closed.connect(dialog.close)
        dialog.open()
        dialog.raise_()
        dialog.activateWindow()

    def _captured(self, kind: str, ident: str) -> None:
        del kind, ident
        self.done.emit(self._desk.t("Saved."))

    def help(self, first: str = "") -> None:
        """Show the help, beginning with one of its texts."""
        from portfolio_app.ui.dialogs.help import HelpDialog

        HelpDialog(self._desk, self._window, first=first).open()

    def keys(self) -> None:
        """Show which keys do what."""
        from portfolio_app.ui.dialogs.keys import KeysDialog

        KeysDialog(self._desk.t, key_table(self._desk.t), self._window).open()

    def trash(self) -> None:
        """Look into the trash."""
        from portfolio_app.ui.dialogs.trash import TrashDialog

        TrashDialog(self._desk, self._window).open()

    def year(self) -> None:
        """Look at a year."""
        from portfolio_app.ui.dialogs.year import YearDialog

        dialog = YearDialog(self._desk, self._window)
        dialog.open_requested.connect(self.open_requested)
        dialog.open()

    def history(self, kind: str, ident: str) -> None:
        """Show the history of a record."""
        from portfolio_app.ui.dialogs.history import HistoryDialog

        dialog = HistoryDialog(self._desk, kind, ident, self._window)
        dialog.restored.connect(self._put_back)
        dialog.open()

    def history_of(self, page: Page) -> None:
        """Show the history of what a page has in sight, what is being typed included."""
        page.leave()
        shown = page.in_sight()
        if shown is None:
            self.said.emit(self._desk.t("Open something first; then you can see its history."))
        else:
            self.history(*shown)

    def group_card(self, page: Page) -> None:
        """Make a card for a group of what is in sight, of the one thing that was marked, or of what she chooses."""
        from portfolio_app.ui.dialogs.find import PickDialog

        page.leave()
        shown = page.in_sight()
        marked = self._desk.services.group_cards.marked()
        if shown is not None and shown[0] in BRINGABLE:
            self._begin_card(*shown)
        elif len(marked) == 1:
            self._begin_card(marked[0].KIND, marked[0].id)
        else:
            question = self._desk.t("What do you bring to the group?")
            dialog = PickDialog(self._desk, question, BRINGABLE, (), self._window, first=marked)
            dialog.open_requested.connect(self._begin_card)
            dialog.open()

    def _begin_card(self, kind: str, ident: str) -> None:
        try:
            made = self._desk.services.group_cards.begin(kind, ident)
        except UserError as error:
            self.said.emit(explain(error, self._desk.t))
            return
        self.open_requested.emit(made.KIND, made.id)
        self.done.emit(
            self._desk.t("The card is made. What you wrote of it stands on it already; change what you like.")
        )

    def steps(self) -> None:
        """Look back at what was done lately."""
        from portfolio_app.ui.dialogs.steps import StepsDialog

        dialog = StepsDialog(self._desk, self._window)
        dialog.open_requested.connect(self.open_requested)
        dialog.open()

    def unsaved(self, waiting: Waiting) -> None:
        """Show what was typed and not saved, where its own place can't."""
        from portfolio_app.ui.dialogs.unsaved import UnsavedDialog

        dialog = UnsavedDialog(self._desk, waiting, self._window)
        dialog.open_requested.connect(self.open_requested)
        dialog.kept.connect(self._kept)
        dialog.finished.connect(self.drafts_changed)
        dialog.open()

    def _kept(self) -> None:
        self.done.emit(self._desk.t("Saved as a moment of today."))

    def _put_back(self) -> None:
        self.done.emit(self._desk.t("That version is back. The later ones stay in the history."))

    def inbox(self) -> None:
        """File what came in by the inbox."""
        from portfolio_app.ui.dialogs.filing import FilingDialog

        dialog = FilingDialog(self._desk, self._window)
        dialog.filed.connect(self.inbox_changed)
        dialog.settings_requested.connect(lambda: self.page_requested.emit("settings"))
        dialog.open()

    def person(self) -> None:
        """Find a person, and a stand-in or nothing in her place."""
        from portfolio_app.ui.dialogs.person import PersonDialog

        dialog = PersonDialog(self._desk, self._window)
        dialog.open_requested.connect(self.open_requested)
        dialog.open()

    def verify(self, paths: Sequence[Path] = ()) -> None:
        """Verify a PDF: one that was dropped, perhaps with the ZIP file beside it, or one to be chosen."""
        from portfolio_app.ui.dialogs.verify import VerifyDialog

        dialog = VerifyDialog(self._desk.t, self._desk.tasks, self._desk.services.verifying, self._window)
        dialog.open()
        if paths:
            dialog.take(paths)

    def merge(self) -> None:
        """Merge with another computer."""
        from portfolio_app.ui.dialogs.merge import MergeDialog

        dialog = MergeDialog(self._desk, self._window)
        dialog.conflicts_requested.connect(self.conflicts)
        dialog.open()

    def conflicts(self) -> None:
        """Look at what was changed on two computers."""
        from portfolio_app.ui.dialogs.conflicts import ConflictsDialog

        dialog = ConflictsDialog(self._desk, self._window)
        dialog.open_requested.connect(self.open_requested)
        dialog.open()

    def check(self) -> None:
        """Check whether everything is whole."""
        from portfolio_app.ui.dialogs.check import CheckDialog

        dialog = CheckDialog(self._desk, self._window)
        dialog.loss_accepted.connect(self.loss_accepted)
        # Later, because the window goes with the portfolio, and the dialog with the window.
        dialog.repair_requested.connect(self.repair_requested, Qt.ConnectionType.QueuedConnection)
        dialog.open()

    def backup(self) -> None:
        """Back up to a folder that she chooses."""
        from portfolio_app.ui.dialogs.backup_now import BackupNowDialog, ask_folder

        folder = ask_folder(self._window, self._desk.t("Where should the backup go?"))
        if folder is not None:
            dialog = BackupNowDialog(self._desk, folder, self._window)
            dialog.made.connect(self.backups_changed)
            dialog.open()

    def backups(self, *, trial: bool = False) -> None:
        """Show the backups; with ``trial`` the newest one is tried out."""
        from portfolio_app.ui.dialogs.backups import BackupsDialog

        dialog = BackupsDialog(self._desk, self._window, trial=trial)
        dialog.proved.connect(self.backups_changed)
        dialog.prepared.connect(self.restore_prepared)
        dialog.open()

    def licences(self) -> None:
        """Show the licences."""
        from portfolio_app.ui.dialogs.about import LicencesDialog

        LicencesDialog(self._desk.t, self._window).open()

    def about(self) -> None:
        """Say what this is."""
        from portfolio_app.ui.dialogs.about import AboutDialog

        AboutDialog(self._desk.t, self._window).open()

    def passphrase(self) -> None:
        """Choose a passphrase."""
        from portfolio_app.ui.dialogs.passphrase import PassphraseDialog

        dialog = PassphraseDialog(self._desk, self._window)
        dialog.accepted.connect(self._passphrase_set)
        dialog.open()

    def recovery(self) -> None:
        """Make a recovery code; one that is there already is only replaced by whoever knows the passphrase."""
        ways = self._desk.services.keys.ways()
        self._show_recovery(ask=ways.recovery and ways.passphrase)

    def new_keys(self) -> None:
        """Make new keys, or show how far that is."""
        from portfolio_app.ui.dialogs.new_keys import NewKeysDialog, WritingDialog

        services = self._desk.services
        if services.rotation.under_way:
            going = WritingDialog(self._desk, self._window)
            going.reopen_requested.connect(self.reopen_requested)
            going.open()
        elif services.keys.ways().passphrase:
            dialog = NewKeysDialog(self._desk, self._window)
            dialog.reopen_requested.connect(self.reopen_requested)
            dialog.open()
        else:
            self.said.emit(self._desk.t("Choose a passphrase first; new keys are put behind it."))
            self.passphrase()

    def _passphrase_set(self) -> None:
        self.ways_changed.emit()
        self.said.emit(self._desk.t("The passphrase is set."))
        if not self._desk.services.keys.ways().recovery:
            self._show_recovery(ask=False)

    def _show_recovery(self, *, ask: bool) -> None:
        from portfolio_app.ui.dialogs.recovery import RecoveryDialog

        dialog = RecoveryDialog(self._desk, self._window, ask=ask)
        dialog.accepted.connect(self._recovery_made)
        dialog.open()

    def _recovery_made(self) -> None:
        self.ways_changed.emit()
        self.said.emit(self._desk.t("From now on your new recovery code works."))
