"""A letter to herself: closed until its day, offered once, and as safe as everything else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.letters import Letter
from portfolio_app.services.session import Services
from portfolio_app.store.values import Query
from tests.services.helpers import Clock, Desk
from tests.services.test_backups import put_back

TEXT = "Lieve ik, weet je nog hoe zenuwachtig je was voor de eerste ouderavond?"


@pytest.fixture
def june(desk: Desk) -> Services:
    """An open portfolio at the end of a school year."""
    desk.clock.go_to(date(2027, 6, 25))
    return desk.open()


def written(services: Services, **changes: object) -> Letter:
    return services.letters.save(replace(services.letters.fresh(), text=TEXT, **changes))


def found(services: Services, words: str) -> list[str]:
    return [row.id for row in services.records.rows(Query(kinds=(Letter.KIND,), text=words))]


def test_a_letter_opens_a_year_later_by_itself(june: Services, desk: Desk) -> None:
    letter = written(june)
    assert letter.opens_on == date(2028, 6, 25)
    assert letter.closed(june.records.today())
    assert june.letters.due() == []
    desk.clock.go_to(date(2028, 6, 25))
    assert june.letters.due() == [letter]
    assert not letter.closed(june.records.today())


def test_a_closed_letter_is_in_no_search_and_an_open_one_is(june: Services) -> None:
    letter = written(june)
    assert found(june, "ouderavond") == []
    june.letters.open(letter)
    assert found(june, "ouderavond") == [letter.id]
    assert june.letters.due() == []


def test_she_can_open_it_before_its_day_and_close_it_by_undo(june: Services) -> None:
    letter = written(june)
    assert june.letters.open(letter).read_on == june.records.today()
    june.undo.undo()
    kept = june.records.need(Letter, letter.id)
    assert kept.closed(june.records.today())


def test_a_letter_needs_words_and_a_day_that_is_to_come(june: Services) -> None:
    with pytest.raises(UserError, match="empty-text"):
        june.letters.save(june.letters.fresh())
    today = june.records.today()
    with pytest.raises(UserError, match="letter-opens-early"):
        june.letters.save(replace(june.letters.fresh(), text=TEXT, opens_on=today))
    assert june.letters.all() == []


def test_it_is_offered_once_at_the_end_of_a_school_year(june: Services, desk: Desk) -> None:
    assert june.letters.offered()
    june.letters.not_now()
    assert not june.letters.offered()
    desk.clock.go_to(date(2027, 12, 1))
    assert not june.letters.offered()
    desk.clock.go_to(date(2028, 7, 3))
    assert june.letters.offered()
    written(june)
    assert not june.letters.offered()


def test_a_name_in_a_closed_letter_is_found_and_erased(june: Services) -> None:
    letter = june.letters.save(replace(june.letters.fresh(), text="Denk nog eens aan Sanne Verbrugge."))
    hits = june.persons.find(["Sanne Verbrugge"])
    assert [item.id for item in hits.records] == [letter.id]
    june.persons.erase_everywhere(hits, "een leerling")
    assert june.records.need(Letter, letter.id).text == "Denk nog eens aan een leerling."


def test_a_letter_goes_through_trash_and_history_as_all_else(june: Services) -> None:
    letter = written(june)
    june.letters.open(letter)
    assert len(june.records.history(Letter.KIND, letter.id)) == 2
    june.records.trash(Letter.KIND, letter.id)
    assert june.letters.all() == []
    june.records.restore(Letter.KIND, letter.id)
    assert june.letters.all()[0].text == TEXT


def test_a_closed_letter_comes_back_from_a_backup_closed(june: Services, desk: Desk) -> None:
    letter = written(june)
    path = june.backups.snapshot("regular").path
    june.records.purge(Letter.KIND, letter.id)
    again = put_back(june, desk, path)
    assert again.letters.all() == [letter]
    assert found(again, "ouderavond") == []


def test_it_is_offered_in_no_document(june: Services) -> None:
    from portfolio_app.services.selecting import PARTS

    assert Letter not in PARTS


def test_29_february_has_a_day_in_every_year(desk: Desk) -> None:
    clock: Clock = desk.clock
    clock.go_to(date(2028, 2, 29))
    services = desk.open()
    assert services.letters.fresh().opens_on == date(2029, 3, 1)
    assert services.letters.fresh().opens_on - services.records.today() == timedelta(days=366)
