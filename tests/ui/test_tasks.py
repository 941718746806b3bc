"""Work off the window's thread: its answers come back to it, and only while somebody waits for them."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.domain.changes import ChangeSet
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.services.jobs import Job
from portfolio_app.ui.changes import Changes
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.pages.base import Desk


def test_answers_and_progress_arrive_in_the_windows_thread(qtbot: QtBot, desk: Desk) -> None:
    owner = QObject()
    heard: list[tuple[object, ...]] = []
    here = threading.get_ident()

    def work(job: Job[int]) -> int:
        assert threading.get_ident() != here
        job.progress(1, 2, "half")
        return 7

    desk.tasks.start(
        owner, work, lambda value: heard.append((value, threading.get_ident())),
        progress=lambda at, of, what: heard.append((at, of, what, threading.get_ident())),
        finished=lambda: heard.append(("finished",)),
    )  # fmt: skip
    qtbot.waitUntil(lambda: len(heard) == 3)
    assert heard == [(1, 2, "half", here), ("finished",), (7, here)]


def test_nothing_is_said_to_a_widget_that_is_gone(qtbot: QtBot, desk: Desk) -> None:
    owner = QWidget()
    heard: list[int] = []
    go = threading.Event()

    def work(job: Job[int]) -> int:
        go.wait(5)
        return 1

    desk.tasks.start(owner, work, heard.append)
    owner.deleteLater()
    qtbot.wait(10)
    del owner
    go.set()
    desk.services.jobs.wait_idle()
    qtbot.wait(30)
    assert heard == []


def test_expected_trouble_comes_back_and_a_stop_is_no_trouble(qtbot: QtBot, desk: Desk) -> None:
    owner = QObject()
    met: list[str] = []
    ended: list[str] = []

    def full(job: Job[None]) -> None:
        raise UserError("disk-full")

    def stopped(job: Job[None]) -> None:
        raise Cancelled

    desk.tasks.start(owner, full, failed=lambda error: met.append(error.code))
    desk.tasks.failed.connect(lambda error: met.append(f"for the window: {error.code}"))
    desk.tasks.start(owner, full)
    desk.tasks.start(owner, stopped, finished=lambda: ended.append("stopped"))
    qtbot.waitUntil(lambda: len(met) == 2 and bool(ended))
    # The two run side by side, so either may come first.
    assert sorted(met) == ["disk-full", "for the window: disk-full"]


def test_a_bug_on_another_thread_reaches_the_hook(qtbot: QtBot, desk: Desk) -> None:
    owner = QObject()

    def broken(job: Job[None]) -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as caught:
        desk.tasks.start(owner, broken)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError


def test_change_notices_come_to_the_windows_thread(qtbot: QtBot) -> None:
    callbacks: list[object] = []
    ended: list[str] = []

    def subscribe(callback: object) -> object:
        callbacks.append(callback)
        return lambda: ended.append("ended")

    changes = Changes(subscribe)  # pyright: ignore[reportArgumentType]
    notice = ChangeSet("op", frozenset({("experience", "1")}))
    with qtbot.waitSignal(changes.changed) as heard:
        threading.Thread(target=callbacks[0], args=(notice,)).start()  # pyright: ignore[reportArgumentType]
    assert heard.args == [notice]
    changes.close()
    assert ended == ["ended"]


def test_many_commits_of_another_thread_are_shown_together_and_own_ones_at_once(qtbot: QtBot) -> None:
    callbacks: list[Callable[[ChangeSet], None]] = []

    def subscribe(callback: Callable[[ChangeSet], None]) -> Callable[[], None]:
        callbacks.append(callback)
        return callbacks.clear

    changes, heard = Changes(subscribe), list[ChangeSet]()
    changes.changed.connect(heard.append)

    def commit() -> None:
        for number in range(500):
            callbacks[0](ChangeSet(f"op{number}", frozenset({("evidence", str(number))}), number))

    thread = threading.Thread(target=commit)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: sum(len(item.touched) for item in heard) == 500, timeout=5_000)
    assert len(heard) < 10
    assert (heard[-1].operation, heard[-1].seq) == ("op499", 499)
    callbacks[0](ChangeSet("here", frozenset({("experience", "1")}), 500))
    assert heard[-1].operation == "here"
    changes.close()


def test_a_bug_in_an_overridden_method_does_not_leave_it(qtbot: QtBot) -> None:
    class Broken(QWidget):
        @guarded(nothing)
        def broken(self) -> None:
            raise RuntimeError("painting")

    widget = Broken()
    qtbot.addWidget(widget)
    with qtbot.captureExceptions() as caught:
        widget.broken()
    assert [str(error) for _, error, _ in caught] == ["painting"]


@pytest.mark.parametrize("kind", ["note", "habit"])
def test_a_change_of_another_kind_does_not_concern_a_page(qtbot: QtBot, desk: Desk, kind: str) -> None:
    from portfolio_app.ui.pages.base import Page

    refreshed: list[object] = []

    class Only(Page):
        SHOWS = frozenset({"habit"})

        def refresh(self, changes: ChangeSet | None) -> None:
            refreshed.append(changes)

    page = Only(desk)
    qtbot.addWidget(page)
    page.show()
    refreshed.clear()
    notice = ChangeSet("op", frozenset({(kind, "1")}))
    page.notice(notice)
    assert refreshed == ([notice] if kind == "habit" else [])
    page.hide()
    page.notice(None)
    assert len(refreshed) == (1 if kind == "habit" else 0)
    page.show()
    assert refreshed[-1] is None
