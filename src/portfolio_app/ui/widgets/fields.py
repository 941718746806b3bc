"""Fields of a form: a label, a control, and beneath it a hint or what is wrong.

Every field is a `Field[V]`: ``value()``, ``set_value()``, the signal ``changed`` (by the person's hand only), and
``plain()``/``set_plain()`` for drafts. ``set_label`` names the control to screen readers too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from portfolio_app.i18n import Translator
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.parsing import parse_day, parse_minutes, show_day, show_minutes
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.widgets.buttons import IconButton
from portfolio_app.ui.widgets.containers import Label
from portfolio_app.ui.widgets.layouts import Column

V = TypeVar("V")
DAY_FIGURES = 13
EDGE = 10
"""Between the edge of a number and its digits, in pixels."""


class ShortLine(QLineEdit):
    """A line as wide as so many figures, at any text size."""

    def __init__(self, figures: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures = figures
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @guarded(lambda: QSize(140, 34))
    def sizeHint(self) -> QSize:
        # Qt's own hint is as wide as seventeen times an x, and what frame and padding take.
        metrics, usual = self.fontMetrics(), super().sizeHint()
        around = usual.width() - 17 * metrics.horizontalAdvance("x")
        return QSize(self._figures * metrics.horizontalAdvance("0") + max(0, around), usual.height())

    @guarded(lambda: QSize(140, 34))
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class Combo(QComboBox):
    """A list to choose from that may be narrower than its longest line; unfolded, it shows whole lines."""

    LEAST_WIDTH = 120

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(14)

    @guarded(lambda: QSize(120, 34))
    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), grown(self.LEAST_WIDTH)), hint.height())

    @guarded(nothing)
    def showPopup(self) -> None:
        bar = self.view().verticalScrollBar().sizeHint().width() if self.count() > self.maxVisibleItems() else 0
        self.view().setMinimumWidth(max(self.width() - 2, self.view().sizeHintForColumn(0) + bar))
        super().showPopup()


class Field(QWidget, Generic[V]):
    """Base of all fields. Subclasses make a control, hand it to `wrap` and implement value and set_value."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = Column(self)
        self._column.setSpacing(4)
        self._label = Label(role="label", wrap=True)
        self._message = Label(role="small", wrap=True)
        self._hint = ""
        self._error = ""
        self._control: QWidget = self
        self._column.insertWidget(0, self._label)
        self._column.insertWidget(1, self._message)
        self._show_message()

    def wrap(self, control: QWidget, beside: QWidget | None = None) -> None:
        """Take in the control (and a button at its right)."""
        self._control = control
        self._label.setBuddy(control)
        self.setFocusProxy(control)
        if beside is None:
            self._column.insertWidget(1, control)
            return
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(control)
        row.addWidget(beside)
        if control.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Maximum:
            row.addStretch()
        self._column.insertLayout(1, row)

    def add_below(self, widget: QWidget) -> None:
        """Put something beneath the control and its message."""
        self._column.addWidget(widget)

    def set_label(self, text: str, hint: str = "") -> None:
        """Name the field and say in a few words what belongs in it."""
        self._label.setText(text)
        self._label.setVisible(bool(text))
        self._hint = hint
        self._control.setAccessibleName(text)
        self._show_message()

    def name_silently(self, text: str) -> None:
        """Name the field for screen readers where the page itself already shows the words."""
        self._label.hide()
        self._control.setAccessibleName(text)

    @property
    def label(self) -> str:
        """The field's name."""
        return self._control.accessibleName()

    def set_error(self, text: str) -> None:
        """Say what is wrong beneath the control (empty: nothing)."""
        self._error = text
        self._control.setProperty("invalid", bool(text))
        self._control.style().unpolish(self._control)
        self._control.style().polish(self._control)
        self._show_message()

    @property
    def error(self) -> str:
        """What is wrong, or empty."""
        return self._error

    def problem(self, t: Translator) -> str:
        """What the field itself finds wrong with what was typed; empty when nothing."""
        del t
        return ""

    def value(self) -> V:
        """What the field holds."""
        raise TypeError(f"{type(self).__name__} gives no value")

    def set_value(self, value: V) -> None:
        """Fill the field; ``changed`` stays silent."""
        raise TypeError(f"{type(self).__name__} takes no value {value!r}")

    def plain(self) -> Any:
        """What the field holds, as JSON can carry it."""
        return self.value()

    def set_plain(self, plain: Any) -> None:
        """Fill the field from what `plain` gave."""
        self.set_value(plain)

    def _show_message(self, own: str = "") -> None:
        text = self._error or own or self._hint
        role = "error" if self._error else "small"
        if self._message.property("role") != role:
            self._message.setProperty("role", role)
            self._message.style().unpolish(self._message)
            self._message.style().polish(self._message)
        self._message.setText(text)
        self._message.setVisible(bool(text))
        self._control.setAccessibleDescription(text)


