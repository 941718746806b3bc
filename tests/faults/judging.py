"""What a portfolio must hold after it was cut off: every step that was told done, and of one begun all or nothing."""

from __future__ import annotations

import time
from pathlib import Path

from portfolio_app.domain.errors import UserError
from portfolio_app.services.backup_names import pool_beside
from portfolio_app.services.session import Services
from portfolio_app.vault.bundle import Bundle
from tests.faults.model import Model
from tests.faults.steps import Walk, see
from tests.faults.worker import Desk, told

PASSPHRASE = "een korte zin die blijft hangen"


def allowed(model: Model, begun: str | None, papers: Path) -> list[Model]:
    """What may be there: with the step that was only begun, and without it."""
    step = told(begun) if begun else None
    act = Walk(model, papers).plan(step) if step else None
    if act is None:
        return [model]
    before = model.copy()
    act.model()
    if step is not None and step.verb == "bundle":
        # It is the old one or the new one.
        model.saved = before.saved = None
        model.bundled = before.bundled
    return [model, before]


def reopened(desk: Desk, models: list[Model]) -> tuple[Services, float]:
    """Open the portfolio with a passphrase that may be the one; and how many seconds that took."""
    began = time.perf_counter()
    for model in models:
        try:
            services = desk.open_known(model)
        except UserError as error:
            if error.code != "wrong-passphrase" or model is models[-1]:
                raise
        else:
            for other in models:
                if model.passphrase in other.ways:
                    other.opens_with(model.passphrase)
            return services, time.perf_counter() - began
    raise AssertionError("nothing was tried")


def assert_whole(services: Services, models: list[Model], papers: Path | None = None) -> list[Model]:
    """Look at everything, backups and bundles too; returns the models that say what is there."""
    there = see(services)
    found = [model for model in models if model.view() == there]
    assert found, "neither what was told done nor one step more"
    assert services.checks.check(deep=True).findings == ()
    assert services.warnings == ()
    backups = [backup.path for backup in services.backups.all()]
    for path in (*backups, *(papers.glob("*.leerlijn") if papers else ())):
        try:
            with services.backups.open(path) as opened:
                opened.verify()
        except UserError as error:
            # It is from before new keys: it opens with the ways in of then, but it must be whole all the same.
            if error.code != "bundle-needs-key":
                raise
            Bundle.open(path, pool_beside(path)).verify()
    assert papers is None or any(papers.glob("*.leerlijn")) or not all(model.bundled for model in models)
    return found
