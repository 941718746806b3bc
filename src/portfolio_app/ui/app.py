"""The application: its look, its language, and the way from start to window and back when it locks."""

from __future__ import annotations

import locale
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QDir, QLocale, QObject, Qt, QTemporaryDir, Signal
from PySide6.QtWidgets import QApplication, QDialog

from portfolio_app import bootstrap, paths
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.portfolio import ComputerOwner
from portfolio_app.i18n import Lang, Translator, as_lang
from portfolio_app.services import restoring
from portfolio_app.services.jobs import Job, Jobs
from portfolio_app.services.repair import Repaired
from portfolio_app.services.restoring import Prepared
from portfolio_app.services.sentences import explain
from portfolio_app.services.session import Services
from portfolio_app.services.settings import (
    EXAMPLE,
    LANGUAGE,
    TEXT_SIZE,
    THEME,
    TRAY,
    WEEK_REMINDER,
    DeviceSettings,
)
from portfolio_app.ui import clipboard
from portfolio_app.ui.bugs import BugCatcher
from portfolio_app.ui.caretaker import Caretaker
from portfolio_app.ui.instance import SingleInstance
from portfolio_app.ui.locking import Locking, close_dialogs
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.qt_words import QtWords
from portfolio_app.ui.shell.tray import Tray, program_icon
from portfolio_app.ui.shell.window import MainWindow, Sight
from portfolio_app.ui.tasks import Tasks
from portfolio_app.ui.theme.theme import Theme
from portfolio_app.ui.widgets.accessible import name_roles
from portfolio_app.ui.wishes import Wishes


@dataclass
class Start:
    """How the window starts: which portfolio, in which language, and with what key when one was given."""

    home: Path
    lang: Lang | None = None
    unlock: bootstrap.Unlock | None = None
    environment: bootstrap.Environment = field(default_factory=bootstrap.Environment)
    log_folder: Path = field(default_factory=paths.log_dir)


def make_application(arguments: list[str]) -> QApplication:
    """Make Qt's application object, or return the one that is there."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication(arguments[:1] or ["leerlijn"])
    app.setApplicationName("Leerlijn")
    app.setApplicationDisplayName("Leerlijn")
    app.setDesktopFileName("leerlijn")
    app.setWindowIcon(program_icon())
    name_roles()
    return app


def language(device: DeviceSettings, asked: Lang | None) -> Lang:
    """Language of the window: asked for on the command line, chosen in the settings, or the computer's."""
    return asked or as_lang(device.get(LANGUAGE) or locale.getlocale()[0] or QLocale.system().name())


