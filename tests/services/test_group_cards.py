"""Cards for a group: begun with one's own words, without names, and what the group said goes back to the belief."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from portfolio_app.document.compose.group_card import group_card
from portfolio_app.document.text import as_text
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.growth import Talk
from portfolio_app.domain.links import Role
from portfolio_app.domain.names import maybe_names
from portfolio_app.domain.patterns import Lens, Pattern
from portfolio_app.i18n import Translator
from portfolio_app.services.session import Services
from tests.services.helpers import Desk, activity, belief, reflection, saved

NL = Translator("nl")


def text_of(services: Services, card: Talk) -> str:
    cards = services.group_cards
    return as_text(group_card(card, cards.card(card).about, cards.veiled, NL))


def test_a_card_begins_with_what_was_written_of_it(services: Services) -> None:
    pattern = belief(services, automatic="Ik vul de stilte.", for_intervision=True)
    tried = services.patterns.add_experiment(pattern.id, "Tien tellen wachten").experiments[0]
    services.patterns.tell(pattern.id, tried.id, "Er kwamen drie antwoorden.")
    assert [item.id for item in services.group_cards.marked()] == [pattern.id]
    card = services.group_cards.begin(pattern.KIND, pattern.id)
    assert card.for_group
    assert (card.tell, card.tried) == ("Ik vul de stilte.", "- Tien tellen wachten: Er kwamen drie antwoorden.")
    filled = saved(services, replace(card, ask="Wat doen jullie?", no_advice="De indeling van het lokaal."))
    told = text_of(services, filled)
    assert told.startswith("Intervisiekaart\n")
    for heading in ("Wat ik inbreng", "Wat ik al probeerde", "Mijn vraag aan de groep", "Waar ik geen advies over wil",
                    "Om mee te schrijven"):  # fmt: skip
        assert f"\n{heading}\n" in told
    assert pattern.statement in told


def test_a_moment_and_a_question_can_be_brought_but_nothing_that_was_vented(services: Services) -> None:
    moment = activity(services, "De les viel stil", story="Niemand zei iets.")
    question = services.growth.ask("Hoe wacht ik langer?")
    assert services.group_cards.begin(moment.KIND, moment.id).tell == "Niemand zei iets."
    assert services.group_cards.begin(question.KIND, question.id).for_group
    vented = reflection(services, "Stoom", venting=True)
    with pytest.raises(UserError, match="vented"):
        services.group_cards.begin(vented.KIND, vented.id)
    card = services.group_cards.begin(moment.KIND, moment.id)
    saved(services, replace(moment, venting=True))
    assert services.group_cards.about(card) is None
    assert "De les viel stil" not in text_of(services, card)
    with pytest.raises(UserError, match="record-missing"):
        services.group_cards.begin("pattern", "weg")


def test_names_with_a_stand_in_are_replaced_and_other_capitals_are_asked_about(services: Services) -> None:
    services.persons.remember("Sem de Boer", "leerling 1", ["Sem"])
    moment = activity(services, "Toen Sem bleef", story="Ook Noor bleef, en Sems moeder belde.")
    card = services.group_cards.begin(moment.KIND, moment.id)
    found = services.group_cards.card(card)
    assert [each.stand_in for each in found.known] == ["leerling 1"]
    assert found.maybe == ("Noor",)
    services.persons.remember("Noor", services.persons.next_stand_in("leerling"))
    told = text_of(services, card)
    assert "Toen leerling 1 bleef" in told
    assert "Ook leerling 2 bleef, en leerling 1’s moeder" in told
    for name in ("Sem", "Noor"):
        assert name not in told
    assert services.group_cards.card(card).maybe == ()


def test_only_capitals_within_a_sentence_may_be_names() -> None:
    text = "Vandaag bleef Sem na. Toen kwam (met Ali) Karin-Anna.\n- Daarna zei ze: Ik ga naar CAO-dag in Mei, Engels"
    assert maybe_names(text) == ("Sem", "Ali", "Karin-Anna", "Mei")
    assert maybe_names("Zo deed Sem", {"Sem"}) == ()


def test_many_words_are_looked_through_once() -> None:
    assert maybe_names("en toen zei Noor dat " * 40_000) == ("Noor",)
    assert maybe_names("  (\u201cNoor\nzei:  \u2018Sem ging met * Ali") == ("Ali",)


def test_a_first_name_by_itself_is_asked_about_where_only_the_whole_name_has_a_stand_in(desk: Desk) -> None:
    services = desk.open()
    services.persons.remember("Noor de Jong", "leerling 1")
    moment = activity(services, "Noor de Jong bleef weg", story="NOOR is nog jong.")
    card = services.group_cards.begin(moment.KIND, moment.id)
    assert services.group_cards.card(card).maybe == ("Noor",)


def test_what_the_group_said_goes_to_the_belief_in_one_step(desk: Desk) -> None:
    services = desk.open()
    pattern = belief(services, for_intervision=True)
    card = services.group_cards.begin(pattern.KIND, pattern.id)
    with pytest.raises(UserError, match="empty-text"):
        services.group_cards.heard(card, " ", "collega's")
    desk.clock.go_to(card.happens_on + timedelta(days=1))
    said = services.group_cards.heard(card, "Tel eens tot twintig.", "collega's")
    assert (said.by_role, said.spoken, said.given_on) == ("collega's", True, card.happens_on)
    about = {link.target_id for link in services.records.links_from(said.id, Role.ABOUT)}
    assert about == {card.id, pattern.id}
    now = services.records.need(Pattern, pattern.id)
    (asked,) = now.consultations
    assert (asked.lens, asked.who, asked.said) == (Lens.COLLEAGUES, "collega's", "Tel eens tot twintig.")
    assert not now.for_intervision
    assert services.records.need(Talk, card.id).held
    services.undo.undo()
    assert services.records.need(Pattern, pattern.id) == pattern
    assert services.records.get(type(said), said.id) is None
    assert not services.records.need(Talk, card.id).held


def test_a_card_is_no_talk_that_agreements_come_back_before(services: Services) -> None:
    services.talks.agree("Filmen")
    card = services.group_cards.begin(Pattern.KIND, belief(services).id)
    assert services.talks.due(card.happens_on) == []
    assert services.talks.next() == card
