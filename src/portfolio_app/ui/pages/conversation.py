"""A conversation in two columns: what was thought and felt, and what was said, row by row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from portfolio_app.domain import rows
from portfolio_app.i18n import Translator
from portfolio_app.ui.guard import guarded
from portfolio_app.ui.widgets.buttons import Button, IconButton
from portfolio_app.ui.widgets.containers import Label
from portfolio_app.ui.widgets.fields import Field
from portfolio_app.ui.widgets.text_area import TextArea

LEAST_ROWS = 2
SIDES = (0, 1)


class Side(Field[str]):
    """One column of a conversation as the answer it is kept in. It stands in the rows, not here."""

    def __init__(self, conversation: Conversation, side: int) -> None:
        super().__init__(conversation)
        self._conversation, self._side = conversation, side
        self.setFocusProxy(conversation.area(0, side).edit)
        self.hide()

    def set_label(self, text: str, hint: str = "") -> None:
        super().set_label(text, hint)
        self._conversation.name_side(self._side, text)

    def value(self) -> str:
        return rows.join(self._conversation.rows())[self._side]

    def set_value(self, value: str) -> None:
        self._conversation.fill(self._side, value)


class ConversationRow(QWidget):
    """Two areas and what can be done with the row. Rows are used again, never thrown away: others may watch a field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        self.areas = (TextArea(least=2), TextArea(least=2))
        for area in self.areas:
            line.addWidget(area, 1)
        self.up, self.down, self.remove = IconButton("caret-up"), IconButton("caret-down"), IconButton("x")
        self.tools = QWidget()
        grid = QGridLayout(self.tools)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.up, 0, 0)
        grid.addWidget(self.down, 1, 0)
        grid.addWidget(self.remove, 0, 1)
        grid.setRowStretch(2, 1)
        line.addWidget(self.tools)

    def texts(self) -> rows.Row:
        """What stands in the row."""
        return self.areas[0].value(), self.areas[1].value()

    def set_texts(self, texts: rows.Row) -> None:
        """Fill the row; one that has it already keeps its cursor."""
        for area, text in zip(self.areas, texts, strict=True):
            if area.value() != text:
                area.set_value(text)


class _Above(QWidget):
    """As wide as the buttons of a row, so that the heads stand right above their columns."""

    def __init__(self, tools: QWidget) -> None:
        super().__init__()
        self._tools = tools
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)

    @guarded(lambda: QSize(56, 0))
    def sizeHint(self) -> QSize:
        return QSize(self._tools.sizeHint().width(), 0)