class LineField(Field[str]):
    """One line of text; ``secret`` hides it behind dots, with an eye to look."""

    submitted = Signal()

    def __init__(self, parent: QWidget | None = None, *, secret: bool = False) -> None:
        super().__init__(parent)
        self.edit = QLineEdit()
        self._eye: IconButton | None = None
        if secret:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
            self._eye = IconButton("eye")
            self._eye.setCheckable(True)
            self._eye.toggled.connect(self._look)
        self.wrap(self.edit, self._eye)
        self.edit.textEdited.connect(self._edited)
        self.edit.returnPressed.connect(self.submitted)

    def speak(self, t: Translator) -> None:
        """Name the eye."""
        if self._eye is not None:
            self._eye.name(t("Show what I type"))

    def set_placeholder(self, text: str) -> None:
        """Show grey words while the field is empty."""
        self.edit.setPlaceholderText(text)

    def value(self) -> str:
        return self.edit.text() if self._eye is not None else self.edit.text().strip()

    def set_value(self, value: str) -> None:
        self.edit.setText(value)

    def _edited(self, text: str) -> None:
        del text
        self.set_error("")
        self.changed.emit()

    def _look(self, shown: bool) -> None:
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)


class DateField(Field[date | None]):
    """A day, typed as people do or picked from a calendar. None where it is optional and empty."""

    def __init__(
        self, today: Callable[[], date], parent: QWidget | None = None, *, optional: bool = False, lang: str = "nl"
    ) -> None:
        super().__init__(parent)
        self._today, self._optional, self._lang = today, optional, lang
        self.edit = ShortLine(DAY_FIGURES)
        self._button = IconButton("calendar-blank")
        self._calendar: QCalendarWidget | None = None
        self.wrap(self.edit, self._button)
        self.edit.textEdited.connect(self._edited)
        self.edit.editingFinished.connect(self._tidy)
        self._button.clicked.connect(self._open_calendar)

    def speak(self, t: Translator) -> None:
        """Show the day and name the button as the language has it."""
        day = self.value()
        self._lang = t.lang
        self._button.name(t("Pick a day"))
        self.edit.setPlaceholderText(t("dd-mm-yyyy"))
        if day is not None:
            self.set_value(day)

    def value(self) -> date | None:
        return parse_day(self.edit.text(), self._today())

    def set_value(self, value: date | None) -> None:
        self.edit.setText(show_day(value, self._lang) if value else "")

    def plain(self) -> Any:
        return self.edit.text()

    def set_plain(self, plain: Any) -> None:
        self.edit.setText(str(plain))

    def problem(self, t: Translator) -> str:
        if not self.edit.text().strip():
            return "" if self._optional else t("Which day was it?")
        return "" if self.value() else t("This isn't a day. Write it as 24-11-2026.")

    def _edited(self, text: str) -> None:
        del text
        self.set_error("")
        self.changed.emit()

    def _tidy(self) -> None:
        day = self.value()
        if day is not None:
            self.set_value(day)

    def _open_calendar(self) -> None:
        if self._calendar is None:
            self._calendar = QCalendarWidget(self)
            self._calendar.setWindowFlag(Qt.WindowType.Popup)
            self._calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
            self._calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
            self._calendar.clicked.connect(self._pick)
            self._calendar.activated.connect(self._pick)
        self._calendar.setLocale(self.locale())
        day = self.value() or self._today()
        self._calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self._calendar.setAccessibleName(self.label)
        self._calendar.move(self._button.mapToGlobal(QPoint(0, self._button.height())))
        self._calendar.show()
        self._calendar.setFocus()

    def _pick(self, day: QDate) -> None:
        self.set_value(date(day.year(), day.month(), day.day()))
        if self._calendar is not None:
            self._calendar.hide()
        self.set_error("")
        self.changed.emit()


