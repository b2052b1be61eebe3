"""Proving who one is without a national identity provider: password and code, passkey, recovery code.

Each file holds one means or one step; `access/credentials.py` puts them together; `docs/sign-in-local.md` tells it all.
"""
