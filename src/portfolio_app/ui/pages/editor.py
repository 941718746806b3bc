"""The part of a page in which one record is written: form, draft, save, trash, and the way back to the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from portfolio_app.domain.links import Link
from portfolio_app.domain.meanwhile import on_top
from portfolio_app.domain.records import Record
from portfolio_app.services.intake import Batch
from portfolio_app.ui.draft_banner import DraftBanner
from portfolio_app.ui.drafts import DraftKeeper
from portfolio_app.ui.form import Form
from portfolio_app.ui.intake_words import linked
from portfolio_app.ui.look_along import LookAlong, Text
from portfolio_app.ui.offers import Offer
from portfolio_app.ui.pages.base import READING_WIDTH, Desk, Page, scrolling
from portfolio_app.ui.pages.history_button import HistoryButton
from portfolio_app.ui.pages.lifted import LiftedLines, lift_out
from portfolio_app.ui.pages.links_presenter import SHOWS
from portfolio_app.ui.widgets.buttons import PrimaryButton, QuietButton
from portfolio_app.ui.widgets.containers import Label
from portfolio_app.ui.widgets.layouts import EdgeRow
from portfolio_app.ui.widgets.speaking import speak_all
from portfolio_app.ui.widgets.text_area import PLACE, TextArea
from portfolio_app.ui.words import both_days

R = TypeVar("R", bound=Record)


def centred(inside: QWidget) -> QWidget:
    """Hold a widget of limited width in the middle."""
    holder = QWidget()
    holder.setProperty("role", "page")
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(inside)
    return holder


class Editor(QWidget, Generic[R]):
    """Base of the editors.

    A subclass binds fields to ``form``, adds them to ``body`` and says their words in `retranslate`.

    ``show_record`` opens a record; a fresh one is kept as a draft until it is whole enough to be saved.
    """

    closed = Signal()
    saved = Signal(str)

    def __init__(self, page: Page, cls: type[R], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page, self.services, self._cls = page, page.desk.services, cls
        self.form = Form(page.t, self)
        self.keeper = DraftKeeper(self.form, self.services.drafts, self)
        self.keeper.failed.connect(page.trouble_met)
        self.record: R | None = None
        self.fresh = False
        self._looks: list[LookAlong] = []
        self._lifting: list[TextArea] = []
        self._lifted = LiftedLines(page)
        self._steam = False
        self.form.changed.connect(self._let_off_steam)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(centred(self._make_bar()))
        pinned = QWidget()
        pinned.setMaximumWidth(READING_WIDTH)
        self.pinned = QVBoxLayout(pinned)
        self.pinned.setContentsMargins(36, 0, 36, 8)
        outer.addWidget(centred(pinned))
        inside = QWidget()
        inside.setProperty("role", "page")
        inside.setMaximumWidth(READING_WIDTH)
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(36, 10, 36, 32)
        self.body.setSpacing(16)
        self.restored = DraftBanner(page.desk, self.keeper, self._load_again)
        self.body.addWidget(self.restored)
        outer.addWidget(self._make_scroller(inside), 1)
        self._days = Label(role="small", wrap=True)
        self._days.setContentsMargins(36, 4, 36, 6)
        self._days.setMaximumWidth(READING_WIDTH)
        outer.addWidget(centred(self._days))

    def _make_bar(self) -> QWidget:
        bar = QWidget()
        bar.setProperty("role", "page")
        bar.setMaximumWidth(READING_WIDTH)
        around = QVBoxLayout(bar)
        around.setContentsMargins(30, 18, 36, 8)
        self.bar = EdgeRow(None, 6)
        around.addLayout(self.bar)
        self.back = QuietButton(icon_name="caret-left")
        self.back.clicked.connect(self.go_back)
        self.history = HistoryButton(self.page)
        self.trash = QuietButton(icon_name="trash")
        self.trash.clicked.connect(self.move_to_trash)
        self.save_button = PrimaryButton(icon_name="check")
        self.save_button.clicked.connect(self.save)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.save)
        for button in (self.back, self.history, self.trash, self.save_button):
            self.bar.addWidget(button)
        return bar

    def _make_scroller(self, inside: QWidget) -> QScrollArea:
        self.scroller = QScrollArea()
        self.scroller.setProperty("role", "page")
        self.scroller.setFrameShape(QFrame.Shape.NoFrame)
        self.scroller.setWidgetResizable(True)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.setWidget(centred(inside))
        return self.scroller

    def retranslate(self) -> None:
        """Say every word in the language in force."""
        t = self.page.t
        self.form.t = t
        speak_all(self, t)
        for field in self._lifting:
            field.allow_lifting(t("Lift these words out …"))
        self.back.setText(t("Back to the list"))
        self.trash.setText(t("To the trash"))
        self.save_button.setText(t("Save"))
        self._show_days()

    def links(self) -> Sequence[Link]:
        """New links that are saved together with the record."""
        return ()

    def collect(self, record: R) -> R:
        """The record as the form has it now."""
        return self.form.apply(record)

    def shown(self, record: R) -> None:
        """The record is in the form; show what hangs on it."""
        del record

    def show_record(self, record: R, *, fresh: bool = False, draft: str = "") -> None:
        """Open a record. ``draft`` names the draft of a fresh one (else its kind does)."""
        self.leave()
        if not fresh:
            # Leaving may just have saved a newer version of this very record.
            record = self.services.records.get(self._cls, record.id) or record
        self.record, self.fresh = record, fresh
        self.form.load(record)
        self._let_off_steam()
        key, saved = (draft or f"new:{record.KIND}", "") if fresh else (record.id, record.id)
        self.restored.offer(self.keeper.open(key, saved))
        self.trash.setVisible(not fresh)
        self.history.setVisible(not fresh)
        self._show_days()
        self.shown(record)
        self._show_lifted()
        self.scroller.verticalScrollBar().setValue(0)

    def _show_lifted(self) -> None:
        """What was lifted out of the texts, at the foot."""
        if self._lifted.parent() is None:
            self.body.insertWidget(self.body.count() - 1, self._lifted)
        self._lifted.show_record(None if self.fresh else self.record)

    def _show_days(self) -> None:
        """When it happened and when it was written down, which need not be the same day."""
        record, zone = self.record, self.services.history.zone
        known = record is not None and not self.fresh
        if record is not None and known:
            self._days.setText(both_days(record.day, record.written_at, zone, self.page.t, record.KIND))
        self._days.setVisible(known)

    def save(self) -> bool:
        """Store the record; False when something is wrong, and then it is said where."""
        if self.record is None or not self.form.validate():
            return False
        clash = self._keep(self.record)
        if clash is None:
            return False
        t = self.page.t
        meanwhile = t("Saved. This was changed elsewhere too; what stood there is in the history.")
        self.page.said(meanwhile if clash else t("Saved."), undo=True)
        return True

    def _keep(self, base: R) -> bool | None:
        """Store what the form has, on top of what was saved elsewhere since; None when it could not be stored.

        The answer tells whether the same was changed in both places.
        """
        made = self.collect(base)
        now = None if self.fresh else self.services.records.get(self._cls, base.id)
        record, clash = (made, False) if now is None or now == base else on_top(base, now, made)
        links = self.links()
        if not self.page.attempt(lambda: self._store(record, links)):
            return None
        self._settle(record)
        if record != made:
            self._load_again()
        return clash

    def _store(self, record: R, links: Sequence[Link]) -> None:
        self.services.records.save(record, links=links)

    def _settle(self, record: R) -> None:
        self.record, self.fresh = record, False
        self.keeper.drop()
        self.keeper.open(record.id, record.id)
        self.restored.offer(None)
        self.trash.show()
        self.history.show()
        self._show_days()
        self.saved.emit(record.id)

    def leave(self) -> None:
        """Keep what was typed: as a version where the record is whole, else as a draft."""
        self.keeper.flush()
        if self.record is None or not self.form.dirty or self.form.problems():
            return
        self._keep(self.record)

    def reload(self) -> None:
        """The record was changed elsewhere (undo, another page): show it as it is, unless words are being typed."""
        if self.record is None or self.fresh or self.form.dirty:
            return
        now = self.services.records.get(self._cls, self.record.id)
        if now is None:
            self.record = None
            self.closed.emit()
            return
        self.record = now
        self._show_days()
        self.form.load(now)
        self._let_off_steam()
        self.shown(now)
        self._show_lifted()

    def go_back(self) -> None:
        """Back to the list; what was typed is kept."""
        self.leave()
        self.keeper.close()
        self.record = None
        self.closed.emit()

    def move_to_trash(self) -> None:
        """Move the record to the trash; the notice takes it back."""
        record = self.record
        if record is None or self.fresh:
            return
        if self.page.attempt(lambda: self.services.records.trash(record.KIND, record.id)):
            self.keeper.drop()
            self.record = None
            self.page.said(self.page.t("Moved to the trash."), undo=True)
            self.closed.emit()

    def _load_again(self) -> None:
        """What was typed was thrown away: show what is saved."""
        if self.record is not None:
            self.form.load(self.record)
            self._let_off_steam()
            self.shown(self.record)

    def take_in(self, offer: Offer) -> bool:
        """Take in evidence of the record, which is saved first; False for a kind that nothing is shown about.

        Nothing happens while the record can't be saved: then it is said where.
        """
        if self.record is None or self.record.KIND not in SHOWS.kinds:
            return False
        if (self.fresh or self.form.dirty) and not self.save():
            return True
        record = self.record

        def done(batch: Batch) -> None:
            self._taken_in(batch, record)

        self.page.desk.intake.take(offer, self, done, about=record)
        return True

    def _taken_in(self, batch: Batch, about: Record) -> None:
        self.page.tell_brought_in(batch, linked=linked(batch, about, self.page.t))
        if self.record is not None and self.record.id == about.id:
            self.shown(self.record)

    def lifts(self, field: TextArea, name: str, *, own: bool = True) -> None:
        """Let words of a field be lifted out as a habit or a belief; ``name`` is the field's place in the record.

        Where the words are her ``own``, somebody may also look along.
        """
        self._lifting.append(field)
        field.edit.setProperty(PLACE, name)

        def lift(start: int, end: int) -> None:
            self._lift(field, name, start, end)

        field.lift_requested.connect(lift)
        if own:
            self.looks_along(field, name)

    def looks_along(self, field: TextArea, name: str) -> None:
        """Let somebody look along with a field when asked; ``name`` is the field's place in the record."""
        self._looks.append(LookAlong(self.page, field, Text(lambda: self.record, name, self._lets_off_steam)))

    def _lets_off_steam(self) -> bool:
        return "venting" in self.form and bool(self.form["venting"])

    def _let_off_steam(self) -> None:
        """The text lets off steam from now on, or no longer: then nothing is asked about it, or again when wanted."""
        venting = self._lets_off_steam()
        if venting is not self._steam:
            self._steam = venting
            for look in self._looks:
                look.refresh()

    def _lift(self, field: TextArea, name: str, start: int, end: int) -> None:
        if (self.form.dirty or self.fresh) and not self.save():
            return
        record = self.record
        if record is not None:
            lift_out(self.page, record, name, start, end, field)


