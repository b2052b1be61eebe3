"""The information notice of a territory, in its own words, ready to be shown and printed."""

from cordee.care.consent.notice import Notice, Section
from cordee.territories.model import Territory


def notice_of(territory: Territory) -> Notice:
    """Return the notice in force in a territory."""
    wording = territory.wording
    words = {"record": wording.record, "circle": wording.circle, "service": wording.service}
    return Notice(
        territory=territory.code,
        version=wording.notice.version,
        service=wording.service,
        controller=wording.notice.controller or territory.dac.name,
        contact=wording.notice.contact or wording.help,
        sections=tuple(
            Section(title=_said(one.title, words), text=_said(one.text, words))
            for one in wording.notice.sections
        ),
    )


def _said(text: str, words: dict[str, str]) -> str:
    for name, word in words.items():
        text = text.replace(f"{{{name}}}", word)
    return text
