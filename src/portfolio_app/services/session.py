"""An open portfolio: every use case in one bundle, and its orderly end."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from portfolio_app.content.sets import ContentSets
from portfolio_app.domain.changes import ChangeSet
from portfolio_app.domain.errors import UserError
from portfolio_app.services.activities import ActivityService
from portfolio_app.services.assumptions import Assumptions
from portfolio_app.services.backups import Backups
from portfolio_app.services.bundles import Bundles
from portfolio_app.services.cards import Cards
from portfolio_app.services.carrying import Carrying
from portfolio_app.services.checks import Checks
from portfolio_app.services.choosing import Choosing
from portfolio_app.services.composing import Composing
from portfolio_app.services.conflicts import Conflicts
from portfolio_app.services.core import Core
from portfolio_app.services.days_off import DaysOffService
from portfolio_app.services.drafts import Drafts
from portfolio_app.services.evidence import EvidenceService
from portfolio_app.services.exports import Exports
from portfolio_app.services.group_cards import GroupCards
from portfolio_app.services.growth import Growth
from portfolio_app.services.history import History
from portfolio_app.services.hours import Hours
from portfolio_app.services.inbox import Inbox
from portfolio_app.services.intake import Intake
from portfolio_app.services.jobs import Job, Jobs
from portfolio_app.services.journal import Journal
from portfolio_app.services.keys import Keys
from portfolio_app.services.layout import BackupPlaces
from portfolio_app.services.letters import Letters
from portfolio_app.services.looking import Looking
from portfolio_app.services.mending import Mending
from portfolio_app.services.merging import Merging
from portfolio_app.services.originals import Originals
from portfolio_app.services.outside import Outside
from portfolio_app.services.patterns import Patterns
from portfolio_app.services.persons import Persons
from portfolio_app.services.preview import Previews
from portfolio_app.services.privacy import Privacy
from portfolio_app.services.protecting import Protecting
from portfolio_app.services.records import Records
from portfolio_app.services.recovery_sheet import RecoverySheets
from portfolio_app.services.reminders import Reminders
from portfolio_app.services.repair import Repairs
from portfolio_app.services.rotation import Rotation
from portfolio_app.services.search import Search
from portfolio_app.services.settings import DeviceSettings, Settings
from portfolio_app.services.sheet_files import SheetFiles
from portfolio_app.services.signals import Signals
from portfolio_app.services.signing import Signing
from portfolio_app.services.since import SinceService
from portfolio_app.services.talks import Talks
from portfolio_app.services.today import TodayService
from portfolio_app.services.trash import Trash
from portfolio_app.services.undo import Undo
from portfolio_app.services.verifying import Verifying
from portfolio_app.services.versions import Versions
from portfolio_app.services.week_books import WeekBooks
from portfolio_app.services.workshop import sweep
from portfolio_app.services.year import Years
from portfolio_app.store.lock import WriterLock
from portfolio_app.store.values import Finding
from portfolio_app.vault.counter import Counter
from portfolio_app.vault.keys import MasterKey
from portfolio_app.vault.replica import Replicas

KEEP_UNNAMED = timedelta(days=30)


@dataclass(frozen=True)
class Services:
    """Everything the window and the command line may use. Made by `bootstrap`; close it in the end."""

    home: Path
    records: Records
    journal: Journal
    days_off: DaysOffService
    letters: Letters
    week_books: WeekBooks
    reminders: Reminders
    patterns: Patterns
    growth: Growth
    hours: Hours
    evidence: EvidenceService
    looking: Looking
    intake: Intake
    versions: Versions
    outside: Outside
    inbox: Inbox
    choosing: Choosing
    carrying: Carrying
    composing: Composing
    previews: Previews
    privacy: Privacy
    mending: Mending
    signing: Signing
    since: SinceService
    originals: Originals
    exports: Exports
    protecting: Protecting
    verifying: Verifying
    undo: Undo
    history: History
    trash: Trash
    drafts: Drafts
    search: Search
    settings: Settings
    signals: Signals
    assumptions: Assumptions
    today: TodayService
    talks: Talks
    group_cards: GroupCards
    years: Years
    cards: Cards
    activities: ActivityService
    content: ContentSets
    keys: Keys
    rotation: Rotation
    sheets: RecoverySheets
    sheet_files: SheetFiles
    checks: Checks
    repairs: Repairs
    persons: Persons
    bundles: Bundles
    merging: Merging
    conflicts: Conflicts
    backups: Backups
    jobs: Jobs
    read_only: bool
    warnings: tuple[Finding, ...]
    """What was noticed on opening; `checks.tell` words it."""
    _core: Core
    _counter: Counter
    _lock: WriterLock | None
    _master: MasterKey
    _replicas: Replicas

    def subscribe(self, callback: Callable[[ChangeSet], None]) -> Callable[[], None]:
        """Hear of every change, in the thread that made it. Returns what ends the subscription."""
        return self._core.store.subscribe(callback)

    def maintain(self, keep: timedelta = KEEP_UNNAMED) -> Job[None]:
        """What should happen now and then, on a thread: room kept aside, index, log folded in, files read.

        What lay in the trash for longer than the owner wants is removed for good. Files that no record, trash or
        history names, and that are older than ``keep``, are swept from the vault; neither while steps are lost,
        because those may be what named them.
        """

        def work(job: Job[None]) -> None:
            self._core.store.maintain()
            self.outside.sweep_left_behind()
            self.search.renew(job)
            if not self.read_only and self.checks.lost() is None:
                self.trash.purge_due()
                store, vault = self._core.store, self._core.vault
                vault.sweep(store.live_blobs() | self.outside.held(), keep)
                store.drop_swept_blobs(lambda row: vault.has(row.sha256))
                self.evidence.index_missed(job.cancelled)
                self.privacy.read_ahead(job.cancelled)
            if not self.read_only:
                self.rotation.go_on(job)

        return self.jobs.submit(work, background=True)

    def key_to_reopen(self) -> bytes:
        """The master key, to close the portfolio and open it again at once without asking."""
        return bytes(self._master.raw())

    def close(self, *, last_backup: bool = False) -> None:
        """End background work, close the database, give the lock back and forget the keys. May be called twice.

        With ``last_backup`` one is made first where something changed, which takes a moment.
        """
        with ExitStack() as last:
            # Whatever goes wrong before: the database is closed, the lock given back and the keys are forgotten.
            last.callback(self._master.forget)
            if self._lock is not None:
                last.callback(self._lock.release)
            last.callback(self._core.store.close)
            last.callback(self._note_count)
            self.looking.close()
            self.previews.close()
            self.jobs.close()
            self.outside.sweep()
            if last_backup:
                self.backups.at_closing()

    def _note_count(self) -> None:
        """Tell the counter and the register of copies how far this one is."""
        if self.read_only:
            return
        # A disk that is full at the very end must not keep the database open.
        with suppress(UserError):
            count = self._core.store.operation_counter()
            self._counter.write(count, durable=True)
            self._replicas.note(self.home, count)


@dataclass(frozen=True)
class Parts:
    """What an open portfolio is made of."""

    home: Path
    core: Core
    keys: Keys
    rotation: Rotation
    counter: Counter
    lock: WriterLock | None
    master: MasterKey
    device: DeviceSettings
    replicas: Replicas


def assemble(parts: Parts) -> Services:
    """Build the use cases on an open portfolio."""
    core = parts.core
    settings = Settings(parts.device, core.store.setting, core.store.set_setting)
    records = Records(core)
    days_off, letters = DaysOffService(core), Letters(core)
    journal, patterns, talks, hours = Journal(core, days_off), Patterns(core), Talks(core), Hours(core)
    evidence, signals, persons = EvidenceService(core), Signals(core, settings), Persons(core)
    choosing, signing = Choosing(core, hours), Signing(core)
    with suppress(UserError):  # a page that can't be read must not keep everything else shut
        signing.settle()
    carrying = Carrying(core, evidence)
    composing = Composing(core, choosing, evidence, hours, carrying)
    privacy = Privacy(core, settings, composing, persons, evidence)
    exports = Exports(core, choosing, composing, signing, carrying, privacy)
    checks = Checks(core, parts.counter, settings)
    versions = Versions(core)
    lost = checks.lost()
    places = BackupPlaces.of(parts.device.path.parent, core.store.database.portfolio_id)
    sweep(places.workshop)
    bundles = Bundles(parts.home, core, parts.keys, parts.master, places.workshop)
    backups = Backups(core, bundles, settings, places, parts.home)
    return Services(
        home=parts.home,
        records=records,
        journal=journal,
        days_off=days_off,
        letters=letters,
        week_books=WeekBooks(core, journal, parts.home),
        reminders=Reminders(core, journal, settings),
        patterns=patterns,
        growth=Growth(core),
        hours=hours,
        evidence=evidence,
        looking=Looking(core, evidence),
        intake=Intake(core, evidence),
        versions=versions,
        outside=Outside(core, evidence, versions, parts.home),
        inbox=Inbox(core, evidence, settings),
        choosing=choosing,
        carrying=carrying,
        composing=composing,
        previews=Previews(core, composing, signing),
        privacy=privacy,
        mending=Mending(core, persons),
        signing=signing,
        since=SinceService(core, composing),
        originals=Originals(core, evidence),
        exports=exports,
        protecting=Protecting(core, parts.home),
        verifying=Verifying(core, exports, signing, parts.device.path.parent),
        undo=Undo(core),
        history=History(core, records),
        trash=Trash(core, settings),
        drafts=Drafts(core),
        search=Search(core),
        settings=settings,
        signals=signals,
        assumptions=Assumptions(core, signals),
        today=TodayService(core, journal, patterns, hours, talks, backups, letters),
        talks=talks,
        group_cards=GroupCards(core, persons, talks),
        years=Years(core, journal),
        cards=Cards(core, hours),
        activities=ActivityService(core, days_off),
        content=core.content,
        keys=parts.keys,
        rotation=parts.rotation,
        sheets=RecoverySheets(core, parts.home),
        sheet_files=SheetFiles(core, parts.home),
        checks=checks,
        persons=persons,
        repairs=Repairs(core, parts.master, places, settings),
        bundles=bundles,
        merging=Merging(core, bundles, backups.before_merging),
        conflicts=Conflicts(core, records),
        backups=backups,
        jobs=core.jobs,
        read_only=core.read_only,
        warnings=(lost,) if lost else (),
        _core=core,
        _counter=parts.counter,
        _lock=parts.lock,
        _master=parts.master,
        _replicas=parts.replicas,
    )
