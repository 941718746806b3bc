"""Drafts, settings, secrets and the list of files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from portfolio_app.domain.changes import Label
from portfolio_app.domain.evidence import Evidence
from portfolio_app.store.store import Store
from portfolio_app.store.values import BlobRow
from tests.store.samples import START, experience

FILE = Evidence(
    id="e", written_at=START, title="Certificaat", file_name="bhv.pdf", sha256="first", octets=1,
    media_type="application/pdf", made_on=date(2026, 1, 1),
)  # fmt: skip


def test_drafts_are_kept_newest_first_and_dropped(store: Store) -> None:
    store.save_draft("a", "eerst")
    store.save_draft("b", "ander")
    store.save_draft("a", "daarna")
    assert [(key, body) for key, body, _ in store.drafts()] == [("a", "daarna"), ("b", "ander")]
    store.drop_draft("a")
    store.drop_draft("none")
    assert (store.draft("a"), store.draft("b")) == (None, "ander")
    assert store.operation_counter() == 0


def test_draft_goes_in_the_transaction_that_saves_its_record(store: Store) -> None:
    store.save_draft("a", "tekst")
    with store.change(Label("create")) as change:
        change.put(experience())
        change.drop_draft("a")
    assert store.drafts() == []


def test_settings_and_secrets(store: Store) -> None:
    assert (store.setting("week"), store.secret("key")) == (None, None)
    store.set_setting("week", '"maandag"')
    store.set_setting("week", '"vrijdag"')
    store.set_secret("key", b"\x00\xff")
    assert (store.setting("week"), store.secret("key")) == ('"vrijdag"', b"\x00\xff")


def test_files_of_trash_and_history_are_live(store: Store) -> None:
    with store.change(Label("create")) as change:
        change.put_blob(BlobRow("first", "n1", "s1", 1, "application/pdf"))
        change.put(FILE)
    store.put_blob(BlobRow("second", "n2", "s2", 2))
    store.put_blob(BlobRow("never used", "n3", "s3", 3))
    with store.change(Label("edit")) as change:
        change.put(replace(FILE, sha256="second"))
    with store.change(Label("trash")) as change:
        change.trash("evidence", "e")
    assert store.live_blobs() == {"first", "second"}
    assert store.blob("second") == BlobRow("second", "n2", "s2", 2)
    store.drop_blob("never used")
    assert {row.sha256 for row in store.blobs()} == {"first", "second"}
    store.undo()
    store.undo()
    store.undo()
    assert store.live_blobs() == {"first", "second"}
