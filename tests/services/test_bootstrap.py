"""Making and opening a portfolio, and every way in which that can go wrong: one sentence, nothing lost."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Generator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from portfolio_app import bootstrap, paths
from portfolio_app.bootstrap import FromKeyring, Passphrase, Recovery, create_portfolio, open_portfolio
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.portfolio import ComputerOwner
from portfolio_app.i18n import Translator
from portfolio_app.services.checks import tell
from portfolio_app.services.sentences import SENTENCES, explain
from portfolio_app.services.session import Services
from portfolio_app.services.settings import Settings
from portfolio_app.store.lock import WriterLock
from portfolio_app.vault.keyring_slot import KeyringAccess
from tests.services.helpers import PASSPHRASE, Desk, activity, environment, profile
from tests.tools import keyring_file

FILE_KEYRING = KeyringAccess(frozenset({f"{keyring_file.__name__}.{keyring_file.FileKeyring.__name__}"}))


def code_of(caught: pytest.ExceptionInfo[UserError]) -> str:
    """The code, after making sure that it has a sentence in both languages."""
    error = caught.value
    assert error.code in SENTENCES
    nl, en = (explain(error, Translator(lang)) for lang in ("nl", "en"))
    assert nl != en
    assert "{" not in nl + en
    return error.code


def test_a_new_portfolio_opens_with_passphrase_and_with_recovery_code(tmp_path: Path) -> None:
    env = environment(tmp_path)
    opened = create_portfolio(tmp_path / "p", passphrase=PASSPHRASE, lang="en", environment=env)
    code = opened.recovery_code
    assert code is not None
    made = activity(opened.services)
    assert made.lang == "nl"  # the record's own default; new ones follow the portfolio
    assert opened.services.growth.ask("What do they need?").lang == "en"
    opened.services.close()
    for way in (Passphrase(PASSPHRASE), Recovery(code.lower().replace("-", " "))):
        services = open_portfolio(tmp_path / "p", way, environment=env)
        assert services.records.get(Experience, made.id) == made
        assert services.warnings == ()
        services.close()


def test_secrets_are_not_shown_when_a_way_in_is_printed() -> None:
    shown = repr((Passphrase("geheim"), Recovery("GEHEIM"), bootstrap.RawKey(b"geheim")))
    assert "geheim" not in shown.lower()


def test_without_a_passphrase_the_first_entry_has_to_wait(tmp_path: Path) -> None:
    env = replace(environment(tmp_path), keyring=FILE_KEYRING)
    services = create_portfolio(tmp_path / "p", passphrase=None, environment=env).services
    owner = profile(services)  # saying who you are is no entry
    with pytest.raises(UserError) as caught:
        activity(services)
    assert code_of(caught) == "no-passphrase-yet"
    services.keys.renew_recovery_code()
    made = activity(services)
    services.close()
    services = open_portfolio(tmp_path / "p", FromKeyring(), environment=env)
    assert services.records.profile() == owner
    assert services.records.get(Experience, made.id) == made
    services.close()


def test_a_schools_computer_needs_a_passphrase_and_never_gets_a_keyring(tmp_path: Path) -> None:
    env = replace(environment(tmp_path), keyring=FILE_KEYRING)
    with pytest.raises(UserError) as caught:
        create_portfolio(tmp_path / "p", passphrase=None, computer=ComputerOwner.SCHOOL, environment=env)
    assert code_of(caught) == "passphrase-needed"
    assert not (tmp_path / "p").exists()
    services = create_portfolio(
        tmp_path / "p", passphrase=PASSPHRASE, computer=ComputerOwner.SCHOOL, environment=env
    ).services
    with pytest.raises(UserError) as caught:
        services.keys.use_keyring()
    assert code_of(caught) == "keyring-not-on-school-computer"
    services.close()


def test_the_keyring_locked_or_gone_is_told_and_the_passphrase_still_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = replace(environment(tmp_path), keyring=FILE_KEYRING)
    services = create_portfolio(tmp_path / "p", passphrase=PASSPHRASE, environment=env).services
    assert not bootstrap.opens_by_itself(tmp_path / "p")
    services.keys.use_keyring()
    services.close()
    assert bootstrap.opens_by_itself(tmp_path / "p")
    with monkeypatch.context() as patch:
        patch.setenv(keyring_file.LOCKED, "1")
        with pytest.raises(UserError) as caught:
            open_portfolio(tmp_path / "p", FromKeyring(), environment=env)
        assert code_of(caught) == "keyring-locked"
    with pytest.raises(UserError) as caught:
        open_portfolio(tmp_path / "p", FromKeyring(), environment=environment(tmp_path))
    assert code_of(caught) == "keyring-missing"
    monkeypatch.setenv(keyring_file.PLACE, str(tmp_path / "another.json"))
    with pytest.raises(UserError) as caught:
        open_portfolio(tmp_path / "p", FromKeyring(), environment=env)
    assert code_of(caught) == "keyring-lost"
    open_portfolio(tmp_path / "p", Passphrase(PASSPHRASE), environment=env).close()


def test_a_wrong_passphrase_leaves_the_portfolio_free(desk: Desk) -> None:
    with pytest.raises(UserError) as caught:
        open_portfolio(desk.home, Passphrase("iets heel anders"), environment=desk.environment)
    assert code_of(caught) == "wrong-passphrase"
    desk.open()


def test_a_short_passphrase_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        create_portfolio(tmp_path / "p", passphrase="kort", environment=environment(tmp_path))
    assert code_of(caught) == "passphrase-too-short"
    assert not (tmp_path / "p").exists()


def test_only_one_program_has_it_open(desk: Desk) -> None:
    desk.open()
    with pytest.raises(UserError) as caught:
        desk.open()
    assert code_of(caught) == "portfolio-in-use"
    reader = desk.open(read_only=True)
    with pytest.raises(UserError) as caught:
        activity(reader)
    assert code_of(caught) == "read-only"


def test_no_portfolio_where_none_is(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        open_portfolio(tmp_path, Passphrase(PASSPHRASE), environment=environment(tmp_path))
    assert code_of(caught) == "portfolio-missing"


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("portfolio", "portfolio-exists"),
        ("file", "folder-is-a-file"),
        ("below", "folder-is-a-file"),
        ("full", "folder-not-empty"),
    ],
)
def test_nothing_is_made_where_something_is(desk: Desk, tmp_path: Path, what: str, code: str) -> None:
    place = {"portfolio": desk.home, "file": tmp_path / "f", "below": tmp_path / "f" / "p", "full": tmp_path / "d"}[
        what
    ]
    (tmp_path / "f").write_text("een brief")
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "foto.jpg").write_bytes(b"x")
    before = sorted(path for path in tmp_path.rglob("*"))
    with pytest.raises(UserError) as caught:
        create_portfolio(place, passphrase=PASSPHRASE, environment=desk.environment)
    assert code_of(caught) == code
    assert sorted(path for path in tmp_path.rglob("*")) == before


def test_a_failed_start_leaves_nothing_behind(tmp_path: Path) -> None:
    env = environment(tmp_path)  # whose keyring does not count the one of the tests
    with pytest.raises(UserError) as caught:
        create_portfolio(tmp_path / "p", passphrase=None, environment=env)
    assert code_of(caught) == "keyring-missing"
    assert not (tmp_path / "p").exists()


STOPPED = """
import itertools, os, sys
from pathlib import Path
from portfolio_app.bootstrap import Passphrase, create_portfolio, open_portfolio, portfolio_exists
from portfolio_app.domain.errors import UserError
from tests.services.helpers import PASSPHRASE, environment

