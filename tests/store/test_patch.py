"""Reverse deltas lead back exactly, and a small edit stays small."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.store import patch

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.text("ab\n", max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=12,
)
BODIES = st.dictionaries(st.sampled_from("abcd"), VALUES, max_size=4)


@given(BODIES, BODIES)
def test_leads_back_exactly(now: dict[str, object], before: dict[str, object]) -> None:
    there, back = json.dumps(now, sort_keys=True), json.dumps(before, sort_keys=True, separators=(",", ":"))
    # Compared as text, because Python takes 1 for True.
    assert patch.decode(there, patch.encode(there, back)) == back


def test_small_edit_of_a_long_text_is_small() -> None:
    before = {"title": "Rekenles", "story": "Vandaag ging het goed. " * 100, "tags": ["taal"]}
    now = before | {"story": str(before["story"]).replace("goed", "heel goed", 1)}
    assert len(patch.encode(json.dumps(now), json.dumps(before))) < 40


def test_edit_inside_one_of_many_parts_stays_small() -> None:
    parts = [{"text": f"Het {number}e geval, dat ik uitvoerig beschrijf. " * 5} for number in range(20)]
    changed = [*parts[:7], {"text": parts[7]["text"] + "!"}, *parts[8:]]
    assert len(patch.encode(json.dumps({"cases": changed}), json.dumps({"cases": parts}))) < 60
