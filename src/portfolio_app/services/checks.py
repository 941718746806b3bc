"""Is everything whole? Store, vault and the counter of steps, told as findings in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.i18n import N_, Translator
from portfolio_app.services.core import Core
from portfolio_app.services.evidence import stored_of
from portfolio_app.services.jobs import Progress, never, no_progress
from portfolio_app.services.sentences import explain
from portfolio_app.services.settings import LAST_DEEP_CHECK, Settings
from portfolio_app.store.values import Finding, Query
from portfolio_app.vault.counter import Counter

LOST = "operations-lost"
REPAIRED = frozenset({"links-repaired", "search-rebuilt"})
DEEP_EVERY: Final = timedelta(days=30)

FINDINGS: Mapping[str, str] = {
    "blob-missing": N_("Evidence that is named but not known in the vault: {count}. Add the same files again."),
    "database-inconsistent": N_(
        "The database does not agree with itself. Have it repaired from what is whole and from your backups."
    ),
    "evidence-damaged": N_("Damaged pieces of evidence: {count}. Add the same files again to mend them."),
    "evidence-lost": N_("Pieces of evidence that are gone from the vault: {count}. Add the same files again."),
    "evidence-out-of-reach": N_(
        "Pieces of evidence that this computer does not let Leerlijn read: {count}. Look at the rights of their files."
    ),
    "history-unreadable": N_(
        "Items of which the earlier versions can't be read: {count}. What they are today is whole."
    ),
    "links-repaired": N_("Links in the index that were wrong and have been repaired: {count}."),
    "links-wrong": N_("Links in the index that are wrong: {count}. A check repairs them where Leerlijn may write."),
    LOST: N_(
        "Saved steps that are no longer in the database: {missing}. A backup may still have them; keep this folder."
    ),
    "operations-missing": N_("Steps that are missing from the history: {missing}. What is there today is whole."),
    "page-damaged": N_(
        "Damaged pages of the database: {pages}. Have it repaired from what is whole and from your backups."
    ),
    "record-unreadable": N_(
        "Items that can't be read: {count}. Everything else is intact; a backup may still have them."
    ),
    "search-rebuilt": N_("The index for searching was out of date and has been made again."),
}
"""Sentences in which the number stands by itself, so that one reads as well as seven."""


@dataclass(frozen=True)
class Report:
    """What the check found. ``files`` is how many pieces of evidence were read."""

    findings: tuple[Finding, ...]
    records: int
    files: int

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong; what repaired itself is not wrong any more."""
        return all(finding.code in REPAIRED for finding in self.findings)

    @property
    def lost(self) -> bool:
        """Whether saved steps are no longer there."""
        return any(finding.code == LOST for finding in self.findings)

    def words(self, t: Translator) -> str:
        """What is wrong, in sentences; what repaired itself is no news."""
        return " ".join(tell(finding, t) for finding in self.findings if finding.code not in REPAIRED)

    def without_loss(self) -> Report:
        """What is left to say once the owner accepted the loss of steps."""
        return replace(self, findings=tuple(finding for finding in self.findings if finding.code != LOST))


def tell(finding: Finding, t: Translator) -> str:
    """A finding in words."""
    sentence = FINDINGS.get(finding.code)
    return t(sentence, **finding.facts) if sentence else explain(UserError(finding.code, about="", **finding.facts), t)


class Checks:
    """The check, as the settings and the command line offer it."""

    def __init__(self, core: Core, counter: Counter, settings: Settings) -> None:
        self._core = core
        self._counter = counter
        self._settings = settings

    def lost(self) -> Finding | None:
        """Steps that the counter outside the database knows of and the database does not."""
        # The counter is read first: a step that is saved meanwhile must not look like one that was lost.
        noted = self._counter.read()
        there = self._core.store.operation_counter()
        return Finding(LOST, {"missing": noted - there}) if noted is not None and noted > there else None

    def accept_loss(self) -> None:
        """The owner knows that steps got lost: from now on they are not told any more.

        Raises `UserError` ``read-only``, ``disk-full`` and ``no-permission``.
        """
        if self._core.read_only:
            raise UserError("read-only")
        self._counter.reset(self._core.store.operation_counter())

    def look(self, progress: Progress = no_progress, cancelled: Callable[[], bool] = never) -> Report:
        """The check nobody asked for, in the background: a quick one after each start, everything once a month."""
        deep = not self._core.read_only and self.deep_due()
        report = self.check(deep=deep, index=deep, progress=progress, cancelled=cancelled)
        if deep:
            self._settings.set(LAST_DEEP_CHECK, self._core.today().isoformat())
        return report

    def deep_due(self) -> bool:
        """Whether it is a month ago, or longer, that everything was read."""
        try:
            last = date.fromisoformat(self._settings.get(LAST_DEEP_CHECK))
        except ValueError:
            return True
        # A clock that was wrong must not put it off for years.
        return not timedelta(0) <= self._core.today() - last < DEEP_EVERY

    def check(
        self,
        *,
        deep: bool = True,
        index: bool = True,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = never,
    ) -> Report:
        """Read everything. ``deep`` also reads every version of every record and every octet of evidence.

        Looking at the ``index`` for searching keeps others from saving meanwhile.
        """
        findings = list(self._core.store.check(deep, index))
        try:
            return self._look_further(findings, deep, progress, cancelled)
        except UserError as error:
            if error.code != "database-damaged" or not findings:
                raise
            # What stands on a damaged page can't be asked for; that there is one has to be told all the same.
            return Report(tuple(findings), 0, 0)

    def _look_further(
        self, findings: list[Finding], deep: bool, progress: Progress, cancelled: Callable[[], bool]
    ) -> Report:
        lost = self.lost()
        if lost is not None:
            findings.insert(0, lost)
        trouble = {"evidence-damaged": 0, "evidence-lost": 0, "evidence-out-of-reach": 0}
        digests = sorted(self._core.store.live_blobs())
        for number, sha256 in enumerate(digests):
            if cancelled():
                raise Cancelled
            progress(number, len(digests), "evidence")
            self._look_at(sha256, deep, trouble)
        progress(len(digests), len(digests), "evidence")
        findings += [Finding(code, {"count": count}) for code, count in trouble.items() if count]
        findings += [Finding(error.code, dict(error.facts)) for error in self._core.content.problems()]
        return Report(tuple(findings), self._core.store.count(Query()), len(digests))

    def _look_at(self, sha256: str, deep: bool, trouble: dict[str, int]) -> None:
        row = self._core.store.blob(sha256)
        if row is None:
            return  # told as blob-missing by the store
        try:
            if deep:
                self._core.vault.verify(stored_of(row))
            elif not self._core.vault.has(stored_of(row)):
                raise UserError("evidence-lost")
        except UserError as error:
            trouble[error.code if error.code in trouble else "evidence-damaged"] += 1
        except OSError:
            trouble["evidence-out-of-reach"] += 1
