"""What else can be done with an activity: repeat it, make a card of it, add somebody it was with."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QMenu, QToolButton

from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.portfolio import Person
from portfolio_app.domain.records import Record
from portfolio_app.ui.pages.editor import Editor
from portfolio_app.ui.widgets.buttons import IconButton, QuietButton
from portfolio_app.ui.widgets.chips import ChipsField


class MoreButton(IconButton):
    """The menu in the bar of an activity. The record is saved before something is done with it."""

    def __init__(self, editor: Editor[Any]) -> None:
        super().__init__("dots-three")
        self._editor = editor
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.list = QMenu(self)
        self.setMenu(self.list)
        self._repeat, self._card = self.list.addAction(""), self.list.addAction("")
        self._repeat.triggered.connect(self.repeat)
        self._card.triggered.connect(self.make_card)

    def retranslate(self) -> None:
        """Say the words again."""
        t = self._editor.page.t
        self.name(t("More to do with it"))
        self._repeat.setText(t("Repeat …"))
        self._card.setText(t("Make an activity card…"))

    def _saved(self) -> Experience | None:
        editor = self._editor
        if (editor.fresh or editor.form.dirty) and not editor.save():
            return None
        return editor.record if isinstance(editor.record, Experience) else None

    def repeat(self) -> None:
        """Ask on which days it comes back."""
        from portfolio_app.ui.dialogs.repeat import RepeatDialog

        record = self._saved()
        if record is not None:
            dialog = RepeatDialog(self._editor.page.desk, record, self._editor)
            dialog.made.connect(self._told)
            dialog.open()

    def make_card(self) -> None:
        """Make a card of its facts."""
        from portfolio_app.ui.dialogs.card_maker import CardMakerDialog

        record = self._saved()
        if record is not None:
            dialog = CardMakerDialog(self._editor.page.desk, record, self._editor)
            dialog.written.connect(self._editor.page.said)
            dialog.open()

    def _told(self, words: str) -> None:
        self._editor.page.said(words, undo=True)


class SomeoneButton(QuietButton):
    """Adds a person by role to her own list, and chooses that role."""

    def __init__(self, editor: Editor[Any], roles: ChipsField) -> None:
        super().__init__(icon_name="user")
        self._editor, self._roles = editor, roles
        self.clicked.connect(self._ask)

    def retranslate(self) -> None:
        """Say the words again."""
        self.setText(self._editor.page.t("Someone new …"))

    def _ask(self) -> None:
        from portfolio_app.ui.dialogs.working_life import PersonDialog

        desk = self._editor.page.desk
        records = desk.services.records
        person = Person(id=records.new_id(), written_at=records.now(), lang=desk.lang(), name="", role="")

        def save(record: Record) -> None:
            records.save(record)
            if isinstance(record, Person):
                self._roles.set_value(tuple(dict.fromkeys((*self._roles.value(), record.role.strip()))))
                self._roles.changed.emit()

        PersonDialog(desk, person, save, parent=self._editor).open()
