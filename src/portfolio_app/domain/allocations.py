"""Minutes of an activity split over the categories of schemes: in several schemes, never doubled within one."""

from __future__ import annotations

from collections.abc import Iterable

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import Allocation, Experience
from portfolio_app.domain.register import Category, EvidenceField, Scheme, Unit


def check_allocations(experience: Experience) -> None:
    """Raise `UserError` when minutes are split wrongly.

    ``hours-doubled`` (scheme, minutes, available): more minutes in one scheme than the activity has;
    ``hours-negative`` (scheme): an amount below zero.
    """
    used: dict[str, int] = {}
    for part in experience.allocations:
        if part.minutes < 0:
            raise UserError("hours-negative", scheme=part.scheme)
        used[part.scheme] = used.get(part.scheme, 0) + part.minutes
    for scheme, minutes in used.items():
        if minutes > experience.minutes:
            raise UserError("hours-doubled", scheme=scheme, minutes=minutes, available=experience.minutes)


def suggest_allocations(experience: Experience, scheme: Scheme) -> tuple[Allocation, ...]:
    """Propose how the minutes of an activity may count in a scheme.

    The competences it is linked to decide first (the minutes are split evenly, whole minutes, what remains goes to
    the first), then its type, else it counts without a category. Nothing is proposed for ordinary work where the
    scheme does not count that, nor for schemes that count no hours.
    """
    if scheme.unit is Unit.NONE or not experience.minutes:
        return ()
    if experience.ordinary_work and not scheme.counts_normal_work:
        return ()
    chosen = _by_competence(experience, scheme) or _by_type(experience, scheme)
    if not chosen:
        return (Allocation(scheme.id, "", experience.minutes, scheme.version),)
    each, rest = divmod(experience.minutes, len(chosen))
    shares = [each + rest, *[each] * (len(chosen) - 1)]
    return tuple(
        Allocation(scheme.id, category.id, minutes, scheme.version)
        for category, minutes in zip(chosen, shares, strict=True)
        if minutes
    )


def with_allocations(
    allocations: Iterable[Allocation], scheme_id: str, new: Iterable[Allocation]
) -> tuple[Allocation, ...]:
    """Replace the split within one scheme; what counts in other schemes stays."""
    return (*(part for part in allocations if part.scheme != scheme_id), *new)


def missing_fields(scheme: Scheme, experience: Experience, evidence_count: int) -> tuple[EvidenceField, ...]:
    """What the scheme wants to know of this activity and is not filled in yet; nothing for a validated one."""
    if experience.validated:
        return ()
    present = {
        EvidenceField.CERTIFICATE: evidence_count > 0,
        EvidenceField.ACTIVITY_TYPE: experience.activity_type is not None,
        EvidenceField.NAME: bool(experience.title.strip()),
        EvidenceField.PROVIDER: bool(experience.provider.strip()),
        EvidenceField.CONTRIBUTION: bool(experience.contribution.strip()),
        EvidenceField.CONTENT: bool(experience.story.strip()),
        EvidenceField.HOURS: experience.minutes > 0,
    }
    return tuple(item for item in scheme.evidence_fields if not present[item])


def _by_competence(experience: Experience, scheme: Scheme) -> list[Category]:
    frameworks = {scheme.framework, *scheme.framework_for.values()}
    codes = [ref.code for ref in experience.competences if ref.framework in frameworks]
    return [
        category
        for category in scheme.categories
        if any(code == own or code.startswith(own + "-") for own in category.competences for code in codes)
    ]


def _by_type(experience: Experience, scheme: Scheme) -> list[Category]:
    kind = experience.activity_type
    return [category for category in scheme.categories if kind is not None and kind in category.activity_types][:1]
