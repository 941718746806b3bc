"""What pages are put together from: header, card, banner, empty state, folded part, flowing row."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QSizePolicy,
    QStyleOptionToolButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.literal import literal
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.theme.icons import icon, pixmap
from portfolio_app.ui.theme.tokens import in_force
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton, QuietButton, redraws_icon
from portfolio_app.ui.widgets.layouts import Items, TitleRow, in_lines

Tone = Literal["info", "warn", "bad", "good"]


class Label(QLabel):
    """A text with a role (title, section, statement, label, muted, small, error, chip …).

    The text is plain: the owner's words are never read as markup.
    """

    def __init__(self, text: str = "", role: str = "", *, wrap: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(wrap)

    @guarded(lambda: -1)
    def heightForWidth(self, width: int, /) -> int:
        # A layout asks for its own width, also where the label may not grow so wide.
        return super().heightForWidth(min(width, self.maximumWidth()))


class IconLabel(QLabel):
    """A picture beside a text, that grows with the text size; screen readers pass it by."""

    def __init__(self, name: str, token: str = "muted", size: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._token, self._side = name, token, size
        self._draw()

    def show_icon(self, name: str, token: str) -> None:
        """Show another picture."""
        self._name, self._token = name, token
        self._draw()

    @guarded(nothing)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if redraws_icon(event) and hasattr(self, "_side"):
            self._draw()

    def _draw(self) -> None:
        token = str(getattr(in_force(), self._token))
        self.setPixmap(pixmap(self._name, token, grown(self._side), self.devicePixelRatioF()))


class SectionTitle(Label):
    """Heading of a part of a page."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, "section", wrap=True, parent=parent)


class Line(QFrame):
    """A thin line between parts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "line")


class Card(QFrame):
    """A white card. Add to ``body``; ``title`` and ``note`` show when they have text; ``head`` takes buttons."""

    def __init__(self, title: str = "", note: str = "", *, accent: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card-accent" if accent else "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(22, 18, 22, 20)
        self.body.setSpacing(10)
        self._title = SectionTitle()
        self.head = TitleRow(self._title, self._title, 8)
        self._note = Label(role="muted", wrap=True)
        self.body.addLayout(self.head)
        self.body.addWidget(self._note)
        self.set_title(title)
        self.set_note(note)

    def set_title(self, text: str) -> None:
        """Change the title (empty: none)."""
        self._title.setText(text)
        self._title.setVisible(bool(text))

    def set_note(self, text: str) -> None:
        """Change the line under the title (empty: none)."""
        self._note.setText(text)
        self._note.setVisible(bool(text))


class PageHeader(QWidget):
    """Title, a line beneath it, and at the right the page's main action with quieter ones before it."""

    action_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        texts = QWidget()
        column = QVBoxLayout(texts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        self._title = Label(role="title", wrap=True)
        self._subtitle = Label(role="muted", wrap=True)
        column.addWidget(self._title)
        column.addWidget(self._subtitle)
        self._row = TitleRow(texts, self._title, 10, self)
        self.action = PrimaryButton()
        self.action.clicked.connect(self.action_requested)
        self._row.addWidget(self.action)
        self.set_texts("", "")

    def set_texts(self, title: str, subtitle: str = "", action: str = "", action_icon: str = "") -> None:
        """Set title, subtitle and the words on the main button (empty: no button)."""
        self._title.setText(title)
        self._title.setAccessibleName(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))
        self.action.setText(action)
        self.action.setVisible(bool(action))
        if action_icon:
            self.action.set_icon(action_icon)

    def add_beside(self, widget: QWidget) -> None:
        """Put a quieter button before the main one."""
        self._row.insert(-1, widget)
        # The order in which Tab visits them is that in which they stand.
        self.setTabOrder(widget, self.action)


