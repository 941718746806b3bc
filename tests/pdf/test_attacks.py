"""Every attack of the table gets the right outcome, whatever is known of the signer and the original."""

from __future__ import annotations

from pathlib import Path

import pytest

from portfolio_app.i18n import Translator
from portfolio_app.services.verdicts import tell_verdict
from tests.pdf import attacks_bytes, attacks_evidence, attacks_notes, attacks_shadows, attacks_stamps, attacks_updates
from tests.pdf.attacker_acts import codes
from tests.pdf.attacks import TABLE, WAYS, Attack
from tests.pdf.stage import Stage
from tests.tools.told import Told

MODULES = (attacks_bytes, attacks_evidence, attacks_updates, attacks_shadows, attacks_stamps, attacks_notes)


@pytest.mark.parametrize("attack", TABLE, ids=[each.title for each in TABLE])
def test_an_attack_gets_the_right_outcome(attack: Attack, stage: Stage, told: Told, tmp_path: Path) -> None:
    verdicts = attack.verdicts(stage, tmp_path)
    told.row("attacks on a signed file", ("attack", *WAYS), attack.title, *(verdict.outcome for verdict in verdicts))
    assert tuple(verdict.outcome for verdict in verdicts) == attack.expected, [verdict.facts for verdict in verdicts]
    if attack.says:
        said = codes(verdicts[-1]) if attack.expected[0] != attack.expected[-1] else codes(verdicts[0])
        assert attack.says in said
    for verdict in verdicts:
        assert all(line.strip() for line in tell_verdict(verdict, Translator("nl")))
