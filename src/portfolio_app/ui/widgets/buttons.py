"""Buttons. Icons are redrawn when the colours change, because a pixmap does not follow a palette."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QPushButton,
    QSizePolicy,
    QStyleOptionButton,
    QToolButton,
    QWidget,
)

from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.literal import literal
from portfolio_app.ui.theme.fonts import grown, sized
from portfolio_app.ui.theme.icons import GAP, draw, icon, icon_beside_text
from portfolio_app.ui.theme.tokens import colour, in_force

KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


def redraws_icon(event: QEvent) -> bool:
    """Whether an event means that drawn icons have the wrong colour or size now."""
    return event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange)


class Button(QPushButton):
    """A push button with a role (``""``, primary, quiet, danger, row, chip) and perhaps an icon.

    Enter presses it too: in a dialog Qt gives Enter to the default button only.
    """

    ROLE = ""
    ICON_TOKEN = "text"

    def __init__(self, text: str = "", icon_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._icon_name = icon_name
        self.setProperty("role", self.ROLE)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._draw_icon()

    def set_icon(self, name: str) -> None:
        """Show another icon (empty: none)."""
        self._icon_name = name
        self._draw_icon()

    @guarded(nothing)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and not self.isCheckable():
            self.click()
            return
        super().keyPressEvent(event)

    @guarded(nothing)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if redraws_icon(event) and hasattr(self, "_icon_name"):
            self._draw_icon()

    def _draw_icon(self) -> None:
        if self._icon_name:
            side = grown(18)
            self.setIcon(icon_beside_text(self, self._icon_name, self.ICON_TOKEN, side))
            self.setIconSize(QSize(side + GAP, side))


class PrimaryButton(Button):
    """The one action a page or dialog is about."""

    ROLE = "primary"
    ICON_TOKEN = "on_accent"


class QuietButton(Button):
    """An action beside the main one, without an outline."""

    ROLE = "quiet"
    ICON_TOKEN = "accent"


class DangerButton(Button):
    """An action that can't be undone."""

    ROLE = "danger"
    ICON_TOKEN = "bad"


class RowButton(Button):
    """A whole line of a list that opens something."""

    ROLE = "row"
    ICON_TOKEN = "muted"

    ROOM = 24  # what frame and padding take beside the words

    def __init__(self, text: str = "", icon_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, icon_name, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @guarded(lambda: QSize(80, 34))
    def minimumSizeHint(self) -> QSize:
        return QSize(80, super().minimumSizeHint().height())

    @guarded(nothing)
    def initStyleOption(self, option: QStyleOptionButton) -> None:
        super().initStyleOption(option)
        beside = 0 if self.icon().isNull() else self.iconSize().width()
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width() - beside - self.ROOM
        )
        option.text = shown
        self.setToolTip(literal(self.text()) if shown != self.text() else "")


class SmallButton(Button):
    """A small line at the foot that leads somewhere."""

    ROLE = "small"


class ChipButton(Button):
    """A small button that is on or off."""

    ROLE = "chip"
    ROOM = 22  # what frame and padding take beside the words

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, "", parent)
        self.setCheckable(True)

    @guarded(lambda: QSize(60, 28))
    def sizeHint(self) -> QSize:
        # Room for the bolder letters of a chosen one, so that nothing moves and nothing is cut when it is chosen.
        bolder = QFont(self.font())
        bolder.setWeight(QFont.Weight.DemiBold)
        more = QFontMetrics(bolder).horizontalAdvance(self.text()) - self.fontMetrics().horizontalAdvance(self.text())
        return super().sizeHint() + QSize(max(0, more), 0)

    @guarded(lambda: QSize(60, 28))
    def minimumSizeHint(self) -> QSize:
        return QSize(min(60, self.sizeHint().width()), super().minimumSizeHint().height())

    @guarded(nothing)
    def initStyleOption(self, option: QStyleOptionButton) -> None:
        super().initStyleOption(option)
        room = self.width() - self.ROOM
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        option.text = shown
        if shown != self.text():
            self.setToolTip(literal(self.text()))


class IconButton(QToolButton):
    """A button that is only a picture; ``name`` it, or nobody knows what it does."""

    def __init__(self, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._draw_icon()

    def name(self, text: str) -> None:
        """Say what it does, as a tip and to a screen reader."""
        self.setToolTip(literal(text))
        self.setAccessibleName(text)

    @guarded(nothing)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if redraws_icon(event) and hasattr(self, "_icon_name"):
            self._draw_icon()

    def _draw_icon(self) -> None:
        self.setIcon(icon(self, self._icon_name))
        self.setIconSize(QSize(grown(20), grown(20)))


class NavigationButton(QAbstractButton):
    """An entry of the navigation, own-painted: exact spacing, and a focus ring for the keyboard alone.

    ``narrow`` leaves only its picture in sight; the words are a tip then.
    """

    ICON = 20
    LEFT = 12
    GAP = 12

    def __init__(self, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._by_keyboard = False
        self._narrow = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_words(self, text: str) -> None:
        """Say which page it leads to."""
        self.setText(text)
        self.setAccessibleName(text)
        self.set_narrow(self._narrow)

    def set_narrow(self, narrow: bool) -> None:
        """Show the picture alone, or the words too."""
        self._narrow = narrow
        self.setToolTip(self.text() if narrow else "")
        self.update()

    def full_width(self) -> int:
        """How wide it is with its words."""
        metrics = QFontMetrics(sized(self.font(), 14, QFont.Weight.DemiBold))
        return self._left() + metrics.horizontalAdvance(self.text()) + grown(16)

    def narrow_width(self) -> int:
        """How wide it is without its words."""
        return 2 * self.LEFT + grown(self.ICON)

    def _left(self) -> int:
        return self.LEFT + grown(self.ICON) + grown(self.GAP)

    @guarded(lambda: QSize(200, 36))
    def sizeHint(self) -> QSize:
        width = self.narrow_width() if self._narrow else self.full_width()
        return QSize(width, max(grown(36), self.fontMetrics().height() + 18))

    @guarded(lambda: QSize(60, 36))
    def minimumSizeHint(self) -> QSize:
        return QSize(self.narrow_width(), self.fontMetrics().height() + 8)

    @guarded(nothing)
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    @guarded(nothing)
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    @guarded(nothing)
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_keyboard = event.reason() in KEYBOARD
        super().focusInEvent(event)

    @guarded(nothing)
    def paintEvent(self, event: QPaintEvent) -> None:
        chosen = self.isChecked()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.setPen(Qt.PenStyle.NoPen)
            if chosen or self.underMouse():
                painter.setBrush(colour("accent_soft" if chosen else "hover"))
                painter.drawRoundedRect(frame, 8, 8)
            if self.hasFocus() and self._by_keyboard:
                painter.setPen(QPen(colour("accent"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(frame, 8, 8)
            token = "accent_strong" if chosen else "muted"
            side = grown(self.ICON)
            place = QRectF(self.LEFT, (self.height() - side) / 2, side, side)
            draw(painter, self._icon_name, getattr(in_force(), token), place)
            if self._narrow:
                return
            painter.setFont(sized(self.font(), 14, QFont.Weight.DemiBold if chosen else QFont.Weight.Medium))
            painter.setPen(colour(token if chosen else "text"))
            left = self._left()
            room = self.width() - left - 8
            words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(left, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
