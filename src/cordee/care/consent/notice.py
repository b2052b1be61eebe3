"""What a person is told before anything is shared, with its version: a consent says which one was given."""

import msgspec

URI = "urn:cordee:information-notice"


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """One heading and what it says."""

    title: str
    text: str


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a territory's notice."""

    territory: str
    version: str
    service: str
    controller: str
    contact: str
    sections: tuple[Section, ...]

    @property
    def uri(self) -> str:
        """Return the address of this version, as consents name it."""
        return f"{URI}:{self.territory}:{self.version}"


def version_in(uri: str) -> str:
    """Return the version a consent names, empty when it names none of ours."""
    return uri.rpartition(":")[2] if uri.startswith(f"{URI}:") else ""
