"""Widgets that have words of their own learn the language through one method."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from portfolio_app.i18n import Translator


@runtime_checkable
class Speaks(Protocol):
    """Something with words of its own, besides those that the page gives it."""

    def speak(self, t: Translator) -> None:
        """Say those words in the language of ``t`` from now on."""
        ...


def speak_all(root: QWidget, t: Translator) -> None:
    """Hand the translator to every widget under ``root`` that has words of its own."""
    for child in root.findChildren(QWidget):
        if isinstance(child, Speaks):
            child.speak(t)