class Conversation(QWidget):
    """Rows that are added, moved and removed. ``made`` tells of an area that is new, with its side (0 or 1).

    ``lift_requested`` has the area, its side, and the range within the answer of that side.
    """

    changed = Signal(int)
    made = Signal(object, int)
    lift_requested = Signal(object, int, int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t: Translator | None = None
        self._names = ["", ""]
        self._rows: list[ConversationRow] = []
        self._shown = 0
        self._given: rows.Row = ("", "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        heads = QHBoxLayout()
        heads.setSpacing(10)
        self._heads = (Label(role="label", wrap=True), Label(role="label", wrap=True))
        for head in self._heads:
            heads.addWidget(head, 1, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(heads)
        self._box = QVBoxLayout()
        self._box.setSpacing(10)
        column.addLayout(self._box)
        self._add = Button(icon_name="plus")
        self._add.clicked.connect(self._add_row)
        foot = QHBoxLayout()
        foot.addWidget(self._add)
        foot.addStretch()
        column.addLayout(foot)
        self._show_rows(LEAST_ROWS)
        heads.addWidget(_Above(self._rows[0].tools))
        self.sides = (Side(self, 0), Side(self, 1))

    def area(self, row: int, side: int) -> TextArea:
        """The field of a row at a side."""
        return self._rows[row].areas[side]

    def areas(self) -> tuple[tuple[TextArea, int], ...]:
        """Every field there is so far, with its side."""
        return tuple((area, side) for row in self._rows for side, area in enumerate(row.areas))

    def rows(self) -> tuple[rows.Row, ...]:
        """What stands in the rows that show."""
        return tuple(row.texts() for row in self._rows[: self._shown])

    def fill(self, side: int, text: str) -> None:
        """Fill one side from its answer; what stands at the other side stays in its rows."""
        shown = rows.split(*rows.join(self.rows()))
        # The sides come one after the other: a gap in the one is a row that only the other has words for.
        if shown != rows.split(*self._given):
            self._given = rows.join(self.rows())
        first, second = self._given
        self._given = (text, second) if side == 0 else (first, text)
        told = rows.split(*self._given)
        if told != shown:
            self._put(told)

    def name_side(self, side: int, text: str) -> None:
        """Say what a column is for."""
        self._heads[side].setText(text)
        self._names[side] = text
        self._name_rows()

    def retranslate(self, t: Translator) -> None:
        """Say the words again."""
        self._t = t
        self._add.setText(t("Another line"))
        self._name_rows()

    def _put(self, told: Sequence[rows.Row]) -> None:
        self._show_rows(max(LEAST_ROWS, len(told)))
        for at, row in enumerate(self._rows[: self._shown]):
            row.set_texts(told[at] if at < len(told) else ("", ""))

    def _show_rows(self, count: int) -> None:
        while len(self._rows) < count:
            self._make_row()
        for at, row in enumerate(self._rows):
            row.setVisible(at < count)
            if at >= count:
                row.set_texts(("", ""))
        self._shown = count
        self._name_rows()

    def _make_row(self) -> None:
        row, at = ConversationRow(), len(self._rows)
        self._rows.append(row)
        self._box.addWidget(row)
        row.up.clicked.connect(lambda: self._swap(at - 1, row.up))
        row.down.clicked.connect(lambda: self._swap(at, row.down))
        row.remove.clicked.connect(lambda: self._remove(at))
        for side, area in enumerate(row.areas):
            self._watch(area, at, side)
            self.made.emit(area, side)

    def _watch(self, area: TextArea, at: int, side: int) -> None:
        def tell() -> None:
            self.changed.emit(side)

        def lift(start: int, end: int) -> None:
            self._lift(at, side, start, end)

        area.changed.connect(tell)
        area.lift_requested.connect(lift)

    def _name_rows(self) -> None:
        t = self._t
        if t is None:
            return
        for at, row in enumerate(self._rows):
            for area, name in zip(row.areas, self._names, strict=True):
                area.name_silently(t("{what}, line {number}", what=name, number=at + 1))
                area.allow_lifting(t("Lift these words out …"))
            row.up.name(t("Move line {number} up", number=at + 1))
            row.down.name(t("Move line {number} down", number=at + 1))
            row.remove.name(t("Take line {number} away", number=at + 1))
            row.up.setEnabled(at > 0)
            row.down.setEnabled(at < self._shown - 1)
            row.remove.setEnabled(self._shown > 1)

    def _add_row(self) -> None:
        self._show_rows(self._shown + 1)
        self._rows[self._shown - 1].areas[0].setFocus()

    def _swap(self, at: int, button: IconButton) -> None:
        """Exchange a row with the one below it; the focus goes along with the row that was moved."""
        if not 0 <= at < self._shown - 1:
            return
        one, other = self._rows[at].texts(), self._rows[at + 1].texts()
        self._rows[at].set_texts(other)
        self._rows[at + 1].set_texts(one)
        moved = self._rows[at] if button is self._rows[at + 1].up else self._rows[at + 1]
        moved.areas[0].setFocus()
        self._tell()

    def _remove(self, at: int) -> None:
        told = [row.texts() for row in self._rows[: self._shown]]
        del told[at]
        self._show_rows(max(1, len(told)))
        for row, texts in zip(self._rows, told, strict=False):
            row.set_texts(texts)
        self._rows[min(at, self._shown - 1)].areas[0].setFocus()
        self._tell()

    def _tell(self) -> None:
        for side in SIDES:
            self.changed.emit(side)

    def _lift(self, at: int, side: int, start: int, end: int) -> None:
        """Ask to lift words out of a row, by their place in the answer of the whole side."""
        row, body = self._rows[at].areas[side].value(), rows.join(self.rows())[side]
        before = rows.join(self.rows()[:at])[side]
        words = row[start:end].strip()
        found = body.find(words, len(before)) if words else -1
        if found >= 0:
            self.lift_requested.emit(self._rows[at].areas[side], side, found, found + len(words))
