"""The owner of the example: who she is, her job, her holidays, the people around her, and the schemes she joined."""

from __future__ import annotations

from datetime import date, timedelta

from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.growth import Agreement, Phase, PhaseEntry, Talk
from portfolio_app.domain.lessons import Observation
from portfolio_app.domain.portfolio import Appointment, Pause, Person, Profile, Sector, Start
from portfolio_app.domain.records import Record
from portfolio_app.domain.register import Cycle
from portfolio_app.services.example.draft import Draft
from portfolio_app.services.example.texts import shape

ADDRESS = "fenna.zandkamp@elzenkamp.example"
"""Hers, with the names that the texts were written with."""
PART_TIME = 80
FULL_TIME_FROM_YEAR = 3
CONTRACT_FROM = (8, 1)
SCHEMES = ("nl-cao-vo", "nl-registerleraar-2017")
ELSEWHERE = ("instituutsopleider", "plg", "collega-cursus", "corrector")
"""Roles of people who do not work at her school."""


def plan_people(draft: Draft) -> None:
    """Add profile, appointments, phases, schemes and holidays."""
    words = draft.texts.file("growth")
    person, first = words["person"], draft.schedule.first
    school = str(person["school"])
    draft.add(
        "profile",
        Profile(
            **draft.head(first),
            given_name=person["given_name"],
            family_name=person["family_name"],
            sector=Sector.VO,
            subject=person["subject"],
            school=school,
            email=draft.texts.cast.of(ADDRESS),
            start=Start.STARTER,
            about=person["about"],
        ),
    )
    _appointments(draft, school, person["function"], person["function_full"])
    for name, slot in shape("growth")["phases"].items():
        day = draft.schedule.day(slot)
        if day is not None:
            phase = Phase.START if name == "start" else Phase(name)
            entry = PhaseEntry(**draft.head(max(day, first)), phase=phase, began_on=day, note=words["phases"][name])
            draft.add(f"phase:{name}", entry)
    for scheme in SCHEMES:
        draft.add(f"cycle:{scheme}", Cycle(**draft.head(first), scheme=scheme, began_on=first))
    for number, holiday in enumerate(draft.schedule.holidays()):
        pause = Pause(
            **draft.head(holiday.first),
            from_on=holiday.first,
            until_on=holiday.last,
            reason=words["pauses"][holiday.name],
        )
        draft.add(f"pause:{number}", pause)


def plan_met(draft: Draft) -> None:
    """Add the people around her, by the roles in which activities, visits and talks name them, when they first do."""
    met: dict[str, date] = {}
    for record in list(draft.records):
        day = min(record.day or record.written_at.date(), record.written_at.date())
        for role in _roles(record):
            met[role] = min(day, met.get(role, day))
    # In visits to others she is the one who looks.
    met.pop(draft.texts.role("ik"), None)
    away = {draft.texts.role(key) for key in ELSEWHERE}
    school = str(draft.texts.file("growth")["person"]["school"])
    for role, day in sorted(met.items()):
        person = Person(**draft.head(day), name=role, role=role, school="" if role in away else school)
        draft.add(f"person:{role}", person)


def _roles(record: Record) -> tuple[str, ...]:
    if isinstance(record, Experience):
        return record.with_roles
    if isinstance(record, Talk | Agreement):
        return (record.with_role,)
    if isinstance(record, Observation):
        return (record.by_role,)
    return ()


def _appointments(draft: Draft, school: str, part_time: str, full_time: str) -> None:
    begins, years = draft.schedule.begins, len(draft.schedule.years)
    first = date(begins, *CONTRACT_FROM)
    grown = date(begins + FULL_TIME_FROM_YEAR - 1, *CONTRACT_FROM) if years >= FULL_TIME_FROM_YEAR else None
    draft.add(
        "appointment:1",
        Appointment(
            **draft.head(draft.schedule.first),
            function=part_time,
            school=school,
            sector=Sector.VO,
            fte_percent=PART_TIME,
            from_on=first,
            until_on=grown - timedelta(days=1) if grown else None,
        ),
    )
    if grown is not None:
        draft.add(
            "appointment:2",
            Appointment(
                **draft.head(max(grown, draft.schedule.first)),
                function=full_time,
                school=school,
                sector=Sector.VO,
                fte_percent=100,
                from_on=grown,
            ),
        )
