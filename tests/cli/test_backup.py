"""Backups from the command line: made, listed, put back."""

from __future__ import annotations

from pathlib import Path

from portfolio_app.bootstrap import Passphrase, open_portfolio
from tests.cli.helpers import PASSPHRASE, Cli, one_sentence


def test_a_backup_is_made_listed_and_put_back(cli: Cli, home: Path, secret: Path, tmp_path: Path) -> None:
    given = ["--home", home, "--passphrase-file", secret]
    stick = tmp_path / "stick"
    stick.mkdir()
    assert cli("backup", "--list", *given)[1] == "Er is nog geen reservekopie.\n"
    code, out, err = cli("backup", stick, *given)
    assert code == 0
    assert "Reservekopie maken 100%" in err
    path = Path(out.splitlines()[-1])
    assert path.parent == stick
    assert cli("backup", tmp_path / "los.leerlijn", *given)[0] == 0
    assert cli("backup", *given)[0] == 0
    code, out, _ = cli("backup", "--list", *given)
    assert code == 0
    assert out.count("teruggelezen en heel") == 1
    there = tmp_path / "thuis"
    code, out, _ = cli("restore", path, "--to", there, "--passphrase-file", secret)
    assert code == 0
    assert str(there) in out
    assert cli("check", "--home", there, "--passphrase-file", secret)[0] == 0
    code, _, err = cli("restore", path, "--to", there, "--passphrase-file", secret)
    assert code == 1
    assert "In deze map staat al iets" in one_sentence(err.splitlines(keepends=True)[-1])


def test_what_can_not_be_put_back_is_one_sentence(cli: Cli, home: Path, secret: Path, tmp_path: Path) -> None:
    given = ["--home", home, "--passphrase-file", secret]
    bundle = tmp_path / "b.leerlijn"
    assert cli("backup", bundle, *given)[0] == 0
    other = tmp_path / "ander.txt"
    other.write_text("een heel ander wachtwoord")
    for path, file, words in (
        (bundle, other, "niet het wachtwoord"),
        (secret, secret, "geen reservekopie van Leerlijn"),
        (tmp_path / "weg.leerlijn", secret, "is er niet meer"),
    ):
        code, out, err = cli("restore", path, "--to", tmp_path / "nieuw", "--passphrase-file", file)
        assert (code, out) == (1, "")
        assert words in one_sentence(err)
        assert not (tmp_path / "nieuw").exists()
    assert cli("restore", bundle, "--to", tmp_path / "nieuw", "--recovery", "--passphrase-file", other)[0] == 1
    code, _, err = cli("backup", home / "vault" / "b.leerlijn", *given)
    assert code == 1
    assert "map van het portfolio zelf" in one_sentence(err)


def test_a_stick_that_is_not_there_does_not_become_a_file(cli: Cli, home: Path, secret: Path, tmp_path: Path) -> None:
    code, out, err = cli("backup", tmp_path / "STICK", "--home", home, "--passphrase-file", secret)
    assert (code, out) == (1, "")
    assert "is er niet meer" in one_sentence(err)
    assert not (tmp_path / "STICK").exists()


def test_beside_the_window_a_backup_goes_to_a_stick_and_else_it_says_what_is_open(
    cli: Cli, home: Path, secret: Path, tmp_path: Path
) -> None:
    given = ["--home", home, "--passphrase-file", secret]
    window = open_portfolio(home, Passphrase(PASSPHRASE))
    try:
        assert cli("backup", tmp_path, *given)[0] == 0
        code, _, err = cli("backup", *given)
    finally:
        window.close()
    assert code == 1
    assert "is al open" in one_sentence(err)


def test_a_whole_portfolio_is_not_built_anew(cli: Cli, home: Path, secret: Path) -> None:
    code, out, _ = cli("repair", "--home", home, "--passphrase-file", secret)
    assert code == 0
    assert "viel niets te herstellen" in out
    assert not list(home.glob("damaged-*"))


def test_a_damaged_database_is_built_anew(cli: Cli, home: Path, secret: Path) -> None:
    given = ["--home", home, "--passphrase-file", secret]
    assert cli("backup", *given)[0] == 0
    with (home / "portfolio.db").open("r+b") as file:
        file.seek(3 * 4096)
        file.write(bytes(64))
    assert cli("check", *given)[0] == 1
    code, out, _ = cli("repair", *given)
    assert code == 0, out
    assert list(home.glob("damaged-*"))
    assert cli("check", *given)[0] == 0
