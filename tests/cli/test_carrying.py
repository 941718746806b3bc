"""The command line says which files an export made."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from portfolio_app import bootstrap
from portfolio_app.domain.carrying import SMALL_OCTETS
from portfolio_app.domain.evidence import PupilsVisible
from portfolio_app.domain.experiences import Experience
from tests.cli.helpers import PASSPHRASE, Cli


def test_export_names_both_files_and_verify_reads_both(cli: Cli, home: Path, secret: Path, tmp_path: Path) -> None:
    film = tmp_path / "les.mp4"
    film.write_bytes(b"\0\0\0\x18ftypmp42" + bytes(SMALL_OCTETS))
    services = bootstrap.open_portfolio(home, bootstrap.Passphrase(PASSPHRASE))
    now = datetime.now(UTC)
    course = Experience(
        id=services.records.new_id(), written_at=now, title="Studiedag", happened_on=now.date(), contact_minutes=60
    )
    services.records.save(course)
    item = services.evidence.add(film, about=course).evidence
    services.records.save(replace(item, pupils=PupilsVisible.NO))
    services.close()
    out = tmp_path / "uit" / "portfolio.pdf"
    out.parent.mkdir()
    code, told, _ = cli("export", "--audience", "dossier", "--out", out, "--home", home, "--passphrase-file", secret)
    assert code == 0
    beside = out.with_name("portfolio-bewijsstukken.zip")
    assert f"Ernaast, met grote bewijsstukken: {beside}, 5,0 MB" in told
    assert sorted(out.parent.iterdir()) == [beside, out]
    assert cli("verify", out, "--beside", beside)[0] == 0
    data = bytearray(beside.read_bytes())
    data[1000] ^= 1
    beside.write_bytes(data)
    assert cli("verify", out, "--beside", beside)[0] == 1
