"""Cover, who I am, and the account of the period."""

from __future__ import annotations

from portfolio_app.document.compose.pieces import body, facts, note
from portfolio_app.document.snapshot import Snapshot
from portfolio_app.document.tree import Block, Column, Cover, Heading, Inline, PartBlock, Table, spans
from portfolio_app.document.words import word
from portfolio_app.domain.growth import PhaseEntry
from portfolio_app.domain.portfolio import Appointment
from portfolio_app.domain.selection import Part
from portfolio_app.i18n import Translator


def period(snapshot: Snapshot, t: Translator) -> str:
    """The period in words."""
    chosen = snapshot.selection
    return t("{first} to {last}", first=t.date(chosen.from_on), last=t.date(chosen.until_on))


def cover(snapshot: Snapshot, t: Translator) -> Cover:
    """The cover; no counts stand on it."""
    owner = snapshot.owner
    pairs = (
        (t("School"), owner.school if owner else ""),
        (t("Phase"), word(_now(snapshot.phases).phase, t) if snapshot.phases else ""),
        (t("Made for"), word(snapshot.selection.audience, t)),
        (t("Put together on"), t.date(snapshot.today)),
    )
    told = tuple((label, value[:1].upper() + value[1:]) for label, value in pairs if value)
    return Cover(t("Portfolio"), owner.heading if owner else "", _role(snapshot, t), period(snapshot, t), told)


def _role(snapshot: Snapshot, t: Translator) -> str:
    owner = snapshot.owner
    if owner is None:
        return ""
    now = [job for job in snapshot.appointments if job.until_on is None or job.until_on >= snapshot.today]
    function = now[-1].function if now else t("Teacher")
    told = owner.subject.casefold() in function.casefold()
    return function if told else f"{function} · {owner.subject}"


def account(snapshot: Snapshot, t: Translator) -> PartBlock | None:
    """Her own introduction first, then who she is and where she works."""
    owner, text = snapshot.owner, snapshot.selection.account
    blocks: list[Block] = [*body(text, snapshot.selection.lang, t)]
    if owner is not None:
        blocks.append(Heading(2, spans(t("Who I am"))))
        blocks += facts(
            [
                (t("Name"), owner.heading),
                (t("School"), owner.school),
                (t("Sector"), word(owner.sector, t)),
                (t("Subject or group"), owner.subject),
                (t("Phase"), _phase(snapshot.phases, t)),
            ]
        )
        blocks += body(owner.about, owner.lang, t)
    if snapshot.appointments:
        blocks += [Heading(2, spans(t("Where I worked"))), _jobs(snapshot.appointments, t)]
    if not blocks:
        return None
    blocks.append(
        note(
            t(
                "I chose what is in this document. What is not in it is private; that says nothing about whether "
                "it exists."
            )
        )
    )
    return PartBlock(Part.ACCOUNT.value, word(Part.ACCOUNT, t), tuple(blocks), period(snapshot, t))


def _phase(phases: tuple[PhaseEntry, ...], t: Translator) -> str:
    if not phases:
        return ""
    last = _now(phases)
    return t("{phase}, since {day}", phase=word(last.phase, t), day=t.month(last.began_on))


def _now(phases: tuple[PhaseEntry, ...]) -> PhaseEntry:
    return max(phases, key=lambda entry: entry.began_on)


def _jobs(jobs: tuple[Appointment, ...], t: Translator) -> Table:
    def row(job: Appointment) -> tuple[Inline, ...]:
        until = t.month(job.until_on) if job.until_on else t("today")
        span = t("{first} to {last}", first=t.month(job.from_on), last=until)
        return spans(job.function), spans(job.school), spans(span), spans(t("{n} percent", n=job.fte_percent))

    return Table(
        (
            Column(t("Function"), share=2, row_head=True),
            Column(t("School"), share=2),
            Column(t("Period"), share=3),
            Column(t("Full-time share"), "right"),
        ),
        tuple(row(job) for job in sorted(jobs, key=lambda job: job.from_on)),
    )