folder = Path(sys.argv[1])

def stopped_after(steps, home):
    real, left = os.fsync, iter(range(steps))
    def fsync(handle):
        if next(left, None) is None:
            os._exit(9)
        real(handle)
    child = os.fork()
    if child == 0:
        os.fsync = fsync
        create_portfolio(home, passphrase=PASSPHRASE, environment=environment(folder))
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9

for steps in itertools.count():
    home = folder / f"p{steps}"
    if not stopped_after(steps, home):
        break
    if portfolio_exists(home):
        open_portfolio(home, Passphrase(PASSPHRASE), environment=environment(folder)).close()
        print("whole")
    else:
        create_portfolio(home, passphrase=PASSPHRASE, environment=environment(folder)).services.close()
        print("anew")
    assert not list(home.glob("portfolio.db.new*")), list(home.iterdir())
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a copy of the process")
def test_a_start_that_was_killed_anywhere_can_be_begun_anew_or_is_whole(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STOPPED, tmp_path],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split()) == {"anew", "whole"}


def test_keys_that_somebody_keeps_apart_are_not_taken_for_a_start_that_was_killed(desk: Desk, tmp_path: Path) -> None:
    apart = tmp_path / "sleutels"
    apart.mkdir()
    for name in ("keys.json", "keys-copy.json"):
        shutil.copy(desk.home / name, apart / name)
    with pytest.raises(UserError) as caught:
        create_portfolio(apart, passphrase=PASSPHRASE, environment=desk.environment)
    assert code_of(caught) == "portfolio-exists"
    assert len(list(apart.iterdir())) == 2


