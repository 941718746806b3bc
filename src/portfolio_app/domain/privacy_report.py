"""What was found in everything that goes out, each with its place, so that a window can lead there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from portfolio_app.domain.privacy import Finding, Level, key_of

_AROUND: Final = 40
FILE_TEXT: Final = "file"
"""Field of a place that is the text of a file."""
FILE_METADATA: Final = "metadata"
"""First part of the field of a place that stands beside the content of a file."""


@dataclass(frozen=True)
class Place:
    """Where something stands: a field of a record (``answers.stuck``, ``title``), or what the program puts together.

    ``kind`` and ``id`` are those of the record; without one it stands only in ``part`` of the document (empty: on the
    cover). The text of a file of evidence is its field ``file``; what was written beside its content is
    ``metadata.author`` and the like. ``heading`` is by what the owner knows the record.
    """

    kind: str = ""
    id: str = ""
    field: str = ""
    heading: str = ""
    part: str = ""

    @property
    def key(self) -> str:
        """The place as a text, the same at every look."""
        return f"{self.kind}/{self.id}/{self.field}/{self.part}"

    @property
    def in_record(self) -> bool:
        """Whether she can change it there: a text in a field of a record of hers."""
        return bool(self.id) and self.field != FILE_TEXT and not self.field.startswith(FILE_METADATA)


@dataclass(frozen=True)
class Found:
    """A finding with the text around it, in which everything that was found is masked; ``field`` is where in a file."""

    finding: Finding
    around: str = field(default="", repr=False)
    field: str = ""


def with_around(text: str, findings: Sequence[Finding], where: str = "") -> tuple[Found, ...]:
    """Findings in a text, in their order, each with the words near it on its line."""
    told: list[Found] = []
    for number, finding in enumerate(findings):
        start = max(text.rfind("\n", max(0, finding.start - _AROUND), finding.start) + 1, finding.start - _AROUND, 0)
        line_end = text.find("\n", finding.end, finding.end + _AROUND)
        end = min(len(text), finding.end + _AROUND) if line_end < 0 else line_end
        near = [each for each in findings[max(0, number - 8) : number + 9] if each.end > start and each.start < end]
        pieces: list[str] = []
        at = start
        for each in near:
            pieces += [text[at : max(at, each.start)], each.masked]
            at = max(at, each.end)
        told.append(Found(finding, " ".join("".join([*pieces, text[at : max(at, end)]]).split()), where))
    return tuple(told)


@dataclass(frozen=True)
class Hit:
    """A finding in a place, told once however often it stands there (``times``). ``around`` is the text near the first,
    with everything that was found in it masked."""

    finding: Finding
    place: Place
    times: int = 1
    around: str = field(default="", repr=False)

    @property
    def key(self) -> str:
        """The name by which she says that she looked at it."""
        return key_of(self.finding, self.place.key)


@dataclass(frozen=True)
class Report:
    """Everything that was found for one choice, the heaviest first. Held in memory only."""

    hits: tuple[Hit, ...] = ()

    def of(self, level: Level) -> tuple[Hit, ...]:
        """What weighs so much."""
        return tuple(hit for hit in self.hits if hit.finding.level is level)

    @property
    def blocked(self) -> tuple[Hit, ...]:
        """What has to go before anything can go out."""
        return self.of(Level.BLOCK)

    @property
    def to_look_at(self) -> tuple[Hit, ...]:
        """What goes out once she looked at it."""
        return self.of(Level.WARN)

    def unseen(self, agreed: Collection[str]) -> tuple[Hit, ...]:
        """What she did not look at yet; ``agreed`` are keys of hits."""
        return tuple(hit for hit in self.to_look_at if hit.key not in agreed)
