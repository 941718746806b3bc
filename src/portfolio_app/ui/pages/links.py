"""What a record hangs together with: a line for each that opens it, a way to take it off, and one to add another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from portfolio_app.domain.records import Record
from portfolio_app.i18n import N_, Translator
from portfolio_app.ui.pages.activity_presenter import Linked, line_of
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.editor import Editor
from portfolio_app.ui.pages.links_presenter import (
    ABOUT_LESSON,
    AGREED_IN,
    AGREEMENTS,
    ANSWERS,
    BROUGHT,
    CHECKED,
    CHECKS,
    FEEDBACK,
    NOTICED_IN,
    QUESTIONS,
    SAID_ABOUT,
    SEEN_IN,
    SHOWN_BY,
    SHOWS,
    LinksPresenter,
    Side,
)
from portfolio_app.ui.widgets.buttons import IconButton, QuietButton, RowButton
from portfolio_app.ui.widgets.chosen import ChosenField
from portfolio_app.ui.widgets.containers import Disclosure, Label, clear
from portfolio_app.ui.words import kind_icon

Ref = tuple[str, str]
"""Kind and id of a record."""
Unlink = Callable[[], None]
Chosen = Callable[[str, str], None]

WORDS: dict[Side, tuple[str, str, str]] = {
    QUESTIONS: (N_("Learning questions"), N_("Link a learning question …"), N_("Which learning question is it about?")),
    ANSWERS: (N_("What I did with it"), N_("Link what belongs to it …"), N_("What belongs to this learning question?")),
    SHOWS: (N_("Belongs to"), N_("Link it to something …"), N_("What does this piece of evidence belong to?")),
    SHOWN_BY: (N_("Evidence"), N_("Link a piece that is here …"), N_("Which piece of evidence belongs to this?")),
    SAID_ABOUT: (N_("What is it about?"), N_("Choose what it is about …"), N_("What is it about?")),
    FEEDBACK: (N_("What others said"), N_("Link feedback …"), N_("Which feedback is about this?")),
    NOTICED_IN: (N_("What shows it"), N_("Link what shows it …"), N_("In what does this show?")),
    CHECKED: (N_("Which activity is it about?"), N_("Choose the activity …"), N_("Which activity is it about?")),
    CHECKS: (N_("Self-checks"), N_("Take the self-check"), ""),
    ABOUT_LESSON: (
        N_("What it is about"),
        N_("Link an activity, a habit or a belief …"),
        N_("What is it about?"),
    ),
    SEEN_IN: (
        N_("Lesson visits and pupil surveys"),
        N_("Link a lesson visit or a survey …"),
        N_("Which lesson visit or survey is about this?"),
    ),
    AGREED_IN: (N_("Agreed in"), N_("Choose the talk …"), N_("In which talk was it agreed?")),
    BROUGHT: (N_("What I bring"), N_("Choose what you bring …"), N_("What do you bring to the group?")),
    AGREEMENTS: (N_("Agreed in this talk"), N_("Link an agreement …"), N_("What was agreed in this talk?")),
}
"""Of each side: what it is called, the button that adds to it, and the question over the list to choose from."""


def linked_line(page: Page, item: Linked, unlink: Unlink) -> QWidget:
    """A line that opens a linked record, with a button beside it that takes it off."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    show = RowButton(item.words, kind_icon(item.kind))
    show.clicked.connect(lambda: page.open_requested.emit(item.kind, item.id))
    remove = IconButton("link-break")
    remove.name(page.t("Take {what} off this", what=item.words))
    remove.clicked.connect(lambda _=False: unlink())
    row.addWidget(show, 1)
    row.addWidget(remove)
    return box