class MinutesField(Field[int]):
    """Time spent, in minutes; typed as hours (7,5), 1:30, 1h30 or 90 m. Says beneath how it was understood."""

    def __init__(self, parent: QWidget | None = None, *, lang: str = "nl") -> None:
        super().__init__(parent)
        self._lang = lang
        self._t: Translator | None = None
        self.edit = ShortLine(DAY_FIGURES)
        self.wrap(self.edit)
        self.edit.textEdited.connect(self._edited)
        self.edit.editingFinished.connect(self._tidy)

    def speak(self, t: Translator) -> None:
        """Write the hours as the language has it."""
        minutes = self.value()
        self._t, self._lang = t, t.lang
        self.edit.setPlaceholderText(t("7.5 or 1:30"))
        if minutes:
            self.set_value(minutes)

    def value(self) -> int:
        return parse_minutes(self.edit.text()) or 0

    def set_value(self, value: int) -> None:
        self.edit.setText(show_minutes(value, self._lang))

    def plain(self) -> Any:
        return self.edit.text()

    def set_plain(self, plain: Any) -> None:
        self.edit.setText(str(plain))

    def problem(self, t: Translator) -> str:
        if not self.edit.text().strip() or parse_minutes(self.edit.text()) is not None:
            return ""
        return t("Write hours as 7.5, or as 1:30.")

    def _edited(self, text: str) -> None:
        self.set_error("")
        minutes = parse_minutes(text)
        own = ""
        if self._t is not None and minutes:
            own = self._t("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)
        self._show_message(own)
        self.changed.emit()

    def _tidy(self) -> None:
        minutes = parse_minutes(self.edit.text())
        if minutes:
            self.set_value(minutes)


class ChoiceField(Field[V | None], Generic[V]):
    """One out of a list. The wheel changes nothing unless the list has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.combo = Combo()
        self.combo.installEventFilter(self)
        self._values: list[V | None] = []
        self.wrap(self.combo)
        self.combo.activated.connect(self._picked)

    def set_choices(self, choices: Sequence[tuple[V | None, str]]) -> None:
        """Offer pairs of value and words; what was chosen stays chosen."""
        before = self.value()
        self._values = [value for value, _ in choices]
        self.combo.clear()
        self.combo.addItems([words for _, words in choices])
        self.set_value(before)

    def value(self) -> V | None:
        at = self.combo.currentIndex()
        return self._values[at] if 0 <= at < len(self._values) else None

    def set_value(self, value: V | None) -> None:
        self.combo.setCurrentIndex(self._values.index(value) if value in self._values else (0 if self._values else -1))

    def plain(self) -> Any:
        return self.combo.currentIndex()

    def set_plain(self, plain: Any) -> None:
        if isinstance(plain, int) and 0 <= plain < len(self._values):
            self.combo.setCurrentIndex(plain)

    @guarded(lambda: False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel and not self.combo.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _picked(self, index: int) -> None:
        del index
        self.set_error("")
        self.changed.emit()


def keep_off_edge(spin: QSpinBox) -> None:
    """Set the digits where those of other fields stand: Qt leaves the padding of a style out here."""
    spin.lineEdit().setTextMargins(EDGE, 0, 0, 0)


class NumberField(Field[int]):
    """A whole number between two bounds."""

    def __init__(self, low: int, high: int, parent: QWidget | None = None, *, suffix: str = "") -> None:
        super().__init__(parent)
        self.spin = QSpinBox()
        self.spin.setRange(low, high)
        self.spin.setSuffix(suffix)
        self.spin.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        keep_off_edge(self.spin)
        self.spin.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.wrap(self.spin)
        self.spin.valueChanged.connect(self._moved)
        self._filling = False

    def value(self) -> int:
        return self.spin.value()

    def set_value(self, value: int) -> None:
        self._filling = True
        self.spin.setValue(value)
        self._filling = False

    def _moved(self, value: int) -> None:
        del value
        if not self._filling:
            self.changed.emit()


class CheckField(Field[bool]):
    """A tick with its words beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox()
        self.wrap(self.box)
        self._label.hide()
        self.box.clicked.connect(self._clicked)

    def set_label(self, text: str, hint: str = "") -> None:
        super().set_label(text, hint)
        self._label.hide()
        self.box.setText(text)

    def value(self) -> bool:
        return self.box.isChecked()

    def set_value(self, value: bool) -> None:
        self.box.setChecked(bool(value))

    def _clicked(self, on: bool) -> None:
        del on
        self.changed.emit()
