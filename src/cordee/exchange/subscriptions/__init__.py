"""Telling subscribers: rest-hook and e-mail, each event read through the subscriber's own door when it is delivered.

Owns how a notification leaves. Must not know SQL, pages or the queue of jobs. See docs/subscriptions.md.
"""

from cordee.exchange.subscriptions.round import Round

__all__ = ["Round"]
