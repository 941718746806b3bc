"""Parts of the privacy check: one finding with its answers, pictures that ask for a word, the class list."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from portfolio_app.domain.evidence import Evidence
from portfolio_app.i18n import Translator
from portfolio_app.ui.dialogs.privacy_presenter import Detail, Pictures
from portfolio_app.ui.shell.stand_ins import NEVER_HERE
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.widgets.buttons import Button, QuietButton
from portfolio_app.ui.widgets.containers import Banner, Card, Disclosure, FlowLayout, Label
from portfolio_app.ui.widgets.fields import LineField


class DetailPart(Card):
    """Why something was found, the words around it, and what can be done. Buttons without words are not there."""

    go_requested = Signal()
    stand_in_requested = Signal()
    take_out_requested = Signal()
    fine_requested = Signal()
    leave_out_requested = Signal()
    seen_requested = Signal()
    seen_all_requested = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.why, self.around = Label(wrap=True), Label(role="muted", wrap=True)
        self.go = Button(t("Go there"), "arrow-square-out")
        self.stand_in, self.take_out = Button(icon_name="user"), Button(icon_name="eye-slash")
        self.leave_out, self.fine = Button(icon_name="x-circle"), QuietButton(icon_name="check-circle")
        self.seen, self.seen_all = Button(icon_name="check"), QuietButton(icon_name="check")
        row = FlowLayout(spacing=8)
        for button, asked in (
            (self.stand_in, self.stand_in_requested),
            (self.take_out, self.take_out_requested),
            (self.leave_out, self.leave_out_requested),
            (self.go, self.go_requested),
            (self.seen, self.seen_requested),
            (self.seen_all, self.seen_all_requested),
            (self.fine, self.fine_requested),
        ):
            button.clicked.connect(asked)
            row.addWidget(button)
        self.body.addWidget(self.why)
        self.body.addWidget(self.around)
        self.body.addLayout(row)

    def show_detail(self, detail: Detail) -> None:
        """Show what is to be known of a finding."""
        self.why.setText(detail.why)
        self.around.setText(f"… {detail.around} …")
        self.around.setVisible(bool(detail.around))
        for button, words in (
            (self.stand_in, detail.stand_in),
            (self.take_out, detail.take_out),
            (self.leave_out, detail.leave_out),
            (self.seen, detail.seen),
            (self.seen_all, detail.seen_all),
            (self.fine, detail.fine),
        ):
            button.setText(words)
            button.setVisible(bool(words))
        self.go.setVisible(detail.may_go_there)


class PicturesPart(QWidget):
    """Pictures that stay out because nobody answered yet, and one that has no words for whoever can't see it."""

    open_requested = Signal(str, str)
    described = Signal(object, str)
    cover_requested = Signal(object)

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        self._pictures = Pictures()
        self._piece: Evidence | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.out = Banner("info")
        self.out.action_requested.connect(self._answer)
        self.out.other_requested.connect(self._cover)
        self.ask = Card()
        self.words = LineField()
        self.keep, self.title = Button(t("Save"), "check"), QuietButton(t("The title is enough"))
        self.keep.clicked.connect(self._keep)
        self.title.clicked.connect(self._title_will_do)
        row = FlowLayout(spacing=8)
        row.addWidget(self.keep)
        row.addWidget(self.title)
        self.ask.body.addWidget(self.words)
        self.ask.body.addLayout(row)
        column.addWidget(self.out)
        column.addWidget(self.ask)
        self.show_pictures(self._pictures)

    def show_pictures(self, pictures: Pictures) -> None:
        """Ask for the first of the pictures without words; what was being typed about the same one stays."""
        t, before = self._t, self._piece
        self._pictures = pictures
        many = len(pictures.unanswered)
        said = t.n(
            "One picture stays out: are there pupils in it?",
            "{n} pictures stay out: are there pupils in them?",
            many,
        )
        answer = t("Answer it") if many == 1 else t("Answer the first")
        self.out.set_texts(said if many else "", answer, t("Make unrecognisable …"))
        self._piece = pictures.silent[0] if pictures.silent else None
        self.ask.setVisible(self._piece is not None)
        if self._piece is not None:
            more = len(pictures.silent) - 1
            left = f" {t.n('One more after it.', '{n} more after it.', more)}" if more else ""
            self.words.set_label(
                t("What is to be seen in “{title}”?", title=self._piece.heading),
                t("For whoever can't see it; without an answer its title is read out.") + left,
            )
            if before is None or before.id != self._piece.id:
                self.words.set_value("")
        self.setVisible(bool(many or self._piece))

    def _answer(self) -> None:
        if self._pictures.unanswered:
            first = self._pictures.unanswered[0]
            self.open_requested.emit(first.KIND, first.id)

    def _cover(self) -> None:
        if self._pictures.unanswered:
            self.cover_requested.emit(self._pictures.unanswered[0])

    def _keep(self) -> None:
        words = self.words.value().strip()
        if self._piece is not None and words:
            self.described.emit(self._piece, words)
        else:
            self.words.setFocus()

    def _title_will_do(self) -> None:
        if self._piece is not None:
            self.described.emit(self._piece, self._piece.heading)


class ClassListPart(Disclosure):
    """Room to paste a class list: for this once, in memory only. No draft, no stand-in, no log hears of it."""

    given = Signal(str)

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(t("Look for the names of a class list too"), parent=parent)
        self._t = t
        note = Label(
            t("Paste the names, one on a line. They stay in memory only, and are gone when you close this check."),
            "muted",
            wrap=True,
        )
        self.names = QPlainTextEdit()
        self.names.setAccessibleName(t("Class list, for this check only"))
        self.names.setTabChangesFocus(True)
        self.names.setProperty(NEVER_HERE, True)
        self.names.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self.names.setFixedHeight(grown(96))
        self.use = Button(t("Look for these names"), "magnifying-glass")
        self.use.clicked.connect(lambda: self.given.emit(self.names.toPlainText()))
        self.told = Label(role="small", wrap=True)
        row = FlowLayout(spacing=8)
        row.addWidget(self.use)
        row.addWidget(self.told)
        for widget in (note, self.names):
            self.body.addWidget(widget)
        self.body.addLayout(row)

    def say(self, many: int) -> None:
        """How many names were understood."""
        t = self._t
        self.told.setText(t.n("{n} name is looked for.", "{n} names are looked for.", many) if many else "")

    def wipe(self) -> None:
        """Leave nothing of it in the window."""
        self.names.clear()
        self.names.document().clearUndoRedoStacks()
        self.told.setText("")