def test_while_one_program_makes_a_portfolio_another_stays_away(tmp_path: Path) -> None:
    home = tmp_path / "p"
    home.mkdir()
    (home / "portfolio.db.new").write_bytes(b"half")
    maker = WriterLock(home / "lock")
    maker.acquire()
    with pytest.raises(UserError) as caught:
        create_portfolio(home, passphrase=PASSPHRASE, environment=environment(tmp_path))
    assert code_of(caught) == "portfolio-in-use"
    assert (home / "portfolio.db.new").exists()
    maker.release()
    create_portfolio(home, passphrase=PASSPHRASE, environment=environment(tmp_path)).services.close()


def test_a_start_that_fails_at_its_end_closes_what_it_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Services] = []

    def full(settings: Settings, setting: object, value: object) -> None:
        raise UserError("disk-full")

    def remember(*given: Any, **more: Any) -> Services:
        opened.append(open_portfolio(*given, **more))
        return opened[0]

    monkeypatch.setattr(bootstrap, "open_portfolio", remember)
    monkeypatch.setattr(Settings, "set", full)
    with pytest.raises(UserError) as caught:
        create_portfolio(tmp_path / "p", passphrase=PASSPHRASE, environment=environment(tmp_path))
    assert code_of(caught) == "disk-full"
    assert not (tmp_path / "p").exists()
    with pytest.raises(UserError, match="closing"):
        opened[0].records.profile()
    assert not any(opened[0]._master.database_key)


@pytest.fixture
def small_disk(tmp_path: Path) -> Generator[Path]:
    """A disk of its own with room for a portfolio and little more."""
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", str(disk)], capture_output=True, check=True)
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.root
def test_a_full_disk_still_opens_and_takes_the_last_text(small_disk: Path, tmp_path: Path) -> None:
    env, home = environment(tmp_path), small_disk / "p"
    create_portfolio(home, passphrase=PASSPHRASE, environment=env).services.close()
    with (small_disk / "foto's").open("wb", buffering=0) as filling, suppress(OSError):
        while True:
            filling.write(bytes(4096))
    services = open_portfolio(home, Passphrase(PASSPHRASE), environment=env)
    made = activity(services)
    services.close()
    assert not (home / "ballast").exists()
    services = open_portfolio(home, Passphrase(PASSPHRASE), environment=env)
    assert services.records.get(Experience, made.id) == made
    services.close()


def test_damaged_key_files(desk: Desk) -> None:
    desk.open()
    desk.close()
    copy = desk.home / "keys-copy.json"
    (desk.home / "keys.json").write_text("{")
    desk.open()  # the copy opens it, and mends the first
    desk.close()
    assert (desk.home / "keys.json").read_bytes() == copy.read_bytes()
    for path in (copy, desk.home / "keys.json"):
        path.write_text("{")
    with pytest.raises(UserError) as caught:
        desk.open()
    assert code_of(caught) == "keyfile-damaged"
    for path in (copy, desk.home / "keys.json"):
        path.unlink()
    with pytest.raises(UserError) as caught:
        desk.open()
    assert code_of(caught) == "keyfile-missing"


