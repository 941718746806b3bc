"""Hypothesis without a deadline: a busy machine must not make a right answer late."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("calm", deadline=None)
settings.load_profile("calm")
