"""*My coach said …*: who, what, and about what if she likes; noted in half a minute from anywhere."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from portfolio_app.domain.records import Record
from portfolio_app.i18n import N_
from portfolio_app.services.drafts import HEARD
from portfolio_app.ui.dialogs.form import FormDialog
from portfolio_app.ui.pages.activity_presenter import line_of
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.links_presenter import SAID_ABOUT
from portfolio_app.ui.widgets.buttons import ChipButton, QuietButton
from portfolio_app.ui.widgets.containers import FlowLayout, Label
from portfolio_app.ui.widgets.fields import LineField
from portfolio_app.ui.widgets.text_area import TextArea

ROLES = (N_("my coach"), N_("a colleague"), N_("my team leader"), N_("pupils"))
"""Who said it most often; anybody else can be written."""


class HeardDialog(FormDialog):
    """Notes what somebody said. It is called spoken, noted down by her, wherever it is shown or printed."""

    saved = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._about: Record | None = None
        self._said, self._who = TextArea(least=2, most=8), LineField()
        self._roles: list[ChipButton] = []
        self._link, self._about_words = QuietButton(desk.t("Choose what it is about …"), "link"), Label(wrap=True)
        self.begin({"text": "", "by_role": desk.t(ROLES[0])}, HEARD)
        self._mark_role()
        self._said.setFocus()

    def build(self) -> None:
        t = self.t
        self.set_heading(t("My coach said …"), t("Kept as spoken, noted by me. A few words are enough."))
        self._said.set_label(t("What was said?"))
        self._who.set_label(t("By whom? (a role)"))
        self.form.required("text", self._said, lambda: t("Write in a few words what was said."))
        self.form.required("by_role", self._who, lambda: t("Say by whom, as a role."))
        self._who.changed.connect(self._mark_role)
        chips = FlowLayout()
        for role in ROLES:
            chip = ChipButton(t(role))
            chip.clicked.connect(partial(self._choose_role, t(role)))
            chips.addWidget(chip)
            self._roles.append(chip)
        self.body.addWidget(self._said)
        self.body.addWidget(self._who)
        self.body.addLayout(chips)
        row = QHBoxLayout()
        self._about_words.hide()
        self._link.clicked.connect(self._ask_about)
        row.addWidget(self._link)
        row.addWidget(self._about_words, 1)
        row.addStretch()
        self.body.addLayout(row)

    def _choose_role(self, words: str) -> None:
        self._who.set_value(words)
        self._who.changed.emit()

    def _mark_role(self) -> None:
        for chip in self._roles:
            chip.setChecked(chip.text() == self._who.value())

    def _ask_about(self) -> None:
        from portfolio_app.ui.dialogs.find import PickDialog

        dialog = PickDialog(self.desk, self.t("What is it about?"), SAID_ABOUT.kinds, (), self)
        dialog.open_requested.connect(self.set_about)
        dialog.open()

    def set_about(self, kind: str, ident: str) -> None:
        """Link it to a record."""
        self._about = self.desk.services.records.any(kind, ident)
        words = line_of(self._about, self.t) if self._about is not None else ""
        self._about_words.setText(words)
        self._about_words.setVisible(bool(words))
        self._link.setFocus()

    def store(self) -> bool:
        made = self.desk.services.talks.heard(self.form["text"], self.form["by_role"], about=self._about)
        self.saved.emit(made.KIND, made.id)
        return True
