"""Encodings and escapes of strings.

Source: http://hl7.org/fhirpath/#additional-string-functions
"""

import base64
import binascii
import html
import json
from collections.abc import Callable

from cordee.fhir.path.functions.strings import string_function
from cordee.fhir.path.node import Nodes
from cordee.fhir.path.site import CallSite
from cordee.fhir.path.strings import bounded_string

_ENCODERS: dict[str, Callable[[bytes], str]] = {
    "hex": bytes.hex,
    "base64": lambda data: base64.b64encode(data).decode(),
    "urlbase64": lambda data: base64.urlsafe_b64encode(data).decode(),
}
_DECODERS: dict[str, Callable[[str], bytes]] = {
    "hex": bytes.fromhex,
    "base64": lambda text: base64.b64decode(text, validate=True),
    "urlbase64": base64.urlsafe_b64decode,
}
_ESCAPES: dict[str, Callable[[str], str]] = {
    "html": lambda text: html.escape(text, quote=True).replace("&#x27;", "&#39;"),
    "json": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
}
_UNESCAPES: dict[str, Callable[[str], str]] = {
    "html": html.unescape,
    "json": lambda text: str(json.loads(f'"{text}"')),
}


@string_function("encode", 1)
def encode(site: CallSite, text: str, form: str) -> Nodes:
    """Return the string's UTF-8 bytes as `hex`, `base64` or `urlbase64`; nothing for another form."""
    encoder = _ENCODERS.get(form)
    return bounded_string(site, encoder(text.encode(errors="replace"))) if encoder else []


@string_function("decode", 1)
def decode(site: CallSite, text: str, form: str) -> Nodes:
    """Return the string encoded so; nothing when it is not."""
    decoder = _DECODERS.get(form)
    try:
        return bounded_string(site, decoder(text).decode()) if decoder else []
    except (binascii.Error, ValueError):
        return []


@string_function("escape", 1)
def escape(site: CallSite, text: str, target: str) -> Nodes:
    """Return the string as it can stand in `html` or `json`."""
    act = _ESCAPES.get(target)
    return bounded_string(site, act(text)) if act else []


@string_function("unescape", 1)
def unescape(site: CallSite, text: str, target: str) -> Nodes:
    """Return the string an escaped one stands for; nothing when it is badly escaped."""
    act = _UNESCAPES.get(target)
    try:
        return bounded_string(site, act(text)) if act else []
    except ValueError:
        return [] if target == "json" and "\\" in text else bounded_string(site, text)
