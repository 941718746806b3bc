"""Icons: Phosphor's drawings in the colours of the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from portfolio_app import paths
from portfolio_app.ui.theme.tokens import in_force


@lru_cache(maxsize=256)
def source(name: str, colour: str) -> bytes:
    """SVG of an icon in one colour."""
    drawing = (paths.resources() / "icons" / f"{name}.svg").read_bytes()
    return drawing.replace(b"currentColor", colour.encode())


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """An icon of ``size`` logical pixels for a screen with a device pixel ratio."""
    drawn = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    drawn.fill(Qt.GlobalColor.transparent)
    with QPainter(drawn) as painter:
        QSvgRenderer(QByteArray(source(name, colour))).render(painter, QRectF(0, 0, drawn.width(), drawn.height()))
    drawn.setDevicePixelRatio(ratio)
    return drawn


def draw(painter: QPainter, name: str, colour: str, where: QRectF) -> None:
    """Paint an icon sharply at any size."""
    QSvgRenderer(QByteArray(source(name, colour))).render(painter, where)


SYMBOL = "leaf"
"""The drawing that stands for the program."""

GAP = 6
"""Room that a button's icon keeps free at its right, because a style sheet can't ask for any."""


@lru_cache(maxsize=256)
def spaced(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """An icon with room at its right."""
    drawn = QPixmap(QSize(round((size + GAP) * ratio), round(size * ratio)))
    drawn.fill(Qt.GlobalColor.transparent)
    with QPainter(drawn) as painter:
        draw(painter, name, colour, QRectF(0, 0, size * ratio, size * ratio))
    drawn.setDevicePixelRatio(ratio)
    return drawn


def icon_beside_text(widget: QWidget, name: str, token: str, size: int) -> QIcon:
    """An icon for a button that has words too; its width is ``size + GAP``."""
    made = QIcon()
    ratio = widget.devicePixelRatioF()
    made.addPixmap(spaced(name, str(getattr(in_force(), token)), size, ratio))
    made.addPixmap(spaced(name, in_force().muted, size, ratio), QIcon.Mode.Disabled)
    return made


def icon(widget: QWidget, name: str, token: str = "muted", checked: str = "accent") -> QIcon:
    """An icon in the colours of the table in force; ask again on a PaletteChange."""
    tokens = in_force()
    made = QIcon()
    ratio = widget.devicePixelRatioF()
    for size in (16, 20, 24, 32, 40, 48):
        made.addPixmap(pixmap(name, str(getattr(tokens, token)), size, ratio))
        made.addPixmap(pixmap(name, str(getattr(tokens, checked)), size, ratio), QIcon.Mode.Normal, QIcon.State.On)
    return made
