"""Programs of other makers that must accept what we sign, asked one after the other."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.tools import pdfjs
from tests.tools.cms_parts import covered_and_signature
from tests.tools.verapdf import validate


def run(*command: object) -> str:
    """Run a program that must end well and return what it printed."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, timeout=200)
    assert done.returncode == 0, f"{command[0]} ended {done.returncode}:\n{done.stdout}{done.stderr}"
    return done.stdout


def accept(path: Path, folder: Path) -> None:
    """Poppler, qpdf, MuPDF, OpenSSL and veraPDF find nothing wrong with a document that was signed and left alone.

    ``folder`` holds what they need for it.
    """
    told = run("pdfsig", "-nocert", path)
    assert "Signature is Valid" in told
    assert "Total document signed" in told
    run("qpdf", "--check", path)
    assert "unchanged since signing" in run("mutool", "sign", "-v", path)
    covered, signature = covered_and_signature(path.read_bytes(), folder)
    # Her certificate is her own: that the signature is hers over these bytes is asked, not who stands behind it.
    run(
        "openssl", "cms", "-verify", "-binary", "-noverify", "-inform", "DER", "-in", signature, "-content", covered,
        "-out", folder / "content",
    )  # fmt: skip
    for profile in ("PDFA-3A", "PDFUA-1"):
        [result] = validate(profile, path)
        assert result.compliant, str(result)


def browser_sees_all(path: Path, language: str) -> None:
    """pdf.js shows tags on every page, the outline, the owner's field and the list of what goes along."""
    seen = pdfjs.seen(path)
    assert (seen["signed"], seen["marked"], seen["language"]) == (True, True, language)
    assert all(page["tags"] for page in seen["pages"])
    assert len(seen["outline"]) > 3
    assert "owner_signature" in {field["name"] for field in seen["fields"]}
    assert "manifest.json" in {file["name"] for file in seen["files"]}
