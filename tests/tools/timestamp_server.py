"""A timestamp server on this computer (RFC 3161), that can also behave badly in every way a stranger's may."""

from __future__ import annotations

import base64
import hashlib
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

HTML = b"<!doctype html><title>Log in</title><p>Wi-Fi of the school"


@dataclass
class Service:
    """A service with its key. ``mood`` is how it behaves; ``seen`` holds the requests that came in, with the login."""

    mood: str = "well"
    login: str = ""
    now: datetime | None = None
    valid_days: tuple[int, int] = (-30, 365)
    purpose: Any = ExtendedKeyUsageOID.TIME_STAMPING
    beside: int = 40
    """Certificates that a bulky answer holds beside its own."""
    name: str = "Tijdstempeldienst Voorbeeld"
    seen: list[tuple[bytes, str]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.key = rsa.generate_private_key(65537, 2048)
        today = datetime.now(UTC)
        who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, self.name)])
        first, last = (today + timedelta(days=day) for day in self.valid_days)
        made = (
            x509.CertificateBuilder()
            .subject_name(who)
            .issuer_name(who)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(first)
            .not_valid_after(last)
            .add_extension(x509.ExtendedKeyUsage([self.purpose]), critical=True)
            .sign(self.key, hashes.SHA256())
        )
        self.certificate = asn1.Certificate.load(made.public_bytes(serialization.Encoding.DER))

    def answer(self, request: bytes) -> bytes:
        """An answer to a request, by the mood of the service."""
        if self.mood == "html":
            return HTML
        if self.mood == "huge":
            return b"\x30\x84\x7f\xff\xff\xff" + bytes(5_000_000)
        if self.mood == "refuses":
            status = tsp.PKIStatusInfo({"status": "rejection", "fail_info": {"bad_alg"}}).dump()
            return b"\x30" + bytes([len(status)]) + status
        asked = tsp.TimeStampReq.load(request)
        token = self.token(asked)
        if self.mood == "bulky":
            token["content"]["certificates"] = [self.certificate, *self._crowd()]
        return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token}).dump()

    def _crowd(self) -> list[asn1.Certificate]:
        return [Service(name=f"{number:060}").certificate for number in range(self.beside)]

    def token(self, asked: Any) -> Any:
        """A signed token."""
        imprint, nonce = asked["message_imprint"], asked["nonce"].native
        if self.mood == "other digest":
            imprint = tsp.MessageImprint(
                {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": hashlib.sha256(b"other").digest()}
            )
        told = tsp.TSTInfo(
            {
                "version": "v1",
                "policy": "1.3.6.1.4.1.4146.2.2",
                "message_imprint": imprint,
                "serial_number": 7,
                "gen_time": self.now or datetime.now(UTC).replace(microsecond=0),
                "nonce": nonce + 1 if self.mood == "other nonce" else nonce,
            }
        ).dump()
        method = "sha1" if self.mood == "weak digest" else "sha256"
        attributes = cms.CMSAttributes(
            [
                _attribute("content_type", "tst_info"),
                _attribute("message_digest", hashlib.new(method, told).digest()),
                _attribute("signing_certificate_v2", self._own_name()),
            ]
        )
        signature = self.key.sign(attributes.dump(), padding.PKCS1v15(), hashes.SHA256())
        if self.mood == "bad signature":
            signature = signature[:-1] + bytes([signature[-1] ^ 1])
        info = cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier(
                    "issuer_and_serial_number",
                    {"issuer": self.certificate.issuer, "serial_number": self.certificate.serial_number},
                ),
                "digest_algorithm": {"algorithm": method},
                "signature_algorithm": {"algorithm": "sha256_rsa"},
                "signed_attrs": attributes,
                "signature": signature,
            }
        )
        signed = cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [{"algorithm": "sha256"}],
                "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(told)},
                "certificates": [self.certificate],
                "signer_infos": [info],
            }
        )
        return cms.ContentInfo({"content_type": "signed_data", "content": signed})

    def _own_name(self) -> Any:
        digest = hashlib.sha256(self.certificate.dump()).digest()
        if self.mood == "other certificate":
            digest = hashlib.sha256(b"other").digest()
        algorithm = algos.DigestAlgorithm({"algorithm": "sha256"})
        return tsp.SigningCertificateV2({"certs": [{"hash_algorithm": algorithm, "cert_hash": digest}]})


def _attribute(kind: str, value: Any) -> Any:
    return cms.CMSAttribute({"type": kind, "values": (value,)})


class _Handler(BaseHTTPRequestHandler):
    service: Service

    def do_POST(self) -> None:
        service = self.service
        request = self.rfile.read(int(self.headers["Content-Length"]))
        login = self.headers.get("Authorization", "")
        service.seen.append((request, login))
        wanted = f"Basic {base64.b64encode(service.login.encode()).decode()}" if service.login else ""
        if service.login and login != wanted:
            self._send(401, b"")
        elif service.mood == "moved":
            self._send(302, b"", Location="http://127.0.0.1:1/")
        elif service.mood == "failing":
            self._send(503, HTML)
        elif service.mood == "silent":
            service.released.wait(20)
        elif service.mood == "dripping":
            self._drip()
        else:
            self._send(200, service.answer(request))

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        while not service_ended(self.service):
            try:
                self.wfile.write(b"0")
            except OSError:
                return
            time.sleep(0.05)

    def _send(self, code: int, body: bytes, **headers: str) -> None:
        try:
            self.send_response(code)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass  # whoever asked has hung up

    def log_message(self, format: str, *args: Any) -> None:
        pass


def service_ended(service: Service) -> bool:
    """Whether the server is being closed."""
    return service.released.is_set()


@contextmanager
def serving(service: Service) -> Generator[str]:
    """Let the service answer at an address on this computer for a while."""
    handler = type("Handler", (_Handler,), {"service": service})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, name="timestamp-server")
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/tsa"
    finally:
        service.released.set()
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def nobody_there() -> Generator[str]:
    """An address on this computer at which nothing listens."""
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    address = f"http://127.0.0.1:{server.server_port}/"
    server.server_close()
    yield address
