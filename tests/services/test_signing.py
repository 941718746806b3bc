"""Her keys: made, renewed, brought along, and on two computers; and the server that stamps the time."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Generator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from portfolio_app import bootstrap
from portfolio_app.domain.changes import Label
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.selection import Audience, Selection
from portfolio_app.i18n import Translator
from portfolio_app.pdf.signer import Signer, make_signer
from portfolio_app.services.session import Services
from portfolio_app.services.spoken import fingerprint_words, new_password, words
from portfolio_app.services.verdicts import tell_verdict
from tests.services.helpers import PASSPHRASE, START, Clock, Desk, activity, environment, profile
from tests.tools.key_files import SECRET, Authority
from tests.tools.timestamp_server import Service, nobody_there, serving


@pytest.fixture(scope="module")
def earlier() -> Signer:
    """A key as an earlier version made it."""
    return make_signer("Noor Zandkamp", "Het Kompas", "", START)


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a key from elsewhere."""
    return Authority(tmp_path_factory.mktemp("authority")).key_file()


def chosen(services: Services) -> Selection:
    return services.choosing.selection(Audience.MENTOR, "nl")


def squeezed(text: str) -> str:
    """Letters only: no spaces, no hyphens at line ends."""
    return re.sub(r"[\s\u00ad-]", "", text)


def says(path: Path, words: str) -> bool:
    """Whether the document says something, wherever its lines end."""
    done = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True)
    return squeezed(words) in squeezed(done.stdout)


def test_a_key_is_made_once_and_says_who_she_is(desk: Desk) -> None:
    services = desk.open()
    profile(services, email="noor@example.org")
    assert services.signing.fingerprint() is None
    made = services.signing.signer()
    assert services.signing.signer() == made
    desk.close()
    key = desk.open().signing.active()
    assert key is not None
    assert (key.signer, key.made_here, key.active) == (made, True, True)
    assert (key.about.name, key.about.organisation, key.about.email) == (
        "Noor Zandkamp", "Het Kompas", "noor@example.org",
    )  # fmt: skip


def test_a_new_key_is_offered_when_name_or_school_changed_and_the_old_one_stays_known(services: Services) -> None:
    owner = profile(services)
    first = services.signing.signer()
    assert not services.signing.outdated()
    services.records.save(replace(owner, school="De Wissel"))
    assert services.signing.outdated()
    second = services.signing.renew()
    assert not services.signing.outdated()
    assert [key.fingerprint for key in services.signing.all()] == [second.fingerprint, first.fingerprint]
    assert services.signing.fingerprints() == {first.fingerprint, second.fingerprint}
    assert services.signing.signer() == second.signer
    services.signing.use(first.fingerprint)
    assert services.signing.signer() == first
    assert [key.active for key in services.signing.all()] == [True, False]


def test_the_key_of_an_earlier_version_keeps_its_place(desk: Desk, earlier: Signer) -> None:
    desk.open()._core.store.set_secret("signer", earlier.dump())
    desk.close()
    services = desk.open()
    assert services._core.store.secret("signer") is None
    assert services.signing.signer() == earlier
    newer = services.signing.renew()
    assert [key.fingerprint for key in services.signing.all()] == [newer.fingerprint, earlier.fingerprint]


def test_a_clock_that_was_set_back_brings_no_earlier_key_into_use(desk: Desk) -> None:
    services = desk.open()
    services.signing.signer()
    desk.clock.now = START - timedelta(days=900)
    newer = services.signing.renew()
    assert services.signing.signer() == newer.signer


@pytest.fixture
def away(desk: Desk, tmp_path: Path) -> Generator[tuple[Services, Services]]:
    """The same portfolio at home and at school; neither has a key yet."""
    profile(desk.open())
    desk.close()
    folder = tmp_path / "school"
    shutil.copytree(desk.home, folder / "portfolio")
    clock = Clock(START + timedelta(hours=1))
    other = Desk(folder / "portfolio", environment(folder, clock), clock)
    yield desk.open(), other.open()
    other.close()


