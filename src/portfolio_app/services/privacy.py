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
from portfolio_app.domain import carrying
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.portfolio import Person, Profile
from portfolio_app.domain.privacy import NAMES, Finding, Fine, Kind, Level, Setting, word_of
from portfolio_app.domain.privacy_look import Rules, look
from portfolio_app.domain.privacy_numbers import has_day
from portfolio_app.domain.privacy_people import People, class_names
from portfolio_app.domain.privacy_report import FILE_TEXT, Found, Hit, Place, Report, with_around
from portfolio_app.domain.selection import Carry, Part, Selection
from portfolio_app.i18n import Lang, Translator
from portfolio_app.services.composing import Composing, lang_of
from portfolio_app.services.core import Core
from portfolio_app.services.evidence import EvidenceService
from portfolio_app.services.jobs import Progress, never, no_progress
from portfolio_app.services.persons import Persons
from portfolio_app.services.privacy_files import Files
from portfolio_app.services.privacy_texts import SIGNATURE, Said, of_document, of_records
from portfolio_app.services.settings import PRIVACY_FINE, Settings
from portfolio_app.store.values import Query

MOST_KEPT: Final = 5_000
"""So many words that are fine are kept, the latest ones."""
_ORDER: Final = {Level.BLOCK: 0, Level.WARN: 1, Level.HINT: 2}
Looked = dict[tuple[object, ...], tuple[Found, ...]]
"""What was found before, by digest and what else it depends on."""
Stopped = Callable[[], bool]


@dataclass(frozen=True)
class _Known:
    """Whom and what the look starts from; when any of it is another, everything is looked at anew."""

    rules: Rules
    people: People
    setting: Setting
    marks: tuple[object, ...]


