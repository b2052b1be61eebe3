"""The platform itself, as tests look at what is stored."""

from cordee.store import system_asker

PLATFORM = system_asker("test")
