"""What every record tells of itself: heading, day and the words that a search finds."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio_app.domain.experiences import DEFAULT_FORMALITY, ActivityType, Experience
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.domain.kinds import BESIDE, KINDS
from portfolio_app.domain.letters import Letter
from portfolio_app.domain.patterns import (
    Case,
    Consultation,
    Decision,
    Experiment,
    Lens,
    Pattern,
    PatternKind,
    Rating,
    RatingEntry,
    Wording,
)
from portfolio_app.domain.saved import SavedSearch

NOW = datetime(2026, 11, 24, tzinfo=UTC)
DAY = date(2026, 11, 20)
NOT_OWN_WORDS = {
    "id", "lang", "template", "instrument", "scheme", "validation_number", "media_type", "sha256", "fingerprint",
    "to_whom", "email", "card", "scales", "choice_id", "beside_sha256",
}  # fmt: skip
"""Codes, digests and addresses: a search need not find them."""

FILTERS = frozenset({"kind", "period", "framework", "competence", "tag", "place"})
"""What a saved search asks for beside its words."""


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - BESIDE))
@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_every_text_somebody_writes_can_be_found(kind: str, data: st.DataObject) -> None:
    """A text field that is forgotten in ``words`` would never be found again."""
    record = data.draw(st.from_type(KINDS[kind]))
    if isinstance(record, JournalWeek):
        record = replace(record, year=2026, number=48)
    if isinstance(record, Letter):
        record = replace(record, read_on=record.opens_on)  # a search does not read what is still closed
    codes = NOT_OWN_WORDS | (FILTERS if isinstance(record, SavedSearch) else frozenset())
    own = [item.name for item in fields(record) if item.type == "str" and item.name not in codes]
    marked = replace(record, **{name: f"woord van {name}" for name in own})
    found = "\n".join((marked.heading, *marked.words))
    assert [name for name in own if f"woord van {name}" not in found] == []
    assert marked.day is None or isinstance(marked.day, date)


def test_a_pattern_is_found_by_every_part_of_its_life() -> None:
    pattern = Pattern(
        id="1",
        written_at=NOW,
        kind=PatternKind.MENTAL_MODEL,
        statement="Wie stilvalt, heeft hulp nodig.",
        noticed_on=DAY,
        ratings=(RatingEntry(DAY, Rating.MOSTLY, "na de toets"),),
        cases=(Case(DAY, fits=False, text="Sem dacht gewoon na"),),
        consultations=(Consultation(DAY, Lens.PUPILS, "leerling", "laat me even"),),
        experiments=(Experiment("e", DAY, "tien tellen wachten", "onrust", "als ze het zelf vinden", says="het kon"),),
        wordings=(Wording(date(2025, 1, 1), "Stilte is ongemakkelijk.", Decision.SHARPEN),),
    )
    for text in ("na de toets", "Sem dacht gewoon na", "laat me even", "tien tellen wachten", "onrust", "het kon"):
        assert text in pattern.words
    assert "Stilte is ongemakkelijk." in pattern.words


def test_an_activity_has_minutes_and_a_moment_has_none() -> None:
    moment = Experience(id="1", written_at=NOW, title="Sem", happened_on=DAY)
    assert not moment.is_activity
    course = replace(moment, contact_minutes=90, self_study_minutes=30)
    assert course.is_activity
    assert course.minutes == 120


def test_every_activity_type_has_a_first_proposal_of_formality() -> None:
    assert set(DEFAULT_FORMALITY) == set(ActivityType)
