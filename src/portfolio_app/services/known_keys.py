"""Keys of other people that somebody remembers on this computer, so that their next file is known as theirs.

They lie in a small file beside the settings of the device, outside of any portfolio: who verifies needs none. Nothing
in it is secret, but it holds names.
"""

from __future__ import annotations

import json
import re
import threading
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, cast

from portfolio_app.domain.errors import UserError
from portfolio_app.pdf.verdict import Fact, Verdict, fact
from portfolio_app.services.settings import write_atomically
from portfolio_app.vault.disk import read_small

FILE: Final = "known-keys.json"
_MOST_OCTETS: Final = 1 << 22
_LARGEST_CERTIFICATE: Final = 1 << 20
_LONGEST_NAME: Final = 120
_FINGERPRINT: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True)
class KnownKey:
    """A key: SHA-256 of its certificate in hex, as whose it was remembered, since when, what it calls itself."""

    fingerprint: str
    name: str
    since: date
    calls_itself: str = ""


class KnownKeys:
    """The list. Works without a portfolio; a file that can't be read holds no key and stays as it is."""

    def __init__(self, folder: Path, today: Callable[[], date]) -> None:
        self._path = folder / FILE
        self._today = today
        self._lock = threading.Lock()

    def all(self) -> tuple[KnownKey, ...]:
        """Every key, by name."""
        return tuple(sorted(self._read(strict=False), key=lambda key: (alike(key.name), key.fingerprint)))

    def find(self, fingerprint: str) -> KnownKey | None:
        """The key with a fingerprint."""
        return next((key for key in self.all() if key.fingerprint == fingerprint), None)

    def namesakes(self, name: str) -> tuple[KnownKey, ...]:
        """The keys that go by a name."""
        wanted = alike(name)
        return tuple(key for key in self.all() if wanted and wanted in (alike(key.name), alike(key.calls_itself)))

    def remember(self, fingerprint: str, name: str, calls_itself: str = "") -> KnownKey:
        """Remember a key as somebody's; one that is known gets the new name.

        Raises `UserError` ``key-name-missing``, ``key-name-taken`` (another key goes by that name: that is forgotten
        first, never replaced unseen), ``known-keys-unreadable``, ``disk-full`` and ``no-permission``.
        """
        plain = " ".join(name.split())[:_LONGEST_NAME]
        if not plain:
            raise UserError("key-name-missing")
        with self._lock:
            keys = self._read(strict=True)
            if any(alike(key.name) == alike(plain) and key.fingerprint != fingerprint for key in keys):
                raise UserError("key-name-taken")
            known = next((key for key in keys if key.fingerprint == fingerprint), None)
            made = replace(known, name=plain) if known else KnownKey(fingerprint, plain, self._today(), calls_itself)
            self._write([key for key in keys if key.fingerprint != fingerprint] + [made])
        return made

    def forget(self, fingerprint: str) -> bool:
        """Forget a key; False where it was not known. Raises what writing raises."""
        with self._lock:
            keys = self._read(strict=True)
            kept = [key for key in keys if key.fingerprint != fingerprint]
            if len(kept) < len(keys):
                self._write(kept)
        return len(kept) < len(keys)

    def _read(self, *, strict: bool) -> list[KnownKey]:
        try:
            found = json.loads(read_small(self._path, _MOST_OCTETS))
        except FileNotFoundError:
            return []
        except (OSError, ValueError, RecursionError) as error:
            if strict:
                raise UserError("known-keys-unreadable") from error
            return []
        listed = cast("dict[str, Any]", found).get("keys") if isinstance(found, dict) else None
        if not isinstance(listed, list):
            if strict:
                raise UserError("known-keys-unreadable")
            return []
        return [key for key in map(_key, cast("list[object]", listed)) if key is not None]

    def _write(self, keys: Iterable[KnownKey]) -> None:
        listed = [{**asdict(key), "since": key.since.isoformat()} for key in keys]
        text = json.dumps({"version": 1, "keys": listed}, ensure_ascii=False, indent=1)
        write_atomically(self._path, text.encode("utf-8", "backslashreplace"))


def _key(told: object) -> KnownKey | None:
    """A key of the file; None for what is none, so that a line edited by hand hides no other."""
    match told:
        case {"fingerprint": str(fingerprint), "name": str(name), "since": str(since), "calls_itself": str(calls)} if (
            _FINGERPRINT.fullmatch(fingerprint) and name.strip()
        ):
            try:
                return KnownKey(fingerprint, name, date.fromisoformat(since), calls)
            except ValueError:
                return None
        case _:
            return None


def alike(name: str) -> str:
    """A name as people compare names: capitals, the way of writing accents, spaces and unseen signs don't matter."""
    seen = "".join(sign for sign in unicodedata.normalize("NFKC", name) if unicodedata.category(sign) != "Cf")
    return " ".join(seen.casefold().split())


def read_certificate(path: Path) -> tuple[str, str]:
    """Fingerprint and name of a certificate in a file (.cer, .crt, .pem). Raises `UserError` ``no-certificate``."""
    from portfolio_app.pdf.seals import certificate_of

    try:
        return certificate_of(read_small(path, _LARGEST_CERTIFICATE))
    except (OSError, ValueError) as error:
        raise UserError("no-certificate") from error


def recognised(verdict: Verdict, keys: KnownKeys, own: frozenset[str] = frozenset()) -> Verdict:
    """The verdict, knowing whose keys are remembered here and which are her ``own``.

    A key that was expected by its fingerprint needs no remembering; who signs under a name that is remembered with
    another key is told from that person.
    """
    told = tuple(_other_signer(each, keys, own) for each in verdict.facts)
    verdict = replace(verdict, facts=told)
    if verdict.identity != "unknown" or not verdict.fingerprint:
        return verdict
    known = keys.find(verdict.fingerprint)
    if verdict.fingerprint in own:
        return _as(verdict, "known", fact("signer-own"))
    if known is not None:
        return replace(_as(verdict, "known", fact("signer-known", name=known.name)), known_as=known.name)
    if keys.namesakes(verdict.signer_name):
        return _as(verdict, "namesake", fact("signer-namesake", name=verdict.signer_name))
    return verdict


def _as(verdict: Verdict, identity: Any, told: Fact) -> Verdict:
    facts = tuple(told if each.code == "signer-unknown" else each for each in verdict.facts)
    return replace(verdict, identity=identity, facts=facts if told in facts else (told, *facts))


def _other_signer(each: Fact, keys: KnownKeys, own: frozenset[str]) -> Fact:
    """What is known of a reader who signed."""
    if each.code not in ("signed-by", "signed-by-namesake"):
        return each
    fingerprint, name = str(each.facts["fingerprint"]), str(each.facts["name"])
    known = keys.find(fingerprint)
    if fingerprint in own:
        return fact("signed-by-own", fingerprint=fingerprint)
    if known is not None:
        return fact("signed-by-known", name=name, known_as=known.name, fingerprint=fingerprint)
    if keys.namesakes(name):
        return fact("signed-by-stranger", name=name, fingerprint=fingerprint)
    return each
