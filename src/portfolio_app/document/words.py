"""Words for the values of the domain, for document, window and terminal alike."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final

from portfolio_app.domain.covers import CoverLook
from portfolio_app.domain.evidence import PupilsVisible
from portfolio_app.domain.experiences import ActivityType, Formality
from portfolio_app.domain.growth import NamedBy, Origin, Phase, QualitySide
from portfolio_app.domain.patterns import Assumption, Decision, Form, Layer, Lens, PatternKind, Rating, TryOutState
from portfolio_app.domain.portfolio import Sector
from portfolio_app.domain.reflections import Level, Source
from portfolio_app.domain.selection import Audience, Carry, Paper, Part
from portfolio_app.i18n import N_, Translator

_WORDS: Final[Mapping[Enum, str]] = {
    ActivityType.STUDY: N_("degree course"),
    ActivityType.COURSE: N_("course or training"),
    ActivityType.STUDY_DAY: N_("study day"),
    ActivityType.CONFERENCE: N_("conference"),
    ActivityType.INSIDE_SCHOOL: N_("other activity at school"),
    ActivityType.OUTSIDE_SCHOOL: N_("other activity outside school"),
    ActivityType.SELF_STUDY: N_("self-study"),
    Formality.FORMAL: N_("formal learning"),
    Formality.NON_FORMAL: N_("non-formal learning"),
    Formality.INFORMAL: N_("informal learning"),
    CoverLook.BLACK: N_("black box"),
    CoverLook.BLUR: N_("blurred"),
    PupilsVisible.UNKNOWN: N_("not answered yet"),
    PupilsVisible.NO: N_("no pupils in it"),
    PupilsVisible.YES: N_("pupils in it"),
    Phase.STUDENT: N_("teacher in training"),
    Phase.START: N_("newly qualified"),
    Phase.INDUCTION: N_("induction"),
    Phase.BASIC: N_("basic proficiency"),
    Phase.PROFICIENT: N_("proficient"),
    Phase.EXPERT: N_("specialist or guide of others"),
    Origin.CHANGE: N_("from a change around me"),
    Origin.DEVELOPMENT: N_("from my own development"),
    Origin.FEEDBACK: N_("from feedback"),
    QualitySide.STRENGTH: N_("What I am good at"),
    QualitySide.GROWTH: N_("Where I want to grow"),
    NamedBy.SELF: N_("named by myself"),
    NamedBy.COLLEAGUE: N_("named by a colleague"),
    NamedBy.COACH: N_("named by my coach"),
    PatternKind.HABIT: N_("habit"),
    PatternKind.MENTAL_MODEL: N_("belief"),
    Assumption.PARADIGMATIC: N_("how the world is"),
    Assumption.PRESCRIPTIVE: N_("how it ought to be"),
    Assumption.CAUSAL: N_("what leads to what"),
    Form.FAMILIAR_WAY: N_("familiar way of working"),
    Form.IMAGE: N_("image"),
    Form.ASSUMPTION: N_("assumption"),
    Form.STORY: N_("story"),
    Layer.BELIEFS: N_("what I believe"),
    Layer.IDENTITY: N_("who I am in my work"),
    Layer.MISSION: N_("what I do it for"),
    Rating.NO_LONGER: N_("no longer"),
    Rating.IN_DOUBT: N_("I doubt it"),
    Rating.MOSTLY: N_("mostly"),
    Rating.WHOLLY: N_("wholly"),
    Decision.KEEP: N_("kept"),
    Decision.SHARPEN: N_("sharpened"),
    Decision.LET_GO: N_("let go"),
    Lens.OWN_EXPERIENCE: N_("my own experience"),
    Lens.PUPILS: N_("pupils"),
    Lens.COLLEAGUES: N_("colleagues"),
    Lens.THEORY: N_("literature"),
    TryOutState.PLANNED: N_("planned"),
    TryOutState.TOLD: N_("tried"),
    TryOutState.DROPPED: N_("dropped"),
    Sector.PO: N_("primary education"),
    Sector.VO: N_("secondary education"),
    Sector.MBO: N_("vocational education"),
    Source.SEEN: N_("seen"),
    Source.HEARD: N_("heard"),
    Source.ASKED: N_("asked"),
    Source.GUESSED: N_("guessed"),
    Level.DESCRIPTIVE: N_("describing"),
    Level.DESCRIPTIVE_REFLECTION: N_("describing and looking for reasons"),
    Level.DIALOGIC: N_("in dialogue with myself"),
    Level.CRITICAL: N_("critical, with the context in view"),
    Audience.MENTOR: N_("my mentor"),
    Audience.DOSSIER: N_("my competence file at school"),
    Audience.REGISTER: N_("a register"),
    Audience.APPLICATION: N_("a job application"),
    Audience.ARCHIVE: N_("my own archive"),
    Carry.FITTING: N_("small files inside, large ones in a file beside it"),
    Carry.INSIDE: N_("everything inside the document"),
    Carry.MAIL: N_("as small as a mail wants it"),
    Carry.LISTED: N_("only named in the list"),
    Paper.A4: N_("A4"),
    Paper.LETTER: N_("Letter"),
    Part.ACCOUNT: N_("About this period"),
    Part.EXPERIENCES: N_("Activities and moments"),
    Part.REFLECTIONS: N_("Looking back"),
    Part.JOURNAL: N_("From my weeks"),
    Part.PATTERNS: N_("Habits and beliefs"),
    Part.GROWTH: N_("Where I stand"),
    Part.FEEDBACK: N_("What others said"),
    Part.HOURS: N_("Hours"),
    Part.EVIDENCE: N_("Evidence"),
}


def word(value: Enum, t: Translator) -> str:
    """The word for a value in the reader's language."""
    return t(_WORDS[value])