@pytest.mark.parametrize("old_form", [False, True])
def test_keys_of_two_computers_are_both_kept_and_the_newest_signs(
    away: tuple[Services, Services], earlier: Signer, tmp_path: Path, *, old_form: bool
) -> None:
    home, school = away
    if old_form:
        home._core.store.set_secret("signer", earlier.dump())
        home.signing.settle()
        school._core.store.set_secret("signer", make_signer("Noor Z.", "", "", START + timedelta(hours=2)).dump())
    mine, theirs = home.signing.signer(), school.signing.signer()
    for source, target, name in ((school, home, "a"), (home, school, "b")):
        bundle = tmp_path / f"{name}.leerlijn"
        source.merging.write(bundle)
        target.merging.merge(bundle)
    for services in away:
        assert services.signing.fingerprints() == {mine.fingerprint, theirs.fingerprint}
        assert services.signing.signer() == theirs


def test_keys_survive_a_backup(desk: Desk, tmp_path: Path) -> None:
    services = desk.open()
    services.signing.signer()
    services.signing.renew()
    before = services.signing.all()
    target = tmp_path / "kopie.leerlijn"
    services.merging.write(target)
    desk.close()
    settings = environment(tmp_path / "elders")
    bootstrap.restore_portfolio(target, bootstrap.Passphrase(PASSPHRASE), tmp_path / "terug", environment=settings)
    back = bootstrap.open_portfolio(tmp_path / "terug", bootstrap.Passphrase(PASSPHRASE), environment=settings)
    try:
        assert back.signing.all() == before
    finally:
        back.close()


def test_a_brought_key_signs_until_her_own_one_does_again(services: Services, brought: Path, tmp_path: Path) -> None:
    profile(services)
    activity(services)
    own = services.signing.signer()
    signer, said = services.signing.read_file(brought, SECRET)
    assert said.issuer == "Uitgever Voorbeeld"
    key = services.signing.bring(signer)
    assert (key.made_here, key.active, services.signing.outdated()) == (False, True, False)
    out = tmp_path / "uit.pdf"
    made = services.exports.export(chosen(services), out)
    assert made.fingerprint == signer.fingerprint
    assert says(out, "certificaat dat Uitgever Voorbeeld aan mij uitgaf")
    assert says(out, "geen gekwalificeerde handtekening")
    assert not says(out, "sleutel van mijzelf")
    services.signing.use(own.fingerprint)
    assert services.signing.signer() == own
    assert len(services.signing.all()) == 2


def test_what_was_signed_with_an_earlier_key_is_known_as_hers(desk: Desk, tmp_path: Path) -> None:
    services = desk.open()
    activity(services)
    out = tmp_path / "vroeger.pdf"
    made = services.exports.export(chosen(services), out)
    services.signing.renew()
    # Also where the list no longer knows that it was handed over.
    services._core.write(Label("purge", made.KIND), lambda change: change.purge(made.KIND, made.id))
    assert services.exports.all() == []
    verdict = services.verifying.verify(out)
    assert (verdict.outcome, verdict.identity) == ("untouched", "known")
    assert "signer-own" in {fact.code for fact in verdict.facts}
    # The words are those of the document, whatever the reader's language is.
    words_of_key = " ".join(fingerprint_words(made.fingerprint))
    assert words_of_key in "\n".join(tell_verdict(verdict, Translator("en")))
    assert says(out, words_of_key)


def test_a_certificate_that_is_over_is_told(desk: Desk, brought: Path) -> None:
    services = desk.open()
    services.signing.bring(services.signing.read_file(brought, SECRET)[0])
    assert services.signing.standing() == "early"  # the clock of these tests is behind
    desk.clock.now = START + timedelta(days=4000)
    assert services.signing.standing() == "expired"


def test_files_that_hold_no_key_are_sentences(services: Services, brought: Path, tmp_path: Path) -> None:
    huge = tmp_path / "groot.p12"
    huge.write_bytes(b"\x30" * (1 << 21))
    for path, code in (
        (tmp_path / "weg.p12", "key-file-unreadable"),
        (tmp_path, "key-file-unreadable"),
        (huge, "key-file-foreign"),
    ):
        with pytest.raises(UserError) as trouble:
            services.signing.read_file(path, "")
        assert trouble.value.code == code
    with pytest.raises(UserError, match="key-file-passphrase"):
        services.signing.read_file(brought, "iets anders")


def test_a_certificate_to_give_away_never_goes_over_the_portfolio(services: Services, tmp_path: Path) -> None:
    out = tmp_path / "noor.cer"
    key = services.signing.save_certificate(out)
    assert b"PRIVATE" not in out.read_bytes()
    assert key.active
    with pytest.raises(UserError, match="inside-portfolio"):
        services.signing.save_certificate(services.home / "keys.json")
    with pytest.raises(UserError, match="folder-missing"):
        services.signing.save_certificate(tmp_path / "weg" / "noor.cer")


