"""What the page of evidence shows, without Qt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from portfolio_app.document.words import word
from portfolio_app.domain.evidence import Certificate, Evidence
from portfolio_app.i18n import N_, Translator
from portfolio_app.services.session import Services
from portfolio_app.store.values import Lacking, Query, Row

DETAILS_KEPT = 2000
Only = Literal["place", "pupils", "certificate"]
ONLY: tuple[tuple[Only, str], ...] = (
    ("place", N_("belongs to nothing yet")),
    ("pupils", N_("pupils: not answered yet")),
    ("certificate", N_("certificates")),
)
"""What the list can be narrowed to."""


class EvidencePresenter:
    """Asks the evidence and words the answers."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.kinds: tuple[str, ...] = (Evidence.KIND, Certificate.KIND)
        self.text = ""
        self.only: Only | None = None
        self._details: dict[tuple[str, int, str], str] = {}

    def query(self, order: str = "", limit: int | None = None, offset: int = 0) -> Query:
        """The rows in sight."""
        wanted = "heading" if order == "heading" else "newest"
        kinds = (Certificate.KIND,) if self.only == "certificate" else self.kinds
        lacking: Lacking | None = self.only if self.only in ("place", "pupils") else None
        return Query(kinds=kinds, text=self.text, order=wanted, limit=limit, offset=offset, lacking=lacking)

    def count(self) -> int:
        """How many there are."""
        return self._services.records.count(self.query())

    def page(self, offset: int, limit: int, order: str) -> Sequence[Row]:
        """Some of them."""
        return self._services.records.rows(self.query(order, limit, offset))

    def detail(self, row: Row, t: Translator) -> str:
        """Size and the answer about pupils; for a certificate until when it holds.

        Asked for every row in sight whenever something changes, so what was said of a version is remembered.
        """
        key = (row.id, row.version, t.lang)
        if key not in self._details:
            if len(self._details) > DETAILS_KEPT:
                self._details.clear()
            self._details[key] = self._detail(row, t)
        return self._details[key]

    def _detail(self, row: Row, t: Translator) -> str:
        record = self._services.records.any(row.kind, row.id)
        if isinstance(record, Evidence):
            return f"{t.size(record.octets)} · {word(record.pupils, t)}"
        if isinstance(record, Certificate) and record.expires_on:
            return t("valid until {day}", day=t.date(record.expires_on))
        return ""
