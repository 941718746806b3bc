"""What an observer noted by the names of scales: a number from 1.0 to 4.0, words, or both. Nothing is added up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from portfolio_app.domain.lessons import HIGHEST, LOWEST, ScaleScore
from portfolio_app.domain.sets import ObservationScales
from portfolio_app.i18n import Translator
from portfolio_app.ui.parsing import parse_tenths, show_tenths
from portfolio_app.ui.widgets.containers import Label, clear
from portfolio_app.ui.widgets.fields import Field, ShortLine

FIGURES = 8


class ScalesField(Field[tuple[ScaleScore, ...]]):
    """A line for each scale. What was noted by scales that are not offered is kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lang = "nl"
        self._lines: dict[str, tuple[ShortLine, QLineEdit]] = {}
        self._kept: tuple[ScaleScore, ...] = ()
        box = QWidget()
        self._grid = QGridLayout(box)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(2, 4)
        self.wrap(box)

    def set_scales(self, scales: ObservationScales, t: Translator) -> None:
        """Offer these scales, in the language; what was noted stays."""
        held = self.value()
        self._lang = t.lang
        clear(self._grid)
        self._lines = {}
        for row, item in enumerate(scales.items):
            name = t.pick(item.text)
            number, words = ShortLine(FIGURES), QLineEdit()
            number.setPlaceholderText(t("1.0–4.0"))
            number.setAccessibleName(t("{scale}: number", scale=name))
            words.setPlaceholderText(t("In the observer's words (optional)"))
            words.setAccessibleName(t("{scale}: in words", scale=name))
            for edit in (number, words):
                edit.textEdited.connect(self._edited)
            self._grid.addWidget(Label(name, wrap=True), row, 0)
            self._grid.addWidget(number, row, 1, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(words, row, 2, Qt.AlignmentFlag.AlignTop)
            self._lines[item.key] = number, words
        if self._lines:
            self.setFocusProxy(next(iter(self._lines.values()))[0])
        self.set_value(held)

    def value(self) -> tuple[ScaleScore, ...]:
        noted = [
            ScaleScore(key, parse_tenths(number.text()), words.text().strip())
            for key, (number, words) in self._lines.items()
        ]
        return (*(score for score in noted if score.tenths is not None or score.note), *self._kept)

    def set_value(self, value: Sequence[ScaleScore]) -> None:
        held = {score.item: score for score in value}
        for key, (number, words) in self._lines.items():
            score = held.get(key)
            number.setText(show_tenths(score.tenths, self._lang) if score else "")
            words.setText(score.note if score else "")
        self._kept = tuple(score for score in value if score.item not in self._lines)

    def plain(self) -> Any:
        lines = [[key, number.text(), words.text()] for key, (number, words) in self._lines.items()]
        return [*lines, *([score.item, show_tenths(score.tenths, "en"), score.note] for score in self._kept)]

    def set_plain(self, plain: Any) -> None:
        kept: list[ScaleScore] = []
        for key, number, words in plain:
            if key in self._lines:
                self._lines[key][0].setText(str(number))
                self._lines[key][1].setText(str(words))
            else:
                kept.append(ScaleScore(str(key), parse_tenths(str(number)), str(words)))
        self._kept = tuple(kept)

    def problem(self, t: Translator) -> str:
        for number, _ in self._lines.values():
            tenths = parse_tenths(number.text())
            if number.text().strip() and (tenths is None or not LOWEST <= tenths <= HIGHEST):
                return t("Write a number from 1.0 to 4.0, as the observer noted it, or leave it empty.")
        return ""

    def _edited(self, text: str) -> None:
        del text
        self.set_error("")
        self.changed.emit()
