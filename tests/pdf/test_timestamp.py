"""A time stamp on the signature: asked of a real server on this computer, and of servers that behave badly."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asn1crypto import cms, tsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from portfolio_app.document import tree
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.pdf.produce import produce
from portfolio_app.pdf.signer import Signer
from portfolio_app.pdf.timestamp import MOST_OCTETS, Question, read_stamp
from portfolio_app.pdf.verify import verify_bytes
from portfolio_app.services.timestamping import Server, asker, checked_server
from tests.pdf.sample import NOW, Sample
from tests.tools.cms_parts import covered_and_signature
from tests.tools.key_files import SECRET, Authority, openssl
from tests.tools.timestamp_server import Service, nobody_there, serving
from tests.tools.verapdf import Profile, validate


@pytest.fixture(autouse=True)
def _without_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def service() -> Service:
    """A service that does as it should."""
    return Service()


@pytest.fixture(scope="module")
def stamped(
    service: Service, signer: Signer, last_part: tree.Document, rich: Sample, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A file with a time stamp."""
    out = tmp_path_factory.mktemp("stamped") / "out.pdf"
    with serving(service) as address:
        produce(
            last_part, out, pictures=rich.read, attachments=rich.read, signer=signer, now=NOW,
            ask=asker(Server(address)),
        )  # fmt: skip
    return out


def token_in(path: Path, folder: Path) -> tuple[cms.ContentInfo, bytes]:
    """The token in a file, and the signature that it is about."""
    _, signature = covered_and_signature(path.read_bytes(), folder)
    info = cms.ContentInfo.load(signature.read_bytes())["content"]["signer_infos"][0]
    [attribute] = info["unsigned_attrs"]
    return attribute["values"][0], info["signature"].native


@pytest.mark.parametrize("profile", ["PDFA-3A", "PDFUA-1"])
def test_a_stamped_file_is_archival_and_accessible(stamped: Path, profile: Profile) -> None:
    [result] = validate(profile, stamped)
    assert result.compliant, str(result)


def test_the_server_is_asked_once_and_told_nothing_but_a_digest(
    stamped: Path, service: Service, signer: Signer, tmp_path: Path
) -> None:
    [(request, login)] = service.seen
    _, signature = token_in(stamped, tmp_path)
    asked = tsp.TimeStampReq.load(request)
    assert asked["message_imprint"]["hashed_message"].native == hashlib.sha256(signature).digest()
    assert (len(request) < 100, login) == (True, "")


def test_openssl_and_poppler_accept_stamp_and_signature(stamped: Path, service: Service, tmp_path: Path) -> None:
    token, signature = token_in(stamped, tmp_path)
    held, known = tmp_path / "token.der", tmp_path / "service.pem"
    held.write_bytes(token.dump())
    known.write_bytes(openssl("x509", "-inform", "DER", given=service.certificate.dump()))
    openssl(
        "ts", "-verify", "-digest", hashlib.sha256(signature).hexdigest(), "-token_in", "-in", held, "-CAfile", known
    )
    covered, whole = covered_and_signature(stamped.read_bytes(), tmp_path)
    openssl(
        "cms", "-verify", "-binary", "-inform", "DER", "-in", whole, "-content", covered, "-noverify", "-out",
        tmp_path / "content",
    )  # fmt: skip
    verdict = verify_bytes(stamped.read_bytes())
    assert verdict.outcome == "untouched", verdict.facts


def test_a_stamp_says_when_and_by_whom_and_belongs_to_one_signature(stamped: Path, tmp_path: Path) -> None:
    token, signature = token_in(stamped, tmp_path)
    stamp = read_stamp(token, signature)
    assert stamp.name == "Tijdstempeldienst Voorbeeld"
    assert abs((stamp.at - datetime.now(UTC)).total_seconds()) < 600
    with pytest.raises(ValueError, match="another"):
        read_stamp(token, signature + b"x")


def test_a_brought_key_with_its_chain_has_room_for_a_stamp(
    authority: Authority, last_part: tree.Document, rich: Sample, out: Path
) -> None:
    from portfolio_app.pdf.key_file import read_key_file

    signer = read_key_file(authority.key_file("stamped").read_bytes(), SECRET)
    with serving(Service()) as address:
        produce(
            last_part, out, pictures=rich.read, attachments=rich.read, signer=signer, now=NOW,
            ask=asker(Server(address)),
        )  # fmt: skip
    assert verify_bytes(out.read_bytes()).outcome == "untouched"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"mood": "html"}, "timestamp-unreadable"),
        ({"mood": "huge"}, "timestamp-too-large"),
        ({"mood": "bulky"}, "timestamp-too-large"),
        ({"mood": "refuses"}, "timestamp-refused"),
        ({"mood": "other nonce"}, "timestamp-other"),
        ({"mood": "other digest"}, "timestamp-other"),
        ({"mood": "bad signature"}, "timestamp-bad"),
        ({"mood": "other certificate"}, "timestamp-bad"),
        ({"mood": "weak digest"}, "timestamp-bad"),
        ({"purpose": ExtendedKeyUsageOID.SERVER_AUTH}, "timestamp-bad"),
        ({"valid_days": (-30, -1)}, "timestamp-expired"),
        ({"valid_days": (1, 30)}, "timestamp-expired"),
        ({"mood": "moved"}, "timestamp-moved"),
        ({"mood": "failing"}, "timestamp-failed"),
        ({"login": "anna:geheim"}, "timestamp-login"),
    ],
)
def test_an_answer_that_is_no_good_is_a_sentence(changes: dict[str, object], code: str) -> None:
    question = Question.about(hashlib.sha256(b"x").digest(), "sha256")
    with serving(Service(**changes)) as address, pytest.raises(UserError) as trouble:  # type: ignore[arg-type]
        question.token(asker(Server(address))(question.dump()))
    assert trouble.value.code == code


