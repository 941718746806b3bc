"""What disks and people do to a portfolio: one sentence, code 1, nothing lost."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from portfolio_app import bootstrap
from tests.cli.helpers import PASSPHRASE, Cli, one_sentence
from tests.tools.somebody import unwritable


def damage(home: Path, what: str) -> None:
    """Do to a portfolio what disks and people do."""
    database, key = home / "portfolio.db", home / "keys.json"
    match what:
        case "no portfolio":
            shutil.rmtree(home)
        case "database gone":
            database.unlink()
        case "database empty":
            database.write_bytes(b"")
        case "database damaged":
            data = database.read_bytes()
            database.write_bytes(data[:30] + bytes(5000) + data[5030:])
        case "key files damaged":
            for path in (key, home / "keys-copy.json"):
                path.write_text("{")
        case "key files gone":
            for path in (key, home / "keys-copy.json"):
                path.unlink()
        case "newer key file":
            for path in (key, home / "keys-copy.json"):
                path.write_text(newer(path.read_text()))
        case _:
            raise AssertionError(what)


def newer(text: str) -> str:
    """The key file as a later version would write it."""
    from portfolio_app.vault import keys

    plain = json.loads(text)
    plain.pop("checksum")
    plain["format"] = 99
    return json.dumps({**plain, "checksum": vars(keys)["_checksum"](plain)})


@pytest.mark.parametrize(
    ("what", "part"),
    [
        ("no portfolio", "geen portfolio"),
        ("database gone", "geen portfolio"),
        ("database empty", "leeg"),
        ("database damaged", ""),
        ("key files damaged", "sleutelbestand"),
        ("key files gone", "sleutelbestand"),
        ("newer key file", "nieuwere versie"),
    ],
)
def test_trouble_is_one_sentence_and_code_1(cli: Cli, home: Path, secret: Path, what: str, part: str) -> None:
    damage(home, what)
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    for command in (["check"], ["export", "--audience", "mentor", "--out", home.parent / "x.pdf"]):
        code, out, err = cli(*command, "--home", home, "--passphrase-file", secret)
        assert (code, out) == (1, "")
        assert part in one_sentence(err)
    after = {path: path.read_bytes() for path in home.rglob("*") if path.is_file() and path.name != "lock"}
    assert after == {path: data for path, data in before.items() if path.name != "lock"}


def test_a_second_instance(cli: Cli, home: Path, secret: Path) -> None:
    services = bootstrap.open_portfolio(home, bootstrap.Passphrase(PASSPHRASE))
    try:
        given = ["--home", home, "--passphrase-file", secret]
        for command in (["export", "--audience", "mentor", "--out", home.parent / "x.pdf"], ["check", "--accept-loss"]):
            code, _, err = cli(*command, *given)
            assert code == 1
            assert "al open" in one_sentence(err)
        # A check only reads beside the window.
        code, out, _ = cli("check", *given)
        assert code == 0
        assert "alleen gelezen" in out
    finally:
        services.close()


def test_a_lock_left_by_another_computer_stays_until_the_owner_decides(cli: Cli, home: Path, secret: Path) -> None:
    given = ["--home", home, "--passphrase-file", secret]
    for command in (["check"], ["export", "--audience", "mentor", "--out", home.parent / "x.pdf"]):
        (home / "lock").write_text(json.dumps({"host": "schoollaptop", "pid": 7, "start": 1}))
        code, _, err = cli(*command, *given)
        assert code == 1
        assert "schoollaptop" in err
        assert "--take-over" in one_sentence(err)
        assert cli(*command, *given, "--take-over")[0] == 0
        assert cli(*command, *given)[0] == 0


def test_what_is_open_on_this_computer_is_never_taken_over(cli: Cli, home: Path, secret: Path) -> None:
    services = bootstrap.open_portfolio(home, bootstrap.Passphrase(PASSPHRASE))
    given = ["--home", home, "--passphrase-file", secret, "--take-over"]
    code, _, err = cli("export", "--audience", "mentor", "--out", home.parent / "x.pdf", *given)
    services.close()
    assert code == 1
    assert "al open" in one_sentence(err)


def test_a_folder_in_which_nothing_may_be_written(cli: Cli, home: Path, secret: Path, tmp_path: Path) -> None:
    given = ["--home", home, "--passphrase-file", secret]
    export = ["export", "--audience", "mentor", "--out", tmp_path / "uit.pdf", *given]
    with unwritable(home):
        # Without a key of her own there is nothing to sign with, and none can be kept.
        code, _, err = cli(*export)
        assert code == 1
        assert "alleen" in one_sentence(err.splitlines(keepends=True)[-1])
    assert cli(*export)[0] == 0
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    (tmp_path / "uit.pdf").unlink()
    with unwritable(home):
        code, out, _ = cli("check", *given)
        assert code == 0
        assert "alleen gelezen" in out
        code, out, _ = cli(*export)
        assert code == 0
        assert "niet bij wat je hebt overhandigd" in out
        assert cli("verify", tmp_path / "uit.pdf")[0] == 0
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


def test_what_stands_in_the_log_of_the_database_is_not_taken_for_lost(
    cli: Cli, home: Path, secret: Path, tmp_path: Path
) -> None:
    services = bootstrap.open_portfolio(home, bootstrap.Passphrase(PASSPHRASE))
    services.drafts.save("today", "nog niet in het bestand zelf")
    shutil.copytree(home, tmp_path / "kopie")
    services.close()
    assert (tmp_path / "kopie" / "portfolio.db-wal").stat().st_size
    given = ["--home", tmp_path / "kopie", "--passphrase-file", secret]
    with unwritable(tmp_path / "kopie"):
        code, _, err = cli("check", *given)
        assert code == 1
        assert "map" in one_sentence(err)
    assert cli("check", *given)[0] == 0


@pytest.mark.parametrize("command", ["export", "new"])
def test_no_room_is_one_sentence_and_leaves_nothing_half_done(
    home: Path, secret: Path, tmp_path: Path, command: str
) -> None:
    out = tmp_path / "uit.pdf"
    out.write_text("van gisteren")
    argv = {
        "export": ["export", "--audience", "mentor", "--out", str(out), "--home", str(home)],
        "new": ["new", "--home", str(tmp_path / "nieuw")],
    }[command]
    # No file may grow beyond 60 kB: to the program that is a disk without room.
    limit = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000));"
    argv += ["--passphrase-file", str(secret)]
    start = f"{limit} from portfolio_app.__main__ import main; sys.exit(main({argv!r}))"
    done = subprocess.run([sys.executable, "-c", start], capture_output=True, text=True, check=False, timeout=100)
    assert done.returncode == 1
    one_sentence(done.stderr.splitlines(keepends=True)[-1])
    assert "Traceback" not in done.stderr
    assert out.read_text() == "van gisteren"
    assert not (tmp_path / "nieuw").exists()
    services = bootstrap.open_portfolio(home, bootstrap.Passphrase(PASSPHRASE))
    assert services.checks.check().sound
    services.close()


@pytest.mark.parametrize("there", [True, False])
def test_an_example_that_was_stopped_leaves_nothing_behind(tmp_path: Path, there: bool) -> None:
    out = tmp_path / "nieuw" / "voorbeeld"
    if there:
        out.mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    running = subprocess.Popen(
        [sys.executable, "-m", "portfolio_app", "demo", "--out", str(out), "--lang", "nl", "--no-window"],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert running.stderr is not None
    assert "Voorbeeld maken" in running.stderr.readline()
    assert (out / "portfolio" / "keys.json").exists()
    running.send_signal(signal.SIGINT)
    told = running.stderr.read()
    running.stderr.close()
    assert running.wait(30) == 130
    assert "Gestopt" in one_sentence(told.splitlines(keepends=True)[-1])
    assert sorted(tmp_path.rglob("*")) == before


def test_an_export_never_takes_the_place_of_the_portfolio_or_of_what_is_no_file(
    cli: Cli, home: Path, secret: Path, tmp_path: Path
) -> None:
    pipe, link = tmp_path / "pijp", tmp_path / "elders"
    os.mkfifo(pipe)
    link.symlink_to(home)
    before = (home / "portfolio.db").read_bytes()
    given = ["--home", home, "--passphrase-file", secret]
    for out in (home / "portfolio.db", home / "vault" / "x.pdf", link / "keys.json"):
        code, _, err = cli("export", "--audience", "mentor", "--out", out, *given)
        assert code == 1
        assert "portfolio zelf" in one_sentence(err.splitlines(keepends=True)[-1])
    for out in (tmp_path, pipe, ""):
        code, _, err = cli("export", "--audience", "mentor", "--out", out, *given)
        assert code == 1
        one_sentence(err.splitlines(keepends=True)[-1])
    assert pipe.is_fifo()
    assert (home / "portfolio.db").read_bytes() == before
    assert not (home / "vault" / "x.pdf").exists()


@pytest.mark.skipif(os.name == "nt", reason="pipes have no place in a folder there")
@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
@pytest.mark.parametrize("name", ["counter", "this-copy", "portfolio.db", "lock"])
def test_something_else_where_a_file_belongs_is_named(
    cli: Cli, home: Path, secret: Path, name: str, make: Callable[[Path], None]
) -> None:
    (home / name).unlink(missing_ok=True)
    make(home / name)
    code, out, err = cli("check", "--home", home, "--passphrase-file", secret)
    assert (code, out) == (1, "")
    assert one_sentence(err).startswith(f"In de map van je portfolio is {name} geen bestand")


@pytest.mark.parametrize("typed", [b"\xffabcdefgh\n", b"\xed\xa0\x80abcdefgh\n"])
def test_a_passphrase_that_is_no_text(home: Path, typed: bytes) -> None:
    # Standard input of the C locale lets every byte through.
    done = subprocess.run(
        [sys.executable, "-m", "portfolio_app", "check", "--home", str(home), "--passphrase-file", "-"],
        input=typed,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "LC_ALL": "C", "LANGUAGE": "en"},
    )
    assert done.returncode == 1
    assert "passphrase can't be read" in one_sentence(done.stderr.decode())


def test_a_passphrase_without_standard_input(cli: Cli, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    code, _, err = cli("check", "--home", home, "--passphrase-file", "-")
    assert code == 1
    one_sentence(err)


@pytest.mark.skipif(os.name == "nt", reason="closes a stream as a shell does")
def test_new_without_any_stream_to_ask_or_tell(tmp_path: Path) -> None:
    command = f'"{sys.executable}" -m portfolio_app --lang nl new --home "{tmp_path / "p"}"'
    ours = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        ["sh", "-c", f"{command} <&-"], capture_output=True, text=True, check=False, timeout=60, env=ours
    )
    assert done.returncode == 1
    assert "--passphrase-file" in one_sentence(done.stderr)
    assert subprocess.run(["sh", "-c", f"{command} <&- 2>&-"], check=False, timeout=60, env=ours).returncode == 1


def test_check_without_standard_error(cli: Cli, home: Path, secret: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    assert cli("check", "--home", home, "--passphrase-file", secret)[0] == 0


def test_the_mark_that_an_editor_puts_before_a_passphrase_is_not_part_of_it(
    cli: Cli, home: Path, tmp_path: Path
) -> None:
    marked = tmp_path / "kladblok.txt"
    marked.write_text(f"{PASSPHRASE}\r\n", "utf-8-sig")
    assert cli("check", "--home", home, "--passphrase-file", marked)[0] == 0
