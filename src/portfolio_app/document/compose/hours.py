"""Hours: where I stand in each scheme, drawn and explained, and the activities it was counted from."""

from __future__ import annotations

from portfolio_app.document.compose.pieces import anchor, evidence_links, ledger_anchor, note, pick
from portfolio_app.document.snapshot import HoursView, Snapshot
from portfolio_app.document.tree import (
    Bar,
    BarChart,
    Block,
    Column,
    Heading,
    Inline,
    ListBlock,
    Paragraph,
    PartBlock,
    Span,
    Table,
    spans,
)
from portfolio_app.document.words import word
from portfolio_app.domain.counting import LedgerRow
from portfolio_app.domain.register import Count, Minimum, Practice, Status, Unit
from portfolio_app.domain.selection import Part
from portfolio_app.domain.standing import Standing, State
from portfolio_app.i18n import Translator


def part(snapshot: Snapshot, t: Translator) -> PartBlock | None:
    """Every scheme the owner takes part in; nothing where she takes part in none."""
    blocks = [block for view in snapshot.hours for block in _scheme(view, snapshot, t)]
    if not blocks:
        return None
    intro = note(t("Counted from my activities; an hour is sixty minutes."))
    return PartBlock(Part.HOURS.value, word(Part.HOURS, t), (intro, *blocks))


def _scheme(view: HoursView, snapshot: Snapshot, t: Translator) -> list[Block]:
    scheme, span = view.scheme, view.standing.period.span
    if scheme.unit is Unit.HOURS:
        days = t("{first} to {last}", first=t.date(span.first), last=t.date(span.last))
    else:
        # Nobody asks for a period where no hours are asked; how far back was looked is all there is to say.
        days = t("since {day}", day=t.date(span.first))
    blocks: list[Block] = [Heading(2, spans(pick(scheme.name, t)), f"hours-{scheme.id}-{span.first}", days)]
    if scheme.unit is Unit.HOURS:
        blocks.append(Paragraph(spans(_standing(view.standing, t)), "lead"))
        blocks += _counted_days(view, snapshot, t)
    if scheme.status is Status.HISTORIC:
        blocks.append(note(t("This scheme is no longer in force; it is kept here as a yardstick of my own.")))
    if scheme.check_this:
        checked = t.date(scheme.checked_on)
        if scheme.status is Status.EMPLOYER:
            blocks.append(note(t("Check this with your own agreement; looked up on {day}.", day=checked)))
        else:
            blocks.append(note(t("Check this: not everything in it is certain; looked up on {day}.", day=checked)))
    blocks += _chart(view, t)
    demands = _demands(view.standing, t)
    if demands:
        blocks += [Heading(3, spans(t("What the scheme asks besides"))), ListBlock(demands)]
    blocks += _ledger(view, snapshot, t)
    return blocks


def _counted_days(view: HoursView, snapshot: Snapshot, t: Translator) -> list[Block]:
    """Which days were counted, where these are not only the days of the document."""
    span, selection = view.standing.period.span, snapshot.selection
    if span.first >= selection.from_on and min(span.last, snapshot.today) <= selection.until_on:
        return []
    told = t(
        "Counted over the whole period, {first} to {last}, not only over the days of this document ({begin} to {end}).",
        first=t.date(span.first),
        last=t.date(span.last),
        begin=t.date(selection.from_on),
        end=t.date(selection.until_on),
    )
    return [note(told)]


def _standing(standing: Standing, t: Translator) -> str:
    have = t.hours(standing.total)
    if not standing.target:
        told = t("{have} hours counted.", have=have)
    elif standing.missing:
        told = t(
            "{have} of {target} hours, {left} to go.",
            have=have,
            target=t.hours(standing.target),
            left=t.hours(standing.missing),
        )
    else:
        told = t("{have} of {target} hours: what was asked is there.", have=have, target=t.hours(standing.target))
    if standing.carried:
        told += " " + t("{hours} of them came along from earlier.", hours=t.hours(standing.carried))
    return told


