"""What the page of hours shows, without Qt: standings in words, bars, demands, and the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portfolio_app.domain.counting import LedgerRow, Reason
from portfolio_app.domain.register import Count, EvidenceField, Minimum, Practice, Scheme, Status, Unit
from portfolio_app.domain.standing import RuleStanding, Standing, State
from portfolio_app.i18n import N_, Translator
from portfolio_app.services.session import Services

FIELDS: dict[EvidenceField, str] = {
    EvidenceField.CERTIFICATE: N_("certificate"),
    EvidenceField.ACTIVITY_TYPE: N_("type of activity"),
    EvidenceField.NAME: N_("name"),
    EvidenceField.PROVIDER: N_("provider"),
    EvidenceField.CONTRIBUTION: N_("what it contributed"),
    EvidenceField.CONTENT: N_("contents and set-up"),
    EvidenceField.HOURS: N_("number of hours"),
}
REASONS: dict[Reason, str] = {
    Reason.ORDINARY_WORK: N_("ordinary work does not count here"),
    Reason.UNKNOWN_CATEGORY: N_("the category is not known in this scheme"),
    Reason.DOUBLED: N_("more minutes were placed than the activity has"),
}


@dataclass(frozen=True)
class BarLine:
    """A bar: name, minutes there, minutes asked (None: no target), and the amounts in words."""

    name: str
    have: int
    need: int | None
    words: str


OPEN_SHOWN = 12


@dataclass(frozen=True)
class OpenLine:
    """An activity to look at: its id, title and what is the matter."""

    id: str
    title: str
    why: str


@dataclass(frozen=True)
class SchemeView:
    """One scheme as the page shows it; ``categories`` are names by id, ``lacking`` the first of what is open."""

    cycle_id: str
    title: str
    period: str
    told: str
    notes: tuple[str, ...]
    bars: tuple[BarLine, ...]
    demands: tuple[str, ...]
    lacking: tuple[OpenLine, ...]
    lacking_in_all: int
    rows: tuple[LedgerRow, ...]
    categories: Mapping[str, str]
    number: int
    target_minutes: int | None
    counts_hours: bool


@dataclass(frozen=True)
class BrokenView:
    """A scheme taken part in whose file can't be read: its id in place of its name, and what that means."""

    cycle_id: str
    title: str
    told: str


class HoursPresenter:
    """Asks the hours and words the answers."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._hours = services.hours

    def views(self, numbers: dict[str, int], t: Translator) -> tuple[SchemeView, ...]:
        """The schemes taken part in; ``numbers`` picks an earlier period by the id of the cycle."""
        standings = self._hours.standings(numbers=numbers)
        return tuple(
            self._view(scheme, standing, cycle.target_minutes, t)
            for (cycle, scheme), standing in zip(self._hours.joined(), standings, strict=True)
        )

    def broken(self, t: Translator) -> tuple[BrokenView, ...]:
        """The schemes taken part in that can't be shown."""
        told = t(
            "The file of this scheme is missing or damaged, so its hours can't be worked out."
            " What you recorded is kept; put the file back, or stop taking part."
        )
        return tuple(BrokenView(cycle.id, cycle.scheme, told) for cycle in self._hours.unreadable())

    def periods(self, cycle_id: str, t: Translator) -> tuple[tuple[int, str], ...]:
        """The periods of a cycle, newest first: number and days in words."""
        found = self._hours.periods(cycle_id)
        return tuple((item.number, _days(item.span.first, item.span.last, t)) for item in reversed(found))

    def joinable(self, t: Translator) -> tuple[tuple[str, str], ...]:
        """Schemes that are not joined yet: id and name."""
        joined = {cycle.scheme for cycle in self._hours.cycles()}
        return tuple((item.id, t.pick(item.name)) for item in self._hours.schemes() if item.id not in joined)

    def _view(self, scheme: Scheme, standing: Standing, own: int | None, t: Translator) -> SchemeView:
        span = standing.period.span
        lacking, in_all = self._lacking(standing, t)
        return SchemeView(
            cycle_id=standing.cycle_id,
            title=t.pick(scheme.name),
            period=_days(span.first, span.last, t)
            if scheme.unit is Unit.HOURS
            else t("since {day}", day=t.date(span.first)),
            told=_told(standing, t) if scheme.unit is Unit.HOURS else t("No hours are asked here."),
            notes=self._notes(scheme, standing, t),
            bars=_bars(scheme, standing, t) if scheme.unit is Unit.HOURS else (),
            demands=tuple(words for item in standing.rules if (words := _demand(item, t))),
            lacking=lacking,
            lacking_in_all=in_all,
            rows=standing.rows,
            categories={item.id: t.pick(item.name) for item in scheme.categories},
            number=standing.period.number,
            target_minutes=own,
            counts_hours=scheme.unit is Unit.HOURS,
        )

    def _notes(self, scheme: Scheme, standing: Standing, t: Translator) -> tuple[str, ...]:
        told: list[str] = []
        if scheme.status is Status.HISTORIC:
            told.append(t("This register no longer exists. The scheme is here as a yardstick of your own."))
        if scheme.check_this:
            checked = t.date(scheme.checked_on)
            if scheme.status is Status.EMPLOYER:
                told.append(t("Check this with your own agreement; looked up on {day}.", day=checked))
            else:
                told.append(t("Check this: not everything in it is certain; looked up on {day}.", day=checked))
        if standing.full_time_assumed and standing.target is not None:
            told.append(t("The size of your job is not noted yet, so full time is assumed."))
        return tuple(told)

    def _lacking(self, standing: Standing, t: Translator) -> tuple[tuple[OpenLine, ...], int]:
        """Activities to look at: the first of them, and how many there are."""
        lines: list[tuple[str, str]] = []
        for item in standing.lacking:
            fields = ", ".join(t(FIELDS[field]) for field in item.fields)
            lines.append((item.experience_id, t("still missing: {fields}", fields=fields)))
        lines += [(item.experience_id, t(REASONS[item.reason])) for item in standing.excluded]
        lines += [(ident, t("not placed in this scheme yet")) for ident in standing.unplaced]
        found: list[OpenLine] = []
        for ident, why in lines[:OPEN_SHOWN]:
            record = self._services.records.any("experience", ident)
            if record is not None:
                found.append(OpenLine(ident, record.heading, why))
        return tuple(found), len(lines)


