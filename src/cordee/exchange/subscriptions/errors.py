"""Why a subscriber was not told."""

from cordee.kernel.errors import Category, CordeeError


class NotDeliveredError(CordeeError):
    """The receiver could not be reached or did not accept; the event waits for the next try."""

    code = "not-delivered"
    category = Category.UNAVAILABLE

    def __init__(self, reason_fr: str, reason_en: str) -> None:
        super().__init__(reason_fr, reason_en)


class UndeliverableError(NotDeliveredError):
    """The receiver will never accept, or may not be spoken to; nothing more is tried."""

    code = "undeliverable"
    category = Category.RULE_VIOLATED