def _chart(view: HoursView, t: Translator) -> list[Block]:
    standing = view.standing
    bars = [_bar(t("All together"), standing.total, standing.target, t)]
    for item in standing.categories:
        category = view.scheme.category(item.category)
        if item.counted:
            bars.append(_bar(pick(category.name, t) if category else t("Without a category"), item.counted, None, t))
    bars += [
        _bar(pick(rule.rule.label, t), rule.have, rule.need, t)
        for rule in standing.rules
        if isinstance(rule.rule, Minimum) and rule.state in (State.MET, State.MISSING)
    ]
    if not any(bar.value for bar in bars):
        return []
    told = "; ".join(
        t("{label}: {have} of {target} hours", label=bar.label, have=bar.shown, target=t.number(bar.target))
        if bar.target
        else t("{label}: {have} hours", label=bar.label, have=bar.shown)
        for bar in bars
    )
    title = t("Hours in {scheme}", scheme=pick(view.scheme.name, t))
    legend = t("counted, with what is asked as a line") if any(bar.target for bar in bars) else ""
    return [BarChart(title, tuple(bars), f"{told}.", legend)]


def _bar(label: str, minutes: int, target: int | None, t: Translator) -> Bar:
    return Bar(label, minutes / 60, t.hours(minutes), target / 60 if target else None)


def _demands(standing: Standing, t: Translator) -> tuple[Inline, ...]:
    """What is not drawn: practice hours, what is counted in pieces, and what is only to be known."""
    told: list[Inline] = []
    for item in standing.rules:
        label = pick(item.rule.label, t)
        if isinstance(item.rule, Practice):
            told.append(_have_of(label, t.hours(item.have), t.hours(item.need), t))
        elif isinstance(item.rule, Count) and item.state is not State.NOT_APPLICABLE:
            told.append(_have_of(label, t.number(item.have), t.number(item.need), t))
        elif item.state is State.TOLD:
            told.append(spans(label))
    return tuple(told)


def _have_of(label: str, have: str, need: str, t: Translator) -> Inline:
    return (Span(f"{label}: "), Span(t("{have} of {need}", have=have, need=need), strong=True))


def _ledger(view: HoursView, snapshot: Snapshot, t: Translator) -> list[Block]:
    rows = view.standing.rows
    if not rows:
        return []
    by_id = {item.id: item for item in snapshot.experiences}
    proofs = {row.experience_id: evidence_links(by_id[row.experience_id], snapshot, t, bare=True) for row in rows}
    categorised, proven = any(row.category for row in rows), any(proofs.values())

    def cells(row: LedgerRow) -> tuple[Inline, ...]:
        category = view.scheme.category(row.category)
        out: list[Inline] = [
            spans(t.date(row.on, "medium")),
            (Span(row.title.strip() or t("untitled"), link=f"#{anchor(by_id[row.experience_id])}"),),
        ]
        if categorised:
            out.append(spans(pick(category.name, t) if category else ""))
        if proven:
            out.append(proofs[row.experience_id])
        return (*out, spans(t.hours(row.counted)))

    columns = [Column(t("Day"), share=2), Column(t("Activity"), share=5, row_head=True)]
    if categorised:
        columns.append(Column(t("Category"), share=3))
    columns += [*([Column(t("Evidence"), share=2)] if proven else []), Column(t("Hours"), "right")]
    empty: tuple[Inline, ...] = ((),) * (len(columns) - 2)
    total = (spans(t("Total")), *empty, spans(t.hours(view.standing.counted)))
    lines = [cells(row) for row in rows]
    anchors = [ledger_anchor(row.experience_id) for row in rows]
    elsewhere = view.standing.counted - sum(row.counted for row in rows)
    if elsewhere:
        lines.append(((), spans(t("On other days of the period")), *empty[1:], spans(t.hours(elsewhere))))
        anchors.append("")
    return [Table(tuple(columns), tuple(lines), t("Activities that count"), total, tuple(anchors))]