def test_words_stand_for_the_beginning_of_a_fingerprint() -> None:
    known = words()
    assert len(known) == len(set(known)) == 256
    # So short that no line of a document breaks one, and written alike by everybody.
    assert all(word.isascii() and word.islower() and 3 <= len(word) <= 6 for word in known)
    assert fingerprint_words("00ff" + "07" * 30) == (known[0], known[255], *[known[7]] * 10)


def test_a_password_is_new_every_time_and_can_be_said() -> None:
    made = {new_password() for _ in range(50)}
    assert len(made) == 50
    assert all(len(password.split(" ")) == 8 and set(password.split()) <= set(words()) for password in made)


def test_a_stamped_document_says_so_and_the_list_knows(services: Services, tmp_path: Path) -> None:
    profile(services)
    activity(services)
    with serving(Service()) as address:
        server = services.signing.name_server(address)
        stamp = services.signing.try_server(server)
        made = services.exports.export(chosen(services), tmp_path / "met.pdf")
        plain = services.exports.export(chosen(services), tmp_path / "zonder.pdf", stamped=False)
    assert stamp.name == "Tijdstempeldienst Voorbeeld"
    assert (made.stamped_by, plain.stamped_by) == ("127.0.0.1", "")
    assert says(tmp_path / "met.pdf", "tijdstempeldienst, 127.0.0.1, bevestigde")
    assert not says(tmp_path / "met.pdf", "niet door een tijdstempeldienst bevestigd")
    assert says(tmp_path / "zonder.pdf", "niet door een tijdstempeldienst bevestigd")
    assert not says(tmp_path / "zonder.pdf", "127.0.0.1")


def test_a_server_that_was_given_up_does_not_come_back_from_another_computer(
    away: tuple[Services, Services], tmp_path: Path
) -> None:
    home, school = away
    home.signing.name_server("https://tsa.example.org")
    home.signing.forget_server()
    school.signing.name_server("https://tsa.example.org")
    bundle = tmp_path / "bundel.leerlijn"
    school.merging.write(bundle)
    home.merging.merge(bundle)
    assert home.signing.server() is None
    assert school.signing.server() is not None


@pytest.mark.parametrize("mood", ["gone", "html", "failing"])
def test_a_server_that_fails_leaves_nothing_and_signing_without_still_works(
    services: Services, tmp_path: Path, mood: str
) -> None:
    activity(services)
    out = tmp_path / "uit" / "uit.pdf"
    out.parent.mkdir()
    with nobody_there() if mood == "gone" else serving(Service(mood)) as address:
        services.signing.name_server(address)
        with pytest.raises(UserError, match="timestamp-"):
            services.exports.export(chosen(services), out)
        assert list(out.parent.iterdir()) == []
        assert services.exports.all() == []
        services.exports.export(chosen(services), out, stamped=False)
    assert services.verifying.verify(out).outcome == "untouched"


def test_without_a_named_server_nothing_is_ever_asked(services: Services, tmp_path: Path) -> None:
    activity(services)
    assert services.signing.server() is None
    with serving(service := Service()) as address:
        services.signing.name_server(address, "anna", "")
        services.signing.forget_server()
        assert services.signing.server() is None
        services.exports.export(chosen(services), tmp_path / "uit.pdf")
    assert service.seen == []


def test_name_and_password_of_the_server_are_kept_in_the_encrypted_store(desk: Desk) -> None:
    services = desk.open()
    services.signing.name_server("https://tsa.example.org", "anna", "zeer geheim")
    desk.close()
    for path in desk.home.rglob("*"):
        assert not path.is_file() or b"zeer geheim" not in path.read_bytes()
    server = desk.open().signing.server()
    assert server is not None
    assert (server.url, server.user, server.password) == ("https://tsa.example.org", "anna", "zeer geheim")


def test_who_only_reads_changes_no_key(desk: Desk, earlier: Signer) -> None:
    services = desk.open()
    services._core.store.set_secret("signer", earlier.dump())
    desk.close()
    services = desk.open(read_only=True)
    assert services.signing.signer() == earlier
    for change in (
        services.signing.renew,
        lambda: services.signing.use(earlier.fingerprint),
        lambda: services.signing.bring(earlier),
        lambda: services.signing.name_server("https://tsa.example.org"),
        services.signing.forget_server,
    ):
        with pytest.raises(UserError, match="read-only"):
            change()
    assert services.signing.signer() == earlier
