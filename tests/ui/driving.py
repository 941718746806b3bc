"""What a person does, for tests of pages: type, press, look for controls without a name."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.domain.experiences import Experience
from portfolio_app.services.session import Services


def add(services: Services, title: str, day: date, minutes: int = 0, **more: Any) -> Experience:
    records = services.records
    made = Experience(
        id=records.new_id(),
        written_at=records.now(),
        title=title,
        happened_on=day,
        contact_minutes=minutes,
        **more,
    )
    records.save(made)
    return made


def type_in(field: QWidget, text: str) -> None:
    """Type as a person does, so that ``changed`` fires."""
    edit = field.findChild(QLineEdit) or field.findChild(QPlainTextEdit)
    assert edit is not None
    edit.setFocus()
    if isinstance(edit, QLineEdit):
        edit.setText(text)
        edit.textEdited.emit(text)
    else:
        edit.setPlainText(text)


def saved(services: Services) -> list[Experience]:
    return services.records.load(Experience)


def answer_menu(qtbot: QtBot) -> None:
    """Press Down and Enter in the menu that is about to open."""

    def press() -> None:
        menu = QApplication.activePopupWidget()
        if menu is None:
            QTimer.singleShot(20, press)
            return
        qtbot.keyClick(menu, Qt.Key.Key_Down)
        qtbot.keyClick(menu, Qt.Key.Key_Return)

    QApplication.processEvents()  # a page that is still being laid out would close the menu
    QTimer.singleShot(20, press)


def unnamed(root: QWidget) -> list[str]:
    """Controls that take the focus but say nothing to a screen reader."""
    return [
        type(widget).__name__
        for widget in root.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.objectName() != "qt_spinbox_lineedit"
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
