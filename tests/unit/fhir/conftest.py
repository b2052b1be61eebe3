"""Hypothesis without a deadline: the first decode of a type builds its decoder, which is slower than the next."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
