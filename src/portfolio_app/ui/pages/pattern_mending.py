"""Putting right what stands in the life of a habit or a belief: a rating, a case, a try-out, a conversation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from hashlib import sha256
from typing import Any

from portfolio_app.document.words import word
from portfolio_app.domain import canonical
from portfolio_app.domain.patterns import Case, Consultation, Entry, Experiment, Lens, RatingEntry, TryOutState
from portfolio_app.ui.dialogs.form import FormDialog
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.links import RecordField, Ref
from portfolio_app.ui.pages.patterns_presenter import SCALE
from portfolio_app.ui.widgets.chips import ScaleField
from portfolio_app.ui.widgets.fields import ChoiceField, DateField, Field, LineField
from portfolio_app.ui.widgets.text_area import TextArea

TELLERS = ("experience", "journal_week", "reflection", "observation", "pupil_survey", "evidence", "feedback")
"""Kinds of records in which a case can be seen as well."""


class MendDialog(FormDialog):
    """One entry in fields. ``mend(after)`` puts it right and says whether it went well."""

    def __init__(self, page: Page, entry: Entry, mend: Callable[[Entry], bool]) -> None:
        super().__init__(page.desk, page)
        self._page, self._entry, self._mend = page, entry, mend
        source: dict[str, Any] = {field.name: getattr(entry, field.name) for field in fields(entry)}
        if isinstance(entry, Case):
            source["told_in"] = entry.teller
        # An entry has no id; what it holds names its draft, which is not wanted once that is something else.
        digest = sha256(canonical.text(canonical.to_plain(entry)).encode()).hexdigest()
        self.begin(source, f"mend:{digest[:32]}")

    def build(self) -> None:
        t, entry = self.t, self._entry
        if isinstance(entry, RatingEntry):
            self.set_heading(t("How I thought then"))
            self._day("on")
            self._one_of(
                "rating", [(rating, word(rating, t)) for rating in reversed(SCALE)], t("How did I think then?")
            )
            self._add("note", LineField(), t("Why then? (optional)"))
        elif isinstance(entry, Case):
            self.set_heading(t("When it fitted, when it didn't"))
            self._day("on")
            self._one_of("fits", [(True, t("It fitted")), (False, t("It didn't fit"))], t("Did it fit?"))
            self._write("text", t("What did you see?"), t("Write in a few words what happened."))
            self._add("told_in", RecordField(self._page, TELLERS), t("Where can that be seen? (optional)"))
        elif isinstance(entry, Consultation):
            self.set_heading(t("Whom did I ask?"))
            self._day("on")
            lens = ChoiceField[Lens]()
            lens.set_choices([(item, word(item, t)) for item in Lens])
            self._add("lens", lens, t("Through whose eyes?"))
            self._add("who", LineField(), t("Whom or what did I ask? (a role, a book)"))
            self._write("said", t("What came of it?"), t("Write in a few words what came of it."))
        else:
            self.set_heading(t("To try out"))
            self._write("try_text", t("I try …"), t("Write what you will try."))
            self._write("expect", t("I expect …"))
            self._write("rethink_if", t("I will think differently if …"))
            self._told_or_due(entry)

    def store(self) -> bool:
        values = self.form.values()
        told: Ref | None = values.pop("told_in", None)
        clean = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
        after = replace(self._entry, **clean)
        return self._mend(after.told_by(*(told or ("", ""))) if isinstance(after, Case) else after)

    def _told_or_due(self, entry: Experiment) -> None:
        if entry.state is TryOutState.PLANNED:
            self._add("due_on", DateField(self.desk.today, optional=True), self.t("Ask me on"))
        elif entry.state is TryOutState.TOLD:
            self._write("happened", self.t("How did it go?"), self.t("Write in a few words what happened."))
            self._write("says", self.t("What does that say about the belief, not about you?"))

    def _day(self, name: str) -> None:
        self._add(name, DateField(self.desk.today), self.t("When?"))

    def _one_of(self, name: str, choices: list[tuple[Any, str]], label: str) -> None:
        field = ScaleField[Any]()
        field.set_choices(choices)
        field.set_label(label)
        self.form.bind(name, field, lambda value: self.t("Choose one.") if value is None else "")
        self.body.addWidget(field)

    def _write(self, name: str, label: str, required: str = "") -> None:
        field = TextArea(least=2, most=8)
        field.set_label(label)
        self.form.bind(name, field, lambda value: required if not value.strip() else "")
        self.body.addWidget(field)

    def _add(self, name: str, field: Field[Any], label: str) -> None:
        field.set_label(label)
        self.form.bind(name, field)
        self.body.addWidget(field)