def test_nobody_there_and_a_name_that_nobody_has() -> None:
    question = Question.about(bytes(32), "sha256")
    with nobody_there() as address, pytest.raises(UserError, match="timestamp-unreachable"):
        asker(Server(address))(question.dump())
    with pytest.raises(UserError, match="timestamp-unreachable"):
        asker(Server("http://niemand.invalid/"), patience=5)(question.dump())


@pytest.mark.parametrize("mood", ["silent", "dripping"])
def test_a_server_that_takes_too_long_is_let_go(mood: str) -> None:
    question = Question.about(bytes(32), "sha256")
    with serving(Service(mood)) as address, pytest.raises(UserError, match="timestamp-slow"):
        asker(Server(address), patience=0.4)(question.dump())


@pytest.mark.parametrize("mood", ["silent", "dripping"])
def test_waiting_can_be_stopped(mood: str) -> None:
    service, question = Service(mood), Question.about(bytes(32), "sha256")

    def stopped() -> bool:
        return bool(service.seen)

    with serving(service) as address, pytest.raises(Cancelled):
        asker(Server(address), stopped, patience=2)(question.dump())


def test_name_and_password_go_along(service: Service) -> None:
    strict = Service(login="anna:geheim")
    question = Question.about(bytes(32), "sha256")
    with serving(strict) as address:
        server = Server(address, "anna", "geheim")
        assert question.token(asker(server)(question.dump()))
    assert "geheim" not in repr(server)
    assert Server.load(server.dump()) == server


def test_what_goes_wrong_leaves_no_file(signer: Signer, last_part: tree.Document, rich: Sample, out: Path) -> None:
    with serving(Service("other nonce")) as address, pytest.raises(UserError, match="timestamp-other"):
        produce(
            last_part, out, pictures=rich.read, attachments=rich.read, signer=signer, now=NOW,
            ask=asker(Server(address)),
        )  # fmt: skip
    assert list(out.parent.iterdir()) == []


def test_a_token_of_the_greatest_size_still_fits(
    signer: Signer, last_part: tree.Document, rich: Sample, out: Path
) -> None:
    # As many other certificates as just go in.
    one = len(Service(name="0" * 60).certificate.dump())
    with serving(Service("bulky", beside=(MOST_OCTETS - 3000) // one)) as address:
        produce(
            last_part, out, pictures=rich.read, attachments=rich.read, signer=signer, now=NOW,
            ask=asker(Server(address)),
        )  # fmt: skip
    assert verify_bytes(out.read_bytes()).outcome == "untouched"


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("tsa.example.org", "https://tsa.example.org"),
        (" https://tsa.example.org/tsr?x=1 ", "https://tsa.example.org/tsr?x=1"),
        ("http://tsa.example.org:8080/", "http://tsa.example.org:8080/"),
    ],
)
def test_an_address_is_understood_as_people_type_it(typed: str, url: str) -> None:
    server = checked_server(typed)
    assert (server.url, server.host) == (url, "tsa.example.org")


@pytest.mark.parametrize(
    "typed",
    ["", "http://", "file:///etc/passwd", "ftp://tsa.example.org", "https://a b.example", "https://x:y@tsa.example.org",
     "https://tsa.example.org:99999", "https://tsa.example.org/\nX: y", "javascript:alert(1)",
     "https://" + "x" * 2000],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(UserError, match="timestamp-address"):
        checked_server(typed)


def test_a_password_never_goes_over_an_open_line() -> None:
    with pytest.raises(UserError, match="timestamp-open-password"):
        checked_server("http://tsa.example.org", "anna", "geheim")
    assert checked_server("https://tsa.example.org", "anna", "geheim").user == "anna"


def holds(token: bytes, signature: bytes) -> bool:
    """Whether something reads it as a stamp; what is damaged may fail in any way."""
    try:
        read_stamp(cms.ContentInfo.load(token, strict=True), signature)
    except Exception:  # noqa: BLE001
        return False
    return True


def test_a_stamp_that_was_changed_holds_no_more(stamped: Path, tmp_path: Path) -> None:
    token, signature = token_in(stamped, tmp_path)
    signed = token["content"]
    info = signed["signer_infos"][0]
    told = bytes(signed["encap_content_info"]["content"])
    pieces = (told, info["signed_attrs"].contents, info["signature"].native, signed["certificates"][0].chosen.dump())
    whole = bytearray(token.dump())
    assert holds(bytes(whole), signature)
    for piece in pieces:
        start = whole.index(piece)
        for at in range(start + 3, start + len(piece), 41):
            whole[at] ^= 1
            assert not holds(bytes(whole), signature), at - start
            whole[at] ^= 1
