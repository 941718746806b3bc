"""Looks at everything that goes out with a choice before it does, and keeps what she said is fine.

What was found, and the class list, are in memory only: nothing of it is written anywhere, and the log hears of none of
it. What was looked through once is known by its digest, so that after a change only what changed is looked at again.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

from portfolio_app.document.compose import compose
from portfolio_app.document.snapshot import Copy, Snapshot
from portfolio_app.document.tree import Document
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.portfolio import Person
from portfolio_app.domain.privacy import Finding, Fine, Kind, Level, Setting, word_of
from portfolio_app.domain.privacy_look import Rules, look
from portfolio_app.domain.privacy_people import People, class_names
from portfolio_app.domain.privacy_report import FILE_TEXT, Hit, Place, Report
from portfolio_app.domain.selection import Carry, Selection
from portfolio_app.i18n import Lang, Translator
from portfolio_app.services.composing import Composing, lang_of
from portfolio_app.services.core import Core
from portfolio_app.services.jobs import Progress, never, no_progress
from portfolio_app.services.persons import Persons
from portfolio_app.services.privacy_texts import Said, of_document, of_records
from portfolio_app.services.settings import PRIVACY_FINE, Settings
from portfolio_app.store.values import Query

MOST_KEPT: Final = 5_000
"""So many words that are fine are kept, the latest ones."""
_ORDER: Final = {Level.BLOCK: 0, Level.WARN: 1, Level.HINT: 2}
_AROUND: Final = 40


@dataclass(frozen=True)
class _Known:
    """Whom and what the look starts from; when any of it is another, everything is looked at anew."""

    rules: Rules
    people: People
    setting: Setting
    marks: tuple[object, ...]


class Privacy:
    """The check before signing."""

    def __init__(self, core: Core, settings: Settings, composing: Composing, persons: Persons) -> None:
        self._core, self._settings, self._composing, self._persons = core, settings, composing, persons
        self._class_list: tuple[str, ...] = ()
        self._rules: Rules | None = None
        self._known: _Known | None = None
        self._looked: dict[tuple[object, ...], tuple[tuple[Finding, str], ...]] = {}
        self._lock = threading.Lock()

    # -- the class list -------------------------------------------------------------------------------------------

    def use_class_list(self, text: str) -> tuple[str, ...]:
        """Look for these names too from now on, until the portfolio is closed; returns what was understood.

        ``text`` is as it was pasted, a name on a line. It is kept in memory and nowhere else.
        """
        self._class_list = class_names(text)
        return self._class_list

    def forget_class_list(self) -> None:
        """Let go of it."""
        self._class_list = ()

    @property
    def class_list(self) -> tuple[str, ...]:
        """The names that are looked for now."""
        return self._class_list

    # -- looking --------------------------------------------------------------------------------------------------

    def check(
        self,
        selection: Selection,
        *,
        lang: Lang | None = None,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = never,
    ) -> Report:
        """Everything that goes out for a choice. Blocks; run it with ``jobs.submit`` from a window.

        Raises `Cancelled`, and `UserError` ``nothing-selected``.
        """
        snapshot = self._composing.snapshot(selection)
        pictures = frozenset(item.sha256 for item in snapshot.evidence if item.is_picture)
        copies = {item.id: Copy(item.sha256, item.octets) for item in snapshot.evidence}
        going = {} if selection.carry is Carry.LISTED else copies
        snapshot = replace(snapshot, pictures=pictures, copies=going)
        document = compose(snapshot, Translator(lang or lang_of(selection)))
        return self.check_document(document, snapshot, progress=progress, cancelled=cancelled)

    def check_document(
        self,
        document: Document,
        snapshot: Snapshot,
        *,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = never,
    ) -> Report:
        """The same for what was composed already."""
        with self._lock:
            known = self._start()
            printed = [said for said in of_document(document) if said.text]
            files = () if snapshot.selection.carry is Carry.LISTED else snapshot.evidence
            total = 2 + len(files)
            seen: dict[tuple[object, ...], tuple[tuple[Finding, str], ...]] = {}
            progress(0, total, "")
            hits = self._in_records(known, of_records(snapshot), printed, seen, cancelled)
            progress(1, total, "")
            told = {(hit.finding.kind, hit.finding.word) for hit in hits}
            hits += self._in_print(known, printed, told, seen, cancelled)
            for number, item in enumerate(files):
                progress(2 + number, total, item.file_name)
                hits += self._in_file(known, item, seen, cancelled)
            self._looked = seen
        progress(total, total, "")
        fine = self.fine()
        kept = (hit for hit in hits if not (hit.finding.may_be_fine and _fine_of(hit.finding) in fine))
        return Report(tuple(sorted(_once(kept), key=lambda hit: _ORDER[hit.finding.level])))

    def _start(self) -> _Known:
        """What is known today; whatever was looked through with other knowledge is forgotten."""
        if self._rules is None:
            self._rules = Rules.of(self._core.content.privacy())
        stand_ins = self._persons.stand_ins()
        owner = self._core.profile()
        by_role = self._core.store.load(Person, Query(kinds=(Person.KIND,)))
        names = [owner.heading if owner is not None else "", *(person.name for person in by_role)]
        known_names = tuple(spelling for each in stand_ins for spelling in (each.name, *each.spellings))
        setting = Setting(
            owner=frozenset(word for name in names for word in word_of(name).split()),
            addresses=frozenset({word_of(owner.email)} if owner is not None and owner.email else ()),
            stand_ins=frozenset(word for each in stand_ins for word in word_of(each.stand_in).split()),
        )
        marks = (self._class_list, known_names, setting)
        if self._known is None or self._known.marks != marks:
            people = People.of(self._class_list, known_names, self._rules.names.ambiguous)
            self._known = _Known(self._rules, people, setting, marks)
            self._looked = {}
        return self._known

    def _in_records(
        self,
        known: _Known,
        texts: Iterable[Said],
        printed: Sequence[Said],
        seen: dict[tuple[object, ...], tuple[tuple[Finding, str], ...]],
        cancelled: Callable[[], bool],
    ) -> list[Hit]:
        """What stands in her records and goes out: a field that is not printed is nobody's."""
        found: list[Hit] = []
        corpus = ""
        for said in texts:
            _go_on(cancelled)
            for finding, around in self._look(known, said, seen):
                corpus = corpus or "\n".join(_flat(each.text) for each in printed)
                if _flat(finding.value) in corpus:
                    found.append(Hit(finding, said.place, around=around))
        return found

    def _in_print(
        self,
        known: _Known,
        printed: Sequence[Said],
        told: Collection[tuple[Kind, str]],
        seen: dict[tuple[object, ...], tuple[tuple[Finding, str], ...]],
        cancelled: Callable[[], bool],
    ) -> list[Hit]:
        """What stands in the document and in none of her records as it is."""
        found: list[Hit] = []
        for said in printed:
            _go_on(cancelled)
            for finding, around in self._look(known, said, seen):
                if (finding.kind, finding.word) not in told:
                    found.append(Hit(finding, said.place, around=around))
        return found

    def _in_file(
        self,
        known: _Known,
        item: Evidence,
        seen: dict[tuple[object, ...], tuple[tuple[Finding, str], ...]],
        cancelled: Callable[[], bool],
    ) -> list[Hit]:
        _go_on(cancelled)
        place = Place(item.KIND, item.id, FILE_TEXT, item.heading, "evidence")
        text = self._core.store.evidence_text(item.id) or ""
        said = Said(text, place, item.made_on)
        return [Hit(finding, place, around=around) for finding, around in self._look(known, said, seen)]

    def _look(
        self, known: _Known, said: Said, seen: dict[tuple[object, ...], tuple[tuple[Finding, str], ...]]
    ) -> tuple[tuple[Finding, str], ...]:
        """What a text holds, from memory where the very same one was looked through before."""
        in_file = said.place.field == FILE_TEXT
        key = (_digest(said.text), said.day, in_file, said.file_name)
        found = self._looked.get(key, seen.get(key))
        if found is None:
            setting = replace(known.setting, day=said.day, in_file=in_file, file_name=said.file_name)
            findings = look(said.text, known.rules, setting, known.people)
            found = tuple(zip(findings, _arounds(said.text, findings), strict=True))
        seen[key] = found
        return found

    # -- what may go out ------------------------------------------------------------------------------------------

    def guard(
        self,
        document: Document,
        snapshot: Snapshot,
        agreed: Collection[str],
        cancelled: Callable[[], bool] = never,
    ) -> Report:
        """Look at what is about to be signed. ``agreed`` are keys of hits that she looked at.

        Raises `UserError` ``privacy-blocked`` (n) and ``privacy-unseen`` (n).
        """
        report = self.check_document(document, snapshot, cancelled=cancelled)
        if report.blocked:
            raise UserError("privacy-blocked", n=len(report.blocked))
        if unseen := report.unseen(agreed):
            raise UserError("privacy-unseen", n=len(unseen))
        return report

    # -- what is fine ---------------------------------------------------------------------------------------------

    def fine(self) -> frozenset[Fine]:
        """Everything of which she said that it is fine, or not a pupil."""
        return frozenset(self._kept())

    def _kept(self) -> list[Fine]:
        try:
            stored: object = json.loads(self._settings.get(PRIVACY_FINE) or "[]")
        except ValueError:
            return []
        lines = cast("list[object]", stored) if isinstance(stored, list) else []
        pairs = [cast("list[object]", line) for line in lines if isinstance(line, list)]
        kinds = {kind.value: kind for kind in Kind}
        return [Fine(kinds[str(pair[0])], str(pair[1])) for pair in pairs if len(pair) == 2 and str(pair[0]) in kinds]

    def say_fine(self, finding: Finding) -> None:
        """Don't tell of this word as this kind again, wherever it stands.

        Raises `UserError` ``privacy-never-fine`` for what has to go, and ``read-only``.
        """
        if not finding.may_be_fine:
            raise UserError("privacy-never-fine")
        said = _fine_of(finding)
        self._keep([*(each for each in self._kept() if each != said), said])

    def take_back(self, what: Iterable[Fine]) -> None:
        """Tell of these again."""
        gone = set(what)
        self._keep([each for each in self._kept() if each not in gone])

    def _keep(self, items: Sequence[Fine]) -> None:
        if self._core.read_only:
            raise UserError("read-only")
        pairs = [[each.kind.value, each.word] for each in items[-MOST_KEPT:]]
        self._settings.set(PRIVACY_FINE, json.dumps(pairs, ensure_ascii=False))


def _fine_of(finding: Finding) -> Fine:
    return Fine(finding.kind, finding.word)


def _go_on(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Cancelled


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=20).digest()


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()


def _arounds(text: str, findings: Sequence[Finding]) -> list[str]:
    """For each finding the words near it on its line, with every finding masked."""
    told: list[str] = []
    for number, finding in enumerate(findings):
        start = max(text.rfind("\n", 0, finding.start) + 1, finding.start - _AROUND)
        line_end = text.find("\n", finding.end)
        end = min(len(text) if line_end < 0 else line_end, finding.end + _AROUND)
        near = [each for each in findings[max(0, number - 8) : number + 9] if each.end > start and each.start < end]
        pieces: list[str] = []
        at = start
        for each in near:
            pieces += [text[at : max(at, each.start)], each.masked]
            at = max(at, each.end)
        told.append(" ".join("".join([*pieces, text[at : max(at, end)]]).split()))
    return told


def _once(hits: Iterable[Hit]) -> list[Hit]:
    """Each finding once for a place, with how often it stands there."""
    found: dict[str, Hit] = {}
    for hit in hits:
        known = found.get(hit.key)
        found[hit.key] = replace(known, times=known.times + 1) if known else hit
    return list(found.values())
