"""The inbox: what stands still comes in once, waits to be filed, and is never removed by us."""

from __future__ import annotations

from pathlib import Path

import pytest

from portfolio_app.bootstrap import create_portfolio
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.evidence import Evidence, PupilsVisible
from portfolio_app.services.inbox import AWAY, Round
from portfolio_app.services.session import Services
from portfolio_app.services.settings import INBOX_AFTER
from tests.services.helpers import PASSPHRASE, Desk, activity


@pytest.fixture
def folder(tmp_path: Path, services: Services) -> Path:
    """A folder that is the inbox."""
    made = tmp_path / "postvak"
    made.mkdir()
    services.inbox.choose(made, with_present=True)
    return made


def file(folder: Path, name: str = "bord.txt", words: str = "Foto van het bord") -> Path:
    path = folder / name
    path.write_text(words)
    return path


def look_twice(services: Services, **more: object) -> Round:
    """The second look takes in what stood still since the first."""
    services.inbox.look(**more)  # type: ignore[arg-type]
    done = services.inbox.look(**more)  # type: ignore[arg-type]
    assert services.jobs.wait_idle()
    return done


def test_what_stands_still_comes_in_once_and_stays_where_it_is(services: Services, folder: Path) -> None:
    source = file(folder)
    (folder / "camera").mkdir()
    file(folder / "camera", "les.txt", "Tweede")
    file(folder, "film.mp4.crdownload", "half")
    file(folder, ".DS_Store", "x")
    first = services.inbox.look()
    assert (first.taken, first.unsettled) == ((), 2)
    second = services.inbox.look()
    assert {item.title for item in second.taken} == {"bord", "les"}
    assert look_twice(services) == Round()
    assert source.exists()
    assert [item.title for item in services.inbox.waiting()] == [item.title for item in second.taken]
    assert services.jobs.wait_idle()
    assert services.search.find("Foto van het bord")


def test_a_file_that_still_grows_waits(services: Services, folder: Path) -> None:
    source = file(folder)
    services.inbox.look()
    source.write_text("Foto van het bord, en nog wat erbij")
    assert (services.inbox.look().taken, services.inbox.look().taken[0].octets) == ((), source.stat().st_size)


def test_it_goes_to_the_trash_only_when_the_owner_says_so_and_it_was_read_back(
    services: Services, folder: Path
) -> None:
    away: list[Path] = []

    def to_trash(path: Path) -> bool:
        away.append(path)
        return path.name != "blijft.txt"

    file(folder, "een.txt", "een")
    assert len(look_twice(services, to_trash=to_trash).taken) == 1
    assert away == []
    services.settings.set(INBOX_AFTER, AWAY)
    stays, goes = file(folder, "blijft.txt", "twee"), file(folder, "gaat.txt", "drie")
    done = look_twice(services, to_trash=to_trash)
    assert (away, done.kept, len(done.taken)) == ([stays, goes], 1, 2)
    assert look_twice(services, to_trash=to_trash) == Round()  # what would not go is left and not tried for ever


