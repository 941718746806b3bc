"""What the page of one reflection needs to know, without Qt: sections, level, links, and a pattern made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.links import Link, Quote, Role
from portfolio_app.domain.patterns import (
    Case,
    Consultation,
    Experiment,
    Lens,
    Pattern,
    PatternKind,
    Rating,
    RatingEntry,
    TryOutState,
)
from portfolio_app.domain.reflections import Level, Reflection, Source
from portfolio_app.domain.sets import Question, QuestionForm, Step, StepForm, Template
from portfolio_app.i18n import N_, Translator
from portfolio_app.services.core import Head
from portfolio_app.services.session import Services
from portfolio_app.store.values import Query
from portfolio_app.ui.pages.activity_presenter import Linked, line_of

STATEMENT = "statement"
TITLE_LENGTH = 80
MOMENTS_OFFERED = 60

LEVELS: tuple[tuple[Level, str], ...] = (
    (Level.DESCRIPTIVE, N_("What happened, without reasons.")),
    (Level.DESCRIPTIVE_REFLECTION, N_("Reasons as well, seen from one side.")),
    (Level.DIALOGIC, N_("A step back: my own part, other explanations, what might have been.")),
    (Level.CRITICAL, N_("Several points of view, and what school and society take for granted.")),
)
"""The four levels after Hatton & Smith (1995), each with its descriptor."""

STEP_UPS: Mapping[Level, str] = {
    Level.DESCRIPTIVE: N_("Why did you do that?"),
    Level.DESCRIPTIVE_REFLECTION: N_("What other explanation is possible? What would a pupil say?"),
    Level.DIALOGIC: N_(
        "Which habit, norm or expectation of school or society makes this go without saying?"
        " For whom does it turn out badly?"
    ),
}
"""The one question that leads to the next level; the last level has none."""

LENSES = {"own_experience": Lens.OWN_EXPERIENCE, "pupils": Lens.PUPILS, "colleagues": Lens.COLLEAGUES,
          "theory": Lens.THEORY}  # fmt: skip


@dataclass(frozen=True)
class Section:
    """A step of a template with its questions; ``rows`` of cells when it holds a grid."""

    title: str
    help: str
    folded: bool
    before: tuple[Question, ...]
    grid: tuple[tuple[str, tuple[Question | None, ...]], ...]
    columns: tuple[str, ...]
    after: tuple[Question, ...]
    form: StepForm = StepForm.STACK


def sections(template: Template, t: Translator) -> tuple[Section, ...]:
    """The steps of a template in order; questions of no known step come last."""
    known = {step.key for step in template.steps}
    made = [_section(template, step, template.of_step(step.key), t) for step in template.steps]
    rest = tuple(item for item in template.questions if item.step not in known)
    if rest:
        made.append(_section(template, None, rest, t))
    return tuple(item for item in made if item.before or item.grid or item.after)


def _section(template: Template, step: Step | None, asked: Sequence[Question], t: Translator) -> Section:
    cells = {(item.row, item.column): item for item in asked if item.form is QuestionForm.GRID}
    grid = tuple(
        (t.pick(row.title), tuple(cells.get((row.key, column.key)) for column in template.columns))
        for row in template.rows
        if any((row.key, column.key) in cells for column in template.columns)
    )
    first = next((at for at, item in enumerate(asked) if item.form is QuestionForm.GRID), len(asked))
    placed = {(row.key, column.key) for row in template.rows for column in template.columns}

    def outside(questions: Sequence[Question]) -> tuple[Question, ...]:
        return tuple(
            item for item in questions if item.form is not QuestionForm.GRID or (item.row, item.column) not in placed
        )

    return Section(
        title=t.pick(step.title) if step else "",
        help=t.pick(step.help) if step and step.help else "",
        folded=bool(step and step.folded),
        before=outside(asked[:first]),
        grid=grid,
        columns=tuple(t.pick(column.title) for column in template.columns) if grid else (),
        after=outside(asked[first:]),
        form=step.form if step else StepForm.STACK,
    )


def one_sided(template: Template, answers: Mapping[str, str], sources: Mapping[str, Source]) -> tuple[Step, ...]:
    """Rows of a grid where the writer told her own side, and left the pupils' open or guessed it.

    Where the columns differ is the way into the next step (Korthagen & Vasalos 2005).
    """
    cells = {(item.row, item.column): item for item in template.questions if item.form is QuestionForm.GRID}
    found: list[Step] = []
    for row in template.rows:
        asked = [cells[row.key, column.key] for column in template.columns if (row.key, column.key) in cells]
        theirs = [item for item in asked if item.pupil_cell]
        own = any(answers.get(item.key, "").strip() for item in asked if not item.pupil_cell)
        open_ones = (
            not answers.get(item.key, "").strip() or sources.get(item.key) is Source.GUESSED for item in theirs
        )
        if own and theirs and any(open_ones):
            found.append(row)
    return tuple(found)


def step_up(level: Level | None, t: Translator) -> str:
    """The one question that goes a step further; empty without a level and on the last one."""
    sentence = STEP_UPS.get(level) if level else None
    return t(sentence) if sentence else ""


def title_for(reflection: Reflection, template: Template, t: Translator) -> str:
    """The title somebody gave, else the sentence she wrote down, else the name of the template.

    What was written to let off steam lends no words to the title, because titles stand in lists.
    """
    own = reflection.title.strip()
    if own:
        return own
    statement = "" if reflection.venting else " ".join(reflection.answers.get(STATEMENT, "").split())
    if len(statement) > TITLE_LENGTH:
        statement = statement[:TITLE_LENGTH].rsplit(" ", 1)[0] + " …"
    return statement or t.pick(template.name)


def can_become_pattern(template: Template) -> bool:
    """Whether the answers of a template can go into a habit or a belief."""
    return template.question(STATEMENT) is not None


class ReflectionPresenter:
    """Asks the records and makes what is linked."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def about(self, reflection: Reflection, t: Translator) -> tuple[Linked, ...]:
        """The experiences that a saved reflection is about."""
        records = self._services.records
        found: list[Linked] = []
        for link in records.links_from(reflection.id, Role.ABOUT):
            record = records.get(Experience, link.target_id)
            if record is not None:
                found.append(Linked(link.id, record.KIND, record.id, line_of(record, t)))
        return tuple(found)

    def named(self, ids: Sequence[str], t: Translator) -> tuple[Linked, ...]:
        """Experiences that are to be linked; those that are gone are left out."""
        found = [self._services.records.get(Experience, ident) for ident in ids]
        return tuple(Linked("", item.KIND, item.id, line_of(item, t)) for item in found if item is not None)

    def moments(self, t: Translator) -> tuple[tuple[str, str], ...]:
        """The latest experiences, to choose from."""
        rows = self._services.records.rows(Query(kinds=(Experience.KIND,), limit=MOMENTS_OFFERED))
        return tuple(
            (row.id, f"{t.date(row.day, 'medium')}  ·  {row.heading}" if row.day else row.heading) for row in rows
        )

    def new_links(self, reflection: Reflection, ids: Sequence[str]) -> tuple[Link, ...]:
        """Links to experiences that are not linked yet."""
        records = self._services.records
        there = {link.target_id for link in records.links_from(reflection.id, Role.ABOUT)}
        return tuple(
            Link(
                **self._head(reflection.lang),
                role=Role.ABOUT,
                source_kind=Reflection.KIND,
                source_id=reflection.id,
                target_kind=Experience.KIND,
                target_id=ident,
            )
            for ident in dict.fromkeys(ids)
            if ident not in there and records.get(Experience, ident) is not None
        )

    def pattern_of(self, reflection: Reflection) -> str:
        """Id of the habit or belief that was made of a reflection's sentence; empty when there is none."""
        for link in self._services.records.links_to(reflection.id, Role.LIFTED_FROM):
            if link.quote is not None and link.quote.field == f"answers.{STATEMENT}":
                return link.source_id
        return ""

    def make_pattern(self, reflection: Reflection, template: Template, kind: PatternKind) -> Pattern:
        """Make a habit or a belief of the answers and link it to the sentence. One step."""
        records = self._services.records
        pattern = to_pattern(reflection, template, kind, self._head(reflection.lang), records.new_id)
        body = reflection.answers.get(STATEMENT, "")
        history = records.history(Reflection.KIND, reflection.id)
        quote = Quote.take(f"answers.{STATEMENT}", body, 0, len(body), history[0].number if history else 0)
        link = Link(
            **self._head(reflection.lang),
            role=Role.LIFTED_FROM,
            source_kind=Pattern.KIND,
            source_id=pattern.id,
            target_kind=Reflection.KIND,
            target_id=reflection.id,
            quote=quote,
        )
        records.save(pattern, links=[link], verb="lift_out")
        return pattern

    def _head(self, lang: str) -> Head:
        records = self._services.records
        return {"id": records.new_id(), "written_at": records.now(), "lang": lang}