class LinksPart(QWidget):
    """The links of one side of an editor's record, which is saved before the first one is made."""

    def __init__(self, editor: Editor[Any], side: Side, *, titled: bool = True) -> None:
        super().__init__()
        self._editor, self._side = editor, side
        self._presenter = LinksPresenter(editor.services)
        self.linked: tuple[Linked, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._title = Label(role="label", wrap=True)
        if not titled:
            self._title.hide()  # and never shown here: what has no parent yet would be a window for a moment
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self.add = QuietButton(icon_name="link")
        self.add.clicked.connect(self._ask)
        column.addWidget(self._title)
        column.addLayout(self._list)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def name(self) -> str:
        """What this side of links is called."""
        return self._editor.page.t(WORDS[self._side][0])

    def retranslate(self) -> None:
        """Say the words again."""
        self._title.setText(self.name)
        self.add.setText(self._editor.page.t(WORDS[self._side][1]))

    def show_record(self, record: Record, *, fresh: bool) -> None:
        """List what hangs on a record."""
        page = self._editor.page
        self.linked = () if fresh else self._presenter.linked(record, self._side, page.t)
        clear(self._list)
        for item in self.linked:
            self._list.addWidget(linked_line(page, item, partial(self._unlink, item)))

    def join(self, kind: str, ident: str) -> None:
        """Link the editor's record with another one."""
        record = self._editor.record
        if record is not None and self._editor.page.attempt(
            lambda: self._presenter.join(record, self._side, kind, ident)
        ):
            self._told(self._editor.page.t("Linked."))

    def _ask(self) -> None:
        if (self._editor.fresh or self._editor.form.dirty) and not self._editor.save():
            return
        record: Record | None = self._editor.record
        if record is not None:
            leave_out = (record.id, *(item.id for item in self.linked))
            question = self._editor.page.t(WORDS[self._side][2])
            pick(self._editor.page, question, self._side.kinds, leave_out, self.join)

    def _unlink(self, item: Linked) -> None:
        page = self._editor.page
        if page.attempt(lambda: page.desk.services.records.unlink(item.link_id)):
            self._told(page.t("Taken off."))

    def _told(self, words: str) -> None:
        self._editor.page.said(words, undo=True)
        if self._editor.record is not None:
            self.show_record(self._editor.record, fresh=self._editor.fresh)
        self.add.setFocus()


class ChecksPart(LinksPart):
    """The self-checks taken on an activity; its button begins another one."""

    def _ask(self) -> None:
        if (self._editor.fresh or self._editor.form.dirty) and not self._editor.save():
            return
        record: Record | None = self._editor.record
        if record is not None:
            # The page of self-checks opens one; given an activity it begins one about it.
            self._editor.page.open_requested.emit("self_check", record.id)


class Belongings(Disclosure):
    """A fold with several sides of links. It opens by itself for a record that has some."""

    def __init__(self, editor: Editor[Any], *sides: Side) -> None:
        super().__init__()
        self._shown = ""
        self.parts = {side: (ChecksPart if side is CHECKS else LinksPart)(editor, side) for side in sides}
        for part in self.parts.values():
            self.body.addWidget(part)

    def retranslate(self, t: Translator) -> None:
        """Say the words again."""
        self.set_title(t("What belongs to it"))
        for part in self.parts.values():
            part.retranslate()

    def show_record(self, record: Record, *, fresh: bool) -> None:
        """List what hangs on a record."""
        for part in self.parts.values():
            part.show_record(record, fresh=fresh)
        if record.id != self._shown:
            self._shown = record.id
            self.unfold(any(part.linked for part in self.parts.values()))


class RecordField(ChosenField[Ref]):
    """One record, or none, chosen from a few kinds."""

    def __init__(self, page: Page, kinds: Sequence[str]) -> None:
        super().__init__("link")
        self._page, self._kinds = page, tuple(kinds)

    def speak(self, t: Translator) -> None:
        """Name the buttons, and the record, in the language."""
        self._show(t)

    def set_value(self, value: Ref | None) -> None:
        self._value = value
        self._show(self._page.t)

    def plain(self) -> Any:
        return list(self._value) if self._value else None

    def set_plain(self, plain: Any) -> None:
        self.set_value((str(plain[0]), str(plain[1])) if plain else None)

    def choose(self, kind: str, ident: str) -> None:
        """Take a record, as by hand."""
        self.set_value((kind, ident))
        self.changed.emit()

    def _show(self, t: Translator) -> None:
        record = self._page.desk.services.records.any(*self._value) if self._value else None
        words = line_of(record, t) if record is not None else ""
        self._tell(words)
        self._choose.setText(t("Choose another …") if words else t("Choose …"))
        self._drop.name(t("Take {what} off this", what=words))

    def _ask(self) -> None:
        leave_out = (self._value[1],) if self._value else ()
        pick(self._page, self.label, self._kinds, leave_out, self.choose, self.window())


def pick(
    page: Page,
    question: str,
    kinds: Sequence[str],
    leave_out: Collection[str],
    chosen: Chosen,
    over: QWidget | None = None,
) -> None:
    """Let the person choose a record of a kind; ``chosen(kind, id)`` is called when she does.

    ``over`` is the dialog from which it is asked, when it is not the page itself.
    """
    from portfolio_app.ui.dialogs.find import PickDialog

    dialog = PickDialog(page.desk, question, kinds, leave_out, over or page)
    dialog.open_requested.connect(chosen)
    dialog.open()
