"""Keys of others that this computer remembers: known, a namesake, forgotten; and lists that somebody edited."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from portfolio_app.domain.errors import UserError
from portfolio_app.i18n import Translator
from portfolio_app.pdf.verdict import Verdict, fact
from portfolio_app.services.known_keys import FILE, KnownKeys, read_certificate, recognised
from portfolio_app.services.verdicts import headline, tell_verdict

DAY = date(2026, 11, 26)
ANNA, OTHER = "a" * 64, "b" * 64


def signed(fingerprint: str = ANNA, name: str = "Anna de Vries", *facts: object) -> Verdict:
    """A verdict as it comes from a file."""
    return Verdict("untouched", (fact("signer-unknown", fingerprint=fingerprint),), name, fingerprint)


def test_a_remembered_key_is_known_the_next_time(tmp_path: Path) -> None:
    keys = KnownKeys(tmp_path, lambda: DAY)
    assert recognised(signed(), keys).identity == "unknown"
    keys.remember(ANNA, "  Anna   van 4V ", "Anna de Vries")
    verdict = recognised(signed(), KnownKeys(tmp_path, lambda: DAY))
    assert (verdict.identity, verdict.known_as, verdict.good) == ("known", "Anna van 4V", True)
    assert "“Anna van 4V”" in "\n".join(tell_verdict(verdict, Translator("nl")))


@pytest.mark.parametrize("name", ["Anna de Vries", "anna  DE vries", "Anna van 4V", "An\u200bna de\u2060 Vries"])
def test_another_key_under_a_known_name_is_warned_for(tmp_path: Path, name: str) -> None:
    keys = KnownKeys(tmp_path, lambda: DAY)
    keys.remember(ANNA, "Anna van 4V", "Anna de Vries")
    verdict = recognised(signed(OTHER, name), keys)
    assert (verdict.identity, verdict.good) == ("namesake", False)
    assert headline(verdict, Translator("en")).startswith("Careful")


def test_a_key_is_never_replaced_unseen(tmp_path: Path) -> None:
    keys = KnownKeys(tmp_path, lambda: DAY)
    keys.remember(ANNA, "Anna")
    with pytest.raises(UserError, match="key-name-taken"):
        keys.remember(OTHER, "ANNA")
    with pytest.raises(UserError, match="key-name-missing"):
        keys.remember(OTHER, " ")
    KnownKeys(tmp_path, lambda: date(2030, 1, 1)).remember(ANNA, "Anna de Vries")
    assert [(key.name, key.since) for key in keys.all()] == [("Anna de Vries", DAY)]
    assert keys.forget(ANNA)
    assert not keys.forget(ANNA)
    assert keys.all() == ()


def test_own_keys_need_no_remembering(tmp_path: Path) -> None:
    verdict = recognised(signed(), KnownKeys(tmp_path, lambda: DAY), frozenset({ANNA}))
    assert verdict.identity == "known"
    assert "signer-own" in {each.code for each in verdict.facts}


@pytest.mark.parametrize(
    ("known_as", "fingerprint", "code"),
    [
        ("Coach", ANNA, "signed-by-known"),
        ("J. Bakker", OTHER, "signed-by-stranger"),
        ("Iemand anders", OTHER, "signed-by"),
    ],
)
def test_a_reader_who_signed_is_known_too(tmp_path: Path, known_as: str, fingerprint: str, code: str) -> None:
    keys = KnownKeys(tmp_path, lambda: DAY)
    keys.remember(fingerprint, known_as)
    told = Verdict("reviewed", (fact("signed-by", name="J. Bakker", fingerprint=ANNA),), "Anna", "c" * 64)
    verdict = recognised(told, keys)
    assert [each.code for each in verdict.facts] == [code]
    assert all(line.strip() for line in tell_verdict(verdict, Translator("nl")))


@pytest.mark.parametrize("octets", [b"", b"nonsense", b"[]", b'{"keys": 3}', b"\xff\xfe", b"[" * 100_000])
def test_a_list_that_cannot_be_read_holds_nothing_and_is_not_written_over(tmp_path: Path, octets: bytes) -> None:
    (tmp_path / FILE).write_bytes(octets)
    keys = KnownKeys(tmp_path, lambda: DAY)
    assert keys.all() == ()
    with pytest.raises(UserError, match="known-keys-unreadable"):
        keys.remember(ANNA, "Anna")
    assert (tmp_path / FILE).read_bytes() == octets


def test_a_line_edited_by_hand_hides_no_other(tmp_path: Path) -> None:
    keys = KnownKeys(tmp_path, lambda: DAY)
    keys.remember(ANNA, "Anna")
    told = json.loads((tmp_path / FILE).read_text("utf-8"))
    told["keys"] += [{"fingerprint": "x"}, 3, {**told["keys"][0], "since": "gisteren"}]
    (tmp_path / FILE).write_text(json.dumps(told), "utf-8")
    assert [key.name for key in keys.all()] == ["Anna"]


def test_a_certificate_is_read_in_both_forms(tmp_path: Path) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    from portfolio_app.pdf.sign import make_signer
    from tests.pdf.sample import NOW

    made = make_signer("Anna de Vries", "", "", NOW)
    (tmp_path / "a.pem").write_bytes(made.certificate_pem)
    (tmp_path / "a.cer").write_bytes(x509.load_pem_x509_certificate(made.certificate_pem).public_bytes(Encoding.DER))
    for name in ("a.pem", "a.cer"):
        assert read_certificate(tmp_path / name) == (made.fingerprint, "Anna de Vries")
    (tmp_path / "key.pem").write_bytes(made.key_pem)
    (tmp_path / "leeg.cer").touch()
    for name in ("key.pem", "leeg.cer", "weg.cer", "."):
        with pytest.raises(UserError, match="no-certificate"):
            read_certificate(tmp_path / name)
