"""What the commands do, what they print, and how they end."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from portfolio_app import bootstrap
from portfolio_app.cli import demo, terminal
from portfolio_app.cli.main import run
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.selection import Audience, Part
from portfolio_app.pdf.signer import make_signer
from portfolio_app.vault.keyring_slot import KeyringAccess
from tests.cli.helpers import PASSPHRASE, Cli, one_sentence
from tests.tools import keyring_file
from tests.tools.timestamp_server import Service, serving


def test_new_makes_a_portfolio_once(cli: Cli, home: Path, secret: Path) -> None:
    code, _, err = cli("new", "--home", home, "--passphrase-file", secret)
    assert code == 1
    assert "al een portfolio" in one_sentence(err)
    assert cli("check", "--home", home, "--passphrase-file", secret)[0] == 0


def test_a_loss_is_told_until_it_is_accepted(cli: Cli, home: Path, secret: Path) -> None:
    services = bootstrap.open_portfolio(home, bootstrap.Passphrase(PASSPHRASE))
    services._counter.write(services._core.store.operation_counter() + 2)
    services.close()
    given = ["check", "--quick", "--home", home, "--passphrase-file", secret]
    code, out, _ = cli(*given)
    assert code == 1
    assert "Bewaarde stappen die niet meer in de database staan: 2." in out
    code, out, _ = cli(*given, "--accept-loss")
    assert code == 0
    assert "Bewaarde stappen die niet meer in de database staan: 2." in out
    assert "niet meer gemeld" in out
    code, out, _ = cli(*given)
    assert code == 0
    assert "stappen" not in out


def test_options_may_stand_before_the_command(cli: Cli, home: Path, secret: Path) -> None:
    assert cli("--home", home, "--passphrase-file", secret, "--lang", "en", "check")[:2][0] == 0


def test_export_and_verify(cli: Cli, home: Path, secret: Path, tmp_path: Path) -> None:
    out = tmp_path / "uit.pdf"
    code, told, err = cli("export", "--audience", "mentor", "--out", out, "--home", home, "--passphrase-file", secret)
    assert code == 0
    assert "Document maken 100%" in err
    fingerprint = re.search(r"[0-9a-f]{64}\n$", told)
    assert fingerprint is not None
    assert cli("verify", out)[0] == 0
    code, told, _ = cli("verify", out, "--signer", fingerprint[0].strip(), "--original", out, "--json")
    verdict = json.loads(told)
    assert (code, verdict["outcome"], verdict["identity"]) == (0, "untouched", "expected")
    code, told, _ = cli("verify", out, "--signer", "00" * 32)
    assert code == 1
    data = bytearray(out.read_bytes())
    data[5000] ^= 1
    changed = tmp_path / "veranderd.pdf"
    changed.write_bytes(data)
    assert cli("verify", changed)[0] == 1
    assert cli("verify", tmp_path / "weg.pdf")[0] == 2
    assert cli("verify", secret)[0] == 2
    plain = tmp_path / "gewoon.pdf"
    subprocess.run(["qpdf", "--empty", str(plain)], check=True)
    code, told, _ = cli("verify", plain)
    assert code == 3
    assert told.strip()


def test_the_certificate_is_written_and_known_by_its_fingerprint(
    cli: Cli, home: Path, secret: Path, tmp_path: Path
) -> None:
    common, out = ["--home", home, "--passphrase-file", secret], tmp_path / "noor.cer"
    code, told, _ = cli("certificate", out, *common)
    assert code == 0
    fingerprint = re.search(r"[0-9a-f]{64}", told)
    assert fingerprint is not None
    seen = subprocess.run(
        ["openssl", "x509", "-inform", "DER", "-in", out, "-noout", "-fingerprint", "-sha256"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert fingerprint[0].upper() == seen.stdout.strip().partition("=")[2].replace(":", "")
    words = told.strip().splitlines()[-1].partition(": ")[2].split()
    assert len(words) == 12
    pdf = tmp_path / "uit.pdf"
    assert fingerprint[0] in cli("export", "--audience", "mentor", "--out", pdf, *common)[1]
    printed = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True).stdout
    assert "".join(words) in re.sub(r"[\s\u00ad-]", "", printed)


def test_a_certificate_that_is_over_is_told_after_signing(cli: Cli, home: Path, secret: Path, tmp_path: Path) -> None:
    services = bootstrap.open_portfolio(home, bootstrap.Passphrase(PASSPHRASE))
    services.signing.bring(make_signer("Noor", "", "", datetime(1980, 1, 1, tzinfo=UTC)))
    services.close()
    common = ["--audience", "mentor", "--home", home, "--passphrase-file", secret]
    code, told, _ = cli("export", *common, "--out", tmp_path / "uit.pdf")
    assert code == 0
    assert "Dit certificaat liep af op 22 december 2019" in told


def test_a_timestamp_is_asked_for_unless_one_says_not_to(cli: Cli, home: Path, secret: Path, tmp_path: Path) -> None:
    common = ["--audience", "mentor", "--home", home, "--passphrase-file", secret]
    with serving(service := Service()) as address:
        services = bootstrap.open_portfolio(home, bootstrap.Passphrase(PASSPHRASE))
        services.signing.name_server(address)
        services.close()
        code, told, _ = cli("export", *common, "--out", tmp_path / "met.pdf")
        assert (code, "gestempeld door 127.0.0.1" in told, len(service.seen)) == (0, True, 1)
        code, told, _ = cli("export", *common, "--out", tmp_path / "zonder.pdf", "--no-timestamp")
        assert (code, "gestempeld" in told, len(service.seen)) == (0, False, 1)
    code, _, err = cli("export", *common, "--out", tmp_path / "nooit.pdf")
    assert code == 1
    assert "niet te bereiken" in err.splitlines()[-1]
    assert not (tmp_path / "nooit.pdf").exists()


def test_export_in_a_period_of_ones_own(cli: Cli, home: Path, secret: Path, tmp_path: Path) -> None:
    common = ["--home", home, "--passphrase-file", secret, "--audience", "archive", "--out", tmp_path / "a.pdf"]
    assert cli("export", *common, "--from", "2025-08-01", "--until", "2026-03-11", "--lang", "en")[0] == 0
    text = subprocess.run(["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True).stdout
    assert "1 August 2025 to 11 March 2026" in text
    code, _, err = cli("export", *common, "--from", "2026-08-01", "--until", "2026-03-11")
    assert code == 1
    one_sentence(err)


def test_export_gives_what_was_chosen_for_the_reader(cli: Cli, home: Path, secret: Path, tmp_path: Path) -> None:
    services = bootstrap.open_portfolio(home, bootstrap.Passphrase(PASSPHRASE))
    usual = services.choosing.default(Audience.DOSSIER, "nl")
    services.choosing.keep(replace(usual, account="Dit jaar leerde ik wachten.", parts=usual.parts - {Part.HOURS}))
    services.close()
    out = tmp_path / "d.pdf"
    common = ["export", "--home", home, "--passphrase-file", secret, "--audience", "dossier", "--out", out]

    def printed() -> str:
        return subprocess.run(["pdftotext", out, "-"], capture_output=True, text=True, check=True).stdout

    assert cli(*common)[0] == 0
    assert "Dit jaar leerde ik wachten." in printed()
    assert "Mijn bekwaamheidsdossier" in printed()
    assert cli(*common, "--lang", "en")[0] == 0
    assert "Dit jaar leerde ik wachten." in printed()
    assert "My competence file" in printed()
    assert "gaat mee" in cli("export", "--help")[1]


def test_export_tells_what_must_not_leave_and_what_is_to_be_looked_at(
    cli: Cli, home: Path, secret: Path, tmp_path: Path
) -> None:
    services = bootstrap.open_portfolio(home, bootstrap.Passphrase(PASSPHRASE))
    usual = services.choosing.default(Audience.DOSSIER, "nl")
    services.choosing.keep(replace(usual, account="Vandaag las Thijs voor. Zijn BSN is 111222333."))
    out = tmp_path / "d.pdf"
    common = ["export", "--home", home, "--passphrase-file", secret, "--audience", "dossier", "--out", out]
    services.close()
    code, told, err = cli(*common, "--privacy-seen")
    assert code == 1
    assert "111***333" in told
    assert "111222333" not in told + err
    assert "niet mee mag" in err.splitlines()[-1]
    services = bootstrap.open_portfolio(home, bootstrap.Passphrase(PASSPHRASE))
    services.choosing.keep(replace(usual, account="Vandaag las Thijs voor."))
    services.close()
    code, told, err = cli(*common)
    assert (code, out.exists()) == (1, False)
    assert "Thijs" in told
    assert "--privacy-seen" in told
    assert "privacycontrole" in err.splitlines()[-1]
    assert cli(*common, "--privacy-seen")[0] == 0
    assert out.exists()


def test_export_takes_a_selection_of_ones_own(cli: Cli, home: Path, secret: Path, tmp_path: Path) -> None:
    services = bootstrap.open_portfolio(home, bootstrap.Passphrase(PASSPHRASE))
    usual = services.choosing.default(Audience.APPLICATION, "nl")
    services.choosing.make_own(replace(usual, account="Waarom ik bij jullie wil werken."), "Het Kompas")
    services.close()
    out = tmp_path / "kompas.pdf"
    common = ["export", "--home", home, "--passphrase-file", secret, "--out", out]
    assert cli(*common, "--selection", "het kompas")[0] == 0
    printed = subprocess.run(["pdftotext", out, "-"], capture_output=True, text=True, check=True).stdout
    assert "Waarom ik bij jullie wil werken." in printed
    assert "Het Kompas" not in printed  # what she calls it is hers
    services = bootstrap.open_portfolio(home, bootstrap.Passphrase(PASSPHRASE))
    assert [item.choice_name for item in services.exports.all()] == ["Het Kompas"]
    services.close()
    code, _, err = cli(*common, "--selection", "onbekend")
    assert code == 1
    assert "geen eigen selectie" in one_sentence(err)
    assert cli(*common)[0] == 64
    assert cli(*common, "--selection", "het kompas", "--audience", "mentor")[0] == 64


def test_a_wrong_passphrase(cli: Cli, home: Path, tmp_path: Path) -> None:
    (tmp_path / "fout.txt").write_text("iets heel anders")
    code, _, err = cli("check", "--home", home, "--passphrase-file", tmp_path / "fout.txt")
    assert code == 1
    assert "niet het wachtwoord" in one_sentence(err)


def test_a_passphrase_file_that_is_not_there(cli: Cli, home: Path, tmp_path: Path) -> None:
    for path in (tmp_path / "weg.txt", tmp_path):
        code, _, err = cli("check", "--home", home, "--passphrase-file", path)
        assert code == 1
        one_sentence(err)


def test_the_passphrase_from_standard_input(cli: Cli, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSPHRASE}\r\n"))
    assert cli("check", "--home", home, "--passphrase-file", "-")[0] == 0


def test_without_a_terminal_nobody_is_asked(cli: Cli, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    code, _, err = cli("check", "--home", home)
    assert code == 1
    assert "--passphrase-file" in one_sentence(err)


class Screen(io.StringIO):
    """Standard input of somebody who sits there."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("what", "part"), [("locked", "op slot"), ("lost", "kent dit portfolio niet meer"), ("missing", "geen")]
)
def test_where_the_keyring_does_not_open_it_a_person_is_asked(
    cli: Cli, home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, what: str, part: str
) -> None:
    allowed = frozenset({f"{keyring_file.__name__}.{keyring_file.FileKeyring.__name__}"})
    env = bootstrap.Environment(keyring=KeyringAccess(allowed))
    services = bootstrap.open_portfolio(home, bootstrap.Passphrase(PASSPHRASE), environment=env)
    services.keys.use_keyring()
    services.close()
    if what != "missing":
        monkeypatch.setattr("portfolio_app.cli.commands.environment", lambda: env)
        assert cli("check", "--home", home)[0] == 0
    if what == "locked":
        monkeypatch.setenv(keyring_file.LOCKED, "1")
    elif what == "lost":
        monkeypatch.setenv(keyring_file.PLACE, str(tmp_path / "een ander.json"))
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    code, _, err = cli("check", "--home", home)
    assert code == 1
    assert part in one_sentence(err)
    monkeypatch.setattr(sys, "stdin", Screen())
    monkeypatch.setattr(terminal.getpass, "getpass", lambda prompt: PASSPHRASE)
    code, _, err = cli("check", "--home", home)
    assert code == 0
    assert part in err


