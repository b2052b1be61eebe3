"""Subscriptions in the database: who watches what, events waiting to be matched, deliveries, and those given up.

See ADR 0017. Writers only insert into `subscription_event`; everything else is done by the worker.
"""
