"""What every dialog has: words by a translator, a heading, a foot with buttons, and the key that hides."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.domain.errors import UserError
from portfolio_app.i18n import Translator
from portfolio_app.services.sentences import explain
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.widgets.containers import Banner, Label

EDGE = 40
"""What a desktop puts around a dialog, at most."""


class Body(QScrollArea):
    """What a dialog is about; it scrolls only where the screen is too small for it."""

    LEAST = 120

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)
        inside.setProperty("role", "page")
        self.setProperty("role", "page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)
        inside.installEventFilter(self)

    @guarded(lambda: False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Nothing is kept in Python for this: events still come while a dialog that was let go is taken apart.
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self.updateGeometry()
        return super().eventFilter(watched, event)

    @guarded(lambda: QSize(400, 120))
    def sizeHint(self) -> QSize:
        inside = self.widget()
        return QSize(400, 120) if inside is None else inside.sizeHint()

    @guarded(lambda: QSize(200, 120))
    def minimumSizeHint(self) -> QSize:
        inside = self.widget()
        least = QSize(200, self.LEAST) if inside is None else inside.minimumSizeHint()
        return QSize(least.width(), min(least.height(), self.LEAST))

    def height_for(self, width: int) -> int:
        """How high it is in one piece at a width."""
        layout = self.column
        return layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()


class Dialog(QDialog):
    """A dialog. Add to ``body``; expected trouble shows in a banner above the buttons.

    It is opened with ``open()`` (or ``exec``), never kept: it lets itself go when closed. It grows with what it says,
    as far as the screen allows; ``width`` and ``height`` are the least it takes. Ctrl+Enter presses its main button.
    """

    def __init__(self, t: Translator, parent: QWidget | None = None, *, width: int = 520, height: int = 0) -> None:
        super().__init__(parent)
        self.t = t
        self._least = height
        self.setWindowTitle("Leerlijn")
        room = self.screen().availableGeometry().size()
        self.setMinimumWidth(min(grown(width), room.width() - EDGE))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(14)
        self._heading = Label(role="title", wrap=True)
        self._words = Label(role="muted", wrap=True)
        column.addWidget(self._heading)
        column.addWidget(self._words)
        self._scroller = Body()
        self.body = self._scroller.column
        column.addWidget(self._scroller, 1)
        self.trouble = Banner("bad")
        column.addWidget(self.trouble)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(10)
        column.addLayout(self.foot)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._press_main)
        self.set_heading("")

    def set_heading(self, text: str, words: str = "") -> None:
        """Say what the dialog is for."""
        self._heading.setText(text)
        self._heading.setVisible(bool(text))
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self.setAccessibleName(text)

    def add_row(self, row: QLayout) -> None:
        """Put something between the body and the foot that stays in sight when the body scrolls."""
        self._column.insertLayout(self._column.indexOf(self.trouble), row)

    def add_buttons(self, *buttons: QAbstractButton, left: QAbstractButton | None = None) -> None:
        """Put buttons at the foot, the main one last; ``left`` stands apart at the other side."""
        if left is not None:
            self.foot.addWidget(left)
        self.foot.addStretch()
        for button in buttons:
            self.foot.addWidget(button)

    @guarded(lambda: False)
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Polish):
            self._fit()
        return done

    @guarded(nothing)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()
        self._stay_in_sight()

    def _stay_in_sight(self) -> None:
        """Move up when it grew below the edge of the screen: its buttons are at its foot."""
        frame, room = self.frameGeometry(), self.screen().availableGeometry()
        below = frame.bottom() - room.bottom()
        if self.isVisible() and below > 0:
            self.move(self.x(), max(room.top(), self.y() - below))

    def _fit(self) -> None:
        """Be high enough for every line of every text, for Qt counts on as many lines as it guesses."""
        layout = self._column
        widest = layout.totalMinimumSize().width()
        if widest > self.minimumWidth():
            self.setMinimumWidth(widest)
        width = max(self.width(), self.minimumWidth())
        margins = layout.contentsMargins()
        inside = width - margins.left() - margins.right()
        around = layout.totalHeightForWidth(width) - self._scroller.sizeHint().height()
        wanted = max(around + self._scroller.height_for(inside), grown(self._least))
        least = min(wanted, self.screen().availableGeometry().height() - EDGE)
        if least != self.minimumHeight():
            self.setMinimumHeight(least)

    def _press_main(self) -> None:
        for button in self.findChildren(QPushButton):
            if button.isDefault() and button.isVisible():
                button.click()

    def show_trouble(self, error: UserError) -> None:
        """Say in one sentence what went wrong."""
        self.trouble.set_texts(explain(error, self.t))

    def attempt(self, work: Callable[[], object]) -> bool:
        """Do something that may meet expected trouble; False when it did, and then the person was told."""
        self.trouble.set_texts("")
        try:
            work()
        except UserError as error:
            self.show_trouble(error)
            return False
        return True
