"""Minutes are split over categories and schemes, and never doubled within one scheme."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.domain.allocations import (
    check_allocations,
    missing_fields,
    suggest_allocations,
    with_allocations,
)
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import ActivityType, Allocation, CompetenceRef
from portfolio_app.domain.register import EvidenceField
from tests.unit.makers import DOSSIER, PO, REGISTER, VO, activity

DAY = date(2025, 10, 1)
FRAMEWORK = "nl-bekwaamheid-2017"


def test_the_same_minutes_may_count_in_two_schemes() -> None:
    course = replace(
        activity("1", DAY, 6),
        allocations=(Allocation("nl-cao-vo", "a", 360), Allocation("nl-registerleraar-2017", "A1", 360)),
    )
    check_allocations(course)


def test_but_not_twice_in_one_scheme() -> None:
    with pytest.raises(UserError) as caught:
        check_allocations(activity("1", DAY, 6, ("a", 4), ("b", 2.5)))
    assert caught.value.code == "hours-doubled"
    assert caught.value.facts == {"scheme": "nl-cao-vo", "minutes": 390, "available": 360}


def test_negative_minutes_cannot_make_room() -> None:
    with pytest.raises(UserError) as caught:
        check_allocations(activity("1", DAY, 2, ("a", 3), ("b", -1)))
    assert caught.value.code == "hours-negative"


def test_a_new_split_leaves_other_schemes_alone() -> None:
    other = Allocation("nl-registerleraar-2017", "A1", 60)
    new = Allocation("nl-cao-vo", "b", 60)
    assert with_allocations((Allocation("nl-cao-vo", "a", 60), other), "nl-cao-vo", [new]) == (other, new)


@pytest.mark.parametrize(
    ("kind", "category"),
    [
        (ActivityType.COURSE, "a"),
        (ActivityType.INSIDE_SCHOOL, "b"),
        (ActivityType.OUTSIDE_SCHOOL, "c"),
        (ActivityType.SELF_STUDY, "d"),
        (None, ""),
    ],
)
def test_the_type_proposes_a_category(kind: ActivityType | None, category: str) -> None:
    proposed = suggest_allocations(activity("1", DAY, 3, activity_type=kind), VO)
    assert proposed == (Allocation("nl-cao-vo", category, 180),)


def test_competences_propose_categories_and_the_odd_minute_goes_to_the_first() -> None:
    refs = (CompetenceRef(FRAMEWORK, "PE-V-2"), CompetenceRef(FRAMEWORK, "VI"), CompetenceRef("other", "VD"))
    course = replace(activity("1", DAY, 0), contact_minutes=61, competences=refs)
    assert suggest_allocations(course, REGISTER) == (
        Allocation("nl-registerleraar-2017", "A1", 31),
        Allocation("nl-registerleraar-2017", "A3", 30),
    )


def test_ordinary_work_is_proposed_only_where_it_counts() -> None:
    work = activity("1", DAY, 3, ordinary_work=True, activity_type=ActivityType.INSIDE_SCHOOL)
    assert suggest_allocations(work, REGISTER) == ()
    assert suggest_allocations(work, VO)
    assert suggest_allocations(work, DOSSIER) == ()
    assert suggest_allocations(activity("2", DAY, 0), PO) == ()


def test_a_scheme_says_what_is_still_to_be_filled_in() -> None:
    bare = activity("1", DAY, 3)
    assert missing_fields(REGISTER, bare, 0) == (
        EvidenceField.CERTIFICATE,
        EvidenceField.ACTIVITY_TYPE,
        EvidenceField.PROVIDER,
        EvidenceField.CONTRIBUTION,
        EvidenceField.CONTENT,
    )
    told = replace(
        bare,
        activity_type=ActivityType.COURSE,
        provider="Instituut",
        contribution="Rustiger starten",
        story="Twee dagen",
    )
    assert missing_fields(REGISTER, told, 1) == ()
    assert missing_fields(REGISTER, replace(bare, validated=True), 0) == ()
    assert missing_fields(VO, bare, 0) == ()


categories = st.sampled_from([item.id for item in REGISTER.categories])
refs = st.sampled_from(["VI", "VD-K-1", "PE-V-10", "ALG-1", "ALG-4", "ALG", "XX"])


@given(
    minutes=st.integers(0, 10_000),
    kind=st.none() | st.sampled_from(ActivityType),
    codes=st.lists(refs, max_size=5),
    scheme=st.sampled_from([VO, PO, REGISTER]),
)
def test_a_proposal_uses_every_minute_exactly_once(
    minutes: int, kind: ActivityType | None, codes: list[str], scheme: object
) -> None:
    course = replace(
        activity("1", DAY, 0),
        contact_minutes=minutes,
        activity_type=kind,
        competences=tuple(CompetenceRef(FRAMEWORK, code) for code in codes),
    )
    proposed = suggest_allocations(course, scheme)  # type: ignore[arg-type]
    assert sum(part.minutes for part in proposed) == minutes
    check_allocations(replace(course, allocations=proposed))


@given(minutes=st.integers(0, 600), parts=st.lists(st.integers(0, 300), max_size=6))
def test_a_split_is_refused_exactly_when_it_doubles(minutes: int, parts: list[int]) -> None:
    course = replace(
        activity("1", DAY, 0),
        contact_minutes=minutes,
        allocations=tuple(Allocation("nl-cao-vo", "abcd"[index % 4], part) for index, part in enumerate(parts)),
    )
    if sum(parts) <= minutes:
        check_allocations(course)
    else:
        with pytest.raises(UserError):
            check_allocations(course)
