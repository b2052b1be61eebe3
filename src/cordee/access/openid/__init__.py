"""The OpenID Connect client: asks a provider who somebody is, and believes only what can be verified.

Owns the protocol: discovery, PKCE, state, nonce, signatures, levels of assurance, logout. Must not know what a person
may do here, nor pages: whoever calls keeps the attempt and turns the proof into an identity. See ADR 0021.
"""

from cordee.access.openid.attempt import Attempt
from cordee.access.openid.client import OpenIdClient, Proof
from cordee.access.openid.providers import Provider, providers_of

__all__ = ["Attempt", "OpenIdClient", "Proof", "Provider", "providers_of"]
