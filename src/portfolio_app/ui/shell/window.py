"""The main window: navigation at the left, one page in sight, and the one block in which everything is wired."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from portfolio_app.domain.changes import ChangeSet
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.links import Quote
from portfolio_app.i18n import Translator
from portfolio_app.services.drafts import CAPTURE, COVER, HEARD
from portfolio_app.services.sentences import explain
from portfolio_app.services.settings import EXAMPLE, SCHOOL_REGION, THEME, WINDOW
from portfolio_app.ui.changes import Changes
from portfolio_app.ui.drafts import DraftKeeper
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.pages.base import Desk, Page
from portfolio_app.ui.pages.portfolio_privacy import check_privacy
from portfolio_app.ui.shell import pages
from portfolio_app.ui.shell.hiding import Hiding
from portfolio_app.ui.shell.idleness import Idleness
from portfolio_app.ui.shell.incoming import Incoming
from portfolio_app.ui.shell.menus import Menus
from portfolio_app.ui.shell.navigation import Navigation
from portfolio_app.ui.shell.notice import Notice
from portfolio_app.ui.shell.openings import Openings
from portfolio_app.ui.shell.outside_watch import OutsideWatch
from portfolio_app.ui.shell.place import place_of, put
from portfolio_app.ui.shell.writing import Writing
from portfolio_app.ui.widgets.aside import Aside
from portfolio_app.ui.widgets.toast import ToastBar


@dataclass(frozen=True)
class Sight:
    """What stands in sight, to come back to it: a page, and what that page shows. It holds ids, no words."""

    page: str
    shown: object


class MainWindow(QMainWindow):
    """Shows pages and answers their requests. It formats nothing and saves nothing itself."""

    lock_requested = Signal()
    repair_requested = Signal()
    lock_now_requested = Signal()
    reopen_requested = Signal(object)
    theme_requested = Signal(str)
    settings_changed = Signal(str)
    restore_prepared = Signal(object)
    closed = Signal()

    def __init__(self, desk: Desk, *, visiting: bool = False) -> None:
        """With ``visiting`` the portfolio is an example in which she looks around before she opens her own."""
        super().__init__()
        self.desk = desk
        example = visiting or desk.services.settings.get(EXAMPLE)
        self.setMinimumSize(900, 600)
        self._pages: dict[str, Page] = {}
        self._example = example
        self._openings = Openings(desk, self)
        self.incoming = Incoming(desk, self, self._in_sight, self.go, self._openings.cards.show, self._openings.verify)
        self.menus = Menus(self)
        self.navigation = Navigation()
        self.stack = QStackedWidget()
        self.notice = Notice(desk, example=example, visiting=visiting)
        self.outside = OutsideWatch(desk)
        self.aside = Aside()
        self.hiding = Hiding(desk.t, self._make_content(), self.menus, self)
        self.cover = self.hiding.cover
        # Not in the stack itself: of that, screen readers only see the pages.
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.hiding.root)
        self.setCentralWidget(holder)
        self.toast = ToastBar(holder)
        self._idleness = Idleness(desk, self)
        self._changes = Changes(desk.services.subscribe, self)
        self._writing = Writing(desk, self)
        self._wire()
        put(self, desk.services.settings.get(WINDOW))
        self.retranslate(desk.t)
        self.go("today")

    def _make_content(self) -> QWidget:
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.outside)
        column.addWidget(self.aside)
        column.addWidget(self.stack, 1)
        column.addWidget(self.incoming.bar)
        row.addLayout(column, 1)
        return content

    def _wire(self) -> None:
        openings = self._openings
        self._commands: dict[str, Callable[[], None]] = {
            **openings.commands(),
            "capture": self.capture,
            "evidence": lambda: self.start_new("evidence"),
            "backups": self.show_backups,
            "lock": self.lock,
            "quit": self.quit,
            "undo": self.undo,
            "paste": self.incoming.paste,
            "redo": self.redo,
            "history": self.history,
            "group-card": lambda: openings.group_card(cast(Page, self.stack.currentWidget())),
            "privacy": lambda: check_privacy(self.go("portfolio")),
            "find": self.search,
            "hide": self.toggle_cover,
            "light": lambda: self.theme_requested.emit("light"),
            "dark": lambda: self.theme_requested.emit("dark"),
            "system": lambda: self.theme_requested.emit("system"),
            "lift": self._writing.lift,
            "look_along": self._writing.look_along,
            "stand_in": self._writing.stand_in,
        }
        self.closed.connect(openings.window_closed)
        openings.open_requested.connect(self.open_record)
        openings.said.connect(self.say)
        self._writing.said.connect(self.say)
        openings.done.connect(self._done)
        openings.ways_changed.connect(self._show_anew)
        openings.drafts_changed.connect(self._show_anew)
        openings.loss_accepted.connect(lambda: self.notice.warn(""))
        openings.inbox_changed.connect(self._show_anew)
        openings.page_requested.connect(self.go)
        self.incoming.inbox.arrived.connect(self._show_anew)
        self.settings_changed.connect(self.incoming.inbox.setting_changed)
        openings.backups_changed.connect(self._show_anew)
        openings.restore_prepared.connect(self.restore_prepared)
        openings.repair_requested.connect(self._repair)
        openings.reopen_requested.connect(self.reopen_requested)
        self.menus.command_chosen.connect(self.command)
        self.menus.page_chosen.connect(self.go)
        QShortcut(QKeySequence("F10"), self).activated.connect(self.menus.open_bar)
        self.navigation.page_requested.connect(self.go)
        self.toast.undo_requested.connect(self.undo)
        self.outside.said.connect(self.say)
        self.outside.trouble_met.connect(self.explain)
        self.notice.check_requested.connect(openings.check)
        self.notice.week_requested.connect(lambda: self.go("week"))
        self.settings_changed.connect(self._counts_otherwise)
        self.desk.tasks.failed.connect(self.explain)
        self._changes.changed.connect(self._changed)
        self._idleness.save_due.connect(self.leave)
        self._idleness.lock_due.connect(self.lock)
        self._idleness.hide_requested.connect(self.toggle_cover)
        self._idleness.window_came.connect(self.hiding.cover_newcomers)
        self.hiding.toggled.connect(self._toggled)
        self.hiding.lock_now_requested.connect(self.lock_now_requested)

    def _wire_page(self, page: Page) -> None:
        page.open_requested.connect(self.open_record)
        page.words_requested.connect(self.open_words)
        page.new_requested.connect(self.start_new)
        page.page_requested.connect(self.go)
        page.history_requested.connect(self._openings.history)
        page.draft_requested.connect(self.resume)
        page.command_requested.connect(self.command)
        page.setting_changed.connect(self.settings_changed)
        page.message_requested.connect(self.say)
        page.trouble_met.connect(self.explain)
        page.aside_requested.connect(self.aside.offer)

    # -- words ------------------------------------------------------------------------------------------------

    def retranslate(self, t: Translator) -> None:
        """Say everything in another language, without a restart."""
        self.desk.t = t
        self.menus.retranslate(t)
        self.navigation.retranslate(t)
        self.hiding.retranslate(t)
        self.incoming.bar.retranslate(t)
        self.outside.retranslate()
        self.notice.retranslate()
        self.setWindowTitle(t("Leerlijn: example") if self._example else "Leerlijn")
        for page in self._pages.values():
            page.retranslate()
            page.notice(None)
        self._show_steps()
        self.menus.show_theme(self.desk.services.settings.get(THEME))

    def say(self, text: str, undo: bool = False) -> None:
        """Say something at the foot of the window."""
        if self.hiding.locking:
            return  # somebody else may be looking
        step = self.desk.services.undo.undo_label() if undo else None
        self.toast.show_text(text, self.desk.t("Undo") if step else "")

    def explain(self, error: UserError) -> None:
        """Say in one sentence what went wrong; where something can be done at once, offer it."""
        if error.code == "no-passphrase-yet":
            self._openings.passphrase()
            return
        self.toast.show_text(explain(error, self.desk.t))

    # -- pages ------------------------------------------------------------------------------------------------

    def go(self, key: str) -> Page:
        """Bring a page in sight; it is made the first time."""
        current = self.stack.currentWidget()
        page = self._pages.get(key)
        if page is None:
            page = pages.entry(key).make(self.desk)
            self._pages[key] = page
            self._wire_page(page)
            page.retranslate()
            self.stack.addWidget(page)
        if isinstance(current, Page) and current is not page:
            current.leave()
        page.freshen()
        self.navigation.show_chosen(key)
        self.stack.setCurrentWidget(page)
        return page

    def page(self, key: str) -> Page | None:
        """A page that was made already."""
        return self._pages.get(key)

    def open_record(self, kind: str, ident: str) -> None:
        """Show a record on the page that its kind belongs to."""
        page = self.go(pages.page_of(kind))
        if not page.open_record(kind, ident):
            self.explain(UserError("record-missing"))

    def open_words(self, kind: str, ident: str, words: str | Quote) -> None:
        """Show a record at the words that were searched for, or that were lifted out of it."""
        from portfolio_app.ui.shell.place_of_words import show_place

        self.open_record(kind, ident)
        page = self._pages[pages.page_of(kind)]
        told = show_place(page, words, self.desk)
        if told and page.in_sight() == (kind, ident):
            self.say(told)

    def search(self) -> None:
        """Search everything."""
        self.go(pages.SEARCH.key).setFocus()

    def start_new(self, kind: str) -> None:
        """Begin a record of a kind on its page."""
        self.go(pages.page_of(kind)).start_new(kind)

    def resume(self, draft: str) -> None:
        """Go on with what was not saved: at its place, or where that is gone in a dialog that shows the words."""
        waiting = self.desk.services.drafts.waits(draft)
        if draft in (CAPTURE, HEARD):
            self.command("capture" if draft == CAPTURE else "heard")
        elif waiting is not None and waiting.at_its_place and waiting.record is not None:
            self.open_record(waiting.record.KIND, waiting.record.id)
            if draft == f"{COVER}:{waiting.record.id}":
                self.go(pages.page_of(waiting.kind)).resume(draft)
        elif waiting is not None and not (waiting.at_its_place and self.go(pages.page_of(waiting.kind)).resume(draft)):
            self._openings.unsaved(waiting)

    def leave(self) -> None:
        """Save what is whole and keep the rest as a draft: idle for a while, locking, closing."""
        for page in self._pages.values():
            page.leave()
        for keeper in self.findChildren(DraftKeeper):
            keeper.flush()  # of a dialog that is open

    def _changed(self, changes: ChangeSet) -> None:
        self._writing.notice(changes)
        for page in self._pages.values():
            page.notice(changes)
        self._show_steps()

    def _show_steps(self) -> None:
        undo = self.desk.services.undo
        # The names of steps hold her words; while everything is hidden they are, too.
        steps = (None, None) if self.is_covered else (undo.undo_label(), undo.redo_label())
        self.menus.show_steps(*steps, self.desk.t)

    # -- commands ---------------------------------------------------------------------------------------------

    def command(self, name: str) -> None:
        """Do a command of the menu (or one that a page asked for by name)."""
        if self.is_covered and name not in ("hide", "lock", "quit"):
            return
        self._commands[name]()

    def undo(self) -> None:
        """Take the last step back."""
        self._step(self.desk.services.undo.undo, self.desk.t("Taken back."))

    def redo(self) -> None:
        """Do the last step again."""
        self._step(self.desk.services.undo.redo, self.desk.t("Done again."))

    def _step(self, work: Callable[[], object], said: str) -> None:
        try:
            done = work()
        except UserError as error:
            self.explain(error)
            return
        if done is not None:
            self.say(said)

    def history(self) -> None:
        """Show the history of what is in sight, what is being typed included."""
        page = self.stack.currentWidget()
        assert isinstance(page, Page)
        self._openings.history_of(page)

    def _done(self, text: str) -> None:
        self.say(text, undo=True)

    def capture(self) -> None:
        """Quick note from anywhere, also from the tray."""
        self._openings.capture()

    def heard(self) -> None:
        """Note what somebody said, also from the tray."""
        self._openings.heard()

    def _in_sight(self) -> Page | None:
        return None if self.is_covered else cast(Page, self.stack.currentWidget())

    def show_backups(self) -> None:
        """Show the backups; what is being written is saved first, so that it is in the one before a restore."""
        self.leave()
        self._openings.backups()

    def _show_anew(self) -> None:
        for page in self._pages.values():
            page.notice(None)

    def _counts_otherwise(self, key: str) -> None:
        if key == SCHOOL_REGION.key:
            self._show_anew()

    def lock(self) -> None:
        """Close the portfolio and ask for the passphrase again; asked twice, at once."""
        if self.hiding.locking:
            self.lock_now_requested.emit()
            return
        self.leave()
        self.lock_requested.emit()

    def _repair(self) -> None:
        self.leave()
        self.repair_requested.emit()

    @property
    def sight(self) -> Sight:
        """What stands in sight now."""
        page = self.stack.currentWidget()
        return Sight(page.KEY, page.left_at()) if isinstance(page, Page) else Sight("today", None)

    def come_back(self, sight: Sight) -> None:
        """Show what stood in sight before."""
        self.go(sight.page).bring_back(sight.shown)

    def quit(self) -> None:
        """Close the window."""
        self.close()

    # -- hiding -----------------------------------------------------------------------------------------------

    @property
    def is_covered(self) -> bool:
        """Whether the content is hidden."""
        return self.hiding.is_covered

    def toggle_cover(self) -> None:
        """Hide everything at once, or show it again."""
        self.hiding.toggle()

    def _toggled(self) -> None:
        self.toast.hide()
        self._show_steps()

    # -- place and end ------------------------------------------------------------------------------

    @guarded(nothing)
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.incoming.watch()

    @guarded(nothing)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.navigation.fit_into(self.width())

    @guarded(nothing)
    def closeEvent(self, event: QCloseEvent) -> None:
        self.leave()
        self.incoming.inbox.stop()
        self._writing.stop()
        self._idleness.stop()
        self._changes.close()
        with suppress(UserError):  # the place of a window is not worth keeping it open
            self.desk.services.settings.set(WINDOW, place_of(self))
        super().closeEvent(event)
        self.closed.emit()
