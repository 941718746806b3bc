"""Habits and beliefs: keep, sharpen, let go, and try-outs whose day has come."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from portfolio_app.domain import canonical
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.links import Quote
from portfolio_app.domain.patterns import (
    Case,
    Decision,
    Experiment,
    Pattern,
    PatternKind,
    Rating,
    RatingEntry,
    TryOutState,
    Wording,
    decide,
    due_experiments,
)

DAY = date(2026, 11, 20)
SENTENCE = "Wie stilvalt, heeft hulp nodig."
BELIEF = Pattern(
    id="1",
    written_at=datetime(2026, 9, 1, tzinfo=UTC),
    kind=PatternKind.MENTAL_MODEL,
    statement=SENTENCE,
    noticed_on=date(2026, 9, 1),
)


def test_keeping_leaves_the_sentence_and_dates_the_decision() -> None:
    kept = decide(BELIEF, DAY, Decision.KEEP, note="Het klopt nog")
    assert kept.statement == SENTENCE
    assert kept.wordings == (Wording(DAY, SENTENCE, Decision.KEEP, "Het klopt nog"),)
    assert kept.let_go_on is None


def test_sharpening_keeps_the_old_sentence() -> None:
    sharper = decide(BELIEF, DAY, Decision.SHARPEN, "  Wie stilvalt, denkt soms na. ")
    assert sharper.statement == "Wie stilvalt, denkt soms na."
    assert [wording.statement for wording in sharper.wordings] == [SENTENCE]
    again = decide(sharper, date(2027, 1, 10), Decision.SHARPEN, "Stilte mag.")
    assert [wording.statement for wording in again.wordings] == [SENTENCE, "Wie stilvalt, denkt soms na."]


@pytest.mark.parametrize("new", ["", "   ", SENTENCE, f" {SENTENCE} "])
def test_sharpening_asks_for_another_sentence(new: str) -> None:
    with pytest.raises(UserError) as caught:
        decide(BELIEF, DAY, Decision.SHARPEN, new)
    assert caught.value.code == "pattern-no-new-wording"


def test_letting_go_is_dated_and_can_be_taken_back() -> None:
    gone = decide(BELIEF, DAY, Decision.LET_GO)
    assert gone.let_go_on == DAY
    assert gone.statement == SENTENCE
    back = decide(gone, date(2027, 2, 1), Decision.KEEP)
    assert back.let_go_on is None
    assert [wording.decision for wording in back.wordings] == [Decision.LET_GO, Decision.KEEP]


def test_the_rating_is_the_latest_by_day_whatever_the_order_of_writing() -> None:
    rated = replace(
        BELIEF,
        ratings=(RatingEntry(date(2026, 11, 1), Rating.IN_DOUBT), RatingEntry(date(2026, 9, 1), Rating.WHOLLY)),
    )
    assert rated.rating is Rating.IN_DOUBT
    assert BELIEF.rating is None


def test_ratings_are_ordered() -> None:
    assert [rating.name for rating in sorted(Rating, key=lambda rating: rating.value)] == [
        "NO_LONGER",
        "IN_DOUBT",
        "MOSTLY",
        "WHOLLY",
    ]


def test_try_outs_come_back_on_their_day_until_they_were_told() -> None:
    def tried(id: str, due: date | None, state: TryOutState = TryOutState.PLANNED) -> Experiment:
        return Experiment(id=id, planned_on=date(2026, 11, 1), try_text="wachten", due_on=due, state=state)

    trying = replace(
        BELIEF,
        experiments=(
            tried("today", DAY),
            tried("past", date(2026, 11, 10)),
            tried("tomorrow", date(2026, 11, 21)),
            tried("some day", None),
            tried("told", DAY, TryOutState.TOLD),
            tried("dropped", DAY, TryOutState.DROPPED),
        ),
    )
    assert [item.id for item in due_experiments(trying, DAY)] == ["today", "past"]
    assert due_experiments(decide(trying, DAY, Decision.LET_GO), DAY) == ()


@pytest.mark.parametrize("version", [1, 2])
def test_a_belief_of_an_earlier_version_is_read_as_it_was(version: int) -> None:
    case = Case(date(2025, 3, 4), True, "Hij zweeg.", experience_id="x")
    pattern = Pattern(
        id="p", written_at=datetime(2025, 3, 4, tzinfo=UTC), kind=PatternKind.HABIT, statement="Ik wacht niet.",
        noticed_on=date(2025, 3, 4), cases=(case,),
    )  # fmt: skip
    plain = json.loads(canonical.dump(pattern))
    for entry in plain["cases"]:
        for name in ("other_kind", "other_id", "quote")[0 if version == 1 else 2 :]:
            entry.pop(name, None)
    assert canonical.load(Pattern.KIND, version, json.dumps(plain)) == pattern


def test_a_case_is_told_in_one_record_and_loses_the_words_of_another() -> None:
    quote = Quote("answers.stuck", "Hij zweeg.")
    case = replace(Case(date(2025, 3, 4), True, "Hij zweeg.").told_by("journal_week", "w"), quote=quote)
    assert case.teller == ("journal_week", "w")
    assert case.told_by("journal_week", "w").quote == quote
    other = case.told_by("evidence", "e")
    assert (other.teller, other.week_id, other.quote) == (("evidence", "e"), "", None)
    assert other.told_by("", "").teller is None
