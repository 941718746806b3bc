"""Brings the words that were searched for in sight on the page where their record was opened."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QScrollArea, QWidget

from portfolio_app.domain.links import Quote
from portfolio_app.store.snippets import Marker
from portfolio_app.ui.pages.base import Desk, Page
from portfolio_app.ui.pages.editor import RecordPage
from portfolio_app.ui.widgets.containers import Disclosure
from portfolio_app.ui.widgets.text_area import PLACE, units

TOLD = 120
"""So many characters of words that are gone are told."""


def show_place(page: Page, words: str | Quote, desk: Desk) -> str:
    """Select the words that were searched for, or those of a quote; what is to be said about it, or nothing."""
    if isinstance(words, str):
        show_words(page, desk.services.search.marker(words))
    elif not show_quote(page, words):
        return desk.t(
            "These words no longer stand there. They were: “{words}”", words=" ".join(words.text.split())[:TOLD]
        )
    return ""


def show_words(page: Page, marker: Marker) -> bool:
    """Select the first found words in a text of the page, else in a line; False when none of them has any."""
    inside: QWidget = (page.editor if isinstance(page, RecordPage) else None) or page
    for edit in inside.findChildren(QPlainTextEdit):
        marks = marker.ranges(edit.toPlainText()) if _reachable(edit, inside) else ()
        if marks:
            text = edit.toPlainText()
            _bring(edit, inside)
            _select(edit, text, *marks[0])
            edit.ensureCursorVisible()
            return True
    for line in inside.findChildren(QLineEdit):
        marks = marker.ranges(line.text()) if _reachable(line, inside) else ()
        if marks:
            _bring(line, inside)
            start = units(line.text(), marks[0][0])
            line.setSelection(start, units(line.text(), marks[0][1]) - start)
            return True
    return False


def show_quote(page: Page, quote: Quote) -> bool:
    """Select the words of a quote in their field, else in any text that has them; False when they are gone."""
    inside: QWidget = (page.editor if isinstance(page, RecordPage) else None) or page
    edits = [edit for edit in inside.findChildren(QPlainTextEdit) if _reachable(edit, inside)]
    for edit in sorted(edits, key=lambda edit: edit.property(PLACE) != quote.field):
        text = edit.toPlainText()
        at = quote.find(text)
        if at is not None and quote.text:
            _select(edit, text, at, at + len(quote.text))
            _bring(edit, inside)
            edit.ensureCursorVisible()
            return True
    return False


def _select(edit: QPlainTextEdit, text: str, start: int, end: int) -> None:
    cursor = edit.textCursor()
    cursor.setPosition(units(text, start))
    cursor.setPosition(units(text, end), QTextCursor.MoveMode.KeepAnchor)
    edit.setTextCursor(cursor)


def _folds(widget: QWidget, inside: QWidget) -> list[Disclosure]:
    found: list[Disclosure] = []
    around = widget.parentWidget()
    while around is not None and around is not inside:
        if isinstance(around, Disclosure):
            found.append(around)
        around = around.parentWidget()
    return found


def _reachable(widget: QWidget, inside: QWidget) -> bool:
    """Whether it is in sight, or would be once what is folded is unfolded."""
    return widget.isVisibleTo(inside) or any(not fold.is_open for fold in _folds(widget, inside))


def _bring(widget: QWidget, inside: QWidget) -> None:
    for fold in _folds(widget, inside):
        fold.unfold()
    widget.setFocus()
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget, 0, 80)
        around = around.parentWidget()
