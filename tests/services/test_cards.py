"""Activity cards: taken over in one step, known the second time, and honest about what is not known here."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import ActivityType, Allocation, CompetenceRef, Experience
from portfolio_app.domain.portfolio import Sector
from portfolio_app.interchange.activity_card import ActivityCard
from portfolio_app.services.cards import is_card
from portfolio_app.services.session import Services
from tests.services.helpers import activity, profile

CARD = ActivityCard(
    title="Studiedag toetsing",
    happened_on=date(2026, 3, 9),
    contact_minutes=360,
    activity_type=ActivityType.STUDY_DAY,
    provider="De Brug",
    allocations=(Allocation("nl-cao-vo", "a", 360),),
    competences=(CompetenceRef("nl-bekwaamheid-2017", "VI-a"),),
)


@pytest.fixture
def joined(services: Services) -> Services:
    profile(services)
    services.hours.join_defaults(Sector.VO, date(2025, 8, 1))
    return services


def sent(services: Services, folder: Path, card: ActivityCard = CARD) -> Path:
    """The card in a file, as it comes by mail."""
    return services.cards.write(card, folder / "Studiedag")


def test_a_card_fills_in_an_activity_in_one_step(joined: Services, tmp_path: Path) -> None:
    path = sent(joined, tmp_path)
    assert path.name == "Studiedag.activiteitkaart"
    read = joined.cards.read(path)
    assert not read.left_out
    assert read.known is None
    made = joined.cards.take(read)
    kept = joined.records.need(Experience, made.id)
    assert (kept.title, kept.happened_on, kept.contact_minutes, kept.provider) == (
        "Studiedag toetsing", date(2026, 3, 9), 360, "De Brug",
    )  # fmt: skip
    assert kept.allocations == CARD.allocations
    assert kept.competences == CARD.competences
    joined.undo.undo()
    assert joined.records.get(Experience, made.id) is None


def test_the_same_card_is_known_again_and_not_when_its_activity_is_gone(joined: Services, tmp_path: Path) -> None:
    path = sent(joined, tmp_path)
    made = joined.cards.take(joined.cards.read(path))
    copy = tmp_path / "nog eens.activiteitkaart.json"
    copy.write_bytes(path.read_bytes())
    joined.records.save(replace(made, title="Wat ik ervan maakte", happened_on=date(2026, 3, 10)))
    known = joined.cards.read(copy).known
    assert known is not None
    assert known.id == made.id
    joined.records.trash(Experience.KIND, made.id)
    assert joined.cards.read(copy).known is None


def test_what_is_not_known_here_is_named_and_left_out(joined: Services, tmp_path: Path) -> None:
    strange = replace(
        CARD,
        allocations=(
            Allocation("elders", "x", 60),
            Allocation("nl-cao-vo", "nergens", 60),
            Allocation("nl-registerleraar-2017", "vakinhoudelijk", 60),
        ),
        competences=(CompetenceRef("nl-bekwaamheid-2017", "VI-a"), CompetenceRef("mars", "M1")),
    )
    read = joined.cards.read(sent(joined, tmp_path, strange))
    assert read.left_out.competences == ("mars M1",)
    assert set(read.left_out.categories) >= {"elders x", "nl-cao-vo nergens"}
    made = joined.cards.take(read)
    assert made.competences == CARD.competences
    assert made.allocations == (Allocation("nl-cao-vo", "a", 360),)  # as for any study day


def test_a_scheme_she_does_not_take_part_in_is_told(services: Services, tmp_path: Path) -> None:
    read = services.cards.read(sent(services, tmp_path))
    assert read.left_out.schemes == ("nl-cao-vo",)
    assert services.cards.take(read).allocations == ()


def test_of_an_activity_only_the_facts_go_along(joined: Services) -> None:
    mine = activity(
        joined, purpose="Minder praten", story="Ik viel stil.", contribution="Veel", cost_cents=9900,
        with_roles=("coach",), tags=("rust",), chain_resulted="Rust", provider="De Brug",
    )  # fmt: skip
    card = joined.cards.of(mine, "Noor")
    assert (card.title, card.contact_minutes, card.provider, card.made_by) == (mine.title, 180, "De Brug", "Noor")
    text = card.__repr__()
    for private in ("Minder praten", "stil", "Veel", "coach", "rust", "Rust", "9900"):
        assert private not in text


def code_of(services: Services, path: Path) -> str:
    with pytest.raises(UserError) as caught:
        services.cards.read(path)
    return caught.value.code


def test_what_can_not_be_read_is_said_and_nothing_waits_for_it(services: Services, tmp_path: Path) -> None:
    assert code_of(services, tmp_path / "weg.activiteitkaart") == "card-unreadable"
    assert code_of(services, tmp_path) == "card-unreadable"
    large = tmp_path / "groot.activiteitkaart"
    large.write_bytes(b"[" * 30_000_000)
    assert code_of(services, large) == "card-too-large"
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pijp.activiteitkaart")
        assert code_of(services, tmp_path / "pijp.activiteitkaart") == "card-unreadable"


def test_a_card_is_not_written_into_the_portfolio(joined: Services) -> None:
    with pytest.raises(UserError) as caught:
        joined.cards.write(CARD, joined.home / "x")
    assert caught.value.code == "inside-portfolio"


def test_a_card_that_nobody_could_open_is_not_made(joined: Services, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        joined.cards.write(replace(CARD, provider="x" * 900), tmp_path / "x")
    assert caught.value.code == "card-broken"
    assert not list(tmp_path.glob("x*"))


@pytest.mark.parametrize(
    ("name", "card"),
    [("a.activiteitkaart", True), ("A.ActiviteitKaart", True), ("a.activiteitkaart.txt", True), ("a.json", False)],
)
def test_a_card_is_known_by_its_name(name: str, card: bool) -> None:
    assert is_card(Path(name)) is card
