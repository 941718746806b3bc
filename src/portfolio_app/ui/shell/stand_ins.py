"""Offers the stand-in while a name is being written, in whatever field that is."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit, QWidget

from portfolio_app.domain.changes import ChangeSet
from portfolio_app.domain.persons import Pseudonym
from portfolio_app.ui.pages.base import Desk, Page
from portfolio_app.ui.widgets.toast import ToastBar

PAUSE_MS = 600
NEVER_HERE = "takes_names"
"""Property of fields in which a name is meant to stand."""

Writing = QPlainTextEdit | QLineEdit


class StandIns(QObject):
    """Watches the field that has the keyboard. Each name is offered once in a field; nothing is changed unasked."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._known: list[Pseudonym] | None = None
        self._field: Writing | None = None
        self._offered: set[str] = set()
        self._bar: ToastBar | None = None
        self._stopped = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._look)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def notice(self, changes: ChangeSet) -> None:
        """Something was saved: perhaps a stand-in."""
        if changes.touches((Pseudonym.KIND,)):
            self._known = None

    def stop(self) -> None:
        """Watch no longer: the portfolio closes, and what is typed from now on is not written in it."""
        self._stopped = True
        self._let_go()

    def put(self) -> bool:
        """Put the stand-ins in the place of every known name in the field; False where there is none."""
        field = self._field
        if field is None or field.isHidden() or field.isReadOnly():
            return False
        found = self._found(_text(field))
        for stand_in in found:
            _replace(field, stand_in)
        return bool(found)

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        del old
        if self._stopped or new is self._field or new is None or isinstance(new.parent(), ToastBar):
            return
        self._let_go()
        if isinstance(new, QLineEdit) and (new.echoMode() != QLineEdit.EchoMode.Normal or _takes_names(new)):
            return
        if isinstance(new, QPlainTextEdit | QLineEdit) and not new.isReadOnly():
            self._field = new
            new.textChanged.connect(self._typed)
            new.destroyed.connect(self._forget_field)

    def _let_go(self) -> None:
        field, self._field = self._field, None
        self._offered.clear()
        self._pause.stop()
        if field is not None:
            field.textChanged.disconnect(self._typed)
            field.destroyed.disconnect(self._forget_field)

    def _forget_field(self) -> None:
        self._field = None
        self._pause.stop()

    def _typed(self) -> None:
        self._pause.start()

    def _look(self) -> None:
        field = self._field
        if field is None:
            return
        found = [each for each in self._found(_text(field)) if each.id not in self._offered]
        if found:
            self._offered |= {each.id for each in found}
            self._offer(field, found[0])

    def _found(self, text: str) -> list[Pseudonym]:
        if self._known is None:
            self._known = self._desk.services.persons.stand_ins()
        return [each for each in self._known if each.every_spelling.names(text)]

    def _offer(self, field: Writing, known: Pseudonym) -> None:
        t = self._desk.t
        if self._bar is not None:
            self._bar.deleteLater()
        self._bar = bar = ToastBar(_ground(field))
        bar.undo_requested.connect(self.put)
        bar.destroyed.connect(self._forget_bar)
        bar.show_text(
            t("You call {name} {stand_in} elsewhere.", name=known.name, stand_in=known.stand_in),
            t("Write that here too"),
        )

    def _forget_bar(self) -> None:
        self._bar = None


def _ground(field: QWidget) -> QWidget:
    """What the offer floats over: the dialog or the page, so that it is hidden with it."""
    above: QWidget | None = field
    while above is not None and not isinstance(above, QDialog | Page):
        above = above.parentWidget()
    return above or field.window()


def _takes_names(field: QWidget) -> bool:
    """Whether the field, or what it stands in, is for names."""
    above: QWidget | None = field
    while above is not None:
        if above.property(NEVER_HERE):
            return True
        above = above.parentWidget()
    return False


def _text(field: Writing) -> str:
    return field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()


def _replace(field: Writing, known: Pseudonym) -> None:
    """Replace as if it was typed, so that the field's own undo takes it back."""
    text = _text(field)
    changed = known.every_spelling.replace(text, known.stand_in)
    if isinstance(field, QLineEdit):
        field.selectAll()
        field.insert(changed)
        field.textEdited.emit(changed)
        return
    cursor = field.textCursor()
    at = cursor.position()
    cursor.beginEditBlock()
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.insertText(changed)
    cursor.endEditBlock()
    cursor.setPosition(min(len(known.every_spelling.replace(text[:at], known.stand_in)), len(changed)))
    field.setTextCursor(cursor)
