"""Mails, key files, databases and bundles that somebody made to stop the program or lead it astray."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from portfolio_app.bootstrap import Passphrase, open_portfolio
from portfolio_app.domain.errors import UserError
from portfolio_app.services.bundles import open_bundle
from portfolio_app.services.mail import subject_and_day
from portfolio_app.services.outside import harmless_name
from portfolio_app.services.session import Services
from portfolio_app.services.settings import INBOX
from portfolio_app.store import driver
from portfolio_app.store.values import Query
from portfolio_app.vault import bundle as container
from portfolio_app.vault.bundle import Bundle, Writer
from portfolio_app.vault.keys import KeyFile, _checksum, second_copy
from tests.services.helpers import PASSPHRASE, Desk, activity, profile
from tests.services.test_bundles import passphrase

STUMBLING = b"Content-Type: " + b"(" * 20_000 + b"\r\nSubject: hallo\r\n\r\nhi"


def code_of(work: Callable[[], object]) -> str:
    with pytest.raises(UserError) as caught:
        work()
    return caught.value.code


@pytest.mark.parametrize("head", [STUMBLING, b"Subject: " + b"(" * 60_000, b"Date: " + b"(" * 60_000, b"\xff" * 60_000])
def test_a_mail_that_the_parser_stumbles_over_says_nothing_of_itself(head: bytes) -> None:
    assert subject_and_day(head, None)[1] is None


def test_one_hostile_mail_does_not_stop_the_inbox(services: Services, tmp_path: Path) -> None:
    profile(services)
    folder = tmp_path / "postvak"
    folder.mkdir()
    services.inbox.choose(folder, with_present=True)
    (folder / "a.eml").write_bytes(STUMBLING)
    (folder / "z.txt").write_text("een notitie")
    assert services.settings.get(INBOX) == str(folder)
    services.inbox.look()
    assert len(services.inbox.look().taken) == 2


def tampered(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change both copies of a key file, with a checksum that is right."""
    plain: dict[str, Any] = json.loads(path.read_bytes())
    del plain["checksum"]
    change(plain)
    for copy in (path, second_copy(path)):
        copy.write_text(json.dumps({**plain, "checksum": _checksum(plain)}))


def test_a_key_file_with_endless_ways_in_or_a_way_to_another_secret(services: Services, desk: Desk) -> None:
    keys = desk.home / "keys.json"
    desk.close()
    sound = keys.read_bytes()
    slot = json.loads(sound)["slots"][0]
    keyring = {**slot, "kind": "keyring", "parameters": {"service": "bank", "account": "noor"}}
    for extra in ([slot], [keyring], [{**keyring, "parameters": {}}]):
        keys.write_bytes(sound)
        tampered(keys, lambda plain, extra=extra: plain["slots"].extend(extra))
        assert code_of(lambda: KeyFile.read(keys)) == "keyfile-damaged"


def test_a_database_that_acts_by_itself_is_not_opened(services: Services, desk: Desk, tmp_path: Path) -> None:
    profile(services)
    activity(services, "Blijft")

    def plant(connection: Any) -> None:
        connection.execute("CREATE TRIGGER t AFTER UPDATE ON setting BEGIN DELETE FROM record; END")

    services._core.store.database.write(plant)
    assert code_of(lambda: services.bundles.write(tmp_path / "b.leerlijn")) == "database-foreign"
    services._core.store.database.write(lambda connection: connection.execute("DROP TRIGGER t"))
    made = services.bundles.write(tmp_path / "b.leerlijn")
    with open_bundle(made.path, passphrase, tmp_path / "open", clock=desk.clock) as opened:
        assert opened.store.operation_counter() == services._core.store.operation_counter()


def resealed(services: Services, path: Path, target: Path, portfolio_id: str) -> Path:
    """The same bundle under the name of another portfolio, sealed with the right key."""
    bundle = Bundle.open(path)
    with target.open("w+b") as file:
        writer = Writer(file)
        for name in bundle.names():
            writer.add(name, bundle.pieces(name), bundle.member(name).octets)
        manifest = container.Manifest(portfolio_id, bundle.manifest.made_at, 1, "chosen", writer.members)
        writer.finish(manifest, services.bundles.master.bundle_key)
    return target


def test_a_bundle_whose_parts_are_of_different_portfolios_is_not_taken_in(services: Services, tmp_path: Path) -> None:
    profile(services)
    made = services.bundles.write(tmp_path / "b.leerlijn")
    other = resealed(services, made.path, tmp_path / "c.leerlijn", "een ander")
    assert code_of(lambda: services.merging.merge(other)) == "merge-other-portfolio"
    assert code_of(lambda: services.bundles.open(other)) == "bundle-damaged"


@pytest.mark.parametrize("name", ["foto.lnk.", "brief.settingcontent-ms", "a.iso ", "x.PKG", "y.appref-ms"])
def test_more_that_would_be_run_or_mounted_has_a_name_that_is_known(name: str) -> None:
    from portfolio_app.services.outside import _RUN

    assert harmless_name(name).rpartition(".")[2].lower() in _RUN


CLAIMS = (
    "UPDATE record SET vector='[]'",
    """UPDATE record SET vector='{"a":"x"}'""",
    "UPDATE record SET hlc='x'",
    "UPDATE record SET hlc=printf('%.*c', 5000, '9')",
    "UPDATE operation SET hlc='x'||seq",
    "UPDATE record SET changed_at='x'",
    "UPDATE operation SET at='2026-01-01'",
    "UPDATE operation SET touched='x'",
    "DROP TABLE delta",
    "UPDATE delta SET patch='x'",
    "UPDATE record SET body=printf('%.*c', 200000, '[') WHERE kind='experience'",
    r"""UPDATE record SET body=replace(body, 'Elders', '\ud800') WHERE kind='experience'""",
)


@pytest.mark.parametrize("claim", CLAIMS)
def test_what_can_not_be_read_is_not_merged(services: Services, desk: Desk, tmp_path: Path, claim: str) -> None:
    profile(services)
    seen = activity(services, "Hier")
    elsewhere = tmp_path / "elders"
    services.close()
    shutil.copytree(desk.home, elsewhere)
    there = open_portfolio(elsewhere, Passphrase(PASSPHRASE), environment=desk.environment)
    there.records.save(replace(seen, title="Elders"))
    made = there.bundles.write(tmp_path / "b.leerlijn").path
    rewritten(there, made, claim)
    there.close()
    here = desk.open()
    assert code_of(lambda: here.merging.merge(made)) in ("bundle-damaged", "record-unreadable")
    assert [row.heading for row in here._core.store.rows(Query(kinds=("experience",)))] == ["Hier"]
    here.records.save(replace(seen, title="En nu verder"))


def rewritten(services: Services, path: Path, sql: str) -> None:
    """Let the database in a bundle say something else, and seal it with the right key."""
    bundle = Bundle.open(path)
    parts = {name: b"".join(bundle.pieces(name)) for name in bundle.names()}
    database = path.with_name("anders.db")
    database.write_bytes(parts["portfolio.db"])
    connection = driver.connect(database, services.bundles.master.database_key)
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute(sql)
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    parts["portfolio.db"] = database.read_bytes()
    with path.open("w+b") as file:
        writer = Writer(file)
        for name, data in parts.items():
            writer.add(name, (data,), len(data))
        whole = replace(bundle.manifest, members=writer.members)
        writer.finish(whole, services.bundles.master.bundle_key)
