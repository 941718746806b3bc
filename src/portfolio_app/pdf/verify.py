"""Is this file as it was signed? In four words and the facts behind them."""

from __future__ import annotations

import io
import logging
import re
import stat
import sys
import threading
import warnings
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar

from portfolio_app.domain.errors import Cancelled
from portfolio_app.pdf.differences import Ranges, differences
from portfolio_app.pdf.evidence_check import NOWHERE, UNWATCHED, Beside, Watch, check_evidence, verified
from portfolio_app.pdf.seals import Seal, TooManySealsError, find_seals, has_traces
from portfolio_app.pdf.verdict import Fact, Identity, Outcome, Verdict, fact

_T = TypeVar("_T")
_STACK: Final = 256 * 1024 * 1024
_DEEPEST: Final = 50_000
_LARGEST: Final = 2_000_000_000
_BLANK: Final = b"\0\r\n\t "


def verify(
    path: Path,
    *,
    original: Path | bytes = b"",
    signer: str | None = None,
    beside: Path | None = None,
    watch: Watch = UNWATCHED,
) -> Verdict:
    """Judge a file. ``original`` is the file as exported, ``signer`` the expected fingerprint (hex, spaces allowed),
    ``beside`` the ZIP file with evidence; without it one of the right name is looked for beside the file.

    Never raises for what a file may hold: what cannot be read is an outcome. Raises `Cancelled`.
    """
    data = read_file(path)
    if isinstance(data, Verdict):
        return data
    known = read_file(original) if isinstance(original, Path) else original
    if isinstance(known, Verdict) or (isinstance(original, Path) and not known):
        return Verdict("unreadable", (fact("original-unreadable"),))
    return verify_bytes(data, original=known, signer=signer, beside=Beside(beside, path.parent), watch=watch)


def read_file(path: Path) -> bytes | Verdict:
    """The bytes of a regular file that is not too large, or why they can't be had."""
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            # A pipe or a device would be read for ever.
            return Verdict("unreadable", (fact("file-unreadable"),))
        if state.st_size > _LARGEST:
            return Verdict("unreadable", (fact("too-large"),))
        return path.read_bytes()
    except FileNotFoundError:
        return Verdict("unreadable", (fact("file-missing"),))
    except OSError:
        return Verdict("unreadable", (fact("file-unreadable"),))


def verify_bytes(
    data: bytes,
    *,
    original: bytes = b"",
    signer: str | None = None,
    beside: Beside = NOWHERE,
    watch: Watch = UNWATCHED,
) -> Verdict:
    """`verify` for bytes."""
    with _quiet():
        verdict = _judged(data, original, signer, beside, watch)
    if verdict.outcome == "unsigned" and original:
        return replace(verdict, outcome="changed", facts=(*verdict.facts, fact("differs-from-original")))
    return verdict


def _judged(data: bytes, original: bytes, signer: str | None, beside: Beside, watch: Watch) -> Verdict:
    try:
        seals = find_seals(data)
    except TooManySealsError:
        return Verdict("broken", (fact("too-many-signatures"),))
    if _locked(data[: seals[0].end] if seals else data):
        return Verdict("unreadable", (fact("password-needed"),))
    if not seals:
        return _without_seal(data)
    broken = [seal for seal in seals if not seal.good]
    if broken:
        code = "signature-damaged" if any(seal.intact for seal in broken) else "bytes-changed"
        if all(seal.intact and seal.valid for seal in broken):
            code = "signature-weak"
        return Verdict("broken", (fact(code),), seals[0].name, seals[0].fingerprint)
    return _in_thread(lambda: _Judge(data, seals, original, signer, beside, watch).verdict())