class Privacy:
    """The check before signing."""

    def __init__(
        self, core: Core, settings: Settings, composing: Composing, persons: Persons, evidence: EvidenceService
    ) -> None:
        self._core, self._settings, self._composing, self._persons = core, settings, composing, persons
        self._files = Files(core, composing, evidence)
        self._class_list: tuple[str, ...] = ()
        self._rules: Rules | None = None
        self._known: _Known | None = None
        self._looked: Looked = {}
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
        cancelled: Stopped = never,
    ) -> Report:
        """Everything that goes out for a choice. Blocks; run it with ``jobs.submit`` from a window.

        Raises `Cancelled`, and `UserError` ``nothing-selected``.
        """
        snapshot = self._composing.snapshot(selection)
        pictures = frozenset(item.sight for item in snapshot.evidence if item.is_picture)
        copies = {item.id: Copy(item.sha256, item.octets) for item in snapshot.evidence}
        going = {} if selection.carry is Carry.LISTED else copies
        snapshot = replace(
            snapshot, pictures=pictures, copies=going, places=dict.fromkeys(going, carrying.Place.INSIDE)
        )
        document = compose(snapshot, Translator(lang or lang_of(selection)))
        return self.check_document(document, snapshot, progress=progress, cancelled=cancelled)

    def check_document(
        self,
        document: Document,
        snapshot: Snapshot,
        *,
        progress: Progress = no_progress,
        cancelled: Stopped = never,
    ) -> Report:
        """The same for what was composed already."""
        with self._lock:
            known = self._start()
            printed = [said for said in of_document(document) if said.text]
            files = () if snapshot.selection.carry is Carry.LISTED else snapshot.evidence
            total = 2 + len(files)
            seen: Looked = {}
            progress(0, total, "")
            hits = self._in_records(known, of_records(snapshot), printed, seen, cancelled)
            progress(1, total, "")
            told = {(hit.finding.level, _fine_of(hit.finding)) for hit in hits}
            hits += self._in_print(known, printed, told, _flat(document.beside), seen, cancelled)
            for number, item in enumerate(files):
                progress(2 + number, total, item.file_name)
                hits += self._in_file(known, item, seen, cancelled)
            self._looked = seen
        progress(total, total, "")
        fine = self.fine()
        others = (hit for hit in hits if not _is_herself(hit, known.setting))
        kept = (hit for hit in others if not (hit.finding.may_be_fine and _fine_of(hit.finding) in fine))
        return Report(tuple(sorted(_once(kept), key=lambda hit: _ORDER[hit.finding.level])))

    def _start(self) -> _Known:
        """What is known today; whatever was looked through with other knowledge is forgotten."""
        if self._rules is None:
            self._rules = Rules.of(self._core.content.privacy())
        stand_ins = self._persons.stand_ins()
        owner = self._core.profile()
        by_role = self._core.store.load(Person, Query(kinds=(Person.KIND,)))
        known_names = tuple(spelling for each in stand_ins for spelling in (each.name, *each.spellings))
        setting = Setting(
            owner=frozenset(word_of(owner.heading).split() if owner is not None else ()),
            colleagues=frozenset(word for person in by_role for word in word_of(person.name).split()),
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
        self, known: _Known, texts: Iterable[Said], printed: Sequence[Said], seen: Looked, cancelled: Stopped
    ) -> list[Hit]:
        """What stands in her records and goes out: a field that is not printed is nobody's."""
        found: list[Hit] = []
        corpus = ""
        for said in texts:
            _go_on(cancelled)
            for each in self._look(known, said, seen):
                corpus = corpus or "\n".join(_flat(one.text) for one in printed)
                if _flat(each.finding.value) in corpus:
                    found.append(Hit(each.finding, said.place, around=each.around))
        return found

    def _in_print(
        self,
        known: _Known,
        printed: Sequence[Said],
        told: Collection[tuple[Level, Fine]],
        beside: str,
        seen: Looked,
        cancelled: Stopped,
    ) -> list[Hit]:
        """What stands in the document and in none of her records as it is.

        ``beside`` is the name of the file beside it, which follows from how she calls the document when she signs: a
        name in it is her own choice of that moment, a number of a person is not.
        """
        found: list[Hit] = []
        for said in printed:
            _go_on(cancelled)
            if said.place.part == SIGNATURE:
                continue  # a fingerprint in words may well have a name among them
            named = bool(beside) and beside in _flat(said.text)
            for each in self._look(known, said, seen):
                finding = each.finding
                # A paragraph may name that file and somebody else besides.
                chosen = named and finding.level is not Level.BLOCK and _flat(finding.value) in beside
                if not chosen and (finding.level, _fine_of(finding)) not in told:
                    found.append(Hit(finding, said.place, around=each.around))
        return found

    def _in_file(self, known: _Known, item: Evidence, seen: Looked, cancelled: Stopped) -> list[Hit]:
        _go_on(cancelled)
        key = (FILE_TEXT, item.sight, item.media_type, item.made_on)
        found = self._looked.get(key, seen.get(key))
        if found is None:
            setting = replace(known.setting, day=item.made_on, in_file=True)
            found = self._files.found(item, known.rules, setting, known.people, cancelled)
        seen[key] = found
        place = Place(item.KIND, item.id, heading=item.heading, part=Part.EVIDENCE.value)
        return [Hit(each.finding, replace(place, field=each.field), around=each.around) for each in found]

    def _look(self, known: _Known, said: Said, seen: Looked) -> tuple[Found, ...]:
        """What a text holds, from memory where the very same one was looked through before."""
        # A text stands in a record and in the document: without a date in it, it is the same one.
        day = said.day if has_day(said.text) else None
        key = (_digest(said.text), day, said.file_name)
        found = self._looked.get(key, seen.get(key))
        if found is None:
            setting = replace(known.setting, day=day, file_name=said.file_name)
            found = with_around(said.text, look(said.text, known.rules, setting, known.people))
        seen[key] = found
        return found

    def read_ahead(self, cancelled: Stopped = never) -> None:
        """Read the files that were never read, in the background; raises `Cancelled`."""
        if not self._core.read_only:
            self._files.read_ahead(cancelled)

    # -- what may go out ------------------------------------------------------------------------------------------

    def guard(
        self,
        document: Document,
        snapshot: Snapshot,
        agreed: Collection[str] | None,
        cancelled: Stopped = never,
    ) -> Report:
        """Look at what is about to be signed. ``agreed`` are keys of hits that she looked at, None is all.

        Raises `UserError` ``privacy-blocked`` (n) and ``privacy-unseen`` (n).
        """
        report = self.check_document(document, snapshot, cancelled=cancelled)
        if report.blocked:
            raise UserError("privacy-blocked", n=len(report.blocked))
        if agreed is not None and (unseen := report.unseen(agreed)):
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


def _is_herself(hit: Hit, setting: Setting) -> bool:
    """Whether it is her own name where she says who she is: a pupil of her class may have the same one."""
    of_herself = hit.place.kind in ("", Profile.KIND)
    return of_herself and hit.finding.kind in NAMES and setting.is_owner(hit.finding.value)


def _fine_of(finding: Finding) -> Fine:
    return Fine(finding.kind, finding.word)


def _go_on(cancelled: Stopped) -> None:
    if cancelled():
        raise Cancelled


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=20).digest()


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()


def _once(hits: Iterable[Hit]) -> list[Hit]:
    """Each finding once for a place, with how often it stands there."""
    found: dict[str, Hit] = {}
    for hit in hits:
        known = found.get(hit.key)
        found[hit.key] = replace(known, times=known.times + 1) if known else hit
    return list(found.values())
