"""Selections of her own: made from any choice, renamed, thrown away, and kept apart from the usual ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from portfolio_app.domain.conflicts import place_of
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.selection import Audience, Part, Selection, in_order, moved
from portfolio_app.i18n import Translator
from portfolio_app.services.sentences import explain
from portfolio_app.services.session import Services
from tests.services.helpers import Desk, activity, belief


def test_a_selection_of_her_own_is_made_from_any_choice_and_lives_apart(services: Services) -> None:
    thought = belief(services)
    usual = replace(services.choosing.default(Audience.DOSSIER), account="Voor de sollicitatie.")
    own = services.choosing.make_own(replace(usual, chosen=frozenset({thought.id})), "  Het   Kompas ")
    assert own.name == "Het Kompas"
    assert own.id != usual.id
    assert services.choosing.own() == [own]
    assert services.choosing.kept(Audience.DOSSIER) is None
    assert services.choosing.of(own.id) == own
    services.choosing.keep(replace(own, account="Anders"))
    services.choosing.keep(replace(usual, account="Gewoon"))
    assert services.choosing.named("het kompas").account == "Anders"
    assert services.choosing.selection(Audience.DOSSIER).account == "Gewoon"
    assert place_of(own) is None


def test_a_name_is_needed_and_is_there_once(services: Services) -> None:
    usual = services.choosing.default(Audience.MENTOR)
    own, other = (services.choosing.make_own(usual, name) for name in ("Een", "Twee"))
    for work in (
        lambda: services.choosing.make_own(usual, " "),
        lambda: services.choosing.make_own(usual, "EEN"),
        lambda: services.choosing.rename(other.id, "een"),
        lambda: services.choosing.named("Drie"),
    ):
        with pytest.raises(UserError) as error:
            work()
        assert explain(error.value, Translator("nl")) not in ("", error.value.code)
    assert services.choosing.rename(own.id, "één").name == "één"
    assert [item.name for item in services.choosing.own()] == ["Twee", "één"]
    services.choosing.keep(replace(other, name="één"))  # as another computer may have called its own
    with pytest.raises(UserError, match="selection-twice"):
        services.choosing.named("één")


def test_one_that_is_thrown_away_comes_back(services: Services) -> None:
    own = services.choosing.make_own(services.choosing.default(Audience.MENTOR), "Voor Marijke")
    services.records.trash(Selection.KIND, own.id)
    assert services.choosing.own() == []
    assert services.choosing.of(own.id) is None
    services.undo.undo()
    assert services.choosing.of(own.id) == own


def test_its_period_goes_on_with_the_days_unless_she_chose_one(desk: Desk) -> None:
    services = desk.open()
    usual = services.choosing.default(Audience.MENTOR)
    fixed = replace(usual, own_period=True, from_on=date(2026, 1, 1))
    own, bound = services.choosing.make_own(usual, "Loopt mee"), services.choosing.make_own(fixed, "Staat vast")
    desk.clock.go_to(date(2026, 10, 1))
    now, still = services.choosing.of(own.id), services.choosing.named("staat vast")
    assert now is not None
    assert (now.from_on, now.until_on) == (date(2026, 8, 1), date(2026, 10, 1))
    assert (still.from_on, still.until_on) == (bound.from_on, bound.until_on)


def test_parts_stand_in_the_order_she_chose_with_her_words_at_their_head(services: Services) -> None:
    activity(services)
    order = moved(moved((), Part.EXPERIENCES, Part.ACCOUNT), Part.ACCOUNT, Part.JOURNAL)
    assert order[:4] == (Part.EXPERIENCES, Part.REFLECTIONS, Part.JOURNAL, Part.ACCOUNT)
    assert moved(order, Part.ACCOUNT, Part.JOURNAL)[:3] == (Part.EXPERIENCES, Part.REFLECTIONS, Part.ACCOUNT)
    assert set(in_order(order[:2])) == set(Part)
    words = {Part.EXPERIENCES.value: "Drie dagen scholing.", Part.GROWTH.value: "Hier groeide ik.", "hours": ""}
    usual = services.choosing.default(Audience.MENTOR)
    chosen = replace(usual, account="Vooraf.", part_order=order, part_texts={**words, "feedback": "Niet gekozen."})
    parts = services.composing.compose(chosen).parts
    assert [part.key for part in parts][:3] == ["experiences", "account", "growth"]
    assert "Drie dagen scholing." in repr(parts[0].blocks[0])
    assert "Hier groeide ik." in repr(parts[2].blocks)
    assert "Niet gekozen." not in repr(parts)
    assert [part.part for part in services.choosing.plan(chosen).parts] == list(order)
