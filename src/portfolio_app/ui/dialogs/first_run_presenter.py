"""The four steps of the first start: what they save. Knows no Qt."""

from __future__ import annotations

from dataclasses import replace

from portfolio_app.domain.changes import Label
from portfolio_app.domain.journal import Week
from portfolio_app.domain.portfolio import Profile, Sector, Start
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


def save_profile(services: Services, *, given_name: str, sector: Sector, subject: str, start: Start, lang: str) -> None:
    """Say who she is; the sector picks the scheme of its collective agreement."""
    records = services.records
    known = records.profile()
    base = known or Profile(id=records.new_id(), written_at=records.now(), lang=lang)
    profile = replace(base, given_name=given_name, sector=sector, subject=subject, start=start)
    records.save_all([profile], label=Label("edit" if known else "create", Profile.KIND))
    if not services.hours.cycles(closed=None):
        services.hours.join_defaults(sector, records.today())


def first_sentence(services: Services, text: str) -> None:
    """Save what stayed with her as the first answer of this week."""
    week = services.journal.week(Week.of(services.records.today()))
    first = services.journal.questions(week)[0]
    services.journal.save(replace(week, answers={**week.answers, first.key: text.strip()}))