def test_a_person_is_asked_twice_for_a_new_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    from portfolio_app.i18n import Translator

    monkeypatch.setattr(sys, "stdin", Screen())
    answers = iter([PASSPHRASE, PASSPHRASE, PASSPHRASE, "iets anders"])
    monkeypatch.setattr(terminal.getpass, "getpass", lambda prompt: next(answers))
    assert terminal.ask_passphrase(Translator(), twice=True) == PASSPHRASE
    with pytest.raises(UserError, match="passphrases-differ"):
        terminal.ask_passphrase(Translator(), twice=True)


def test_check_tells_what_is_wrong(cli: Cli, home: Path, secret: Path, tmp_path: Path) -> None:
    services = bootstrap.open_portfolio(home, bootstrap.Passphrase(PASSPHRASE))
    proof = tmp_path / "bewijs.txt"
    proof.write_text("Een verslag")
    services.evidence.add(proof)
    services.close()
    code, out, _ = cli("check", "--home", home, "--passphrase-file", secret)
    assert code == 0
    assert "1 onderdeel" in out
    (stored,) = [path for path in (home / "vault" / "files").rglob("*") if path.is_file()]
    stored.write_bytes(stored.read_bytes()[:-1] + b"x")
    code, out, _ = cli("check", "--home", home, "--passphrase-file", secret)
    assert code == 1
    assert "Beschadigde bewijsstukken: 1." in out
    code, out, _ = cli("check", "--quick", "--home", home, "--passphrase-file", secret)
    assert code == 0


