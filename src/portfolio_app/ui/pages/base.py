"""What every page is, and how to make one.

A page is two things: a widget (`Page`, here) and a presenter, a plain class without Qt in ``<page>_presenter.py``.
The presenter asks `services`, decides what stands where and returns frozen dataclasses of ready words; the widget
shows them and hands what the person did back. Presenters are tested without a window.

Making a page::

    class Hours(Page):
        KEY = "hours"
        SHOWS = frozenset({"experience", "cycle"})          # it refreshes when one of these kinds changes

        def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
            super().__init__(desk, parent)                   # wide=True for tables, scroll=False to fill the window
            self._presenter = HoursPresenter(desk.services)
            self._table = ...
            self.body.addWidget(self._table)
            self.header.action_requested.connect(self._new)

        def retranslate(self) -> None:                       # called once after making and at every change of language
            super().retranslate()                            # widgets with words of their own learn the language
            self.header.set_texts(self.t("Hours"), self.t("…"), self.t("Add hours"))

        def refresh(self, changes: ChangeSet | None) -> None: # None: everything may be different
            ...

Rules:

* Words only in `retranslate` and `refresh`, by ``self.t``; never keep a translated text in the presenter's state.
* A page never imports another page. It asks: ``open_requested(kind, id)``, ``words_requested(kind, id, words)``,
  ``new_requested(kind)``, ``page_requested(key)``, ``history_requested(kind, id)``, ``draft_requested(key)``,
  ``message_requested(text, undo)``,
  ``command_requested(name)`` (a command of the menu, such as ``capture`` or ``passphrase``, see `shell.menus`); the
  shell answers. The shell calls ``open_record`` and ``start_new`` of the page that `shell.pages` names for the kind.
* Whatever writes runs in ``self.attempt(lambda: …)``: an expected error becomes a sentence at the foot of the window,
  and it answers whether it went well. After a save: ``self.said(self.t("Saved."))``; with ``undo=True`` the notice
  has a button that takes the step back.
* Whatever takes longer than a blink runs in ``desk.tasks.start(self, work, done, failed=…, progress=…)``.
* Forms: `ui.form.Form` binds fields to attributes, `ui.drafts.DraftKeeper` keeps what is being typed. ``leave()`` is
  called before another page shows, before the window locks or closes and after five idle minutes: save there what is
  dirty and whole, flush the draft of the rest.
* Fields, cards, banners, charts, lists: `ui.widgets`. Colours only through `ui.theme.tokens.colour`. Every control
  that takes the focus has a name: fields by ``set_label``, lists and icon buttons by ``setAccessibleName``/``name``.
* No texts of reflections or weeks in lists that stand open; a heading and a day are enough (the screen may be shared).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from portfolio_app.domain.changes import ChangeSet
from portfolio_app.domain.errors import UserError
from portfolio_app.i18n import Translator
from portfolio_app.services.intake import Batch
from portfolio_app.ui.files import show_outside
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.intake import Intake
from portfolio_app.ui.intake_words import outcome
from portfolio_app.ui.offers import Offer
from portfolio_app.ui.tasks import Tasks
from portfolio_app.ui.widgets.containers import PageHeader
from portfolio_app.ui.widgets.speaking import speak_all

if TYPE_CHECKING:
    from portfolio_app.services.session import Services

READING_WIDTH = 1080


@dataclass
class Desk:
    """What a page is handed: the use cases, the way to other threads, the language and the calendar day."""

    services: Services
    tasks: Tasks
    t: Translator
    intake: Intake = field(init=False)

    def __post_init__(self) -> None:
        self.intake = Intake(self.services, self.tasks, lambda: self.t)

    def today(self) -> date:
        """The day where the owner is."""
        return self.services.records.today()

    def lang(self) -> str:
        """The language in which the owner writes, whatever the window speaks."""
        return self.services.records.lang()


def scrolling(inside: QWidget) -> QScrollArea:
    """An area without an edge that scrolls where it has too little room for what is inside."""
    area = QScrollArea()
    area.setProperty("role", "page")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    area.setWidget(inside)
    return area


class Page(QWidget):
    """Base of all pages; see the top of this module."""

    KEY: ClassVar[str] = ""
    SHOWS: ClassVar[frozenset[str]] = frozenset()
    """Kinds that it shows; empty means that every change concerns it."""

    open_requested = Signal(str, str)
    words_requested = Signal(str, str, object)
    """A record at the words that were searched for, or at a quote of it."""
    new_requested = Signal(str)
    page_requested = Signal(str)
    history_requested = Signal(str, str)
    draft_requested = Signal(str)
    command_requested = Signal(str)
    setting_changed = Signal(str)
    message_requested = Signal(str, bool)
    trouble_met = Signal(object)
    aside_requested = Signal(object, str, str, str)
    """Put a dialog aside while she is elsewhere in the window: the dialog, words, the way back, the way to close it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, wide: bool = False, scroll: bool = True) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setProperty("role", "page")
        self._stale = True
        self.header = PageHeader()
        content = QWidget()
        content.setProperty("role", "page")
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(36, 26, 36, 32)
        self.body.setSpacing(16)
        self.body.addWidget(self.header)
        if not wide:
            content.setMaximumWidth(READING_WIDTH)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        if not scroll:
            outer.addWidget(content)
            return
        middle = QWidget()
        middle.setProperty("role", "page")
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(content)
        self.scroller = scrolling(middle)
        outer.addWidget(self.scroller)

    @property
    def t(self) -> Translator:
        """The language in force."""
        return self.desk.t

    def retranslate(self) -> None:
        """Say every word again in the language in force; a `refresh` follows by itself."""
        speak_all(self, self.t)

    def refresh(self, changes: ChangeSet | None) -> None:
        """Show what is there now; ``changes`` says what was touched, None that anything may be different."""

    def open_record(self, kind: str, ident: str) -> bool:
        """Show one record; False when the page can't."""
        del kind, ident
        return False

    def left_at(self) -> object:
        """Where she is on the page, to be brought back after the lock (ids, no words); None where that is always the
        same."""
        return self.in_sight()

    def bring_back(self, place: object) -> None:
        """Go back to what `left_at` told."""
        match place:
            case (str(kind), ""):
                self.start_new(kind)  # what was typed in it comes back with it
            case (str(kind), str(ident)):
                self.open_record(kind, ident)
            case _:
                pass

    def start_new(self, kind: str) -> bool:
        """Begin a new record of a kind; False when the page can't."""
        del kind
        return False

    def in_sight(self) -> tuple[str, str] | None:
        """Kind and id of the saved record that is open, for its history; None where there is none."""
        return None

    def take_in(self, offer: Offer) -> bool:
        """Take in what was dropped or pasted, about what is in sight; False when the page has no place for it."""
        del offer
        return False

    def tell_brought_in(self, batch: Batch, *, linked: str = "") -> None:
        """Say what became of files; in a dialog where there is something to choose or to know.

        ``linked`` says what became of files that were there already, where they were added to a record.
        """
        from portfolio_app.ui.dialogs.brought_in import BroughtInDialog, worth_telling

        if batch.trouble is not None and not batch.added:
            self.trouble_met.emit(batch.trouble)
        elif worth_telling(batch, linked=bool(linked)):
            dialog = BroughtInDialog(self.desk, batch, self, linked=linked)
            dialog.open_requested.connect(self.open_requested)
            dialog.open()
        else:
            said = " ".join(filter(None, (outcome(batch, self.t), linked)))
            if said:
                self.said(said, undo=len(batch.fresh) == 1 and not batch.known)

    def resume(self, draft: str) -> bool:
        """Go on with what was not saved, by the key of its draft; False when the page can't."""
        del draft
        return False

    def leave(self) -> None:
        """The person goes elsewhere or stays away: save what is whole, keep the rest as a draft."""

    def notice(self, changes: ChangeSet | None) -> None:
        """Hear of a change: refresh now when in sight, else when next shown (for the shell)."""
        if changes is not None and self.SHOWS and not changes.touches(self.SHOWS):
            return
        if self.isVisible():
            self.refresh(changes)
        else:
            self._stale = True

    def freshen(self) -> None:
        """Refresh when something was missed. The shell asks before it shows the page: what is put in a layout while
        its window is being shown is not announced to the area that scrolls it."""
        if self._stale:
            self._stale = False
            self.refresh(None)

    def attempt(self, work: Callable[[], object]) -> bool:
        """Do something that may meet expected trouble; False when it did, and then the person was told."""
        try:
            work()
        except UserError as error:
            self.trouble_met.emit(error)
            return False
        return True

    def show_outside(self, path: Path) -> None:
        """Open a file or folder with the desktop's program for it; where there is none, say where it lies."""
        if not show_outside(path):
            self.said(self.t("No program on this computer opens it. It lies here: {path}", path=path))

    def said(self, text: str, *, undo: bool = False) -> None:
        """Say something at the foot of the window, with a button that undoes it when ``undo``."""
        self.message_requested.emit(text, undo)

    @guarded(nothing)
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.freshen()