@contextmanager
def _quiet() -> Generator[None]:
    """The libraries log and warn of what is wrong with a file, word for word as the file has it, and that their own
    rules were not made for DocMDP level 3; a verdict tells it better."""
    loggers = [logging.getLogger(name) for name in ("pyhanko", "pikepdf")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


def _locked(data: bytes) -> bool:
    """Whether nobody can read it without a password."""
    import pikepdf

    if b"/Encrypt" not in data:
        return False
    try:
        pikepdf.open(io.BytesIO(data)).close()
    except pikepdf.PasswordError:
        return True
    except Exception:  # noqa: BLE001 - damaged files raise anything; that they are damaged is told later
        return False
    return False


def _without_seal(data: bytes) -> Verdict:
    """Nothing that holds was found: not signed, damaged, or no PDF at all."""
    traces = has_traces(data)
    if b"%PDF-" not in data[:1024] and not traces:
        return Verdict("unreadable", (fact("not-a-pdf"),))
    claim = _in_thread(lambda: _claims_signature(data))
    if claim is None:
        return Verdict("broken", (fact("signature-damaged"),)) if traces else Verdict("unreadable", (fact("damaged"),))
    return Verdict("broken", (fact(claim),)) if claim else Verdict("unsigned", (fact("no-signature"),))


def _claims_signature(data: bytes) -> str | None:
    """What is wrong where the parsed file claims to be signed, "" where it doesn't; None where it can't be parsed."""
    import pikepdf

    from portfolio_app.pdf.form import OWNER_FIELD

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if "/Perms" in pdf.Root:
                return "signature-damaged"
            listed = pdf.Root.get("/AcroForm", pikepdf.Dictionary()).get("/Fields", pikepdf.Array())
            fields = [field for field in listed if field.get("/FT") == "/Sig"]
            signed = any("/V" in field and "/ByteRange" in field.V for field in fields)
            hidden = any(
                isinstance(held, pikepdf.Dictionary) and held.get("/Type") in ("/Sig", "/DocTimeStamp")
                for held in pdf.objects
            )
            if signed or hidden:
                return "signature-damaged"
            # A document of ours is never handed over without it.
            return "signature-removed" if any(field.get("/T") == OWNER_FIELD for field in fields) else ""
    except Exception:  # noqa: BLE001 - damaged files raise anything; the caller decides what that means
        return None


def _in_thread(work: Callable[[], _T]) -> _T:
    """Run in a thread with a large stack: following thousands of pages recurses deeply."""
    results: list[_T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001 - carried over to the calling thread
            errors.append(error)

    before, deepest = threading.stack_size(_STACK), sys.getrecursionlimit()
    sys.setrecursionlimit(max(deepest, _DEEPEST))
    try:
        thread = threading.Thread(target=run, name="verify")
        thread.start()
        thread.join()
    finally:
        threading.stack_size(before)
        sys.setrecursionlimit(deepest)
    if errors:
        raise errors[0]
    return results[0]


class _Judge:
    """Judges a file whose signatures all hold over the bytes they cover."""

    def __init__(
        self, data: bytes, seals: list[Seal], original: bytes, signer: str | None, beside: Beside, watch: Watch
    ) -> None:
        self._beside, self._watch = beside, watch
        self._data, self._seals, self._original = data, seals, original
        self._judged = data
        self._signer = re.sub(r"[\s:]", "", signer).lower() if signer else None
        self._facts: list[Fact] = []
        self._held: set[Ranges] = set()
        self._signed_at: datetime | None = None

    def verdict(self) -> Verdict:
        """Everything together."""
        first = self._seals[0]
        outcome = self._outcome(first)
        identity = self._identity(first)
        attachments_ok = None if outcome == "unreadable" else self._attachments()
        if attachments_ok is False and outcome in ("untouched", "reviewed"):
            outcome = "changed"
        if any(seal.bad_stamp for seal in self._seals) and outcome in ("untouched", "reviewed"):
            self._facts.append(fact("timestamp-bad"))
            outcome = "changed"
        outcome = self._against_original(outcome)
        if identity == "other" and outcome in ("untouched", "reviewed"):
            # Whoever expects a key asks whether the file is that person's; changed or not, it is not.
            self._facts.append(fact(f"otherwise-{outcome}"))
            outcome = "changed"
        if outcome == "untouched":
            self._facts.append(fact("later-answers-unknown"))
        return Verdict(
            outcome,
            tuple(self._facts),
            first.name,
            first.fingerprint,
            self._signed_at,
            identity,
            attachments_ok,
            first.stamp.at if first.stamp else None,
            first.stamp.name if first.stamp else "",
        )

    def _outcome(self, first: Seal) -> Outcome:
        tail = self._data[first.end :]
        if tail and not tail.strip(_BLANK):
            self._facts.append(fact("blank-added"))
            self._judged = self._data[: first.end]
        from pyhanko.pdf_utils.misc import PdfDecodeLimitError

        try:
            problem = self._structure(first)
        except PdfDecodeLimitError:
            # Nothing else may look into it, for the other libraries know no limits.
            self._facts.append(fact("too-much-inside"))
            return "unreadable"
        except Exception:  # noqa: BLE001 - pyHanko raises many types; what follows the signed part cannot be trusted
            problem = fact("addition-unreadable")
        if problem is not None and problem.code == "signature-damaged":
            self._facts.append(problem)
            return "broken"
        if problem is None and len(self._judged) == first.end:
            return "untouched"
        found = self._later(first)
        if not found:
            # Bytes that change nothing for anybody are no answer; what they are for is unknown.
            found = [problem or fact("effect-unknown")]
        elif problem is not None and not any(difference.forbidden for difference in found):
            found.append(problem)
        self._facts += found
        return "changed" if any(difference.forbidden for difference in found) else "reviewed"

    def _structure(self, first: Seal) -> Fact | None:
        """Compare what the raw bytes gave with what a strict parser sees, and ask the policy about every update."""
        from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel

        from portfolio_app.pdf.policy import reader_policy
        from portfolio_app.pdf.strict_reader import StrictReader

        reader: Any = StrictReader(self._judged)
        reader.unpack()
        known = {seal.ranges for seal in self._seals}
        signatures: list[Any] = list(reader.embedded_signatures)
        if not signatures:
            return fact("signature-damaged")
        self._held = {tuple(int(part) for part in signature.byte_range) for signature in signatures}
        if not self._held <= known:
            return fact("signature-damaged")
        self._signed_at = signatures[0].self_reported_timestamp
        for signature in signatures:
            signature.compute_integrity_info(diff_policy=reader_policy())
            result = signature.diff_result
            if result is None or not isinstance(result, DiffResult):
                return fact("addition-not-allowed")
            level = signature.docmdp_level
            allowed = level.value if level is not None else ModificationLevel.ANNOTATIONS.value
            if result.modification_level.value > allowed:
                return fact("addition-not-allowed")
        if not reader.explains(first.end):
            return fact("bytes-unexplained")
        return None

    def _later(self, first: Seal) -> list[Fact]:
        """What was done after the owner signed."""
        try:
            found = differences(self._judged[: first.end], self._judged, [seal.ranges for seal in self._seals])
        except Exception:  # noqa: BLE001 - a file that two parsers read differently; say so instead of guessing
            return [fact("addition-unreadable")]
        for seal in self._seals[1:]:
            if seal.ranges in self._held:
                same = seal.name.casefold() == first.name.casefold() and seal.fingerprint != first.fingerprint
                code = "signed-by-namesake" if same else "signed-by"
                found.append(fact(code, name=seal.name, fingerprint=seal.fingerprint))
            else:
                found.append(fact("signature-loose"))
        return found

    def _identity(self, first: Seal) -> Identity:
        if self._signer is None:
            self._facts.append(fact("signer-unknown", fingerprint=first.fingerprint))
            return "unknown"
        same = self._signer == first.fingerprint
        self._facts.append(fact("signer-expected" if same else "signer-other", fingerprint=first.fingerprint))
        return "expected" if same else "other"

    def _attachments(self) -> bool | None:
        signed = self._judged[: self._seals[0].end]
        try:
            found = check_evidence(signed, self._judged, self._beside, self._watch)
        except Cancelled:
            raise
        except Exception:  # noqa: BLE001 - pikepdf raises many types for a damaged file
            found = [fact("manifest-unreadable")]
        self._facts += found
        return verified(found)

    def _against_original(self, outcome: Outcome) -> Outcome:
        original = self._original
        if not original:
            return outcome
        # The beginning of an original, cut off before its signature, is no original.
        if len(original) >= self._seals[0].end and self._data.startswith(original):
            same = len(original) == len(self._data)
            self._facts.append(fact("equals-original" if same else "begins-with-original"))
            return outcome
        if original.startswith(self._data):
            self._facts.append(fact("answers-removed"))
        else:
            self._facts.append(fact("differs-from-original"))
        return "changed"