def to_pattern(
    reflection: Reflection, template: Template, kind: PatternKind, head: Head, new_id: Callable[[], str]
) -> Pattern:
    """The habit or belief that the answers of the core template describe, dated on the day of the reflection."""
    answers = {key: text.strip() for key, text in reflection.answers.items()}
    on = reflection.happened_on
    cases = tuple(Case(on, key == "fits", answers[key]) for key in ("fits", "doesnt_fit") if answers.get(key))
    asked = tuple(Consultation(on, lens, "", answers[key]) for key, lens in LENSES.items() if answers.get(key))
    return Pattern(
        **head,
        kind=kind,
        statement=" ".join(answers.get(STATEMENT, "").split()),
        noticed_on=on,
        cue=answers.get("cue", ""),
        automatic=answers.get("automatic", ""),
        brings=answers.get("brings", ""),
        costs=answers.get("costs", ""),
        rival=answers.get("rival", ""),
        origin=answers.get("origin", ""),
        things_right=answers.get("things_right", ""),
        right_things=answers.get("right_things", ""),
        ratings=_ratings(template, answers.get("rating", ""), on),
        cases=cases,
        consultations=asked,
        experiments=_try_outs(answers, on, new_id),
        tags=reflection.tags,
        for_talk=reflection.for_talk,
    )


def _ratings(template: Template, step: str, on: date) -> tuple[RatingEntry, ...]:
    question = template.question("rating")
    ratings = list(Rating)
    if question is None or len(question.scale) != len(ratings) or not step.isdigit():
        return ()
    return (RatingEntry(on, ratings[int(step) - 1]),) if 1 <= int(step) <= len(ratings) else ()


def _try_outs(answers: Mapping[str, str], on: date, new_id: Callable[[], str]) -> tuple[Experiment, ...]:
    if not answers.get("try_text"):
        return ()
    told = bool(answers.get("happened"))
    return (
        Experiment(
            new_id(),
            on,
            answers["try_text"],
            answers.get("expect", ""),
            answers.get("rethink_if", ""),
            state=TryOutState.TOLD if told else TryOutState.PLANNED,
            told_on=on if told else None,
            happened=answers.get("happened", ""),
            says=answers.get("says", ""),
        ),
    )
