"""What the pages of activities decide without a window."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portfolio_app.domain.experiences import ActivityType, Allocation, CompetenceRef, Formality
from portfolio_app.domain.lessons import Observation
from portfolio_app.i18n import Translator
from portfolio_app.services.session import Services
from portfolio_app.ui.pages.activities_presenter import ActivitiesPresenter, Filter
from portfolio_app.ui.pages.activity_presenter import (
    ActivityPresenter,
    over_placed,
    parse_euros,
    propose_formality,
    show_euros,
)
from tests.ui.driving import add

NL = Translator("nl")


@pytest.mark.parametrize(
    ("text", "cents"),
    [("125", 12500), ("12,5", 1250), ("12.50", 1250), ("€ 1.250,00", 125000), ("1,250.00", 125000), ("5,-", 500),
     ("1 250", 125000), ("gratis", None), ("-3", None)],
)  # fmt: skip
def test_an_amount_is_read_as_people_write_it(text: str, cents: int | None) -> None:
    assert parse_euros(text) == cents


def test_an_amount_is_read_back_as_it_was_written() -> None:
    for cents in (1, 99, 1250, 125000, 123456):
        for lang in ("nl", "en"):
            assert parse_euros(show_euros(cents, lang)) == cents


def test_the_kind_of_learning_is_proposed_and_a_choice_of_ones_own_stays() -> None:
    assert propose_formality(None, ActivityType.COURSE, None) is Formality.NON_FORMAL
    assert propose_formality(ActivityType.COURSE, ActivityType.STUDY, Formality.NON_FORMAL) is Formality.FORMAL
    assert propose_formality(ActivityType.COURSE, ActivityType.STUDY, Formality.INFORMAL) is Formality.INFORMAL


def test_an_hour_counts_once_in_a_scheme_but_may_count_in_two_schemes() -> None:
    twice = (Allocation("a", "x", 60), Allocation("b", "x", 60))
    assert over_placed(twice, 60) == ("", 0)
    assert over_placed((*twice, Allocation("b", "y", 1)), 60) == ("b", 61)


def test_the_filter_tells_activities_moments_and_other_kinds_apart(services: Services) -> None:
    today = services.records.today()
    add(services, "cursus", today, 90)
    add(services, "stilte", today - timedelta(days=40))
    head = {"id": services.records.new_id(), "written_at": services.records.now()}
    services.records.save(Observation(**head, title="bezoek", visited_on=today))
    presenter = ActivitiesPresenter(services)

    def found(chosen: Filter) -> set[str]:
        presenter.filter = chosen
        rows = presenter.page(0, 10, "")
        assert presenter.count() == len(rows)
        return {row.heading for row in rows}

    assert found(Filter()) == {"cursus", "stilte", "bezoek"}
    assert found(Filter(show="activities")) == {"cursus"}
    assert found(Filter(show="moments")) == {"stilte"}
    assert found(Filter(show="observation")) == {"bezoek"}
    assert found(Filter(when="month")) == {"cursus", "bezoek"}
    assert found(Filter(when="own", until_on=today - timedelta(days=1))) == {"stilte"}
    assert found(Filter(text="stil")) == {"stilte"}


def test_a_school_year_ends_on_the_last_of_july(services: Services) -> None:
    presenter = ActivitiesPresenter(services)
    presenter.filter = Filter(when="this_year")
    began = presenter.query().from_on
    presenter.filter = Filter(when="last_year")
    assert began is not None
    assert (began.month, began.day) == (8, 1)
    assert presenter.query().until_on == began - timedelta(days=1)


def test_the_list_sorts_by_day_and_by_title(services: Services) -> None:
    today = services.records.today()
    add(services, "B", today)
    add(services, "A", today - timedelta(days=1))
    presenter = ActivitiesPresenter(services)
    assert [row.heading for row in presenter.page(0, 9, "")] == ["B", "A"]
    assert [row.heading for row in presenter.page(0, 9, "day")] == ["A", "B"]
    assert [row.heading for row in presenter.page(0, 9, "heading")] == ["A", "B"]


def test_competences_are_those_of_the_owners_sector(services: Services) -> None:
    groups = ActivityPresenter(services).frameworks((), NL)
    ids = [group.id for group in groups]
    assert ids[0] == "nl-bekwaamheid-2017"
    assert "nl-kd-docent-mbo-2015" not in ids
    codes = {part.ref.code for _, parts in groups[0].parts for part in parts}
    assert "VI-a" in codes
    assert not any("-po-" in code for code in codes)
    used = (CompetenceRef("nl-kd-docent-mbo-2015", "1"),)
    assert "nl-kd-docent-mbo-2015" in [group.id for group in ActivityPresenter(services).frameworks(used, NL)]
