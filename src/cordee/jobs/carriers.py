"""Who carries notices out of the platform: the mail server of the settings, and the makers of browsers."""

from cordee.access import first_name
from cordee.access.notice_desk import NoticeDesk
from cordee.care.notices.delivering import NeverError, NotNowError
from cordee.exchange.letters import LetterNotSentError, LetterRefusedError, Post
from cordee.exchange.push import GoneBrowserError, Push, PushNotSentError


class ByMail:
    """One mail to a reader's mailbox."""

    def __init__(self, desk: NoticeDesk, post: Post) -> None:
        self._desk = desk
        self._post = post

    async def carry(self, who: str, count: int, *, is_urgent: bool) -> None:
        """Send one mail; a reader who has no mailbox any more is never reached."""
        found = (await self._desk.mailboxes([who])).get(who)
        if found is None:
            raise NeverError("no-mailbox")
        name, email = found
        try:
            await self._post.tell_of_elements(email, first_name(name), count)
        except LetterRefusedError as error:
            raise NeverError(error.code) from error
        except LetterNotSentError as error:
            raise NotNowError(error.code) from error


class ByPush:
    """One word to each browser a reader registered; it is carried when one of them has it."""

    def __init__(self, desk: NoticeDesk, push: Push) -> None:
        self._desk = desk
        self._push = push

    async def carry(self, who: str, count: int, *, is_urgent: bool) -> None:
        """Tell every browser; one that its maker says is gone is forgotten."""
        reached, refused = 0, ""
        for browser in await self._desk.browsers(who):
            try:
                await self._push.tell(browser.endpoint, browser.p256dh, browser.auth, is_urgent=is_urgent)
                reached += 1
            except GoneBrowserError:
                await self._desk.forget_browser(who, browser.id)
            except PushNotSentError as error:
                refused = error.code
        if reached:
            return
        if refused:
            raise NotNowError(refused)
        raise NeverError("no-browser")
