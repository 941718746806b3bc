"""Content sets: schemes, frameworks, templates and self-checks are versioned data, never code.

Texts are carried in both languages: ``Texts`` is a mapping of language code to text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from portfolio_app.domain.growth import Phase
from portfolio_app.domain.patterns import Assumption, PatternKind
from portfolio_app.domain.portfolio import Sector

Texts = Mapping[str, str]


class Confidence(Enum):
    """How sure the source is; anything below high is shown with "check this"."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, kw_only=True)
class ContentSet:
    """What every set declares about itself."""

    id: str
    version: int
    name: Texts
    source: tuple[str, ...]
    checked_on: date
    confidence: Confidence = Confidence.HIGH
    note: Texts | None = None

    @property
    def check_this(self) -> bool:
        """Whether the owner is asked to check it against her own source."""
        return self.confidence is not Confidence.HIGH


@dataclass(frozen=True, kw_only=True)
class Competence:
    """One competence of a framework.

    ``group`` is the code of its parent, or empty; ``sectors`` is empty where it holds for all. ``literal`` says that
    the Dutch text is quoted from the source; otherwise it follows the source in other words.
    """

    code: str
    name: Texts
    text: Texts | None = None
    group: str = ""
    sectors: tuple[Sector, ...] = ()
    literal: bool = False


@dataclass(frozen=True, kw_only=True)
class Framework(ContentSet):
    """A competence framework."""

    sectors: tuple[Sector, ...] = ()
    competences: tuple[Competence, ...] = ()

    def find(self, code: str) -> Competence | None:
        """The competence with a code, or None."""
        return next((item for item in self.competences if item.code == code), None)


