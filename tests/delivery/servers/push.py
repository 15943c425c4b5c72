"""A push service and a browser in one: it checks what RFC 8030 and RFC 8292 ask for, and decrypts as the
browser would (RFC 8291)."""

import base64
import json
import os
import time

import http_ece
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

browsers = {}


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def subscribe(origin):
    """What `PushSubscription.toJSON` gives."""
    name, key, auth = encode(os.urandom(12)), ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
    browsers[f"/push/{name}"] = (origin, key, auth)
    point = key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    keys = {"p256dh": encode(point), "auth": encode(auth)}
    return {"endpoint": f"{origin}/push/{name}", "expirationTime": None, "keys": keys}


def is_signed(header, origin):
    """VAPID: a token for this service, of a day at most, signed with the key it comes with."""
    scheme, _, rest = header.partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    signed, _, signature = parts["t"].rpartition(".")
    head, claims = (json.loads(decode(part)) for part in signed.split("."))
    raw = decode(signature)
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decode(parts["k"]))
    r, s = (int.from_bytes(half, "big") for half in (raw[:32], raw[32:]))
    try:
        key.verify(encode_dss_signature(r, s), signed.encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    until = claims["exp"] - time.time()
    right = scheme == "vapid" and head["alg"] == "ES256" and claims["aud"] == origin
    return right and 0 < until <= 86400 and claims["sub"].startswith("mailto:")


def post(path, headers, body, status):
    """The status, and what the browser reads."""
    if path not in browsers:
        return 404, None
    origin, key, auth = browsers[path]
    if not is_signed(headers.get("authorization", ""), origin):
        return 403, None
    if not headers.get("ttl", "").isdigit() or headers.get("content-encoding") != "aes128gcm":
        return 400, None
    if status != 201:
        return status, None
    text = http_ece.decrypt(body, private_key=key, auth_secret=auth, version="aes128gcm")
    return 201, json.loads(text)
