"""The filters of a question as conditions on the records: each looks at the record itself, so none can lose a hit."""

from __future__ import annotations

from typing import Final

from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.kinds import BESIDE
from portfolio_app.domain.links import Role
from portfolio_app.domain.saved import SavedSearch
from portfolio_app.store.values import Question

HIDDEN: Final = tuple(sorted({*BESIDE, SavedSearch.KIND}))
"""Kinds that are found only when they are asked for."""

_PLACES: Final = {
    "live": "r.body IS NOT NULL AND r.trashed_at IS NULL",
    "trash": "r.body IS NOT NULL AND r.trashed_at IS NOT NULL",
}
_COMPETENCE: Final = (
    "EXISTS (SELECT 1 FROM json_each(r.body, '$.competences') c WHERE c.value ->> 'framework' = ?"
    " AND (c.value ->> 'code' = ? OR substr(c.value ->> 'code', 1, ?) = ?))"
)
_SCHEME: Final = (
    "(r.body ->> 'scheme' = ? OR EXISTS"
    " (SELECT 1 FROM json_each(r.body, '$.allocations') a WHERE a.value ->> 'scheme' = ?))"
)
_SHOWN: Final = (
    "IN (SELECT t.n FROM link_end e JOIN record l ON l.n = e.link JOIN record s ON s.id = e.source_id"
    " JOIN record t ON t.id = e.target_id WHERE e.role = ? AND e.source_kind = ? AND l.body IS NOT NULL"
    " AND l.trashed_at IS NULL AND s.body IS NOT NULL AND s.trashed_at IS NULL)"
)

Conditions = tuple[list[str], list[object]]


def plain(question: Question) -> Conditions:
    """Conditions that the index of records answers: place, kinds and days; and their parameters."""
    found, values = [_PLACES[question.place]], list[object]()
    kinds, negated = question.kinds or HIDDEN, "" if question.kinds else "NOT "
    found.append(f"r.kind {negated}IN ({','.join('?' * len(kinds))})")
    values += kinds
    if question.from_on:
        found.append("r.day >= ?")
        values.append(question.from_on.isoformat())
    if question.until_on:
        found.append("r.day <= ?")
        values.append(question.until_on.isoformat())
    return found, values


def costly(question: Question) -> Conditions:
    """Conditions for which a record must be opened, and their parameters."""
    found, values = list[str](), list[object]()
    for tag in question.tags:
        found.append("EXISTS (SELECT 1 FROM json_each(r.tags) WHERE value = ?)")
        values.append(tag)
    if question.competence is not None:
        framework, code = question.competence
        part = f"{code}-"
        found.append(_COMPETENCE)
        values += (framework, code, len(part), part)
    if question.scheme:
        found.append(_SCHEME)
        values += (question.scheme, question.scheme)
    if question.evidence is not None:
        negated = "" if question.evidence else "NOT "
        found += [f"r.n {negated}{_SHOWN}", "r.kind <> ?"]
        values += (Role.PROVES.value, Evidence.KIND, Evidence.KIND)
    return found, values
