"""What a file of evidence says when it goes out: all its words, and what stays beside its content.

It is the copy that is read, so that what is taken out of it is not told. What was read is kept encrypted beside the
previews of the file, as its pictures are.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import BinaryIO, Final

from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.privacy import Finding, Kind, Setting
from portfolio_app.domain.privacy_look import Rules, look
from portfolio_app.domain.privacy_people import People
from portfolio_app.domain.privacy_report import FILE_METADATA, FILE_TEXT, Found, with_around
from portfolio_app.services import handing
from portfolio_app.services.composing import Composing
from portfolio_app.services.core import Core
from portfolio_app.services.evidence import OUT_OF_REACH, EvidenceService, stored_of

WORDS: Final = "words-3"
"""Kind of preview under which the words of a file are kept; counted up when more is read."""
_HEAD: Final = 1 << 20
"""So much of the beginning and of the end of a film is looked through: there stands who made it."""


_TELLING: Final = frozenset({"author", "changed_by", "company", "remark", "place"})
"""What stands beside a content and tells of people; when and with which program it was made does not."""
_PLACE: Final = {"place": "GPS"}
_CERTAIN: Final = frozenset({Kind.IBAN, Kind.CLASS_LIST, Kind.KNOWN_NAME, Kind.EMAIL, Kind.BIRTH_DATE})
_CERTAIN_REASONS: Final = frozenset({"bsn-cue"})
_DOUBTFUL: Final = frozenset({"no-text", "sound-or-film"})


@dataclass(frozen=True)
class FileWords:
    """What a file says. ``reason`` is why it could not be looked into (a code, empty where it could).

    ``facts`` is what stands beside the content by its code, ``stays`` whether that can't be taken out. ``raw`` says
    that the text was picked from between other signs, so that only what is certain counts.
    """

    text: str = ""
    reason: str = ""
    facts: dict[str, str] = field(default_factory=dict[str, str])
    stays: bool = False
    raw: bool = False


class Files:
    """Reads files of evidence."""

    def __init__(self, core: Core, composing: Composing, evidence: EvidenceService) -> None:
        self._core, self._composing, self._evidence = core, composing, evidence

    def found(
        self, item: Evidence, rules: Rules, setting: Setting, people: People, cancelled: Callable[[], bool]
    ) -> tuple[Found, ...]:
        """Everything in a file and beside its content. Raises what `words` raises."""
        said = self.words(item, cancelled)
        findings = look(said.text, rules, setting, people)
        if said.raw:
            findings = tuple(finding for finding in findings if _is_certain(finding))
        found = list(with_around(said.text, findings, FILE_TEXT))
        if said.reason:
            found.append(Found(_about(rules, Kind.UNREAD, item.file_name, said.reason), field=FILE_TEXT))
        for code, value in said.facts.items():
            where = f"{FILE_METADATA}.{code}"
            found += with_around(value, look(value, rules, setting, people), where)
            if code in _TELLING and not setting.is_owner(value):
                found.append(Found(_about(rules, Kind.METADATA, _PLACE.get(code, value), "metadata"), field=where))
        return tuple(found)

    def read_ahead(self, cancelled: Callable[[], bool]) -> None:
        """Read every file that takes a process and was never read, so that nobody waits for it before signing.

        Raises `Cancelled`. A file that is out of reach today is left for another day.
        """
        from portfolio_app.vault import text

        for item in self._evidence.all():
            if cancelled():
                raise Cancelled
            if text.has_text(item.media_type) and self._core.vault.preview(item.sha256, WORDS) is None:
                with suppress(UserError):
                    self.words(item, cancelled)

    def words(self, item: Evidence, cancelled: Callable[[], bool]) -> FileWords:
        """What a file says. Raises `Cancelled`, and `UserError` ``evidence-lost`` and the like."""
        if item.is_covered:
            return FileWords()  # the copy is drawn anew, with nothing beside it
        kept = self._core.vault.preview(item.sha256, WORDS)
        if kept is not None:
            with suppress(ValueError, TypeError):
                return FileWords(**json.loads(kept))
        made = self._read(item, cancelled)
        if not self._core.read_only and made.reason != "unreadable":
            with suppress(UserError):  # read again next time
                self._core.vault.keep_preview(item.sha256, WORDS, json.dumps(asdict(made)).encode())
        return made

    def _read(self, item: Evidence, cancelled: Callable[[], bool]) -> FileWords:
        from portfolio_app.vault import text
        from portfolio_app.vault.media import GIF

        if item.octets > handing.MOST_LOOKED_THROUGH:
            with self._evidence.open_stream(item) as stream:
                return self._without_reader(stream, item, "unreadable")
        if text.has_text(item.media_type):
            copy, stays = self._composing.handed(item)
            return self._with_text(copy, item.media_type, stays, cancelled)
        if handing.always_keeps_metadata(item.media_type):
            with self._evidence.open_stream(item) as stream:
                return self._without_reader(stream, item, "unknown")
        original = handing.Original(stored_of(self._core.store.blob(item.sha256)), item.media_type)
        stays = handing.facts_of(self._core.vault, original, keep=not self._core.read_only).stays
        # A GIF is handed over as it is, with the remark that may be in it.
        if not stays and item.media_type != GIF:
            return FileWords()
        return self._beside(self._composing.handed(item)[0], item.media_type, stays)

    def _with_text(self, copy: bytes, media_type: str, stays: bool, cancelled: Callable[[], bool]) -> FileWords:
        from portfolio_app.services.reading import pdf_words_beside
        from portfolio_app.vault import worker
        from portfolio_app.vault.whole_text import CUT

        try:
            words = worker.read_all(copy, media_type, cancelled=cancelled)
            beside = pdf_words_beside(copy, cancelled=cancelled) if media_type == handing.PDF else ""
        except UserError as error:
            if error.code in OUT_OF_REACH:
                raise
            return FileWords(reason="unreadable", stays=stays)
        reason = "unreadable" if CUT in words + beside else "" if words.strip() else "no-text"
        words, beside = words.replace(CUT, ""), beside.replace(CUT, "")
        facts = self._facts(copy, media_type) if stays else {}
        return FileWords("\n\n".join(filter(None, (words, beside))), reason, facts, stays)

    def _without_reader(self, stream: BinaryIO, item: Evidence, reason: str) -> FileWords:
        """Sound, film and what nobody knows: the signs at both ends are looked through, the rest is hers to look at."""
        from portfolio_app.vault.whole_text import raw_words

        known = item.media_type.startswith(("audio/", "video/"))
        data = stream.read(_HEAD)
        if item.octets > _HEAD:
            stream.seek(max(_HEAD, item.octets - _HEAD))
            data += b"\n" + stream.read(_HEAD)
        return FileWords(raw_words(data), "sound-or-film" if known else reason, stays=True, raw=True)

    def _beside(self, data: bytes, media_type: str, stays: bool) -> FileWords:
        from portfolio_app.vault.whole_text import raw_words

        return FileWords(raw_words(data[:_HEAD]), "", self._facts(data, media_type), stays, raw=True)

    @staticmethod
    def _facts(data: bytes, media_type: str) -> dict[str, str]:
        from portfolio_app.vault import worker

        try:
            return worker.describe(data, media_type)
        except Cancelled:
            raise
        except UserError:
            return {}


def _is_certain(finding: Finding) -> bool:
    """Whether something that was picked from between other signs is what it seems."""
    return finding.kind in _CERTAIN or finding.reason in _CERTAIN_REASONS


def _about(rules: Rules, kind: Kind, value: str, reason: str) -> Finding:
    """A finding about the file itself."""
    level = (rules.doubtful if reason in _DOUBTFUL else rules.levels)[kind]
    return Finding(kind, level, 0, 0, reason, value)
