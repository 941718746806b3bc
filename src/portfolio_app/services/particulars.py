"""What a file tells beside its content: its owner sees it, and a reader gets a copy without it where that can be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, cast

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.services import handing
from portfolio_app.services.core import Core
from portfolio_app.services.evidence import EvidenceService

KEPT: Final = "facts-1"
"""Kind of preview under which the answer is kept; counted up when more is looked for."""
MOST_OCTETS: Final = 200_000_000


@dataclass(frozen=True)
class Particulars:
    """What is in a file by code (see `vault.metadata`), and whether it stays in the copy for a reader.

    ``known`` is False where nobody can look: sound, film, and types that this program doesn't know.
    """

    facts: Mapping[str, str]
    stays: bool
    known: bool = True


def of(core: Core, evidence: EvidenceService, item: Evidence) -> Particulars:
    """Look into a file, in a process of its own; the answer is kept. Run it on a thread.

    Raises what reading the vault raises.
    """
    if handing.always_keeps_metadata(item.media_type):
        return Particulars({}, stays=True, known=False)
    kept = core.vault.preview(item.sha256, KEPT)
    if kept is not None:
        told = cast("dict[str, object]", json.loads(kept))
        return Particulars(cast("dict[str, str]", told["facts"]), stays=bool(told["stays"]))
    from portfolio_app.vault import worker

    data = evidence.read(item, MOST_OCTETS)
    try:
        facts = worker.describe(data, item.media_type)
    except UserError:
        facts = {}
    stays = handing.handed_copy(core.vault, item.sha256, item.media_type, lambda: data, keep=not core.read_only)[1]
    if not core.read_only:
        with suppress(UserError):  # looked for again next time
            core.vault.keep_preview(item.sha256, KEPT, json.dumps({"facts": facts, "stays": stays}).encode())
    return Particulars(facts, stays)
