"""Fields that only an activity has: competences, an amount of money, and minutes placed in schemes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from portfolio_app.domain.experiences import Allocation, CompetenceRef
from portfolio_app.i18n import Translator
from portfolio_app.ui.literal import literal
from portfolio_app.ui.pages.activity_presenter import Group, Part, SchemePlaces, parse_euros, show_euros
from portfolio_app.ui.widgets.buttons import ChipButton
from portfolio_app.ui.widgets.containers import Disclosure, FlowLayout, Label, clear
from portfolio_app.ui.widgets.fields import Field, MinutesField


class MoneyField(Field[int]):
    """An amount in euros, held in cents."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lang = "nl"
        self.edit = QLineEdit()
        self.edit.setMaximumWidth(180)
        self.wrap(self.edit)
        self.edit.textEdited.connect(self._edited)
        self.edit.editingFinished.connect(self._tidy)

    def speak(self, t: Translator) -> None:
        """Write the amount as the language has it."""
        cents = self.value()
        self._lang = t.lang
        self.edit.setPlaceholderText("€")
        if cents:
            self.set_value(cents)

    def value(self) -> int:
        return parse_euros(self.edit.text()) or 0

    def set_value(self, value: int) -> None:
        self.edit.setText(show_euros(value, self._lang))

    def plain(self) -> Any:
        return self.edit.text()

    def set_plain(self, plain: Any) -> None:
        self.edit.setText(str(plain))

    def problem(self, t: Translator) -> str:
        if not self.edit.text().strip() or parse_euros(self.edit.text()) is not None:
            return ""
        return t("Write an amount as 125 or 12.50.")

    def _edited(self, text: str) -> None:
        del text
        self.set_error("")
        self.changed.emit()

    def _tidy(self) -> None:
        cents = parse_euros(self.edit.text())
        if cents:
            self.set_value(cents)


