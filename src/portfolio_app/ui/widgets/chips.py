"""Choosing several, or one word out of a few: chips."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Generic, TypeVar, cast

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from portfolio_app.i18n import Translator
from portfolio_app.ui.widgets.buttons import ChipButton
from portfolio_app.ui.widgets.containers import FlowLayout, clear
from portfolio_app.ui.widgets.fields import Field, ShortLine
from portfolio_app.ui.widgets.rows import keep_tab_order

V = TypeVar("V")
OWN_FIGURES = 24


class ChipsField(Field[tuple[str, ...]]):
    """Several out of many, by key; with ``free`` the owner may add words of her own (tags).

    A word that is still being typed counts: it is in the draft, and it is saved with the others.
    """

    def __init__(self, parent: QWidget | None = None, *, free: bool = False) -> None:
        super().__init__(parent)
        self._options: list[tuple[str, str]] = []
        self._buttons: dict[str, ChipButton] = {}
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._holder = QWidget()
        self._flow = FlowLayout(self._holder, 6)
        column.addWidget(self._holder)
        self._line: QLineEdit | None = None
        if free:
            self._line = ShortLine(OWN_FIGURES)
            self._line.editingFinished.connect(self._add_typed)
            self._line.textEdited.connect(self.changed)
            column.addWidget(self._line)
        self.wrap(box)
        if self._line is not None:
            self.setFocusProxy(self._line)

    def speak(self, t: Translator) -> None:
        """Say what the line for own words is for."""
        if self._line is not None:
            self._line.setPlaceholderText(t("Add a word, then Enter"))
            self._line.setAccessibleName(t("Add a word, then Enter"))

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer pairs of key and words; what was chosen stays chosen."""
        chosen = self._chosen()
        self._options = list(options)
        self._build(chosen)

    def value(self) -> tuple[str, ...]:
        chosen, typed = self._chosen(), self._typed()
        return (*chosen, typed) if typed and typed not in chosen else chosen

    def set_value(self, value: Sequence[str]) -> None:
        if self._line is not None:
            self._line.clear()
        self._build(tuple(value))

    def plain(self) -> Any:
        typed = self._typed()
        return [list(self._chosen()), typed] if typed else list(self._chosen())

    def set_plain(self, plain: Any) -> None:
        chosen, typed = (plain[0], str(plain[1])) if plain and isinstance(plain[0], list) else (plain, "")
        self.set_value([str(key) for key in cast("list[Any]", chosen)])
        if self._line is not None:
            self._line.setText(typed)

    def _chosen(self) -> tuple[str, ...]:
        return tuple(key for key, button in self._buttons.items() if button.isChecked())

    def _typed(self) -> str:
        return self._line.text().strip() if self._line is not None else ""

    def _build(self, chosen: tuple[str, ...]) -> None:
        clear(self._flow)
        known = dict(self._options)
        self._buttons = {}
        for key in (*known, *(extra for extra in chosen if extra not in known)):
            button = ChipButton(known.get(key, key))
            button.setChecked(key in chosen)
            button.clicked.connect(self.changed)
            self._buttons[key] = button
            self._flow.addWidget(button)
        keep_tab_order(self._holder)
        self.updateGeometry()

    def _add_typed(self) -> None:
        assert self._line is not None
        words, chosen = self._typed(), self._chosen()
        self._line.clear()
        if words:
            self._build((*chosen, words) if words not in chosen else chosen)
            self.changed.emit()


class ScaleField(Field[V | None], Generic[V]):
    """One word out of a few on a line (helemaal, meestal …). Clicking the chosen one again lets it go."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: list[V] = []
        # No group of Qt: that takes all but the chosen one out of the reach of Tab and the arrow keys.
        self._buttons: list[ChipButton] = []
        self._box = QWidget()
        self._row = FlowLayout(self._box, 6)
        self.wrap(self._box)

    def set_choices(self, choices: Sequence[tuple[V, str]]) -> None:
        """Offer pairs of value and words; what was chosen stays chosen."""
        chosen = self.value()
        clear(self._row)
        self._values = [value for value, _ in choices]
        self._buttons = [ChipButton(words) for _, words in choices]
        for at, button in enumerate(self._buttons):
            button.clicked.connect(partial(self._clicked, at))
            self._row.addWidget(button)
        keep_tab_order(self._box)
        self.set_value(chosen)

    def set_label(self, text: str, hint: str = "") -> None:
        super().set_label(text, hint)
        for button in self._buttons:
            button.setAccessibleDescription(text)

    def value(self) -> V | None:
        for value, button in zip(self._values, self._buttons, strict=True):
            if button.isChecked():
                return value
        return None

    def set_value(self, value: V | None) -> None:
        for own, button in zip(self._values, self._buttons, strict=True):
            button.setChecked(own == value)

    def plain(self) -> Any:
        chosen = self.value()
        return self._values.index(chosen) if chosen is not None else None

    def set_plain(self, plain: Any) -> None:
        self.set_value(self._values[plain] if isinstance(plain, int) and 0 <= plain < len(self._values) else None)

    def _clicked(self, at: int, *told: object) -> None:
        del told
        for other, button in enumerate(self._buttons):
            if other != at:
                button.setChecked(False)
        self.set_error("")
        self.changed.emit()
