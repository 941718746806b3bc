"""What must hold within a content set beyond the types of its values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, Final, cast

from portfolio_app.content.lines import Path
from portfolio_app.content.reader import LANGUAGES, Problem
from portfolio_app.domain.holidays import HolidayCalendar
from portfolio_app.domain.phrases import MOST_WAYS, PhraseError, parse
from portfolio_app.domain.portfolio import Sector
from portfolio_app.domain.privacy import Kind, PrivacySet
from portfolio_app.domain.privacy_words import parts_of
from portfolio_app.domain.register import Extra, Maximum, Minimum, Practice, Scheme, Total
from portfolio_app.domain.sets import (
    BeliefLibrary,
    ContentSet,
    Framework,
    Instrument,
    ObservationScales,
    Question,
    QuestionForm,
    StepForm,
    Template,
)
from portfolio_app.domain.signals import SignalSet

WORDS_WITHOUT_LANGUAGE: Final = frozenset({"framework_for"})
"""Fields that are mappings but not texts in languages."""


def check(content: ContentSet) -> None:
    """Raise `Problem` for the first thing in a set that cannot be right."""
    if content.version < 1:
        raise Problem("out-of-range", ("version",))
    _languages(content, ())
    for kind, rule in _CHECKS.items():
        if isinstance(content, kind):
            rule(content)


def _languages(value: Any, path: Path) -> None:
    """Texts are in Dutch or English or both, and in nothing else."""
    for item in fields(value):
        inner = getattr(value, item.name)
        here = (*path, item.name)
        if item.name in WORDS_WITHOUT_LANGUAGE:
            continue
        if isinstance(inner, Mapping):
            _language_keys(cast("Mapping[str, str]", inner), here)
        elif isinstance(inner, tuple):
            for index, part in enumerate(cast("tuple[Any, ...]", inner)):
                _languages_of_part(part, (*here, index))
        else:
            _languages_of_part(inner, here)


def _languages_of_part(part: Any, path: Path) -> None:
    if isinstance(part, Mapping):
        _language_keys(cast("Mapping[str, str]", part), path)
    elif is_dataclass(part):
        _languages(part, path)


def _language_keys(texts: Mapping[str, str], path: Path) -> None:
    for key in texts:
        if key not in LANGUAGES:
            raise Problem("unknown-key", (*path, key))


def _unique(part: str, key: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for index, value in enumerate(values):
        if not value:
            raise Problem("empty-text", (part, index, key))
        if value in seen:
            raise Problem("duplicate-id", (part, index, key))
        seen.add(value)


def _known(value: str, allowed: Iterable[str], path: Path) -> None:
    if value and value not in set(allowed):
        raise Problem("unknown-value", path)


def _scheme(scheme: Scheme) -> None:
    _unique("categories", "id", (item.id for item in scheme.categories))
    _anchor(scheme)
    if not 1 <= scheme.period.years <= 10:
        raise Problem("out-of-range", ("period", "years"))
    if not set(scheme.framework_for) <= {sector.value for sector in Sector}:
        raise Problem("unknown-key", ("framework_for",))
    ids = [item.id for item in scheme.categories]
    for index, rule in enumerate(scheme.rules):
        here = ("rules", index)
        if isinstance(rule, Minimum | Maximum):
            _amount(rule, here)
            for category in rule.categories:
                _known(category, ids, (*here, "categories"))
        if isinstance(rule, Total | Extra | Practice) and rule.hours < 0:
            raise Problem("out-of-range", (*here, "hours"))
    totals = [index for index, rule in enumerate(scheme.rules) if isinstance(rule, Total) and rule.when is None]
    if len(totals) > 1:
        raise Problem("duplicate-id", ("rules", totals[1], "type"))


def _anchor(scheme: Scheme) -> None:
    anchor = scheme.period.anchor
    if anchor in ("registration_date", "free"):
        return
    parts = scheme.period.month_and_day
    try:
        if parts is None or len(anchor) != 5:
            raise ValueError(anchor)
        date(2023, *parts)  # not a leap year: a period must be able to begin every year
    except ValueError as error:
        raise Problem("bad-date", ("period", "anchor")) from error


def _amount(rule: Minimum | Maximum, path: Path) -> None:
    """Exactly one of hours and share is given."""
    if rule.hours is None and rule.share_percent is None:
        raise Problem("missing-key", (*path, "hours"))
    if rule.hours is not None and rule.share_percent is not None:
        raise Problem("unknown-key", (*path, "share_percent"))
    if rule.hours is not None and rule.hours < 0:
        raise Problem("out-of-range", (*path, "hours"))
    if rule.share_percent is not None and not 0 <= rule.share_percent <= 100:
        raise Problem("out-of-range", (*path, "share_percent"))


def _framework(framework: Framework) -> None:
    codes = [item.code for item in framework.competences]
    _unique("competences", "code", codes)
    for index, item in enumerate(framework.competences):
        _known(item.group, codes[:index], ("competences", index, "group"))


def _template(template: Template) -> None:
    for part in ("steps", "rows", "columns", "questions"):
        _unique(part, "key", (item.key for item in getattr(template, part)))
    keys: dict[str, Sequence[str]] = {
        "step": [item.key for item in template.steps],
        "row": [item.key for item in template.rows],
        "column": [item.key for item in template.columns],
    }
    for index, question in enumerate(template.questions):
        for name, allowed in keys.items():
            _known(getattr(question, name), allowed, ("questions", index, name))
        if question.form is QuestionForm.GRID and not (question.row and question.column):
            raise Problem("missing-key", ("questions", index, "row" if not question.row else "column"))
        if not all(1 <= month <= 12 for month in question.months):
            raise Problem("out-of-range", ("questions", index, "months"))
        if question.form is QuestionForm.SCALE and len(question.scale) < 2:
            raise Problem("missing-key", ("questions", index, "scale"))
    for index, step in enumerate(template.steps):
        _step_form(step.form, template.of_step(step.key), ("steps", index, "form"))


_FORM_HOLDS: Final = {
    StepForm.COLUMNS: (2, 4),
    StepForm.LADDER: (2, 9),
    StepForm.CONVERSATION: (2, 2),
    StepForm.LAYERS: (2, 9),
    StepForm.LENSES: (2, 6),
}
"""Least and most questions that a form has room for."""


def _step_form(form: StepForm, questions: Sequence[Question], path: Path) -> None:
    """A form asks for a number of questions that are answered in words; a conversation for longer words."""
    if form is StepForm.STACK:
        return
    least, most = _FORM_HOLDS[form]
    if not least <= len(questions) <= most:
        raise Problem("form-count", path)
    fitting = {QuestionForm.TEXT} if form is StepForm.CONVERSATION else {QuestionForm.TEXT, QuestionForm.LINE}
    if not all(question.form in fitting for question in questions):
        raise Problem("form-words", path)


def _instrument(instrument: Instrument) -> None:
    _unique("items", "key", (item.key for item in instrument.items))
    if not instrument.items:
        raise Problem("missing-key", ("items",))
    if len(instrument.scale) < 2:
        raise Problem("missing-key", ("scale",))
    for index, item in enumerate(instrument.items):
        if len(item.scale) == 1:
            raise Problem("missing-key", ("items", index, "scale"))
    if instrument.second is not None and len(instrument.second.scale) < 2:
        raise Problem("missing-key", ("second", "scale"))
    if instrument.example_from is not None and not 1 <= instrument.example_from <= len(instrument.scale):
        raise Problem("out-of-range", ("example_from",))
    if instrument.every_months is not None and instrument.every_months < 1:
        raise Problem("out-of-range", ("every_months",))


def _scales(scales: ObservationScales) -> None:
    _unique("items", "key", (item.key for item in scales.items))


def _beliefs(library: BeliefLibrary) -> None:
    _unique("starters", "key", (item.key for item in library.starters))
    _unique("worked", "key", (item.key for item in library.worked))


def _signals(content: SignalSet) -> None:
    _known(content.lang, LANGUAGES, ("lang",))
    _unique("kinds", "key", (kind.key for kind in content.kinds))
    for number, words in enumerate(content.denials):
        if words != words.lower() or not words.split():
            raise Problem("phrase-broken", ("denials", number))
    ways: Counter[str] = Counter()
    _phrases(content.stems, ("stems",), ways)
    for index, kind in enumerate(content.kinds):
        _phrases(kind.phrases, ("kinds", index, "phrases"), ways)
        _phrases(kind.unless, ("kinds", index, "unless"), ways)


def _phrases(phrases: Iterable[str], path: Path, ways: Counter[str]) -> None:
    """Phrases that can be read, and together not too dear to look for; ``ways`` adds those up by first word."""
    for number, words in enumerate(phrases):
        here = (*path, number)
        try:
            phrase = parse(words)
        except PhraseError as error:
            raise Problem(error.code, here) from error
        for start in phrase.starts:
            ways[start] += phrase.ways
            if ways[start] > MOST_WAYS:
                raise Problem("phrase-too-wide", here)


def _privacy(content: PrivacySet) -> None:
    for index, rule in enumerate(content.rules):
        here = ("rules", index)
        if rule.kind is Kind.OWN and not (rule.name and rule.why):
            raise Problem("missing-key", (*here, "why" if rule.name else "name"))
        for key in ("cues", "words", "ambiguous", "unless"):
            for number, word in enumerate(getattr(rule, key)):
                _sought(word, (*here, key, number), ending=key == "unless" and rule.kind is Kind.FIRST_NAME)


def _sought(word: str, path: Path, *, ending: bool) -> None:
    """A word or some words that can be looked for; where ``ending`` allows it also ``*school``."""
    if not word.strip():
        raise Problem("empty-text", path)
    try:
        parts_of(word.removeprefix("*") if ending else word)
    except ValueError as error:
        raise Problem("phrase-broken", path) from error


def _holidays(calendar: HolidayCalendar) -> None:
    _unique("years", "year", (item.year for item in calendar.years))
    for at, year in enumerate(calendar.years):
        for index, holiday in enumerate(year.holidays):
            here = ("years", at, "holidays", index)
            if holiday.until_on < holiday.from_on:
                raise Problem("out-of-range", (*here, "until_on"))
            if not holiday.regions:
                raise Problem("missing-key", (*here, "regions"))


_CHECKS: Final[dict[type[ContentSet], Callable[[Any], None]]] = {
    Scheme: _scheme,
    Framework: _framework,
    Template: _template,
    Instrument: _instrument,
    ObservationScales: _scales,
    BeliefLibrary: _beliefs,
    HolidayCalendar: _holidays,
    SignalSet: _signals,
    PrivacySet: _privacy,
}