class RecordPage(Page):
    """A page with a list and editors behind it. Put the list in ``listing``; editors are made when first needed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, scroll_list: bool = False) -> None:
        """With ``scroll_list`` what stands above the list takes so much room that a small window has to scroll."""
        super().__init__(desk, parent, wide=True, scroll=False)
        self.body.removeWidget(self.header)
        self.body.setContentsMargins(0, 0, 0, 0)
        front = QWidget()
        front.setProperty("role", "page")
        self.listing = QVBoxLayout(front)
        self.listing.setContentsMargins(36, 26, 36, 20)
        self.listing.setSpacing(14)
        self.listing.addWidget(self.header)
        self.stack = QStackedWidget()
        self.stack.addWidget(scrolling(front) if scroll_list else front)
        self.body.addWidget(self.stack)

    @property
    def editor(self) -> Editor[Any] | None:
        """The editor in sight, if one is."""
        shown = self.stack.currentWidget()
        return cast("Editor[Any]", shown) if isinstance(shown, Editor) else None

    def in_sight(self) -> tuple[str, str] | None:
        editor = self.editor
        if editor is None or editor.record is None or editor.fresh:
            return None
        return editor.record.KIND, editor.record.id

    def take_in(self, offer: Offer) -> bool:
        return self.editor is not None and self.editor.take_in(offer)

    def add_editor(self, editor: Editor[Any]) -> None:
        """Take in an editor; it knows its words at once and leads back to the list."""
        self.stack.addWidget(editor)
        editor.retranslate()
        editor.closed.connect(self.show_list)

    def show_editor(self, editor: Editor[Any]) -> None:
        """Bring an editor in sight; what was typed in the one before is kept."""
        before = self.editor
        if before is not None and before is not editor:
            before.leave()
        self.stack.setCurrentWidget(editor)
        editor.setFocus()

    def left_at(self) -> object:
        record = self.editor.record if self.editor is not None and self.editor.fresh else None
        return self.in_sight() if record is None else (record.KIND, "")

    def show_list(self) -> None:
        """Bring the list in sight."""
        self.stack.setCurrentIndex(0)
        self.refresh(None)

    def retranslate(self) -> None:
        super().retranslate()
        for at in range(1, self.stack.count()):
            editor = self.stack.widget(at)
            if isinstance(editor, Editor):
                cast("Editor[Any]", editor).retranslate()

    def leave(self) -> None:
        if self.editor is not None:
            self.editor.leave()