def _days(first: object, last: object, t: Translator) -> str:
    from datetime import date

    assert isinstance(first, date)
    assert isinstance(last, date)
    return t("{first} to {last}", first=t.date(first), last=t.date(last))


def _told(standing: Standing, t: Translator) -> str:
    have = t.hours(standing.total)
    if not standing.target:
        return t("{have} hours counted.", have=have)
    told = t("{have} of {target} hours.", have=have, target=t.hours(standing.target))
    if standing.needed_per_month:
        # An estimate: half hours say enough, and keeping to it must be enough.
        roughly = -(-standing.needed_per_month // 30) * 30
        told += " " + t("That asks for about {hours} hours a month.", hours=t.hours(roughly))
    elif not standing.missing:
        told += " " + t("What is asked is there.")
    return told


def _bars(scheme: Scheme, standing: Standing, t: Translator) -> tuple[BarLine, ...]:
    bars = [_bar(t("All together"), standing.total, standing.target, t)]
    for item in standing.categories:
        category = scheme.category(item.category)
        if item.counted:
            bars.append(_bar(t.pick(category.name) if category else t("Without a category"), item.counted, None, t))
    bars += [
        _bar(t.pick(rule.rule.label), rule.have, rule.need, t)
        for rule in standing.rules
        if isinstance(rule.rule, Minimum) and rule.state in (State.MET, State.MISSING)
    ]
    return tuple(bars)


def _bar(name: str, have: int, need: int | None, t: Translator) -> BarLine:
    words = (
        t("{have} of {need} hours", have=t.hours(have), need=t.hours(need))
        if need
        else t("{have} hours", have=t.hours(have))
    )
    return BarLine(name, have, need, words)


def _demand(item: RuleStanding, t: Translator) -> str:
    label = t.pick(item.rule.label)
    if item.state is State.NOT_APPLICABLE:
        return ""
    if isinstance(item.rule, Practice):
        return f"{label}: " + t("{have} of {need} hours", have=t.hours(item.have), need=t.hours(item.need))
    if isinstance(item.rule, Count):
        told = f"{label}: " + t("{have} of {need}", have=t.number(item.have), need=t.number(item.need))
        return told + (f" ({', '.join(item.open_codes)})" if item.open_codes else "")
    if item.state is State.OVER:
        return f"{label}: " + t("{hours} hours more than count", hours=t.hours(item.over))
    return label if item.state is State.TOLD else ""
