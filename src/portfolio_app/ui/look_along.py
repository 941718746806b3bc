"""“Kijk eens mee”: when somebody asks for it, a question about words that may hide an assumption.

Nothing happens while she writes, nothing is counted, and nothing of it is kept but what she does not want to be asked
again. The words are underlined over the text, so the text and what can be undone in it stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QHelpEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QTextEdit, QToolTip, QVBoxLayout, QWidget

from portfolio_app.domain.records import Record
from portfolio_app.domain.signals import Signal
from portfolio_app.i18n import Translator
from portfolio_app.services.signals import Signals
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.literal import literal
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.theme.tokens import colour
from portfolio_app.ui.widgets.buttons import Button
from portfolio_app.ui.widgets.containers import FlowLayout, Label
from portfolio_app.ui.widgets.text_area import LOOK_KEYS, PLACE, TextArea, units


class SmallQuiet(Button):
    """A small button that stays in the background."""

    ROLE = "small"


@dataclass(frozen=True)
class Text:
    """Which text it is: a field of the record in sight (by its name in quotes), and whether that lets off steam."""

    record: Callable[[], Record | None]
    field: str
    venting: Callable[[], bool]

    @property
    def place(self) -> str:
        """Its place among all texts."""
        record = self.record()
        return f"{record.id if record is not None else ''}:{self.field}"


@dataclass(eq=False)
class _Shown:
    signal: Signal
    cursor: QTextCursor
    words: str

    def stands(self) -> bool:
        """Whether its words are still as they were."""
        return self.cursor.selectedText() == self.words


class LookAlong(QWidget):
    """Stands beneath a field for writing: the button, and after it was pressed one question at a time."""

    def __init__(self, page: Page, field: TextArea, text: Text) -> None:
        super().__init__(field)
        self._page, self._desk, self._field, self._text = page, page.desk, field, text
        self._shown: list[_Shown] = []
        self._at = 0
        self._looking = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._make_button())
        column.addWidget(self._make_panel())
        field.add_below(self)
        field.edit.setProperty(PLACE, text.field)
        self.hide()
        edit = field.edit
        edit.look_requested.connect(self.look)
        edit.document().contentsChanged.connect(self._text_changed)
        edit.installEventFilter(self)
        edit.viewport().installEventFilter(self)
        self.speak(page.t)

    def _make_button(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch()
        self.button = SmallQuiet()
        # The keyboard stays in the text, where Ctrl+J does the same.
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self._begin)
        row.addWidget(self.button)
        return box

    def _make_panel(self) -> QWidget:
        self.panel = QFrame()
        self.panel.setProperty("role", "info")
        inside = QVBoxLayout(self.panel)
        inside.setContentsMargins(14, 8, 10, 6)
        inside.setSpacing(2)
        self._kind, self.question = Label(role="small"), Label(wrap=True)
        inside.addWidget(self._kind)
        inside.addWidget(self.question)
        row = FlowLayout(spacing=2)
        self.next, self.here, self.word = SmallQuiet(), SmallQuiet(), SmallQuiet()
        self.kind, self.done = SmallQuiet(), SmallQuiet()
        for button, act in (
            (self.next, self.go_on), (self.here, self._dismiss_here), (self.word, self._dismiss_word),
            (self.kind, self._dismiss_kind), (self.done, self.put_away),
        ):  # fmt: skip
            button.clicked.connect(act)
            row.addWidget(button)
        inside.addLayout(row)
        self.panel.hide()
        return self.panel

    @property
    def signals(self) -> tuple[Signal, ...]:
        """What is underlined now."""
        return tuple(shown.signal for shown in self._shown)

    def speak(self, t: Translator) -> None:
        """Say the words again."""
        self.button.setText(t("Look along"))
        self.button.setToolTip(
            t("Asks a question about words that may hide an assumption. {keys}; once more for the next one.",
              keys=LOOK_KEYS)
        )  # fmt: skip
        self._field.edit.allow_looking(t("Look along"))
        self.next.setText(t("Next question"))
        self.here.setText(t("Not here"))
        self.done.setText(t.p("looking along", "Put away"))
        self._show()

    def refresh(self) -> None:
        """The text may have become one that lets off steam, or be one no longer."""
        if self._text.venting():
            self.put_away()
        self._offer()

    def look(self) -> None:
        """Begin to look, or go on to the next question."""
        if self._shown and self.panel.isVisible():
            self.go_on()
        else:
            self._begin()

    def go_on(self) -> None:
        """Go to the next question, and after the last to the first."""
        if self._shown:
            self._at = (self._at + 1) % len(self._shown)
            self._show(walk=True)

    def put_away(self) -> None:
        """Take the lines and the question away."""
        self._looking += 1
        self._shown, self._at = [], 0
        self._say("")
        self._paint()

    def _begin(self) -> None:
        text, t = self._field.value(), self._desk.t
        self.put_away()
        if self._text.venting():
            self._say(t("Here you let off steam. Nothing is asked."))
            return
        if not text.strip():
            return
        turn, find = self._looking, self._desk.services.signals
        record, place = self._text.record(), self._text.place
        lang = record.lang if record is not None else self._desk.lang()
        self._desk.tasks.start(
            self, lambda job: find.look(text, lang, place), lambda found: self._found(turn, text, found)
        )

    def _found(self, turn: int, text: str, found: tuple[Signal, ...]) -> None:
        if turn != self._looking or text != self._field.value():
            return  # she has gone on writing, or looked again
        for signal in found:
            cursor = QTextCursor(self._field.edit.document())
            cursor.setPosition(units(text, signal.start))
            cursor.setPosition(units(text, signal.end), QTextCursor.MoveMode.KeepAnchor)
            self._shown.append(_Shown(signal, cursor, cursor.selectedText()))
        self._at = 0
        if self._shown:
            self._show(walk=True)
        else:
            self._say(self._desk.t("Nothing to ask here."))

    def _show(self, *, walk: bool = False) -> None:
        """Show the question that is on."""
        if not self._shown:
            return
        t, shown = self._desk.t, self._shown[self._at]
        kind = t.pick(shown.signal.kind.name)
        self.word.setText(t("Never about “{word}”", word=shown.signal.word))
        self.kind.setText(t("Never about this kind: {kind}", kind=kind))
        self._say(question(shown, t), kind)
        self._paint()
        if walk:
            edit = self._field.edit
            cursor = edit.textCursor()
            cursor.setPosition(shown.cursor.selectionEnd())
            edit.setTextCursor(cursor)
            edit.ensureCursorVisible()
            QTimer.singleShot(0, self, self._bring)

    def _say(self, words: str, kind: str = "") -> None:
        asking = bool(kind)
        self._kind.setText(kind)
        self._kind.setVisible(asking)
        self.question.setText(words)
        for button in (self.here, self.word, self.kind):
            button.setVisible(asking)
            button.setAccessibleDescription(words)
        self.next.setVisible(asking and len(self._shown) > 1)
        self.panel.setVisible(bool(words))
        self._offer()
        if words:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.panel, words))

    def _bring(self) -> None:
        around: QWidget | None = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None and self.panel.isVisible():
            around.ensureWidgetVisible(self.panel, 0, 40)

    def _paint(self) -> None:
        lines: list[QTextEdit.ExtraSelection] = []
        for at, shown in enumerate(self._shown):
            line = QTextEdit.ExtraSelection()
            line.cursor = shown.cursor
            form = QTextCharFormat()
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
            form.setUnderlineColor(colour("accent"))
            if at == self._at:
                form.setBackground(colour("accent_soft"))
            line.format = form
            lines.append(line)
        self._field.edit.setExtraSelections(lines)

    def _dismiss_here(self) -> None:
        place = self._text.place
        self._dismiss(lambda signals, signal: signals.dismiss_here(signal, place))

    def _dismiss_word(self) -> None:
        self._dismiss(lambda signals, signal: signals.dismiss_word(signal))

    def _dismiss_kind(self) -> None:
        self._dismiss(lambda signals, signal: signals.dismiss_kind(signal))

    def _dismiss(self, act: Callable[[Signals, Signal], None]) -> None:
        """Don't ask this again; the next question takes its place, and no new one comes up."""
        if not self._shown:
            return
        signals, gone = self._desk.services.signals, self._shown[self._at]
        if not self._page.attempt(lambda: act(signals, gone.signal)):
            return
        kinds = {item.kind for item in signals.silenced() if item.kind and not item.word}
        self._keep([shown for shown in self._shown if shown is not gone and shown.signal.kind.key not in kinds])
        self._field.edit.setFocus()

    def _keep(self, still: list[_Shown]) -> None:
        current = self._shown[self._at] if self._shown else None
        self._shown = still
        self._at = still.index(current) if current in still else min(self._at, max(0, len(still) - 1))
        if still:
            self._show()
        else:
            self.put_away()

    def _text_changed(self) -> None:
        """She goes on writing: what was written over is asked no longer, the rest stays as it is."""
        if self._shown:
            still = [shown for shown in self._shown if shown.stands()]
            if len(still) < len(self._shown):
                self._keep(still)
        elif self.panel.isVisible():
            self._say("")
        elif not self.isVisible() or self._field.edit.document().isEmpty():
            self._offer()

    def _offer(self) -> None:
        """The button comes with the first words, once she is in the field, and then it stays."""
        edit = self._field.edit
        wanted = not edit.document().isEmpty() and not self._text.venting()
        self.button.setVisible(wanted)
        asking = not self.panel.isHidden()
        self.setVisible(asking or (wanted and (not self.isHidden() or edit.hasFocus())))

    @guarded(lambda: False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn and watched is self._field.edit:
            self._offer()
        elif isinstance(event, QHelpEvent) and self._shown and watched is self._field.edit.viewport():
            return self._tell(event)
        return super().eventFilter(watched, event)

    def _tell(self, event: QHelpEvent) -> bool:
        """Show the question of the words beneath the mouse."""
        edit = self._field.edit
        at = edit.cursorForPosition(event.pos()).position()
        for shown in self._shown:
            if shown.cursor.selectionStart() <= at <= shown.cursor.selectionEnd():
                QToolTip.showText(event.globalPos(), literal(question(shown, self._desk.t)), edit)
                return True
        QToolTip.hideText()
        return False

    @guarded(nothing)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and getattr(self, "_shown", None):
            self._paint()


def question(shown: _Shown, t: Translator) -> str:
    """The question about the words, as they stand in the text."""
    return t.pick(shown.signal.kind.ask).replace("{word}", shown.words)