def test_a_key_file_from_elsewhere_costs_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.open()
    desk.close()
    copies = [desk.home / name for name in ("keys.json", "keys-copy.json")]
    ours = [copy.read_bytes() for copy in copies]
    stranger = tmp_path / "vreemd"
    create_portfolio(stranger, passphrase="ander wachtwoord", environment=desk.environment).services.close()
    plain = json.loads((stranger / "keys.json").read_bytes())
    shutil.copy(stranger / "keys.json", copies[0])
    with pytest.raises(UserError) as caught:
        desk.open()
    assert code_of(caught) == "keyfile-mixed"
    assert copies[1].read_bytes() == ours[1]
    # One that says to be ours and is newer opens nothing, and so it replaces nothing either.
    copies[0].write_bytes(_posing_as_ours(plain, json.loads(ours[0])))
    for text, code in ((PASSPHRASE, "wrong-passphrase"), ("ander wachtwoord", "wrong-passphrase")):
        with pytest.raises(UserError) as caught:
            open_portfolio(desk.home, Passphrase(text), environment=desk.environment)
        assert code_of(caught) == code
    assert copies[1].read_bytes() == ours[1]
    copies[0].unlink()
    desk.open()
    assert [copy.read_bytes() for copy in copies] == ours


def _posing_as_ours(theirs: dict[str, Any], ours: dict[str, Any]) -> bytes:
    """Another portfolio's keys under our id, newer and with a right checksum."""
    posing = {**theirs, "id": ours["id"], "revision": ours["revision"] + 9}
    posing.pop("checksum")
    text = json.dumps(posing, sort_keys=True, separators=(",", ":"))
    return json.dumps({**posing, "checksum": hashlib.sha256(text.encode()).hexdigest()}).encode()


def test_looking_into_a_portfolio_writes_no_keys(desk: Desk) -> None:
    desk.open()
    desk.close()
    (desk.home / "keys.json").write_text("{")
    open_portfolio(desk.home, Passphrase(PASSPHRASE), environment=desk.environment, read_only=True).close()
    assert (desk.home / "keys.json").read_text() == "{"


def test_a_damaged_database(desk: Desk) -> None:
    database = desk.home / "portfolio.db"
    data = bytearray(database.read_bytes())
    data[20:4096] = bytes(4076)
    database.write_bytes(data)
    with pytest.raises(UserError) as caught:
        desk.open()
    assert code_of(caught) in ("database-damaged", "database-wrong-key")
    database.write_bytes(b"")
    with pytest.raises(UserError) as caught:
        desk.open()
    assert code_of(caught) == "database-empty"
    database.unlink()
    with pytest.raises(UserError) as caught:
        desk.open()
    assert code_of(caught) == "database-missing"


def test_a_portfolio_of_a_newer_version(desk: Desk) -> None:
    services = desk.open()
    with services._core.store.database.driver_connection() as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    desk.close()
    with pytest.raises(UserError) as caught:
        desk.open()
    assert code_of(caught) == "database-newer"


def test_an_unencrypted_database_is_not_taken_for_ours(desk: Desk) -> None:
    (desk.home / "portfolio.db").unlink()
    with sqlite3.connect(desk.home / "portfolio.db") as plain:
        plain.execute("CREATE TABLE record (id TEXT)")
    plain.close()
    with pytest.raises(UserError) as caught:
        desk.open()
    assert code_of(caught) in ("database-damaged", "database-wrong-key")


def lose_two_steps(desk: Desk, tmp_path: Path) -> None:
    """An older database stands in the place of the one with the last two steps, of which one brought evidence."""
    services = desk.open()
    activity(services, "De eerste")
    desk.close()
    shutil.copy(desk.home / "portfolio.db", tmp_path / "older.db")
    services = desk.open()
    activity(services, "De tweede")
    (tmp_path / "verslag.txt").write_text("Wat ik zag in de les")
    services.evidence.add(tmp_path / "verslag.txt")
    desk.close()
    shutil.copy(tmp_path / "older.db", desk.home / "portfolio.db")