class QuestionForm(Enum):
    """How a question is answered."""

    LINE = "line"
    TEXT = "text"
    GRID = "grid"  # cell of the 2 x 4 grid; `row` and `column` place it
    SCALE = "scale"


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question of a template.

    ``pupil_cell`` marks answers of which the source is asked (seen, heard, asked, guessed). A question that
    ``rotates`` is asked now and then, in the given career phases and months from 1 to 12 (empty: in all). ``scale``
    holds the words of a scale, lowest first.
    """

    key: str
    ask: Texts
    help: Texts | None = None
    form: QuestionForm = QuestionForm.TEXT
    step: str = ""
    row: str = ""
    column: str = ""
    pupil_cell: bool = False
    rotates: bool = False
    phases: tuple[Phase, ...] = ()
    months: tuple[int, ...] = ()
    optional: bool = False
    scale: tuple[Texts, ...] = ()


class StepForm(Enum):
    """How the questions of a step stand on the page."""

    STACK = "stack"  # beneath each other, and the cells of a grid in their grid
    COLUMNS = "columns"  # two to four beside each other
    LADDER = "ladder"  # rungs, the first question at the bottom
    CONVERSATION = "conversation"  # rows of two: the answers are written and kept line by line, see `domain.rows`
    LAYERS = "layers"  # within each other, the first question outermost
    LENSES = "lenses"  # panels of equal weight, in no order


@dataclass(frozen=True, kw_only=True)
class Step:
    """A part of a template, or a row or column of its grid; ``folded`` ones open on request.

    ``form`` says how the questions of a part stand together; rows and columns have none.
    """

    key: str
    title: Texts
    help: Texts | None = None
    folded: bool = False
    form: StepForm = StepForm.STACK


@dataclass(frozen=True, kw_only=True)
class Template(ContentSet):
    """A reflection template."""

    purpose: Texts
    steps: tuple[Step, ...] = ()
    rows: tuple[Step, ...] = ()
    columns: tuple[Step, ...] = ()
    questions: tuple[Question, ...] = ()

    def question(self, key: str) -> Question | None:
        """The question with a key, or None."""
        return next((item for item in self.questions if item.key == key), None)

    def of_step(self, step: str) -> tuple[Question, ...]:
        """The questions of one step, in order."""
        return tuple(item for item in self.questions if item.step == step)

    def fixed(self) -> tuple[Question, ...]:
        """The questions that are asked every time."""
        return tuple(item for item in self.questions if not item.rotates)

    def rotating(self, phase: Phase | None = None) -> tuple[Question, ...]:
        """The questions that take turns, for somebody in a phase (None: only those that are meant for everybody)."""
        return tuple(item for item in self.questions if item.rotates and (not item.phases or phase in item.phases))


@dataclass(frozen=True, kw_only=True)
class Item:
    """A statement of a self-check."""

    key: str
    text: Texts


class Shows(Enum):
    """What in a portfolio may serve as an example of a statement; offered, never filled in."""

    MISTAKES = "mistakes"  # moments and activities tagged as a mistake
    TRY_OUTS = "try_outs"  # beliefs of which something was tried out
    FEEDBACK = "feedback"  # what others said, where something was done with it


@dataclass(frozen=True, kw_only=True)
class CheckItem(Item):
    """A statement of a self-check, with a ``scale`` of its own where the instrument's does not fit it (lowest first).

    ``example_label`` asks for its words in another way than the instrument does.
    """

    scale: tuple[Texts, ...] = ()
    example_label: Texts | None = None
    shows: tuple[Shows, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SecondQuestion:
    """What is asked of every statement besides the first question, with its own scale (lowest first)."""

    ask: Texts
    scale: tuple[Texts, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Instrument(ContentSet):
    """A self-check: items, and the words of its ordered scale (lowest first).

    Steps of a scale are counted from 1. ``question`` is what is asked of every statement (None: the statement says it
    all), ``second`` what is asked besides. An example in words is asked from step ``example_from`` up, or where
    ``example_label`` asks for other words, always. ``named_by_others`` says that somebody else may have named it.
    ``about_activity`` is for one that is taken on an activity. A ``private`` one goes into no document unless she
    chooses it herself. ``place`` is where it stands among the others, the lowest first. ``cite`` says where its numbers
    come from.
    """

    cite: str
    items: tuple[CheckItem, ...] = ()
    scale: tuple[Texts, ...] = ()
    question: Texts | None = None
    second: SecondQuestion | None = None
    example_label: Texts | None = None
    example_from: int | None = None
    named_by_others: bool = True
    about_activity: bool = False
    private: bool = True
    every_months: int | None = None
    place: int = 100

    def item(self, key: str) -> CheckItem | None:
        """The statement with a key, or None."""
        return next((item for item in self.items if item.key == key), None)

    def scale_of(self, key: str) -> tuple[Texts, ...]:
        """The words of the scale on which a statement is answered, lowest first."""
        item = self.item(key)
        return item.scale if item is not None and item.scale else self.scale

    def words_for(self, item: CheckItem) -> Texts | None:
        """What its words are asked as, or None for an example."""
        return item.example_label or self.example_label

    def asks_example(self, step: int | None) -> bool:
        """Whether an answer on this step is incomplete without an example in words."""
        return step is not None and self.example_from is not None and step >= self.example_from


def step_words(scale: Sequence[Texts], step: int | None) -> Texts:
    """The words of a step on a scale, counted from 1; empty where the scale has no such step."""
    return scale[step - 1] if step is not None and 0 < step <= len(scale) else {}


@dataclass(frozen=True, kw_only=True)
class ObservationScales(ContentSet):
    """The names of the scales by which an observer may note what she saw; ``cite`` says whose they are.

    The items of the instrument are not in it, and its scores are not added up.
    """

    cite: str
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StarterBelief:
    """A belief many teachers know: to recognise, never taken over by itself."""

    key: str
    statement: Texts
    assumption: Assumption | None = None


@dataclass(frozen=True, kw_only=True)
class WorkedBelief:
    """A belief or habit worked out, to look at; the fields are those of a pattern."""

    key: str
    statement: Texts
    kind: PatternKind = PatternKind.MENTAL_MODEL
    automatic: Texts | None = None
    brings: Texts | None = None
    costs: Texts | None = None
    rival: Texts | None = None
    try_text: Texts | None = None
    expect: Texts | None = None
    rethink_if: Texts | None = None
    happened: Texts | None = None
    says: Texts | None = None
    now: Texts | None = None


@dataclass(frozen=True, kw_only=True)
class BeliefLibrary(ContentSet):
    """Examples of beliefs: beginnings of sentences, beliefs to recognise, and some worked out."""

    stems: tuple[Texts, ...] = ()
    starters: tuple[StarterBelief, ...] = ()
    worked: tuple[WorkedBelief, ...] = ()