class CompetencesField(Field[tuple[CompetenceRef, ...]]):
    """Chips per framework: the main competences in sight, their parts and other frameworks folded.

    What is chosen of a framework or version that is not offered is kept.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QWidget()
        self._box = QVBoxLayout(box)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)
        self._buttons: dict[CompetenceRef, ChipButton] = {}
        self._kept: tuple[CompetenceRef, ...] = ()
        self.wrap(box)

    def set_groups(self, groups: Sequence[Group], finer: str) -> None:
        """Offer these frameworks; ``finer`` are the words over their parts. What was chosen stays chosen."""
        chosen = self.value()
        clear(self._box)
        self._buttons = {}
        for group in groups:
            room = self._box
            if not group.leading:
                fold = Disclosure(group.name, opened=any(ref.framework == group.id for ref in chosen))
                self._box.addWidget(fold)
                room = fold.body
            else:
                room.addWidget(Label(group.name, "small"))
            self._add_chips(room, group.main)
            if group.parts:
                self._add_parts(room, group, finer, chosen)
        self.set_value(chosen)

    def _add_parts(self, room: QVBoxLayout, group: Group, finer: str, chosen: tuple[CompetenceRef, ...]) -> None:
        inside = {part.ref for _, parts in group.parts for part in parts}
        fold = Disclosure(finer, opened=bool(inside & set(chosen)))
        for name, parts in group.parts:
            fold.body.addWidget(Label(name, "label", wrap=True))
            self._add_chips(fold.body, parts)
        room.addWidget(fold)

    def _add_chips(self, room: QVBoxLayout, parts: Sequence[Part]) -> None:
        holder = QWidget()
        flow = FlowLayout(holder, 6)
        for part in parts:
            button = ChipButton(part.words)
            button.setToolTip(literal(part.tip))
            button.setAccessibleDescription(part.tip)
            button.clicked.connect(self.changed)
            self._buttons[part.ref] = button
            flow.addWidget(button)
        room.addWidget(holder)

    def value(self) -> tuple[CompetenceRef, ...]:
        return (*(ref for ref, button in self._buttons.items() if button.isChecked()), *self._kept)

    def set_value(self, value: Sequence[CompetenceRef]) -> None:
        for ref, button in self._buttons.items():
            button.setChecked(ref in value)
        self._kept = tuple(ref for ref in value if ref not in self._buttons)

    def plain(self) -> Any:
        return [[ref.framework, ref.code, ref.version] for ref in self.value()]

    def set_plain(self, plain: Any) -> None:
        self.set_value([CompetenceRef(str(item[0]), str(item[1]), int(item[2])) for item in plain])


Place = tuple[str, str]
"""Scheme and category."""


class AllocationsField(Field[tuple[Allocation, ...]]):
    """Minutes per category of each joined scheme. What has a place in other schemes is kept as it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._schemes: tuple[SchemePlaces, ...] = ()
        self._t: Translator | None = None
        self._minutes: dict[Place, MinutesField] = {}
        self._versions: dict[Place, int] = {}
        self._notes: dict[str, Label] = {}
        self._kept: tuple[Allocation, ...] = ()
        self._total = 0
        box = QWidget()
        self._grid = QGridLayout(box)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self.wrap(box)

    def set_schemes(self, schemes: Sequence[SchemePlaces], t: Translator) -> None:
        """Offer places in these schemes; minutes that were placed stay."""
        held = self.value()
        self._schemes, self._t = tuple(schemes), t
        self._build(held)

    def follow(self, total: int) -> None:
        """Say beside each scheme how much of this many minutes has a place."""
        self._total = total
        t = self._t
        for scheme in self._schemes if t else ():
            assert t is not None
            placed = sum(part.minutes for part in self.value() if part.scheme == scheme.id)
            note = self._notes[scheme.id]
            note.setText(t("{placed} of {all} hours placed", placed=t.hours(placed), all=t.hours(total)))
            note.setProperty("role", "error" if placed > total else "small")
            note.style().unpolish(note)
            note.style().polish(note)

    def value(self) -> tuple[Allocation, ...]:
        placed = [
            Allocation(scheme, category, field.value(), self._versions.get((scheme, category), 1))
            for (scheme, category), field in self._minutes.items()
            if field.value()
        ]
        return (*placed, *self._kept)

    def set_value(self, value: Sequence[Allocation]) -> None:
        rows = set(self._minutes)
        joined = {scheme.id for scheme in self._schemes}
        if any((part.scheme, part.category) not in rows for part in value if part.scheme in joined):
            self._build(value)
            return
        self._kept = tuple(part for part in value if part.scheme not in joined)
        minutes = {(part.scheme, part.category): part for part in value}
        for place, field in self._minutes.items():
            part = minutes.get(place)
            field.set_value(part.minutes if part else 0)
            field.set_error("")
            if part:
                self._versions[place] = part.version
        self.follow(self._total)

    def plain(self) -> Any:
        return [[part.scheme, part.category, part.minutes, part.version] for part in self.value()]

    def set_plain(self, plain: Any) -> None:
        self.set_value([Allocation(str(item[0]), str(item[1]), int(item[2]), int(item[3])) for item in plain])

    def problem(self, t: Translator) -> str:
        return next((wrong for field in self._minutes.values() if (wrong := field.problem(t))), "")

    def _build(self, value: Sequence[Allocation]) -> None:
        t = self._t
        clear(self._grid)
        self._minutes, self._notes = {}, {}
        self._versions = {}
        for scheme in self._schemes if t else ():
            assert t is not None
            row = self._grid.rowCount()
            note = self._notes[scheme.id] = Label(role="small")
            self._grid.addWidget(Label(scheme.name, "label", wrap=True), row, 0)
            self._grid.addWidget(note, row, 1, Qt.AlignmentFlag.AlignRight)
            places = list(scheme.places)
            known = {category for category, _ in places}
            for part in value:
                if part.scheme == scheme.id and part.category not in known:
                    known.add(part.category)
                    places.append((part.category, part.category or t("without a category")))
            for category, words in places:
                self._add_row((scheme.id, category), words, scheme, t)
        self.set_value(value)

    def _add_row(self, place: Place, words: str, scheme: SchemePlaces, t: Translator) -> None:
        field = MinutesField(lang=t.lang)
        field.speak(t)
        field.name_silently(f"{scheme.name}: {words}")
        field.edit.setMaximumWidth(110)
        field.changed.connect(self._edited)
        self._minutes[place] = field
        self._versions[place] = scheme.version
        row = self._grid.rowCount()
        self._grid.addWidget(Label(words, "muted", wrap=True), row, 0)
        self._grid.addWidget(field, row, 1, Qt.AlignmentFlag.AlignRight)

    def _edited(self) -> None:
        self.set_error("")
        self.follow(self._total)
        self.changed.emit()
