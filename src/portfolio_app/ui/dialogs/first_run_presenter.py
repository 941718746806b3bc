"""The four steps of the first start: what they save. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from portfolio_app.domain.changes import Label
from portfolio_app.domain.growth import Phase, PhaseEntry
from portfolio_app.domain.journal import Week
from portfolio_app.domain.portfolio import Profile, Sector, Start
from portfolio_app.domain.records import Record
from portfolio_app.i18n import N_
from portfolio_app.services.session import Services

SECTORS: tuple[tuple[Sector, str], ...] = (
    (Sector.PO, N_("Primary education")),
    (Sector.VO, N_("Secondary education")),
    (Sector.MBO, N_("Vocational education (mbo)")),
)
STARTS: tuple[tuple[Start, str], ...] = (
    (Start.STUDENT, N_("student")),
    (Start.STARTER, N_("starter")),
    (Start.LONGER, N_("teacher for longer")),
)
PHASES: Mapping[Start, Phase] = {Start.STUDENT: Phase.STUDENT, Start.STARTER: Phase.INDUCTION}
"""The phase of a career that an answer stands for; "longer" may be any of the later ones, so it stands for none."""


def save_profile(services: Services, *, given_name: str, sector: Sector, subject: str, start: Start, lang: str) -> None:
    """Say who she is; the sector picks the scheme of its collective agreement.

    The first time, a student or starter enters the phase of her career as well, in the same step: the questions of the
    week and the rules for hours go by it.
    """
    records = services.records
    known = records.profile()
    base = known or Profile(id=records.new_id(), written_at=records.now(), lang=lang)
    profile = replace(base, given_name=given_name, sector=sector, subject=subject, start=start)
    saved: list[Record] = [profile]
    if known is None and start in PHASES and not services.growth.phases():
        saved.append(
            PhaseEntry(
                id=records.new_id(),
                written_at=records.now(),
                lang=lang,
                phase=PHASES[start],
                began_on=records.today(),
            )
        )
    records.save_all(saved, label=Label("edit" if known else "create", Profile.KIND))
    if not services.hours.cycles(closed=None):
        services.hours.join_defaults(sector, records.today())


def first_draft(services: Services) -> tuple[str, str]:
    """Key of the draft in which the first sentence is kept, and its field: those of this week on its own page."""
    week = services.journal.week(Week.of(services.records.today()))
    return f"week:{week.heading}", f"answers.{services.journal.questions(week)[0].key}"


def first_sentence(services: Services, text: str) -> None:
    """Save what stayed with her as the first answer of this week."""
    week = services.journal.week(Week.of(services.records.today()))
    first = services.journal.questions(week)[0]
    services.journal.save(replace(week, answers={**week.answers, first.key: text.strip()}))
