"""What applications must know of this server. Source: https://hl7.org/fhir/smart-app-launch/STU2.2/conformance.html"""

from typing import Any

from cordee.access.applications.address import ServerAddress
from cordee.access.applications.keys import ALGORITHMS
from cordee.access.applications.signing_key import ALGORITHM

CAPABILITIES = (
    "launch-ehr",
    "launch-standalone",
    "authorize-post",
    "client-public",
    "client-confidential-symmetric",
    "client-confidential-asymmetric",
    "sso-openid-connect",
    "context-ehr-patient",
    "context-standalone-patient",
    "permission-offline",
    "permission-online",
    "permission-patient",
    "permission-user",
    "permission-v1",
    "permission-v2",
)
OAUTH_URIS = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris"
SECURITY_SERVICE = "http://terminology.hl7.org/CodeSystem/restful-security-service"


def smart_configuration(address: ServerAddress) -> dict[str, Any]:
    """Return `.well-known/smart-configuration`."""
    return {
        **_shared(address),
        "introspection_endpoint": address.introspect,
        "revocation_endpoint": address.revoke,
        "management_endpoint": address.applications,
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": list(ALGORITHMS),
        "grant_types_supported": ["authorization_code", "client_credentials", "refresh_token"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
        "capabilities": list(CAPABILITIES),
    }


def openid_configuration(address: ServerAddress) -> dict[str, Any]:
    """Return `.well-known/openid-configuration` of the issuer of identity tokens."""
    return {
        **_shared(address),
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "claims_supported": ["iss", "sub", "aud", "exp", "iat", "nonce", "fhirUser"],
    }


def security(address: ServerAddress | None) -> dict[str, Any]:
    """Return `rest.security` of the CapabilityStatement; without an address, tokens made by hand only."""
    if address is None:
        return {"cors": False, "description": "Authorization: Bearer, jeton créé par « cordee token »."}
    uris = {
        "authorize": address.authorize,
        "token": address.token,
        "introspect": address.introspect,
        "revoke": address.revoke,
        "manage": address.applications,
    }
    return {
        "cors": True,
        "service": [{"coding": [{"system": SECURITY_SERVICE, "code": "SMART-on-FHIR"}]}],
        "description": "SMART App Launch 2, SMART Backend Services ; voir .well-known/smart-configuration.",
        "extension": [
            {"url": OAUTH_URIS, "extension": [{"url": name, "valueUri": uri} for name, uri in uris.items()]}
        ],
    }


def _shared(address: ServerAddress) -> dict[str, Any]:
    return {
        "issuer": address.fhir,
        "jwks_uri": address.keys,
        "authorization_endpoint": address.authorize,
        "token_endpoint": address.token,
        "response_types_supported": ["code"],
        "scopes_supported": [
            "openid", "fhirUser", "launch", "launch/patient", "online_access", "offline_access",
            "patient/*.cruds", "user/*.cruds", "system/*.cruds",
        ],
    }  # fmt: skip