class EmptyState(QWidget):
    """What stands where nothing is yet: a picture, one friendly sentence, one thing to do."""

    action_requested = Signal()

    NARROWEST = 240
    MARGIN = 24

    def __init__(self, icon_name: str = "leaf", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(self.MARGIN, 8, self.MARGIN, 8)
        column.setSpacing(10)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addStretch()
        column.addWidget(IconLabel(icon_name, "accent", 40), 0, middle)
        self._title = Label(role="section", wrap=True)
        self._title.setAlignment(middle)
        self._text = Label(role="muted", wrap=True)
        self._text.setAlignment(middle)
        # Never the width of its text: in a narrow window that would have to be scrolled sideways.
        self.setMinimumWidth(self.NARROWEST)
        self._fit_text(grown(480))
        self._action = Button()
        self._action.clicked.connect(self.action_requested)
        column.addWidget(self._title)
        column.addWidget(self._text, 0, middle)
        column.addWidget(self._action, 0, middle)
        column.addStretch()

    @guarded(nothing)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_text(event.size().width())

    def _fit_text(self, room: int) -> None:
        # A fixed width: a wrapping label that is only limited reports the height of one line.
        self._text.setFixedWidth(min(grown(480), max(room, self.NARROWEST) - 2 * self.MARGIN))

    def set_texts(self, title: str, text: str = "", action: str = "") -> None:
        """Set the sentence, what it means, and the words on the button (empty: none)."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._action.setText(action)
        self._action.setVisible(bool(action))


class Banner(QFrame):
    """A sentence that stays until it is dealt with, with an action or two."""

    action_requested = Signal()
    other_requested = Signal()

    ICONS = {"info": ("info", "accent"), "warn": ("warning", "warn"), "bad": ("warning-circle", "bad"),
             "good": ("check-circle", "good")}  # fmt: skip

    def __init__(self, tone: Tone = "info", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(10)
        self._icon = IconLabel(*self.ICONS[tone])
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        self._text = Label(wrap=True)
        row.addWidget(self._text, 1)
        self.action = QuietButton()
        self.action.clicked.connect(self.action_requested)
        row.addWidget(self.action)
        self.other = QuietButton()
        self.other.clicked.connect(self.other_requested)
        row.addWidget(self.other)
        self.set_tone(tone)
        self.set_texts("")

    def add_beside(self, button: QWidget) -> None:
        """Put a further button behind its own."""
        self._row.addWidget(button)

    def set_tone(self, tone: Tone) -> None:
        """Change what kind of news it is."""
        self.setProperty("role", tone)
        self._icon.show_icon(*self.ICONS[tone])
        self.style().unpolish(self)
        self.style().polish(self)

    def set_texts(self, text: str, action: str = "", other: str = "") -> None:
        """Set the sentence and the words on its buttons (empty: none). An empty sentence hides the banner."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self.other.setText(other)
        self.other.setVisible(bool(other))
        self.setVisible(bool(text))

    @property
    def text(self) -> str:
        """The sentence it shows."""
        return self._text.text()


class _FoldButton(QToolButton):
    """The words of a fold with its arrow; where there is no room for all of them the rest is a tip."""

    ROOM = 14  # what frame and padding take beside the words

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @guarded(lambda: QSize(80, 30))
    def minimumSizeHint(self) -> QSize:
        return QSize(min(80, self.sizeHint().width()), super().minimumSizeHint().height())

    @guarded(nothing)
    def initStyleOption(self, option: QStyleOptionToolButton) -> None:
        super().initStyleOption(option)
        room = self.width() - self.iconSize().width() - self.ROOM
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        option.text = shown
        self.setToolTip(literal(self.text()) if shown != self.text() else "")


class Disclosure(QWidget):
    """A folded part ("meer"): a button with an arrow and what it shows. Add to ``body``."""

    toggled = Signal(bool)

    def __init__(self, title: str = "", *, opened: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._button = _FoldButton()
        self._button.setCheckable(True)
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._button.setCursor(Qt.CursorShape.PointingHandCursor)
        self._button.toggled.connect(self._unfold)
        self._inside = QWidget()
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(8, 4, 0, 4)
        self.body.setSpacing(10)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._inside)
        self.set_title(title)
        self._button.setChecked(opened)
        self._unfold(opened)

    def set_title(self, text: str) -> None:
        """Change the words on the button."""
        self._button.setText(text)
        self._button.setAccessibleName(text)

    @property
    def is_open(self) -> bool:
        """Whether the part shows."""
        return self._button.isChecked()

    def unfold(self, opened: bool = True) -> None:
        """Show or fold the part."""
        self._button.setChecked(opened)

    @guarded(nothing)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if redraws_icon(event) and hasattr(self, "_inside"):
            self._draw()

    def _unfold(self, opened: bool) -> None:
        self._inside.setVisible(opened)
        self._draw()
        self.toggled.emit(opened)

    def _draw(self) -> None:
        self._button.setIcon(icon(self, "caret-down" if self._button.isChecked() else "caret-right"))
        self._button.setIconSize(QSize(grown(16), grown(16)))


class FlowLayout(Items):
    """Lays widgets out in lines, as words in a paragraph; one that is longer than a line gets the whole line."""

    NARROWEST = 160

    def __init__(self, parent: QWidget | None = None, spacing: int = 8) -> None:
        super().__init__(parent, spacing)

    @guarded(QSize)
    def sizeHint(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    @guarded(QSize)
    def minimumSize(self) -> QSize:
        size = self.sizeHint()
        return QSize(min(size.width(), self.NARROWEST), size.height())

    def _place(self, rect: QRect, *, only_measure: bool) -> int:
        shown = [item for item in self._items if not item.isEmpty()]
        return in_lines(shown, rect, self.spacing(), only_measure=only_measure)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            return
        widget, inner = item.widget(), item.layout()
        if inner is not None:
            clear(inner)
            inner.deleteLater()
        elif widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
