"""One question before something that can't be taken back. The safe answer is the one that Enter gives."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QMessageBox, QWidget

from portfolio_app.ui.literal import literal


def agreed(
    parent: QWidget, question: str, more: str, *, yes: str, no: str, option: QCheckBox | None = None, final: bool = True
) -> bool:
    """Ask, and wait for the answer; ``yes`` and ``no`` are the words on the buttons.

    Names of the owner's things may stand in the texts: they are shown as they are. Without ``final`` nothing is lost by
    agreeing, and the button does not warn.
    """
    box = QMessageBox(parent)
    box.setWindowTitle("Leerlijn")
    box.setText(literal(question))
    box.setInformativeText(literal(more))
    if option is not None:
        box.setCheckBox(option)
    role = QMessageBox.ButtonRole.DestructiveRole if final else QMessageBox.ButtonRole.AcceptRole
    agree = box.addButton(yes, role)
    box.setDefaultButton(box.addButton(no, QMessageBox.ButtonRole.RejectRole))
    box.exec()
    return box.clickedButton() is agree
