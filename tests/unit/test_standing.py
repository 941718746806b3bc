"""Where somebody stands: every expected number was worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.domain.counting import Excluded, HoursData, Reason
from portfolio_app.domain.experiences import ActivityType, Allocation, CompetenceRef
from portfolio_app.domain.growth import Phase
from portfolio_app.domain.periods import Span
from portfolio_app.domain.portfolio import Appointment, Sector
from portfolio_app.domain.register import (
    CarryOver,
    Category,
    Extra,
    Maximum,
    Minimum,
    Practice,
    ProRata,
    Rule,
    Scheme,
    Total,
    When,
)
from portfolio_app.domain.sets import Framework
from portfolio_app.domain.standing import CategoryStanding, RuleStanding, Standing, State, days_needed, standing
from tests.unit.makers import (
    DOSSIER,
    PO,
    REGISTER,
    SHIPPED,
    VO,
    activity,
    cycle,
    job,
    pause,
    phase,
    scheme,
    texts,
)

YEAR_START = date(2025, 8, 1)
LAST_DAY = date(2026, 7, 31)


def vo(appointments: list[Appointment], today: date = LAST_DAY, **more: Any) -> Standing:
    data = HoursData(sector=Sector.VO, appointments=appointments, **more)
    return standing(VO, cycle(VO, YEAR_START), data, today)


def rule(found: Standing, kind: type[Rule], index: int = 0) -> RuleStanding:
    return [item for item in found.rules if isinstance(item.rule, kind)][index]


# ---- the target ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("jobs", "minutes"),
    [
        ([job(100, date(2020, 8, 1))], 4980),  # 83 x 60
        ([job(60, date(2020, 8, 1))], 2988),
        ([job(80, date(2025, 11, 1))], 2979),  # 4980 x 80 x 273 days / (100 x 365) = 2979.8
        ([job(100, date(2020, 8, 1), date(2026, 1, 31)), job(50, date(2026, 2, 1))], 3745),  # 184 and 181 days: 3745.2
        ([job(60, date(2020, 8, 1)), job(60, date(2020, 8, 1))], 4980),
        ([job(100, date(2020, 8, 1), date(2025, 7, 31))], 0),
    ],
)
def test_the_target_follows_the_size_of_the_job_by_days(jobs: list[Appointment], minutes: int) -> None:
    found = vo(jobs)
    assert found.target == minutes
    assert not found.full_time_assumed


def test_a_full_time_job_is_assumed_and_said_when_none_was_noted() -> None:
    found = vo([])
    assert found.target == 4980
    assert found.full_time_assumed
    assert vo([job(40, YEAR_START, sector=Sector.MBO)]).full_time_assumed


def test_ones_own_target_goes_before_everything() -> None:
    mine = cycle(VO, YEAR_START, target_minutes=1200)
    found = standing(VO, mine, HoursData(sector=Sector.VO, appointments=[job(60, YEAR_START)]), LAST_DAY)
    assert found.target == 1200
    assert rule(found, Total).need == 1200


@pytest.mark.parametrize(
    ("began", "target", "state"),
    [
        (date(2024, 8, 1), 7380, State.ADDS),
        (date(2026, 7, 31), 7380, State.ADDS),
        (date(2026, 8, 1), 4980, State.NOT_APPLICABLE),
    ],
)
def test_starters_in_primary_schools_get_forty_hours_more(began: date, target: int, state: State) -> None:
    data = HoursData(sector=Sector.PO, phases=[phase(Phase.INDUCTION, began)])
    found = standing(PO, cycle(PO, YEAR_START), data, LAST_DAY)
    assert found.target == target
    assert rule(found, Extra).state is state
    assert found.complete is False


def test_a_scheme_without_hours_has_no_target() -> None:
    found = standing(DOSSIER, cycle(DOSSIER, YEAR_START), HoursData(sector=Sector.VO), LAST_DAY)
    assert found.target is None
    assert found.missing == 0
    assert found.needed_per_month is None


# ---- what counts ---------------------------------------------------------------------------------------------


def test_only_what_began_in_the_period_and_was_put_in_the_scheme_counts() -> None:
    inside = activity("in", YEAR_START, 6, ("a", 5))
    before = activity("before", date(2025, 7, 31), 6, ("a", 6))
    elsewhere = activity("elsewhere", date(2025, 9, 1), 2)
    moment = activity("moment", date(2025, 9, 1), 0)
    found = vo([], experiences=[elsewhere, inside, before, moment])
    assert found.counted == 300
    assert found.unplaced == ("elsewhere",)
    assert [(row.experience_id, row.minutes, row.counted) for row in found.rows] == [("in", 300, 300)]


def test_minutes_without_a_category_count_in_the_total_and_are_shown_apart() -> None:
    found = vo([], experiences=[activity("1", YEAR_START, 2, ("", 2)), activity("2", YEAR_START, 1, ("c", 1))])
    assert found.counted == 180
    assert [(item.category, item.counted) for item in found.categories] == [
        ("a", 0),
        ("b", 0),
        ("c", 60),
        ("d", 0),
        ("", 120),
    ]


def test_left_out_minutes_come_with_a_reason() -> None:
    began = date(2023, 8, 1)
    work = activity("work", began, 3, ("A2", 3), scheme=REGISTER, ordinary_work=True)
    unknown = activity("unknown", began, 3, ("Z", 1), ("A1", 2), scheme=REGISTER)
    doubled = activity("doubled", began, 3, ("A1", 2), ("A2", 2), scheme=REGISTER)
    data = HoursData(sector=Sector.VO, experiences=[work, unknown, doubled])
    found = standing(REGISTER, cycle(REGISTER, began), data, began)
    assert set(found.excluded) == {
        Excluded("work", Reason.ORDINARY_WORK, 180),
        Excluded("unknown", Reason.UNKNOWN_CATEGORY, 60),
        Excluded("doubled", Reason.DOUBLED, 60),
    }
    assert found.counted == 120 + 180


def test_four_years_in_the_old_register() -> None:
    """110 hours of teaching itself (45 of subject matter), 70 of the rest: 60 of those count, so 170 in all."""
    began = date(2021, 8, 1)
    done = [
        activity("1", date(2021, 10, 1), 45, ("A1", 45), scheme=REGISTER),
        activity("2", date(2022, 3, 1), 65, ("A2", 40), ("A3", 25), scheme=REGISTER),
        activity("3", date(2023, 1, 10), 50, ("B1", 50), scheme=REGISTER),
        activity("4", date(2024, 5, 1), 20, ("B2", 15), ("B3", 5), scheme=REGISTER, provider="VELON"),
    ]
    data = HoursData(
        sector=Sector.VO, experiences=done, appointments=[job(20, date(2020, 1, 1))], evidence_counts={"4": 2}
    )
    found = standing(REGISTER, cycle(REGISTER, began), data, date(2025, 7, 31))

    assert found.counted == 170 * 60
    assert rule(found, Total).state is State.MET
    assert (rule(found, Minimum, 0).state, rule(found, Minimum, 0).have) == (State.MET, 110 * 60)
    assert (rule(found, Minimum, 1).state, rule(found, Minimum, 1).have) == (State.MET, 45 * 60)
    rest = rule(found, Maximum)
    assert (rest.state, rest.have, rest.over) == (State.OVER, 70 * 60, 10 * 60)
    assert CategoryStanding("B2", 15 * 60, 10 * 60) in found.categories
    assert CategoryStanding("B3", 5 * 60, 0) in found.categories
    assert [(row.experience_id, row.category, row.counted, row.evidence) for row in found.rows][-2:] == [
        ("4", "B2", 600, 2),
        ("4", "B3", 0, 2),
    ]
    practice = rule(found, Practice)  # 0.2 x 1659 x 4 = 1327.2 hours
    assert (practice.have, practice.need, practice.missing) == (79_632, 79_680, 48)
    assert {item.experience_id for item in found.lacking} == {"1", "2", "3", "4"}
    assert not found.complete


def test_subject_matter_is_asked_in_secondary_schools_only() -> None:
    found = standing(REGISTER, cycle(REGISTER, YEAR_START), HoursData(sector=Sector.PO), YEAR_START)
    assert rule(found, Minimum, 0).state is State.MISSING
    assert rule(found, Minimum, 1).state is State.NOT_APPLICABLE


def test_practice_counts_until_today_and_not_during_leave() -> None:
    began = date(2021, 8, 1)
    data = HoursData(
        sector=Sector.VO,
        appointments=[job(100, date(2021, 1, 1))],
        pauses=[pause(date(2021, 8, 11), date(2021, 8, 20))],
    )
    found = standing(REGISTER, cycle(REGISTER, began), data, date(2021, 8, 30))
    assert rule(found, Practice).have == 1659 * 60 * 4 * 20 // 1461  # 20 of the 30 days


# ---- shares, types, several totals ---------------------------------------------------------------------------


def test_shares_are_of_the_target_and_a_maximum_by_type_lets_the_earliest_count() -> None:
    own = scheme(
        Total(label=texts(), cite="test", hours=100),
        Minimum(label=texts(), cite="test", share_percent=15, categories=("c",)),
        Maximum(label=texts(), cite="test", share_percent=20, activity_types=(ActivityType.SELF_STUDY,)),
        categories=(Category(id="c", name=texts()),),
    )
    reading = {"activity_type": ActivityType.SELF_STUDY, "scheme": own}
    done = [
        activity("late", date(2026, 3, 1), 15, ("", 15), **reading),
        activity("early", date(2025, 9, 1), 15, ("c", 15), **reading),
    ]
    found = standing(own, cycle(own, YEAR_START), HoursData(sector=Sector.VO, experiences=done), LAST_DAY)
    assert rule(found, Minimum).state is State.MET
    assert rule(found, Maximum).over == 600
    assert {row.experience_id: row.counted for row in found.rows} == {"early": 900, "late": 300}
    assert found.counted == 1200


def test_a_total_with_a_condition_takes_the_place_of_the_general_one() -> None:
    own = scheme(
        Total(label=texts(), cite="test", hours=120),
        Total(label=texts(), cite="test", hours=60, when=When(phases=(Phase.EXPERT,))),
    )
    expert = HoursData(sector=Sector.VO, phases=[phase(Phase.EXPERT, date(2020, 1, 1))])
    assert standing(own, cycle(own, YEAR_START), expert, LAST_DAY).target == 3600
    assert standing(own, cycle(own, YEAR_START), HoursData(sector=Sector.VO), LAST_DAY).target == 7200


def test_pro_rata_over_years_with_leave_asks_for_the_days_that_ran() -> None:
    own = scheme(Total(label=texts(), cite="test", hours=100, pro_rata=ProRata.FTE), years=2)
    data = HoursData(
        sector=Sector.VO,
        appointments=[job(50, date(2020, 1, 1))],
        pauses=[pause(date(2026, 1, 1), date(2026, 3, 31))],
    )
    assert standing(own, cycle(own, YEAR_START), data, LAST_DAY).target == 3000


# ---- carrying over, earlier periods --------------------------------------------------------------------------


def carrying(most: int | None) -> Scheme:
    return scheme(
        Total(label=texts(), cite="test", hours=10), carry_over=CarryOver(cite="test", max_hours=most), anchor="08-01"
    )


@pytest.mark.parametrize(("most", "carried"), [(None, 300), (2, 120)])
def test_hours_over_the_total_go_along(most: int | None, carried: int) -> None:
    own = carrying(most)
    done = [
        activity("1", date(2024, 9, 1), 15, ("", 15), scheme=own),
        activity("2", date(2025, 9, 1), 1, ("", 1), scheme=own),
    ]
    data = HoursData(sector=Sector.VO, experiences=done)
    joined_in = cycle(own, date(2024, 8, 1))
    found = standing(own, joined_in, data, LAST_DAY)
    assert (found.period.number, found.counted, found.carried) == (2, 60, carried)
    assert found.missing == 600 - 60 - carried
    assert standing(own, joined_in, data, LAST_DAY, number=1).counted == 900


def test_what_was_brought_along_counts_in_the_first_period_where_the_scheme_allows_it() -> None:
    own = carrying(None)
    brought = cycle(own, YEAR_START, carried_minutes=240)
    assert standing(own, brought, HoursData(sector=Sector.VO), LAST_DAY).total == 240
    assert standing(VO, cycle(VO, YEAR_START, carried_minutes=240), HoursData(sector=Sector.VO), LAST_DAY).total == 0


# ---- what is left --------------------------------------------------------------------------------------------


def test_what_a_month_asks() -> None:
    assert vo([], YEAR_START).needed_per_month == 415  # 4980 / 12
    assert vo([], date(2026, 7, 20)).needed_per_month == 4980  # 12 days: all at once
    summer = [pause(date(2026, 7, 11), date(2026, 8, 23), stops=False)]
    assert vo([], date(2026, 7, 20), pauses=summer).needed_per_month is None
    worked = [replace(summer[0], works=True)]
    assert vo([], date(2026, 7, 20), pauses=worked).needed_per_month == 4980  # she works in it: every day counts
    half = vo([], date(2026, 2, 1), pauses=summer)  # 181 days left, 21 of them holiday: 4980 x 365 / (12 x 160) = 946.7
    assert half.days_left == 181
    assert half.needed_per_month == 947


def test_nothing_is_asked_when_nothing_is_missing() -> None:
    found = vo([], date(2025, 10, 1), experiences=[activity("1", YEAR_START, 100, ("a", 90))])
    assert found.missing == 0
    assert found.needed_per_month is None
    assert found.complete


# ---- evidence per competence ---------------------------------------------------------------------------------


def dossier(evidence: dict[str, int], sector: Sector = Sector.VO) -> RuleStanding:
    framework = SHIPPED.framework_of(DOSSIER, sector)
    shown = CompetenceRef("nl-bekwaamheid-2017", "VD-V-12"), CompetenceRef("nl-bekwaamheid-2017", "VD-K-1")
    seen = CompetenceRef("nl-bekwaamheid-2017", "PE")
    done = [
        activity("1", date(2025, 9, 1), 1, competences=shown),
        activity("2", date(2025, 9, 1), 0, competences=(seen,)),
        activity("old", date(2020, 9, 1), 0, competences=(CompetenceRef("nl-bekwaamheid-2017", "VI"),)),
    ]
    data = HoursData(sector=sector, experiences=done, evidence_counts=evidence, framework=framework)
    return standing(DOSSIER, cycle(DOSSIER, YEAR_START), data, LAST_DAY).rules[0]


def test_the_competence_file_names_the_competences_without_evidence() -> None:
    found = dossier({"1": 2, "2": 1, "old": 1})
    assert (found.state, found.have, found.need) == (State.MISSING, 2, 4)
    assert found.open_codes == ("VI", "ALG")
    assert dossier({"1": 1}).open_codes == ("VI", "PE", "ALG")


def test_in_mbo_the_competence_file_follows_the_mbo_profile() -> None:
    assert dossier({"1": 1}, Sector.MBO).need == 6


def test_without_a_framework_nothing_is_asked() -> None:
    data = HoursData(sector=Sector.VO, framework=None)
    found = standing(DOSSIER, cycle(DOSSIER, YEAR_START), data, LAST_DAY)
    assert found.rules[0].state is State.NOT_APPLICABLE
    assert isinstance(SHIPPED.framework_of(DOSSIER, Sector.VO), Framework)


# ---- never doubled, whatever was stored ----------------------------------------------------------------------

parts = st.lists(
    st.tuples(st.sampled_from(["A1", "A2", "A3", "B1", "B2", "B3", "Z", ""]), st.integers(0, 6000)), max_size=5
)


@given(
    stored=st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 1500), parts, st.booleans()), max_size=8),
    today=st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 1, 1)),
)
def test_minutes_are_never_doubled(stored: list[tuple[int, int, list[tuple[str, int]], bool]], today: date) -> None:
    began = date(2021, 8, 1)
    done = [
        replace(
            activity(str(index), began + timedelta(days=offset), 0),
            contact_minutes=minutes,
            allocations=tuple(Allocation(REGISTER.id, category, part) for category, part in split),
            ordinary_work=ordinary,
        )
        for index, (minutes, offset, split, ordinary) in enumerate(stored)
    ]
    found = standing(REGISTER, cycle(REGISTER, began), HoursData(sector=Sector.VO, experiences=done), today)
    for experience in done:
        mine = [row for row in found.rows if row.experience_id == experience.id]
        assert sum(row.minutes for row in mine) <= experience.minutes
        assert all(0 <= row.counted <= row.minutes for row in mine)
        assert not (mine and experience.ordinary_work)
    assert sum(row.counted for row in found.rows if row.category.startswith("B")) <= 3600
    assert found.counted == sum(row.counted for row in found.rows) == sum(item.counted for item in found.categories)


def test_only_the_days_that_are_needed_are_looked_at() -> None:
    today = date(2027, 3, 1)
    assert days_needed(VO, cycle(VO, YEAR_START), [], today) == Span(date(2026, 8, 1), date(2027, 7, 31))
    assert days_needed(VO, cycle(VO, YEAR_START), [], today, 1) == Span(YEAR_START, LAST_DAY)
    saving = carrying(None)
    assert days_needed(saving, cycle(saving, YEAR_START), [], today) == Span(YEAR_START, date(2027, 7, 31))
