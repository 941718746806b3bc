"""Puts the look on the application: light, dark or as the system has it, at a text size."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QDir, QObject, Qt, QTemporaryDir, Signal
from PySide6.QtWidgets import QApplication, QStyleFactory

from portfolio_app.ui.theme import fonts, style
from portfolio_app.ui.theme.tokens import DARK, LIGHT, Tokens

Mode = Literal["system", "light", "dark"]
MODES: tuple[Mode, ...] = ("system", "light", "dark")


class Theme(QObject):
    """Owner of the look. ``apply`` may be called again at any time; widgets hear of it as a PaletteChange."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._mode: Mode = "system"
        self._scale = 100
        self._worn: tuple[Tokens, int] | None = None
        self._drawings = QTemporaryDir(QDir.temp().filePath("leerlijn-XXXXXX"))
        fonts.load()
        app.setStyle(QStyleFactory.create("Fusion"))
        app.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def tokens(self) -> Tokens:
        """The table in force."""
        if self._mode == "system":
            return DARK if self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT
        return DARK if self._mode == "dark" else LIGHT

    def apply(self, mode: str, scale: int = 100) -> None:
        """Wear a mode of `MODES` at a text size in percents."""
        self._mode = "light" if mode == "light" else "dark" if mode == "dark" else "system"
        self._scale = min(max(scale, fonts.SCALES[0]), fonts.SCALES[-1])
        wanted = (self.tokens, self._scale)
        if wanted == self._worn:
            return
        self._worn = wanted
        self._app.setFont(fonts.base(self._scale))
        self._app.setPalette(style.palette(self.tokens))
        self._app.setStyleSheet(style.sheet(self.tokens, self._scale, Path(self._drawings.path())))
        self.changed.emit()

    def _follow_system(self) -> None:
        if self._mode == "system":
            self.apply("system", self._scale)
