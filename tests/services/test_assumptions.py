"""Suggestions come from her own texts, never from what lets off steam, and become a belief with all its quotes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from portfolio_app.domain.assumptions import Recurring
from portfolio_app.domain.errors import Cancelled
from portfolio_app.domain.journal import Week
from portfolio_app.domain.links import Role
from portfolio_app.services.jobs import Job, no_progress
from portfolio_app.services.patterns import text_of
from portfolio_app.services.session import Services
from tests.services.helpers import activity, reflection

SENTENCE = "Een goede leraar houdt de rust in zijn stem."
DAYS = (date(2026, 1, 5), date(2026, 1, 14), date(2026, 1, 21))


def look(services: Services) -> tuple[Recurring, ...]:
    return services.assumptions.recurring(Job(no_progress))


def write(services: Services, *, venting: bool = False) -> None:
    week = services.journal.week(Week.of(DAYS[0]))
    services.journal.save(replace(week, answers={"stayed": f"Het was druk. {SENTENCE}"}, venting=venting))
    reflection(services, happened_on=DAYS[1], answers={"a": SENTENCE, "b": "Iets anders."}, venting=venting)
    activity(services, happened_on=DAYS[2], story=f"{SENTENCE} Dat dacht ik weer.", venting=venting)


def test_three_kinds_of_texts_are_looked_through(services: Services) -> None:
    write(services)
    (found,) = look(services)
    assert [(said.where.kind, said.where.field, said.where.on) for said in found.said] == [
        ("experience", "story", DAYS[2]),
        ("reflection", "answers.a", DAYS[1]),
        ("journal_week", "answers.stayed", DAYS[0]),
    ]


def test_what_lets_off_steam_is_never_looked_through(services: Services) -> None:
    write(services, venting=True)
    assert look(services) == ()


def test_it_becomes_a_belief_linked_to_every_sentence_in_one_step(services: Services) -> None:
    write(services)
    (found,) = look(services)
    pattern = services.assumptions.adopt(found)
    assert pattern.statement == SENTENCE.removesuffix(".")
    links = services.records.links_from(pattern.id, Role.LIFTED_FROM)
    assert {link.target_kind for link in links} == {"experience", "reflection", "journal_week"}
    for link in links:
        source = services.records.any(link.target_kind, link.target_id)
        assert source is not None
        assert link.quote is not None
        at = link.quote.find(text_of(source, link.quote.field))
        assert at is not None
    assert look(services) == ()
    services.undo.undo()
    assert services.patterns.all() == []
    assert len(look(services)) == 1


def test_not_suggested_again_until_that_is_taken_back(services: Services) -> None:
    write(services)
    (found,) = look(services)
    services.signals.dismiss_topic(found.topic)
    assert look(services) == ()
    services.signals.take_back(services.signals.silenced())
    assert look(services) == (found,)


def test_it_stops_when_asked(services: Services) -> None:
    write(services)
    job: Job[tuple[Recurring, ...]] = Job(no_progress)
    job.cancel()
    with pytest.raises(Cancelled):
        services.assumptions.recurring(job)
    assert len(look(services)) == 1