def test_a_file_that_changed_meanwhile_does_not_go(
    services: Services, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.settings.set(INBOX_AFTER, AWAY)
    source, away = file(folder), list[Path]()
    verify = type(services._core.vault).verify

    def and_write(*args: object, **more: object) -> None:
        verify(*args, **more)  # type: ignore[arg-type]
        source.write_text("ondertussen een andere")

    monkeypatch.setattr(type(services._core.vault), "verify", and_write)
    look_twice(services, to_trash=lambda path: not away.append(path))
    monkeypatch.undo()
    assert away == []
    assert look_twice(services).taken[0].octets == source.stat().st_size


def test_what_was_there_already_or_was_removed_for_good_is_not_offered(services: Services, folder: Path) -> None:
    item = services.evidence.add(file(folder.parent, "thuis.txt", "bekend"), about=activity(services)).evidence
    file(folder, "kopie.txt", "bekend")
    file(folder, "nieuw.txt", "nieuw")
    (taken,) = look_twice(services).taken
    assert [one.id for one in services.inbox.waiting()] == [taken.id]
    services.records.trash(Evidence.KIND, taken.id)
    services.records.purge(Evidence.KIND, taken.id)
    file(folder, "nieuw, onder een andere naam.txt", "nieuw")
    assert look_twice(services) == Round()
    assert services.evidence.all() == [services.records.need(Evidence, item.id)]


def test_what_came_in_just_before_the_program_was_killed_still_waits(services: Services, folder: Path) -> None:
    (taken,) = (services.evidence.add(file(folder)).evidence,)  # the record was kept, and not yet that it waits
    assert look_twice(services).taken == ()
    assert [item.id for item in services.inbox.waiting()] == [taken.id]
    services.inbox.leave(taken)
    file(folder, "nog een keer.txt")
    look_twice(services)
    assert services.inbox.waiting() == []


def test_filing_with_a_record_a_moment_or_nothing(services: Services, folder: Path) -> None:
    for name in ("a", "b", "c"):
        file(folder, f"{name}.txt", name)
    look_twice(services)
    first, second, third = services.inbox.waiting()
    made = activity(services)
    relabelled = Evidence(**{**vars(first), "title": "Bordplan", "pupils": PupilsVisible.NO})
    services.inbox.file_with(relabelled, made)
    (kept,) = services.evidence.of(made.id)
    assert (kept.title, kept.pupils) == ("Bordplan", PupilsVisible.NO)
    services.undo.undo()  # one step: name and place
    assert [item.id for item in services.inbox.waiting()] == [first.id, second.id, third.id]
    services.undo.redo()
    moment = services.inbox.make_moment(second)
    assert (moment.title, moment.happened_on) == (second.title, second.made_on)
    assert [item.id for item in services.evidence.of(moment.id)] == [second.id]
    services.inbox.leave(third)
    assert services.inbox.waiting() == []
    assert len(services.evidence.all()) == 3


def test_only_what_comes_later_when_that_was_chosen(services: Services, tmp_path: Path) -> None:
    folder = tmp_path / "postvak"
    folder.mkdir()
    file(folder, "oud.txt", "oud")
    assert services.inbox.present(folder) == 1
    services.inbox.choose(folder, with_present=False)
    file(folder, "nieuw.txt", "nieuw")
    assert [item.title for item in look_twice(services).taken] == ["nieuw"]
    services.inbox.forget()
    file(folder, "later.txt", "later")
    assert look_twice(services) == Round()


def test_another_portfolio_on_this_computer_takes_nothing_from_it(
    services: Services, folder: Path, tmp_path: Path, desk: Desk
) -> None:
    file(folder)
    other = create_portfolio(tmp_path / "voorbeeld", passphrase=PASSPHRASE, environment=desk.environment).services
    try:
        assert other.inbox.folder is None
        assert look_twice(other) == Round()
    finally:
        other.close()
    assert len(look_twice(services).taken) == 1


def test_a_folder_that_holds_too_much_is_no_inbox(services: Services, tmp_path: Path) -> None:
    for place, code in (
        (Path.home(), "inbox-too-wide"),
        (Path(services.home.anchor), "inbox-too-wide"),
        (services.home.parent, "inbox-too-wide"),
        (services.home, "inside-portfolio"),
        (services.home / "sets", "inside-portfolio"),
    ):
        with pytest.raises(UserError, match=code):
            services.inbox.choose(place, with_present=True)
    assert services.inbox.folder is None


def test_trouble_with_one_file_is_told_once_and_keeps_nothing_out(
    services: Services, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = file(folder, "a.txt", "in gebruik")
    file(folder, "b.txt", "blijft")
    opened = Path.open

    def refuse(path: Path, *args: object, **more: object) -> object:
        # An administrator, under whom tests may run, may read everything; a program that holds a file keeps out all.
        if path == locked:
            raise PermissionError
        return opened(path, *args, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    done = look_twice(services)
    assert [item.title for item in done.taken] == ["b"]
    assert [(item.name, item.code) for item in done.failed] == [("a.txt", "evidence-no-permission")]
    assert look_twice(services) == Round()


def test_a_folder_that_is_gone_and_a_portfolio_for_reading_take_nothing(desk: Desk, tmp_path: Path) -> None:
    services = desk.open()
    folder = tmp_path / "postvak"
    folder.mkdir()
    services.inbox.choose(folder, with_present=True)
    folder.rmdir()
    assert services.inbox.look() == Round()
    folder.mkdir()
    file(folder)
    desk.close()
    reading = desk.open(read_only=True)
    with pytest.raises(UserError, match="read-only"):
        reading.inbox.look()


def test_no_name_of_a_file_is_kept_outside_the_records(services: Services, folder: Path) -> None:
    file(folder, "Fatima.txt", "gesprek")
    look_twice(services)
    assert "Fatima" not in (services._core.store.setting("inbox") or "")