def test_steps_that_got_lost_are_told_until_the_owner_accepts_it(desk: Desk, tmp_path: Path) -> None:
    lose_two_steps(desk, tmp_path)
    for title in ("Een nieuwe", "En nog een", "En een derde"):
        services = desk.open()
        assert [(finding.code, finding.facts["missing"]) for finding in services.warnings] == [("operations-lost", 2)]
        assert not services.checks.check(deep=False).sound
        activity(services, title)
        desk.close()
    services = desk.open()
    services.checks.accept_loss()
    assert services.checks.check(deep=False).sound
    activity(services, "Verder")
    desk.close()
    assert desk.open().warnings == ()


def test_evidence_of_steps_that_got_lost_is_not_swept_away(desk: Desk, tmp_path: Path) -> None:
    lose_two_steps(desk, tmp_path)
    services = desk.open()
    vault = services._core.vault
    services.maintain(timedelta(0)).result(20)
    assert len(list(vault.names())) == 1
    services.checks.accept_loss()
    services.maintain(timedelta(0)).result(20)
    assert list(vault.names()) == []


def test_who_only_reads_accepts_no_loss(desk: Desk, tmp_path: Path) -> None:
    lose_two_steps(desk, tmp_path)
    services = desk.open(read_only=True)
    with pytest.raises(UserError) as caught:
        services.checks.accept_loss()
    assert code_of(caught) == "read-only"
    assert services.checks.lost() is not None


def test_a_copied_folder_writes_under_a_name_of_its_own(desk: Desk, tmp_path: Path) -> None:
    first = desk.open()
    activity(first)
    name = first._core.store.operations()[0].device
    desk.close()
    again = desk.open()
    activity(again)
    assert again._core.store.operations()[0].device == name
    desk.close()
    shutil.copytree(desk.home, tmp_path / "copy")
    other = open_portfolio(tmp_path / "copy", Passphrase(PASSPHRASE), environment=desk.environment)
    activity(other)
    assert other._core.store.operations()[0].device != name
    other.close()


def test_closing_twice_is_harmless_and_wipes_the_keys(desk: Desk) -> None:
    services = desk.open()
    master = services._master
    services.close()
    services.close()
    assert not any(master.database_key)


def test_own_content_with_a_typo_is_told_with_its_line(desk: Desk) -> None:
    own = desk.home / "sets" / "templates"
    own.mkdir(parents=True)
    shipped = (paths.resources() / "templates" / "week.toml").read_text("utf-8")
    broken = shipped.replace('id = "week"', 'id = "eigen"').replace("rotates = true", "rotate = true", 1)
    (own / "eigen.toml").write_text(broken, "utf-8")
    line = broken.splitlines().index("rotate = true") + 1
    services = desk.open()
    (finding,) = services.checks.check(deep=False).findings
    assert (finding.code, finding.facts["file"]) == ("content-broken", "eigen.toml")
    told = tell(finding, Translator("nl"))
    assert f"regel {line}" in told
    assert "rotate" in told
    assert services.content.template("week").id == "week"


def test_every_file_is_free_of_words(desk: Desk, tmp_path: Path) -> None:
    services = desk.open()
    profile(services)
    made = activity(services, "Onvergetelijke aardrijkskundeles", story="Bijzonderheden over stroomgebieden")
    proof = tmp_path / "getuigschrift.txt"
    proof.write_text("Vertrouwelijke overwegingen")
    services.evidence.add(proof, about=made)
    services.drafts.save("experience:1", "Voorlopige gedachten")
    desk.close()
    words = ("onvergetelijke", "aardrijkskundeles", "stroomgebieden", "getuigschrift", "vertrouwelijke", "voorlopige")
    for path in [*desk.home.rglob("*"), *(tmp_path / "settings").rglob("*")]:
        if path.is_file():
            data = path.read_bytes().lower()
            for word in words:
                assert word.encode() not in data
                assert word.encode("utf-16-le") not in data


def test_dates_are_those_where_the_owner_is(desk: Desk) -> None:
    assert desk.open().records.today() == date(2026, 3, 11)
