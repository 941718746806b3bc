"""The pages of a lesson visit and of a pupil survey."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout

from portfolio_app.domain.lessons import Observation, PupilSurvey, SurveyQuestion
from portfolio_app.interchange.answers import Totals
from portfolio_app.services.surveys import read_answers
from portfolio_app.ui.files import ask_file
from portfolio_app.ui.pages.activity_kinds import SimpleEditor
from portfolio_app.ui.pages.activity_presenter import ActivityPresenter
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.links_presenter import ABOUT_LESSON, FEEDBACK, QUESTIONS
from portfolio_app.ui.pages.observation_fields import ScalesField
from portfolio_app.ui.pages.survey_fields import QuestionsField
from portfolio_app.ui.widgets.buttons import Button
from portfolio_app.ui.widgets.containers import Card, Disclosure, Label
from portfolio_app.ui.widgets.fields import LineField, NumberField

SCALES = "icalt"
SIDES = (ABOUT_LESSON, QUESTIONS, FEEDBACK)


class ObservationEditor(SimpleEditor[Observation]):
    """A lesson visit: somebody sees your lesson, or you see theirs."""

    def __init__(self, page: Page, presenter: ActivityPresenter) -> None:
        super().__init__(page, Observation, presenter, "visited_on", evidence=True, sides=SIDES)
        self._by = LineField()
        self.beside("by_role", self._by)
        self._question, self._seen, self._learned = self.write("question"), self.write("seen"), self.write("learned")
        self._fold, self._noted = Disclosure(), ScalesField()
        self._cite = Label(role="small", wrap=True)
        self.form.bind("scores", self._noted, self._check_observer)
        self._fold.body.addWidget(self._cite)
        self._fold.body.addWidget(self._noted)
        self.body.addWidget(self._fold)
        self.close_page()

    def retranslate(self) -> None:
        t = self.page.t
        self._noted.set_scales(self.services.content.observation_scales(SCALES, self._version), t)
        super().retranslate()
        scales = self.services.content.observation_scales(SCALES, self._version)
        self.heading.set_label(t("Which lesson?"))
        self._by.set_label(t("Seen by (a role)"))
        self._question.set_label(t("What did I ask to look at?"), t("Best agreed beforehand."))
        self._seen.set_label(t("What was seen?"), t("What a camera would record, before anybody's opinion."))
        self._learned.set_label(t("What do I learn from it?"))
        self._fold.set_title(t("What the observer noted, by the scales of ICALT (optional)"))
        self._noted.name_silently(t("What the observer noted"))
        self._cite.setText(" ".join(filter(None, (t.pick(scales.note) if scales.note else "", *scales.source[:1]))))

    @property
    def _version(self) -> int | None:
        record = self.record
        return record.scales_version if record is not None and record.scales == SCALES else None

    def show_record(self, record: Observation, *, fresh: bool = False, draft: str = "") -> None:
        super().show_record(record, fresh=fresh, draft=draft)
        self._fold.unfold(bool(self._noted.value()))

    def collect(self, record: Observation) -> Observation:
        made = super().collect(record)
        if not made.scores or made.scales:
            return made
        scales = self.services.content.observation_scales(SCALES)
        return replace(made, scales=scales.id, scales_version=scales.version)

    def _check_observer(self, value: object) -> str:
        if not value or self._by.value():
            return ""
        self._fold.unfold()
        return self.page.t("Who noted this? Fill in a role above: numbers are an observer's, not your own.")


class SurveyEditor(SimpleEditor[PupilSurvey]):
    """A short survey among pupils, as totals and never by name."""

    def __init__(self, page: Page, presenter: ActivityPresenter) -> None:
        super().__init__(page, PupilSurvey, presenter, "held_on", evidence=True, sides=SIDES)
        self._group, self._answers = LineField(), NumberField(0, 100_000)
        self.beside("group", self._group)
        self.beside("respondents", self._answers)
        self._asked, self._file = Card(), Button(icon_name="upload-simple")
        self._questions = QuestionsField(self._file)
        self.form.bind("questions", self._questions)
        self._file.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.addWidget(self._file)
        row.addStretch()
        self._asked.body.addLayout(row)
        self._asked.body.addWidget(self._questions)
        self.body.insertWidget(self.body.indexOf(self.second), self._asked)
        self._outcome, self._learned = self.write("outcome"), self.write("learned")
        self.close_page()

    def retranslate(self) -> None:
        super().retranslate()
        t = self.page.t
        self.heading.set_label(t("What was it about?"))
        self._group.set_label(t("Which group?"))
        self._answers.set_label(t("How many answers?"))
        self._asked.set_title(t("Questions and answers"))
        self._questions.name_silently(t("Questions and answers"))
        self._asked.set_note(t("Per question how often each answer was given. A few questions are enough."))
        self._file.setText(t("From a file (CSV) …"))
        self._outcome.set_label(t("What did pupils say?"), t("Totals and phrases without names."))
        self._learned.set_label(t("What do I learn from it?"))

    def _choose(self) -> None:
        t = self.page.t
        kinds = f"{t('Tables')} (*.csv *.tsv *.txt)"
        path = ask_file(self, t("Choose the file with the answers"), kinds)
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Count the answers in a file on another thread, and show them."""
        self.page.desk.tasks.start(self, lambda _: read_answers(path), self._show_found)

    def _show_found(self, found: Totals) -> None:
        from portfolio_app.ui.dialogs.survey_table import SurveyTableDialog

        dialog = SurveyTableDialog(self.page.t, found, self)
        dialog.taken.connect(self._take)
        dialog.open()

    def _take(self, questions: Sequence[SurveyQuestion], respondents: int) -> None:
        if not self._answers.value():
            self._answers.set_value(respondents)
        self._questions.add(questions)
        self._questions.setFocus()