@pytest.mark.parametrize("what", ["file", "full"])
def test_demo_wants_a_new_or_empty_folder(cli: Cli, tmp_path: Path, what: str) -> None:
    place = tmp_path / "plek"
    if what == "file":
        place.write_text("een brief")
    else:
        place.mkdir()
        (place / "brief.txt").write_text("een brief")
    code, _, err = cli("demo", "--out", place, "--no-window")
    assert code == 1
    one_sentence(err)
    assert (place if what == "file" else place / "brief.txt").read_text() == "een brief"


def test_demo_makes_exports_verifies_and_tells(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "voorbeeld"
    code, told, err = cli("demo", "--out", out, "--years", "1", "--until", "2026-03-11", "--no-window", "--lang", "en")
    assert code == 0
    assert sorted(path.name for path in out.iterdir()) == [demo.DOCUMENT, demo.PORTFOLIO]
    assert "Unchanged since signing." in told
    assert demo.PASSPHRASE in told
    assert "100%" in err
    services = bootstrap.open_portfolio(out / demo.PORTFOLIO, bootstrap.Passphrase(demo.PASSPHRASE))
    assert services.verifying.verify(out / demo.DOCUMENT).outcome == "untouched"
    assert services.checks.check(deep=False).sound
    services.close()
    code, _, err = cli("demo", "--out", out, "--no-window")
    assert code == 1


def test_the_window_is_opened_with_what_was_asked(monkeypatch: pytest.MonkeyPatch, home: Path, secret: Path) -> None:
    asked: list[Any] = []

    def window(*facts: object) -> int:
        asked.append(facts)
        return 7

    monkeypatch.setenv("DISPLAY", ":99")
    argv = ["--home", str(home), "--lang", "en", "--passphrase-file", str(secret)]
    assert run(argv, window) == 7
    assert run(["--home", str(home)], window) == 7
    card = "/tmp/Studiedag.Activiteitkaart"
    assert run([card, "--home", str(home)], window) == 7
    assert asked == [(home, "en", PASSPHRASE, ()), (home, "nl", None, ()), (home, "nl", None, (Path(card),))]


def test_a_card_that_a_command_is_about_opens_no_window(cli: Cli, home: Path, tmp_path: Path) -> None:
    code, _, _ = cli("verify", tmp_path / "x.activiteitkaart", "--home", home)
    assert code == 2  # as for any file that is not there


def test_without_a_screen_one_sentence(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    code, _, err = cli()
    assert code == 1
    for command in ("demo", "new", "export", "verify", "check"):
        assert command in one_sentence(err)


@pytest.mark.logs_errors
def test_a_bug_is_one_sentence_and_its_words_stay_out_of_the_log(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    from portfolio_app import paths

    def stumble(options: object, t: object) -> int:
        raise RuntimeError("Vertrouwelijk")

    monkeypatch.setattr("portfolio_app.cli.commands.check", stumble)
    code, out, err = cli("check")
    assert (code, out) == (70, "")
    assert "Vertrouwelijk" not in err
    log = (paths.log_dir() / "leerlijn.log").read_text()
    assert "RuntimeError" in log
    assert "Vertrouwelijk" not in log


def test_ctrl_c_ends_with_130(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(options: object, t: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("portfolio_app.cli.commands.check", stop)
    code, _, err = cli("check")
    assert code == 130
    assert err.strip()


def test_progress_on_a_terminal_is_one_line() -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Screen()
    bar = terminal.ProgressBar("Bezig", screen)
    for done in range(11):
        bar(done, 10)
    bar.end()
    assert screen.getvalue().count("\n") == 1
    assert screen.getvalue().endswith("100%\n")
    log = io.StringIO()
    bar = terminal.ProgressBar("Bezig", log)
    for done in range(1001):
        bar(done, 1000)
    bar.end()
    assert log.getvalue().splitlines() == ["Bezig 0%", "Bezig 25%", "Bezig 50%", "Bezig 75%", "Bezig 100%"]


def test_merge_takes_in_what_another_computer_has(cli: Cli, home: Path, secret: Path, tmp_path: Path) -> None:
    away = tmp_path / "school"
    shutil.copytree(home, away)
    services = bootstrap.open_portfolio(away, bootstrap.Passphrase(PASSPHRASE))
    services.records.save(lesson := Experience(
        id=services.records.new_id(), written_at=services.records.now(), title="Op school",
        happened_on=services.records.today(),
    ))  # fmt: skip
    services.merging.write(tmp_path / "school.leerlijn")
    services.close()
    given = ["--home", home, "--passphrase-file", secret]
    code, out, _ = cli("merge", tmp_path / "school.leerlijn", *given)
    assert (code, out) == (0, "Samengevoegd: 1 nieuw.\n")
    code, out, _ = cli("merge", tmp_path / "school.leerlijn", *given)
    assert (code, out) == (0, "Er zat niets nieuws in: alles stond hier al.\n")
    services = bootstrap.open_portfolio(home, bootstrap.Passphrase(PASSPHRASE))
    assert services.records.need(Experience, lesson.id).title == "Op school"
    services.close()
    code, _, err = cli("merge", tmp_path / "weg.leerlijn", *given)
    assert code != 0
    one_sentence(err.splitlines(keepends=True)[-1])


def program(*argv: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the program as a person would."""
    command = [sys.executable, "-m", "portfolio_app", *map(str, argv)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)


def test_the_program_itself(home: Path, secret: Path, tmp_path: Path) -> None:
    assert program("frob").returncode == 64
    assert program("verify", tmp_path / "weg.pdf").returncode == 2
    done = program("check", "--home", home, "--passphrase-file", secret)
    assert (done.returncode, done.stderr.count("Traceback")) == (0, 0)
    out = tmp_path / "uit.pdf"
    done = program("export", "--audience", "register", "--out", out, "--home", home, "--passphrase-file", secret)
    assert done.returncode == 0
    assert program("verify", out, "--json").returncode == 0


def test_help_and_verify_load_nothing_heavy() -> None:
    heavy = {"alembic", "reportlab", "pikepdf", "pyhanko", "keyring", "PIL", "PySide6", "sqlalchemy"}
    code = (
        "import sys; from portfolio_app.__main__ import main; main(['--help'])\n"
        f"print(sorted({heavy!r} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
