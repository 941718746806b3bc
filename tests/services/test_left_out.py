"""What stays hers alone can't be told from a document: it is the same, to the last number, as if it did not exist."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from portfolio_app.domain.evidence import Certificate, Evidence, PupilsVisible
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.growth import (
    Agreement,
    Feedback,
    LearningQuestion,
    Phase,
    Quality,
    SelfCheck,
    Talk,
)
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.domain.lessons import Observation, PupilSurvey
from portfolio_app.domain.links import Role
from portfolio_app.domain.patterns import Case, Pattern, PatternKind
from portfolio_app.domain.portfolio import Pause
from portfolio_app.domain.records import Record
from portfolio_app.domain.reflections import Reflection
from portfolio_app.domain.selection import Audience, Carry, Part, Selection
from portfolio_app.services.session import Services
from tests.services.helpers import activity, belief, head, phase, profile, reflection, saved

FIRST, DAYS = date(2025, 8, 1), 220
READERS = tuple(audience for audience in Audience if audience is not Audience.ARCHIVE)
SECRET = "dat gaat niemand iets aan"


def picture(services: Services, folder: Path, number: int, about: Record, pupils: PupilsVisible) -> Evidence:
    """A picture like no other."""
    out = BytesIO()
    Image.new("RGB", (40 + number, 30), (number % 256, 90, 120)).save(out, "PNG")
    path = folder / (f"{SECRET}-{number}.png" if number else "bord.png")
    path.write_bytes(out.getvalue())
    item = services.evidence.add(path, about=about).evidence
    return saved(services, replace(item, pupils=pupils, title=f"Foto {number}"))


@pytest.fixture
def shown(services: Services, tmp_path: Path) -> dict[str, Record]:
    """What every reader of these tests may see: hours with a scheme, evidence, and things chosen one by one."""
    profile(services)
    phase(services, Phase.INDUCTION, FIRST)
    services.hours.join("nl-cao-vo", FIRST)
    course = activity(services)
    course = replace(course, allocations=services.hours.suggest(course))
    services.records.save(course)
    moment = activity(services, "Een stil moment", contact_minutes=0)
    told = reflection(services)
    services.records.link(Role.ABOUT, told, course)
    thought = belief(services, cases=(Case(date(2026, 1, 20), True, "Toen was het zo.", experience_id=moment.id),))
    question = saved(
        services, LearningQuestion(**head(services), question="Hoe wacht ik langer?", asked_on=date(2025, 9, 1))
    )
    services.records.link(Role.ANSWERS, course, question)
    shown: dict[str, Record] = {
        "course": course, "reflection": told, "belief": thought, "question": question,
        "certificate": saved(services, Certificate(**head(services), title="BHV", issued_on=date(2025, 10, 1))),
        "visit": saved(services, Observation(**head(services), title="Lesbezoek", visited_on=date(2025, 11, 3))),
        "photo": picture(services, tmp_path, 0, course, PupilsVisible.NO),
    }  # fmt: skip
    return {**shown, "hidden": moment}


def choice(services: Services, audience: Audience, shown: dict[str, Record]) -> Selection:
    """Every part, and of what is private by nature only what was chosen."""
    chosen = frozenset(shown[name].id for name in ("reflection", "belief", "question"))
    return replace(services.choosing.default(audience), parts=frozenset(Part), chosen=chosen, carry=Carry.FITTING)


def private(services: Services, chance: random.Random, number: int) -> Record:
    """Something that no reader gets unless she chooses it."""
    day = FIRST + timedelta(days=chance.randrange(DAYS))
    base, text = head(services), f"{SECRET} {number}"
    makers: tuple[Callable[[], Record], ...] = (
        lambda: Experience(**base, title=text, happened_on=day, story=text),
        lambda: Reflection(**base, title=text, happened_on=day, template="alact", answers={"wanted": text}),
        lambda: JournalWeek(**base, year=2025, number=30 + number % 20, answers={"stuck": text}),
        lambda: Pattern(**base, kind=PatternKind.MENTAL_MODEL, statement=text, noticed_on=day),
        lambda: LearningQuestion(**base, question=text, asked_on=day),
        lambda: SelfCheck(**base, instrument="learning-capacity", taken_on=day, note=text),
        lambda: Quality(**base, text=text, noticed_on=day),
        lambda: Agreement(**base, text=text, agreed_on=day),
        lambda: Feedback(**base, given_on=day, by_role=SECRET, text=text),
        lambda: PupilSurvey(**base, title=text, held_on=day),
        lambda: Talk(**base, happens_on=day, with_role=SECRET, tell=text),
    )
    return saved(services, chance.choice(makers)())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_private_leaves_every_document_as_it_was(
    services: Services, shown: dict[str, Any], tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    choices = {audience: choice(services, audience, shown) for audience in READERS}
    choices[Audience.MENTOR] = replace(
        choices[Audience.MENTOR], by_theme=True, part_order=(Part.EVIDENCE, Part.HOURS), part_texts={"hours": "Kijk."}
    )
    before = {audience: services.composing.compose(chosen) for audience, chosen in choices.items()}
    for number in range(1, 25):
        record = private(services, chance, number)
        other = chance.choice(list(shown.values()))
        role = chance.choice([Role.ABOUT, Role.RELATED, Role.FITS, Role.ANSWERS, Role.LIFTED_FROM])
        ends = [record, other] if chance.random() < 0.5 else [other, record]
        services.records.link(role, *ends)
        if number % 8 == 0:  # what proves it, and what shows pupils though it proves what goes along
            picture(services, tmp_path, number, record, PupilsVisible.NO)
            picture(services, tmp_path, 100 + number, shown["course"], PupilsVisible.YES)
            picture(services, tmp_path, 200 + number, shown["course"], PupilsVisible.UNKNOWN)
    for audience, chosen in choices.items():
        assert services.composing.compose(chosen) == before[audience]
        assert SECRET not in repr(before[audience])


def test_what_she_left_out_counts_in_no_number(services: Services, shown: dict[str, Any], tmp_path: Path) -> None:
    chosen = choice(services, Audience.DOSSIER, shown)
    before = services.composing.compose(chosen)
    out: set[str] = set()
    for number in range(1, 7):
        extra = activity(services, f"{SECRET} {number}", happened_on=FIRST + timedelta(days=30 * number))
        services.records.save(replace(extra, allocations=services.hours.suggest(extra)))
        out |= {extra.id, picture(services, tmp_path, number, shown["course"], PupilsVisible.NO).id}
    assert services.composing.compose(chosen) != before
    assert services.composing.compose(replace(chosen, left_out=frozenset(out))) == before


def test_no_document_tells_why_she_was_away(services: Services, shown: dict[str, Any]) -> None:
    first, last = date(2026, 1, 5), date(2026, 2, 20)
    away = saved(services, Pause(**head(services), from_on=first, until_on=last, reason="Ziekteverlof"))
    every = {audience: choice(services, audience, shown) for audience in Audience}
    with_reason = {audience: services.composing.compose(chosen) for audience, chosen in every.items()}
    services.records.save(replace(away, reason=""))
    for audience, chosen in every.items():
        assert services.composing.compose(chosen) == with_reason[audience]
        assert "iekteverlof" not in repr(with_reason[audience])


def test_beliefs_go_to_no_employer_register_or_school_by_themselves(services: Services, shown: dict[str, Any]) -> None:
    for audience in (Audience.DOSSIER, Audience.REGISTER, Audience.APPLICATION):
        usual = services.choosing.default(audience)
        assert Part.PATTERNS not in usual.parts
        with_the_part = replace(usual, parts=frozenset(Part))
        assert shown["belief"].id not in services.choosing.plan(with_the_part).included
        one = replace(with_the_part, chosen=frozenset({shown["belief"].id}))
        assert shown["belief"].id in services.choosing.plan(one).included


def test_the_numbers_of_evidence_have_no_gaps(services: Services, shown: dict[str, Any], tmp_path: Path) -> None:
    for number in range(1, 5):
        picture(services, tmp_path, number, shown["course"], PupilsVisible.NO)
    chosen = choice(services, Audience.MENTOR, shown)
    every = services.composing.snapshot(chosen).evidence
    fewer = services.composing.snapshot(replace(chosen, left_out=frozenset({every[1].id, every[3].id})))
    assert [fewer.number(item.id) for item in fewer.evidence] == [1, 2, 3]
