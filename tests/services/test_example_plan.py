"""The example as it is planned: enough of everything, sensible, in its language, and always the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from random import Random

import pytest

from portfolio_app import paths
from portfolio_app.content.sets import ContentSets
from portfolio_app.domain.allocations import check_allocations
from portfolio_app.domain.canonical import dump, load
from portfolio_app.domain.evidence import Certificate, Evidence
from portfolio_app.domain.experiences import ActivityType, Experience
from portfolio_app.domain.growth import (
    Agreement,
    Feedback,
    LearningQuestion,
    Phase,
    PhaseEntry,
    Quality,
    QualitySide,
    SelfCheck,
    Talk,
)
from portfolio_app.domain.journal import JournalWeek, WeekState
from portfolio_app.domain.lessons import Observation, PupilSurvey, check_scores
from portfolio_app.domain.letters import Letter
from portfolio_app.domain.links import Role
from portfolio_app.domain.patterns import Decision, Pattern, PatternKind, TryOutState
from portfolio_app.domain.portfolio import Appointment, Pause, Profile
from portfolio_app.domain.records import R, Record
from portfolio_app.domain.reflections import Reflection
from portfolio_app.domain.register import Cycle
from portfolio_app.domain.selection import Audience, Selection
from portfolio_app.services.example import ExamplePlan, plan
from portfolio_app.services.example.calendar import Schedule, first_of, school_year
from portfolio_app.services.example.texts import kept_weeks, sizes
from portfolio_app.services.patterns import text_of

UNTIL = date(2026, 11, 24)
LANGS = ("nl", "en")
NL = r"\b(de|het|een|en|ik|niet|van|dat|was|die|met|voor|wat|mijn|maar|ze|hij|op|is|te|er|of|dan|geen|als|bij|om)\b"
EN = r"\b(the|a|and|i|not|of|that|was|it|with|for|what|my|but|they|he|to|is|in|had|if|who|from|no|at|by|on|as|so)\b"
ONLY_NL = r"\b(de|het|een|en|ik|niet|van|dat|die|met|voor|wat|mijn|maar|ze|hij|er|geen|als|bij)\b"
ONLY_EN = r"\b(the|and|not|that|it|with|for|what|my|but|they|he|to|who|from|by)\b"
LONG = 60


@cache
def example(lang: str = "nl") -> ExamplePlan:
    return plan(lang, 4, UNTIL)


def of(cls: type[R], lang: str = "nl") -> list[R]:
    return [record for record in example(lang).records if isinstance(record, cls)]


def texts(lang: str) -> Iterator[str]:
    for record in example(lang).records:
        yield from (record.heading, *record.words)


@pytest.mark.parametrize("lang", LANGS)
def test_it_holds_what_is_promised(lang: str) -> None:
    assert len(of(Experience, lang)) >= 150
    assert {item.activity_type for item in of(Experience, lang) if item.is_activity} == set(ActivityType)
    assert sum(item.is_activity for item in of(Experience, lang)) >= 60
    assert sum(week.state is WeekState.DONE for week in of(JournalWeek, lang)) >= 120
    assert len(of(Pattern, lang)) == 10
    assert len(of(Reflection, lang)) >= 14
    assert len(of(Evidence, lang)) >= 60
    taken = Counter(check.instrument for check in of(SelfCheck, lang))
    assert taken["leervermogen"] >= 6
    assert (taken["amo"], taken["handelingsvermogen"], taken["cultuur"], taken["voorwaarden"]) == (2, 2, 1, 1)
    sides = Counter(quality.side for quality in of(Quality, lang))
    assert (sides[QualitySide.STRENGTH], sides[QualitySide.GROWTH]) == (2, 1)
    (beforehand,) = [item for item in of(Experience, lang) if item.purpose_before]
    assert beforehand.purpose_before_on is not None
    assert beforehand.purpose_before_on < beforehand.happened_on
    assert min(len(of(cls, lang)) for cls in (LearningQuestion, Talk, Agreement, Feedback)) >= 8
    assert len(of(Profile, lang)) == 1


@pytest.mark.parametrize("lang", LANGS)
def test_her_own_archive_begins_with_her_own_account(lang: str) -> None:
    (selection,) = of(Selection, lang)
    assert (selection.audience, selection.lang, selection.own_period) == (Audience.ARCHIVE, lang, False)
    assert 130 <= len(selection.account.split()) <= 220
    assert len(selection.account.split("\n\n")) >= 3
    assert sorted(selection.part_texts) == ["hours", "patterns"]
    assert not [item for item in plan(lang, 1, UNTIL).records if isinstance(item, Selection)]


@pytest.mark.parametrize("until", [date(2026, 9, 2) + timedelta(days=61) * number for number in range(6)])
def test_there_is_enough_of_it_whatever_the_day(until: date) -> None:
    counted = plan("nl", 4, until)
    weeks = [item for item in counted.records if isinstance(item, JournalWeek) and item.state is WeekState.DONE]
    experiences = [item for item in counted.records if isinstance(item, Experience)]
    assert (len(weeks) >= 120, len(experiences) >= 150, counted.counts()["evidence"] >= 60) == (True, True, True)
    assert counted.counts()["pattern"] == 10
    assert max(record.written_at.date() for record in counted.records) < until


def test_nothing_is_written_or_lived_in_holidays() -> None:
    pauses = of(Pause)
    assert {pause.reason for pause in pauses} == {
        "Herfstvakantie", "Kerstvakantie", "Voorjaarsvakantie", "Meivakantie", "Zomervakantie",
    }  # fmt: skip
    days = [item.happened_on for item in of(Experience)]
    days += [week.week.monday + timedelta(days=4) for week in of(JournalWeek)]
    assert not [day for day in days for pause in pauses if pause.from_on <= day <= pause.until_on]
    assert all(day.weekday() < 5 for day in days)


def test_weeks_are_unique_and_some_are_left_out() -> None:
    weeks = of(JournalWeek)
    assert len({week.week for week in weeks}) == len(weeks)
    off = [week for week in weeks if week.state is WeekState.OFF]
    assert off
    assert not any(week.answers for week in off)
    assert all(len(week.answers) == 3 for week in weeks if week.state is WeekState.DONE)


def test_a_habit_or_belief_has_a_life() -> None:
    patterns = of(Pattern)
    assert {pattern.kind for pattern in patterns} == set(PatternKind)
    assert sum(pattern.let_go_on is not None for pattern in patterns) == 1
    assert {wording.decision for pattern in patterns for wording in pattern.wordings} == set(Decision)
    assert all(len(pattern.ratings) >= 2 and pattern.cases for pattern in patterns)
    assert {case.fits for pattern in patterns for case in pattern.cases} == {True, False}
    told = [tried for pattern in patterns for tried in pattern.experiments if tried.state is TryOutState.TOLD]
    assert all(tried.happened and tried.says and tried.told_on for tried in told)
    assert len(told) >= 15
    known = {item.id: item for item in of(Experience)}
    for pattern in patterns:
        assert all(known[case.experience_id].happened_on == case.on for case in pattern.cases)


def test_letters_were_read_a_year_later_and_the_latest_is_closed() -> None:
    letters = sorted(of(Letter), key=lambda letter: letter.written_on)
    assert len(letters) == 3
    assert all(letter.written_on.month in (6, 7) for letter in letters)
    assert all(letter.read_on and letter.read_on >= letter.opens_on for letter in letters[:-1])
    assert letters[-1].closed(UNTIL)


def test_the_career_goes_on() -> None:
    assert [entry.phase for entry in sorted(of(PhaseEntry), key=lambda entry: entry.began_on)] == [
        Phase.START,
        Phase.INDUCTION,
        Phase.BASIC,
    ]
    assert [item.fte_percent for item in of(Appointment)] == [80, 100]
    assert {item.scheme for item in of(Cycle)} == {"nl-cao-vo", "nl-registerleraar-2017"}
    assert sum(item.expires_on is not None for item in of(Certificate)) >= 3


def test_minutes_are_split_as_the_schemes_allow() -> None:
    schemes = {scheme.id: scheme for scheme in ContentSets(paths.resources()).schemes()}
    used: Counter[str] = Counter()
    for item in of(Experience):
        check_allocations(item)
        for part in item.allocations:
            assert part.category in {category.id for category in schemes[part.scheme].categories}
            used[part.scheme] += part.minutes
    assert used["nl-registerleraar-2017"] > 100 * 60
    assert used["nl-cao-vo"] > 150 * 60


def test_codes_exist_in_the_content() -> None:
    sets = ContentSets(paths.resources())
    framework = sets.framework("nl-bekwaamheid-2017")
    chosen = [ref for record in example().records for ref in getattr(record, "competences", ())]
    assert chosen
    assert not [ref.code for ref in chosen if framework.find(ref.code) is None]
    for reflection in of(Reflection):
        template = sets.template(reflection.template)
        assert all(template.question(key) for key in (*reflection.answers, *reflection.sources))
    grid = {question.key for question in sets.template("alact").questions if question.row}
    assert len(grid) == 8
    assert all(grid <= set(item.answers) for item in of(Reflection) if item.template == "alact")
    week = sets.template("week")
    assert all(week.question(key) for item in of(JournalWeek) for key in item.answers)
    for check in of(SelfCheck):
        instrument = sets.instrument(check.instrument)
        assert [answer.item for answer in check.answers] == [item.key for item in instrument.items]
        assert not [answer for answer in check.answers if instrument.asks_example(answer.step) and not answer.example]
        for answer in check.answers:
            assert answer.step is None or 1 <= answer.step <= len(instrument.scale_of(answer.item))
            assert (answer.second is None) is (instrument.second is None)
    scales = sets.observation_scales("icalt")
    (scored,) = [visit for visit in of(Observation) if visit.scores]
    assert {score.item for score in scored.scores} <= {item.key for item in scales.items}
    check_scores(scored)
    (asked,) = [survey for survey in of(PupilSurvey) if survey.questions]
    assert {question.given for question in asked.questions} == {asked.respondents}


@pytest.mark.parametrize("lang", LANGS)
def test_links_point_at_records_and_quotes_at_words(lang: str) -> None:
    known = {(record.KIND, record.id): record for record in example(lang).records}
    assert len(known) == len(example(lang).records)
    lifted = 0
    for link in example(lang).links:
        source = known[link.source_kind, link.source_id]
        target = known[link.target_kind, link.target_id]
        assert link.written_at.date() >= max(source.written_at, target.written_at).date()
        if link.quote is not None:
            assert link.quote.find(text_of(target, link.quote.field)) is not None
            lifted += link.role is Role.LIFTED_FROM
    assert lifted == 10
    roles = {link.role for link in example(lang).links}
    assert roles >= {Role.PROVES, Role.ABOUT, Role.FITS, Role.DOESNT_FIT, Role.ANSWERS}
    assert not [item for item in of(Evidence, lang) if item.id not in {link.source_id for link in example(lang).links}]


@pytest.mark.parametrize("lang", LANGS)
def test_every_text_is_in_its_language(lang: str) -> None:
    usual, own, other = (NL, ONLY_NL, ONLY_EN) if lang == "nl" else (EN, ONLY_EN, ONLY_NL)
    told = " ".join(texts(lang)).lower()
    words = len(re.findall(r"[a-zà-ÿ']+", told))
    assert words > 20_000
    assert len(re.findall(usual, told)) > words * 0.3
    for text in texts(lang):
        strange = re.findall(other, text.lower())
        assert len(strange) <= max(1, len(re.findall(own, text.lower()))), text
    assert all(record.lang == lang for record in example(lang).records)


@pytest.mark.parametrize("lang", LANGS)
def test_long_texts_are_not_repeated(lang: str) -> None:
    long = [text for text in texts(lang) if len(text) >= LONG]
    assert len(long) > 700
    assert len(set(long)) >= len(long) * 0.99


def test_pupils_are_letters_only() -> None:
    told = " | ".join(texts("nl"))
    assert re.search(r"leerling [A-W]\b", told)
    assert not re.search(r"leerling [A-Z]\w", told)
    assert "{" not in told


def test_the_same_seed_makes_the_same_example() -> None:
    assert plan("nl", 4, UNTIL).digest() == example().digest()
    others = {plan("nl", 4, UNTIL, seed=2).digest(), plan("nl", 4, UNTIL - timedelta(days=1)).digest()}
    assert len(others | {example().digest(), example("en").digest()}) == 4


def test_records_survive_their_canonical_form() -> None:
    for record in (*example().records, *example().links):
        assert load(record.KIND, record.SCHEMA_VERSION, dump(record)) == record


@pytest.mark.parametrize("lang", LANGS)
def test_a_large_example_stays_sensible(lang: str) -> None:
    large = plan(lang, 4, UNTIL, entries=2000)
    stories = [item.story for item in large.records if isinstance(item, Experience)]
    assert len(stories) == 2001  # the moment that is waiting for its story comes on top
    assert len(set(stories)) > 1980
    assert len({item.title for item in large.records if isinstance(item, Experience)}) > 800
    usual = {item.id for item in example(lang).records if isinstance(item, Experience) and item.is_activity}
    activities = [item for item in large.records if isinstance(item, Experience) and item.is_activity]
    assert len(activities) > 600 + len(usual) * 0.9
    assert all(check_allocations(item) is None and item.allocations and item.purpose for item in activities)
    assert len({(item.contact_minutes, item.self_study_minutes) for item in activities}) > 30
    assert not any("{" in story for story in stories)
    assert not [
        story for story in stories if story and not story[0].isupper() and not story[0].isdigit() and story[0] != "‘"
    ]


def test_fewer_entries_than_usual_there_never_are() -> None:
    assert plan("nl", 4, UNTIL, entries=3).digest() == example().digest()


@pytest.mark.parametrize("years", [1, 2, 9])
def test_another_number_of_years(years: int) -> None:
    made = plan("nl", years, UNTIL)
    weeks = [record for record in made.records if isinstance(record, JournalWeek)]
    assert years * 36 <= len(weeks) <= (years + 0.4) * 42
    assert len({text for week in weeks for text in week.answers.values()}) > len(weeks) * 1.5
    known = {record.id for record in made.records}
    assert all({link.source_id, link.target_id} <= known for link in made.links)
    assert all(isinstance(record, Record) for record in made.records)


@pytest.mark.parametrize("until", [date(2026, 9, 1) + timedelta(days=31) * number for number in range(12)])
@pytest.mark.parametrize("years", [1, 2, 3, 4, 10])
def test_years_are_years_of_life_before_the_day(years: int, until: date) -> None:
    lived = (until - school_year(first_of(years, until)).weeks[0].monday).days / 365
    assert years * 0.75 <= lived <= years + 0.76


@pytest.mark.parametrize("until", [date(2026, 9, 1) + timedelta(days=31) * number for number in range(12)])
def test_four_years_end_in_the_fourth(until: date) -> None:
    assert len(Schedule(4, until, sizes(), Random(1)).years) == 4


def test_a_year_that_ends_as_the_next_one_starts_is_not_empty() -> None:
    made = plan("nl", 1, date(2026, 9, 1))
    assert sum(isinstance(item, Experience) and item.is_activity for item in made.records) >= 15
    assert made.counts()["journal_week"] >= 36
    assert made.counts()["evidence"] >= 15


def test_school_years_are_plausible() -> None:
    for year in range(2015, 2040):
        made = school_year(year)
        assert 38 <= len(made.weeks) <= 43
        assert [holiday.name for holiday in made.holidays] == ["autumn", "christmas", "spring", "may", "summer"]
        christmas = made.holidays[1]
        assert christmas.first <= date(year, 12, 25) <= christmas.last
        assert christmas.first <= date(year + 1, 1, 1) <= christmas.last
        assert list(made.weeks) == sorted(made.weeks)


def test_quoted_weeks_are_never_lost_in_a_short_block() -> None:
    for year in range(2018, 2035):
        schedule = Schedule(4, date(year, 7, 1), sizes(), Random(year), kept_weeks())
        assert kept_weeks() <= set(schedule.slots.values())
