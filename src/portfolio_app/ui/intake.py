"""Brings files in for every page: one batch at a time, off the window's thread, with one progress and a way to stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from portfolio_app.domain.records import Record
from portfolio_app.i18n import Translator
from portfolio_app.services.gathering import Gathered
from portfolio_app.services.intake import Batch
from portfolio_app.services.jobs import Job
from portfolio_app.ui.offers import Offer, octets_of
from portfolio_app.ui.tasks import Tasks

if TYPE_CHECKING:
    from portfolio_app.services.session import Services


@dataclass(frozen=True)
class Errand:
    """An offer, over which widget to ask, what it is about, and who is told in the end."""

    offer: Offer
    over: QWidget
    about: Record | None
    done: Callable[[Batch], None]


class Intake(QObject):
    """Takes offers in, one after the other."""

    began = Signal()
    progressed = Signal(int, int, str)
    ended = Signal()

    def __init__(self, services: Services, tasks: Tasks, language: Callable[[], Translator]) -> None:
        super().__init__(tasks)
        self._services, self._tasks, self._language = services, tasks, language
        self._waiting: list[Errand] = []
        self._errand: Errand | None = None
        self._job: Job[Gathered] | Job[Batch] | None = None
        self._asking = False

    @property
    def busy(self) -> bool:
        """Whether something is being taken in or waits for it."""
        return self._errand is not None

    def take(self, offer: Offer, over: QWidget, done: Callable[[Batch], None], *, about: Record | None = None) -> None:
        """Take in files or a picture; what lies in folders is asked for once, over ``over``.

        ``done`` hears what became of it, unless ``over`` is gone by then or the person wants none of it.
        """
        if offer:
            self._waiting.append(Errand(offer, over, about, done))
            self._next()

    def stop(self) -> None:
        """Stop what is under way; what is in stays in. What waits is let go."""
        self._waiting.clear()
        if self._job is not None:
            self._job.cancel()

    def _next(self) -> None:
        if self._errand is not None or not self._waiting:
            return
        self._errand = errand = self._waiting.pop(0)
        self.began.emit()
        if errand.offer.picture is not None:
            self._take_picture(errand)
            return
        paths, service = errand.offer.paths, self._services.intake
        self._job = self._tasks.start(
            self, lambda job: service.gather(paths, job.cancelled), self._gathered, finished=self._looked
        )

    def _looked(self) -> None:
        self._job = None
        # `_gathered` comes after this, but not when it was stopped or failed.
        QTimer.singleShot(0, self, self._end_unless_going_on)

    def _end_unless_going_on(self) -> None:
        if self._job is None and not self._asking:
            self._end()

    def _gathered(self, gathered: Gathered) -> None:
        errand = self._errand
        if errand is None or not shiboken6.isValid(errand.over):
            self._end()
        elif gathered.folders and gathered.files:
            from portfolio_app.ui.dialogs.folders import FoldersDialog

            self._asking = True
            dialog = FoldersDialog(self._language(), gathered, errand.over)
            dialog.accepted.connect(lambda: self._take(errand, gathered, asked=True))
            dialog.rejected.connect(self._end)
            dialog.open()
        else:
            self._take(errand, gathered, asked=False)

    def _take(self, errand: Errand, gathered: Gathered, *, asked: bool) -> None:
        service = self._services.intake
        self._asking = False
        told = Gathered(gathered.files, () if asked else gathered.left_out, gathered.folders)

        def work(job: Job[Batch]) -> Batch:
            return service.take(told, about=errand.about, progress=job.progress, cancelled=job.cancelled)

        self._run(errand, work)

    def _take_picture(self, errand: Errand) -> None:
        t, today, picture = self._language(), self._services.records.today(), errand.offer.picture
        name = f"{t('picture')}-{today.isoformat()}.png"
        title = t("Picture of {day}", day=t.date(today))
        service = self._services.intake
        assert picture is not None
        self._run(errand, lambda _: service.take_data(octets_of(picture), name, title, errand.about))

    def _run(self, errand: Errand, work: Callable[[Job[Batch]], Batch]) -> None:
        def done(batch: Batch) -> None:
            if shiboken6.isValid(errand.over):
                errand.done(batch)

        self._job = self._tasks.start(self, work, done, progress=self.progressed.emit, finished=self._end)

    def _end(self) -> None:
        if self._errand is None:
            return
        self._job = self._errand = None
        self._asking = False
        self.ended.emit()
        self._next()
