"""Files with keys, as certificate authorities hand them out: made by OpenSSL, not by us."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

SECRET: Final = "geheim van de sleutel"
KINDS: Final[dict[str, tuple[str, ...]]] = {
    "RSA 2048": ("rsa:2048",),
    "RSA 4096": ("rsa:4096",),
    "EC P-256": ("ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
    "EC P-384": ("ec", "-pkeyopt", "ec_paramgen_curve:P-384"),
    "EC P-521": ("ec", "-pkeyopt", "ec_paramgen_curve:P-521"),
    "Ed25519": ("ed25519",),
}
OLD: Final[dict[str, tuple[str, ...]]] = {
    "RC2-40 and 3DES": ("-legacy",),
    "3DES": ("-legacy", "-certpbe", "PBE-SHA1-3DES", "-keypbe", "PBE-SHA1-3DES"),
    "without a MAC": ("-nomac",),
}


def openssl(*command: str | Path, given: bytes | None = None) -> bytes:
    """Run OpenSSL; it must end well."""
    done = subprocess.run(["openssl", *map(str, command)], input=given, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


class Authority:
    """A small certificate authority of its own, with one between it and those it certifies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._root, self._between = folder / "root", folder / "between"
        self._make("root", ("rsa:2048",), "/CN=Wortel Voorbeeld", None, "basicConstraints=critical,CA:TRUE")
        self._make(
            "between", ("rsa:2048",), "/O=Stichting Voorbeeld/CN=Uitgever Voorbeeld", "root",
            "basicConstraints=critical,CA:TRUE",
        )  # fmt: skip

    def _make(self, name: str, kind: tuple[str, ...], subject: str, issuer: str | None, *extensions: str) -> None:
        path = self.folder / name
        days = ("-days", "400")
        command: list[str | Path] = ["req", "-new", "-newkey", *kind, "-noenc", "-subj", subject]
        command += ["-keyout", path.with_suffix(".key")]
        if issuer is None:
            more = [word for extension in extensions for word in ("-addext", extension)]
            openssl(*command, "-x509", *days, *more, "-out", path.with_suffix(".pem"))
            return
        openssl(*command, "-out", path.with_suffix(".csr"))
        given = path.with_suffix(".ext")
        given.write_text("\n".join(extensions))
        above = self.folder / issuer
        openssl(
            "x509", "-req", "-in", path.with_suffix(".csr"), "-CA", above.with_suffix(".pem"), "-CAkey",
            above.with_suffix(".key"), "-set_serial", str(abs(hash((name, subject))) % 10**9 + 1), *days,
            "-extfile", given, "-out", path.with_suffix(".pem"),
        )  # fmt: skip

    def key_file(
        self,
        name: str = "anna",
        kind: tuple[str, ...] = ("rsa:2048",),
        *,
        subject: str = "/O=Vechtcollege/CN=Anna de Vries",
        extensions: tuple[str, ...] = ("keyUsage=critical,digitalSignature,nonRepudiation",),
        packed: tuple[str, ...] = (),
        secret: str = SECRET,
    ) -> Path:
        """A .p12 with key, certificate and chain."""
        self._make(name, kind, subject, "between", *extensions)
        path = self.folder / name
        chain = self.folder / "chain.pem"
        chain.write_bytes(self._between.with_suffix(".pem").read_bytes() + self._root.with_suffix(".pem").read_bytes())
        out = path.with_suffix(".p12")
        openssl(
            "pkcs12", "-export", "-inkey", path.with_suffix(".key"), "-in", path.with_suffix(".pem"), "-certfile",
            chain, "-out", out, "-passout", f"pass:{secret}", *packed,
        )  # fmt: skip
        return out

    @property
    def root(self) -> Path:
        """The certificate that everything hangs on."""
        return self._root.with_suffix(".pem")