class Leerlijn(QObject):
    """Goes from locked to open and back. Owns the window, the look and the language."""

    ended = Signal()

    def __init__(self, app: QApplication, start: Start) -> None:
        super().__init__(app)
        self._app, self._start = app, start
        self._own_device: DeviceSettings = start.environment.device
        self._device = self._own_device
        self.t = Translator(language(self._device, start.lang))
        self.theme = Theme(app)
        self.apply_look()
        self.tray = Tray(self.t, self)
        self.tray.show_requested.connect(self.wake)
        self.wishes = Wishes(lambda: self.window, self)
        self.wishes.unlock_requested.connect(self.wake)
        self.tray.capture_requested.connect(self.wishes.capture)
        self.tray.heard_requested.connect(self.wishes.heard)
        self.tray.quit_requested.connect(self._leave)
        self.tray.message_clicked.connect(self._to_week)
        self._qt_words = QtWords(self)
        self._speak(self.t.lang)
        self._jobs = Jobs()
        self._tasks = Tasks(self._jobs, self)
        self.window: MainWindow | None = None
        self._services: Services | None = None
        self._own: Services | None = None
        self._example: QTemporaryDir | None = None
        self._sight: Sight | None = None
        self._locking = Locking(self)
        self._locking.due.connect(self._lock_now)
        self._dialog: QDialog | None = None  # without an owner in Qt, a dialog lives as long as this name
        self.alive = True
        self.bugs = BugCatcher(self.t, start.log_folder, self)

    # -- look and language ------------------------------------------------------------------------------------

    def apply_look(self) -> None:
        """Wear the look of the settings."""
        self.theme.apply(self._device.get(THEME), self._device.get(TEXT_SIZE))

    def set_theme(self, mode: str) -> None:
        """Wear another look and remember it."""
        with suppress(UserError):
            self._device.set(THEME, mode)
        self.apply_look()
        if self.window is not None:
            self.window.menus.show_theme(self._device.get(THEME))

    def settings_changed(self, key: str) -> None:
        """A setting of this computer was changed on the page of settings."""
        if key in (THEME.key, TEXT_SIZE.key):
            self.set_theme(self._device.get(THEME))
        elif key in (TRAY.key, WEEK_REMINDER.key):
            self.tray.show_when(self._tray_wanted)
        elif key == LANGUAGE.key:
            self.t = Translator(language(self._device, None))
            self._speak(self.t.lang)
            self.bugs.t = self.t
            self.tray.retranslate(self.t)
            if self.window is not None:
                self.window.retranslate(self.t)

    @property
    def _tray_wanted(self) -> bool:
        """Quick notes come from the tray, and so does the reminder of the week."""
        return self._device.get(TRAY) or bool(self._device.get(WEEK_REMINDER))

    def _wear_settings_of(self, services: Services | None) -> None:
        """In an example the look is tried out in its own folder, beginning as hers; else this computer's settings."""
        self._device = self._own_device
        if services is not None and services.settings.get(EXAMPLE):
            device = DeviceSettings(services.home)
            with suppress(UserError):
                for key in (LANGUAGE.key, THEME.key, TEXT_SIZE.key):
                    if device.plain(key) is None and self._own_device.plain(key) is not None:
                        device.put_plain(key, self._own_device.plain(key))
                services.settings.device = self._device = device
        self.apply_look()

    def _speak(self, lang: str) -> None:
        QLocale.setDefault(QLocale("nl_NL" if lang == "nl" else "en_GB"))
        self._app.removeTranslator(self._qt_words)
        self._qt_words.speak(self.t)
        self._app.installTranslator(self._qt_words)

    # -- opening ----------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Show the first thing there is to see."""
        unlock, env = self._start.unlock, self._start.environment
        self._start = replace(self._start, unlock=None)  # a key is not kept longer than it is needed
        if unlock is not None:
            self._opened(bootstrap.open_or_read(self._start.home, unlock, environment=env))
        elif bootstrap.portfolio_exists(self._start.home):
            self.ask_to_unlock(by_itself=True)
        else:
            self.first_run(None)

    def ask_to_unlock(self, *, by_itself: bool, repairing: bool = False) -> None:
        """Show the lock; ``by_itself`` lets the keyring open it at once. ``repairing`` is for `repair`."""
        from portfolio_app.ui.dialogs.unlock import UnlockDialog

        keyring = bootstrap.opens_by_itself(self._start.home)
        reach = self._reach_keyring if keyring else None
        dialog = UnlockDialog(self.t, self._tasks, self._open, reach, repairing=repairing)
        dialog.opened.connect(self._opened)
        dialog.repair_requested.connect(self._repair)
        dialog.verify_requested.connect(self._verify)
        dialog.rejected.connect(self.end)
        self._show(dialog)
        if keyring and by_itself:
            dialog.try_keyring()

    def _reach_keyring(self, given_up: Callable[[], bool]) -> bootstrap.RawKey:
        return bootstrap.reach_keyring(self._start.home, given_up, environment=self._start.environment)

    def _open(self, unlock: bootstrap.Unlock, take_over: bool) -> Services:
        return bootstrap.open_or_read(
            self._start.home, unlock, environment=self._start.environment, take_over=take_over
        )

    def _verify(self, paths: Sequence[Path]) -> None:
        """Look at a signed PDF without any portfolio."""
        from portfolio_app.services.judging import Judging
        from portfolio_app.ui.dialogs.verify import VerifyDialog

        judging = Judging(self._jobs, self._own_device.path.parent, self._start.environment.today)
        dialog = VerifyDialog(self.t, self._tasks, judging, self._dialog)
        dialog.open()
        if paths:
            dialog.take(paths)

    def repair(self) -> None:
        """Close the portfolio, because only then it can be repaired, and ask for the passphrase."""
        self._close_window()
        self.ask_to_unlock(by_itself=False, repairing=True)

    def _repair(self, key: bootstrap.Unlock) -> None:
        from portfolio_app.ui.dialogs.repair import RepairDialog
        from portfolio_app.ui.dialogs.unlock import UnlockDialog

        def work(job: Job[Repaired], more: list[Path]) -> Repaired:
            return bootstrap.repair_portfolio(
                self._start.home,
                key,
                environment=self._start.environment,
                backups=more,
                progress=job.progress,
                cancelled=job.cancelled,
            )

        unlock = self._dialog
        assert isinstance(unlock, UnlockDialog)
        dialog = RepairDialog(self.t, self._tasks, work, unlock)
        dialog.repaired.connect(unlock.open_again)
        dialog.open()

    def first_run(self, services: Services | None) -> None:
        """Show the four steps (or what is left of them)."""
        from portfolio_app.ui.dialogs.first_run import FirstRunDialog

        dialog = FirstRunDialog(self.t, self._tasks, self._make, services, restorer=self._restore_first)
        dialog.finished_with.connect(self._first_run_done)
        dialog.left.connect(self._first_run_left)
        dialog.verify_requested.connect(self._verify)
        self._show(dialog)

    def _make(self, passphrase: str | None, computer: ComputerOwner, keyring: bool) -> tuple[Services, str | None]:
        made = bootstrap.create_portfolio(
            self._start.home,
            passphrase=passphrase,
            lang=self.t.lang,
            computer=computer,
            environment=self._start.environment,
        )
        if passphrase is not None and keyring:
            # Without a keyring she types it each time, which is what the next start will ask.
            with suppress(UserError):
                made.services.keys.use_keyring()
        return made.services, made.recovery_code

    def _first_run_done(self, services: Services, example: bool) -> None:
        if example:
            self.look_around(services)
        else:
            self._show_window(services)

    def _first_run_left(self, services: Services | None) -> None:
        if services is not None:
            services.close()
        self.end()

    def _opened(self, services: Services) -> None:
        self._dialog = None
        if services.records.profile() is None and not services.read_only:
            self.first_run(services)
        else:
            self._show_window(services)

    def _show_window(self, services: Services, *, visiting: bool = False) -> None:
        self._services = services
        self._wear_settings_of(services)
        tasks = Tasks(services.jobs, self)
        self.window = MainWindow(Desk(services, tasks, self.t), visiting=visiting)
        self.window.lock_requested.connect(self.lock)
        self.window.repair_requested.connect(self.repair)
        self.window.lock_now_requested.connect(self._lock_now)
        self.window.reopen_requested.connect(self.reopen)
        self.window.theme_requested.connect(self.set_theme)
        self.window.notice.example_left.connect(self.leave_example)
        self.window.settings_changed.connect(self.settings_changed)
        self.window.restore_prepared.connect(self._put_back, Qt.ConnectionType.QueuedConnection)
        self.tray.show_when(self._tray_wanted and not visiting)
        self.window.closed.connect(self._window_closed)
        self.window.show()
        sight, self._sight = self._sight, None
        if sight is not None:
            self.window.come_back(sight)
        self.wishes.grant()
        self._caretaker = Caretaker(self.window, self._device, visiting=visiting)
        self._caretaker.reminded.connect(self._remind)

    def _remind(self) -> None:
        """Say that there is a week to write, in the tray or above the pages; not a word of hers."""
        if self.window is not None and not self.tray.say(self.t("Your week"), self.t("Ten minutes. Short is fine.")):
            self.window.notice.remind()

    def _to_week(self) -> None:
        if self.window is not None:
            self.wake()
            self.window.go("week")

    # -- example ----------------------------------------------------------------------------------------------

    def look_around(self, own: Services) -> None:
        """Look around in an example, her own portfolio waiting; it lies in a folder that goes with the program."""
        from portfolio_app.ui.dialogs.example import ExampleDialog

        self._own = own
        self._example = QTemporaryDir(QDir.temp().filePath("leerlijn-XXXXXX"))
        dialog = ExampleDialog(self.t, self._tasks, Path(self._example.path()))
        dialog.made.connect(self._example_made)
        dialog.rejected.connect(self.leave_example)
        self._show(dialog)

    def _show(self, dialog: QDialog) -> None:
        self._dialog = dialog
        dialog.show()

    def _example_made(self, services: Services) -> None:
        self._show_window(services, visiting=True)

    def leave_example(self) -> None:
        """Go to her own portfolio."""
        own, self._own = self._own, None
        if own is None:
            self.end()
            return
        self._close_window()
        self._opened(own)

    # -- locking and ending -----------------------------------------------------------------------------------

    def lock(self) -> None:
        """Close the portfolio and ask for the passphrase, as soon as what she set going is done."""
        if self.window is not None and self._services is not None:
            self._locking.ask(self.window, self._services.jobs)

    def _lock_now(self) -> None:
        self._locking.stop()
        if self.window is None:
            return
        # An example is thrown away; her own portfolio opens after it.
        self._sight = None if self._own is not None else self.window.sight
        close_dialogs()
        clipboard.clear()
        self._close_window()
        own, self._own = self._own, None
        if own is not None:
            own.close()
        self.ask_to_unlock(by_itself=False)
        # A quick note from the tray asks to unlock first.
        self.tray.show_when(self._tray_wanted)

    def reopen(self, unlock: bootstrap.RawKey) -> None:
        """Close the portfolio and open it at once, with the key that is given, at the same place."""
        from portfolio_app.ui.dialogs.reopening import ReopeningDialog

        if self.window is None:
            return
        self.window.leave()
        self._sight = self.window.sight
        close_dialogs()
        self._close_window()
        dialog = ReopeningDialog(self.t, self._tasks, lambda: self._open(unlock, False))
        dialog.opened.connect(self._reopened)
        dialog.failed.connect(self._not_reopened)
        self._show(dialog)

    def _reopened(self, services: Services) -> None:
        self._opened(services)
        if self.window is not None and services.rotation.writing:
            self.window.command("new-keys")
        elif self.window is not None and not services.rotation.under_way:
            self.window.say(self.t("From now on your new keys lock everything."))

    def _not_reopened(self) -> None:
        self.ask_to_unlock(by_itself=False)

    def _put_back(self, prepared: Prepared) -> None:
        """Put a backup that was prepared in the place of what is open, and open that."""
        self._close_window()
        env, trouble = self._start.environment, None
        try:
            restoring.commit(prepared)
        except UserError as error:
            trouble = error
        services = bootstrap.open_or_read(prepared.home, bootstrap.RawKey(prepared.master), environment=env)
        self._opened(services)
        if self.window is not None:
            self.window.say(explain(trouble, self.t) if trouble else self.t("Your backup is back in its place."))

    def _restore_first(self, path: Path, secret: str, recovery: bool, job: Job[Services]) -> Services:
        """Put a backup in the place of a portfolio that is not there yet, and open it (on another thread)."""
        unlock = bootstrap.Recovery(secret) if recovery else bootstrap.Passphrase(secret)
        home, env = self._start.home, self._start.environment
        prepared = bootstrap.restore_portfolio(
            path, unlock, home, environment=env, progress=job.progress, cancelled=job.cancelled
        )
        return bootstrap.open_portfolio(home, bootstrap.RawKey(prepared.master), environment=env)

    def _close_window(self) -> None:
        window, self.window = self.window, None
        self.tray.show_when(False)
        services, self._services = self._services, None
        if window is not None:
            window.closed.disconnect(self._window_closed)
            window.close()
            window.deleteLater()
        if services is not None:
            services.close()

    def _window_closed(self) -> None:
        services, self._services = self._services, None
        if services is not None:
            if self.window is not None:
                self.window.hide()  # the last backup is made when nobody looks any more
            services.close(last_backup=True)
        self.end()

    def _leave(self) -> None:
        """Quit, from the tray: with the window, or locked."""
        if self.window is not None:
            self.window.quit()
        else:
            self.end()

    def end(self) -> None:
        """Leave."""
        if not self.alive:
            return
        self.alive = False
        self.tray.show_when(False)
        if self._own is not None:
            self._own.close()
            self._own = None
        self._jobs.close()
        self.bugs.release()
        self.ended.emit()
        self._app.quit()

    def wake(self) -> None:
        """A second start: bring the window to the front."""
        shown = self.window or self._dialog
        if shown is not None:
            shown.showNormal()
            shown.raise_()
            shown.activateWindow()


def run(home: Path, *, lang: Lang | None = None, passphrase: str | None = None, cards: Sequence[Path] = ()) -> int:
    """Open the window on a portfolio's folder, with a passphrase where one was given; the exit code.

    ``cards`` are activity cards that it was started with.
    """
    unlock = bootstrap.Passphrase(passphrase) if passphrase is not None else None
    return run_window(Start(home, lang, unlock), cards=cards)


def run_window(start: Start, arguments: list[str] | None = None, cards: Sequence[Path] = ()) -> int:
    """Open the window and stay until it is closed; the exit code. Raises what opening with a given key raises."""
    app = make_application(arguments or sys.argv)
    app.setQuitOnLastWindowClosed(False)
    instance = SingleInstance(start.home, app)
    try:
        if not instance.take(cards):
            return 0
        program = Leerlijn(app, start)
        instance.show_requested.connect(program.wake)
        instance.cards_requested.connect(program.wishes.cards)
        program.begin()
        if cards:
            program.wishes.cards(cards)
        return app.exec()
    finally:
        instance.close()
