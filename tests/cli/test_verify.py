"""The command that verifies: with a ZIP file beside, with keys that are remembered, and the codes it ends with."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from portfolio_app.domain.carrying import Place
from portfolio_app.pdf.sign import Signer, make_signer
from tests.cli.helpers import Cli, one_sentence
from tests.pdf.attacker_acts import by_hand
from tests.pdf.sample import NOW
from tests.pdf.stage import FILES, ZIP, small


@pytest.fixture(scope="module")
def anna() -> Signer:
    """Her key."""
    return make_signer("Anna de Vries", "", "", NOW)


@pytest.fixture
def file(anna: Signer, tmp_path: Path) -> Path:
    """A small signed file."""
    path = tmp_path / "portfolio.pdf"
    path.write_bytes(by_hand(anna, {}))
    return path


def test_a_key_is_remembered_and_its_namesake_warned_for(cli: Cli, file: Path, anna: Signer, tmp_path: Path) -> None:
    code, told, _ = cli("verify", file, "--remember", "Anna van 4V", "--json")
    assert (code, json.loads(told)["identity"], json.loads(told)["known_as"]) == (0, "known", "Anna van 4V")
    code, told, _ = cli("verify", file)
    assert (code, "“Anna van 4V”" in told) == (0, True)
    twin = tmp_path / "tweeling.pdf"
    twin.write_bytes(by_hand(make_signer("Anna de Vries", "", "", NOW), {}))
    code, told, _ = cli("verify", twin)
    assert (code, told.startswith("Let op")) == (1, True)
    code, told, err = cli("verify", twin, "--remember", "Anna van 4V")
    assert (code, told) == (1, "")
    one_sentence(err)
    assert anna.fingerprint[:4].upper() in cli("keys")[1]


def test_keys_are_listed_added_renamed_and_forgotten(cli: Cli, anna: Signer, tmp_path: Path) -> None:
    certificate = tmp_path / "anna.pem"
    certificate.write_bytes(anna.certificate_pem)
    assert cli("keys")[1] == "Op deze computer is geen sleutel onthouden.\n"
    assert cli("keys", "--add", certificate)[0] == 0
    assert cli("keys", "--rename", anna.fingerprint, "--name", "Anna")[0] == 0
    assert cli("keys")[1].startswith("Anna (")
    assert cli("keys", "--forget", anna.fingerprint)[0] == 0
    for argv in (("--forget", anna.fingerprint), ("--rename", anna.fingerprint), ("--add", tmp_path / "weg.cer")):
        code, _, err = cli("keys", *argv)
        assert code == 1
        one_sentence(err)


@pytest.mark.parametrize(("kept", "code"), [(slice(None), 0), (slice(1), 1)])
def test_the_file_beside_is_found_by_its_name_or_given(
    cli: Cli, anna: Signer, tmp_path: Path, kept: slice, code: int
) -> None:
    path = tmp_path / "hier" / "portfolio.pdf"
    path.parent.mkdir()
    small(path, anna, "Portfolio", Place.BESIDE)
    assert cli("verify", path)[0] == 0
    with zipfile.ZipFile(tmp_path / "gekregen.zip", "w") as archive:
        for name, octets in list(FILES.items())[kept]:
            archive.writestr(name, octets)
    given = cli("verify", path, "--beside", tmp_path / "gekregen.zip")
    assert given[0] == code
    (tmp_path / "gekregen.zip").rename(path.parent / ZIP)
    found = cli("verify", path)
    assert found == given
    assert ("brief.txt" in found[1]) is bool(code)
