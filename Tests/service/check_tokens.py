"""Signed tokens: ES256 and EdDSA of the issuer open what their claims say; everything else opens nothing."""

import base64
import json
import time

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa, padding
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from served import COUNTY, OTHER_STATION, STATION, Ledger, Service, cairn, event, folder


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token(header, claims, sign):
    text = b64(json.dumps(header).encode()) + "." + b64(json.dumps(claims).encode())
    return text + "." + b64(sign(text.encode()))


def check(tally):
    es, ed = ec.generate_private_key(ec.SECP256R1()), ed25519.Ed25519PrivateKey.generate()
    foreign = ec.generate_private_key(ec.SECP256R1())
    numbers = es.public_key().public_numbers()
    keys = {"keys": [
        {"kty": "EC", "crv": "P-256", "kid": "es", "alg": "ES256", "x": b64(numbers.x.to_bytes(32, "big")),
         "y": b64(numbers.y.to_bytes(32, "big"))},
        {"kty": "OKP", "crv": "Ed25519", "kid": "ed", "alg": "EdDSA",
         "x": b64(ed.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))},
    ]}

    def es256(key):
        def sign(data):
            r, s = decode_dss_signature(key.sign(data, ec.ECDSA(hashes.SHA256())))
            return r.to_bytes(32, "big") + s.to_bytes(32, "big")
        return sign

    now = int(time.time())
    claims = {"sub": "statistics-bureau", "role": "statistics", "exp": now + 600, "iss": "https://issuer.example",
              "aud": "cairn"}
    county = {**claims, "sub": "office", "role": "county", "counties": [COUNTY]}
    es_head, ed_head = {"alg": "ES256", "kid": "es", "typ": "JWT"}, {"alg": "EdDSA", "kid": "ed"}
    with folder() as place:
        ledger = Ledger(place)
        statistics = ledger.key("statistics")
        (place / "jwks.json").write_text(json.dumps(keys))
        with Service(ledger.path, "--jwks", str(place / "jwks.json"), "--set", "token-issuer=https://issuer.example",
                     "--set", "token-audience=cairn") as service:
            good = token(es_head, claims, es256(es))
            tally.same("ES256", service.get("/v1/events?limit=1", good).status, 200)
            tally.same("EdDSA", service.get("/v1/events?limit=1", token(ed_head, claims, ed.sign)).status, 200)
            tally.same("several audiences", service.get("/v1/events?limit=1", token(
                es_head, {**claims, "aud": ["other", "cairn"]}, es256(es))).status, 200)
            mine = token(ed_head, county, ed.sign)
            recorded = service.post("/v1/events", event("tok-1"), mine)
            tally.same("records for its county", recorded.status, 201)
            tally.same("not for another", service.post("/v1/events", event("tok-2", station=OTHER_STATION), mine).code,
                       "outOfScope")
            stored = service.get(f"/v1/events/{recorded.json['outcomes'][0]['position']}", good).json
            tally.same("the actor is the subject", (stored["actor"], stored["role"]), ("office", "county"))
            signature = good.split(".")[2]
            flipped = signature[:10] + ("A" if signature[10] != "A" else "B") + signature[11:]
            for what, bad in [
                ("expired", token(es_head, {**claims, "exp": now - 1}, es256(es))),
                ("not yet valid", token(es_head, {**claims, "nbf": now + 600}, es256(es))),
                ("without an end", token(es_head, {k: v for k, v in claims.items() if k != "exp"}, es256(es))),
                ("another issuer", token(es_head, {**claims, "iss": "https://other.example"}, es256(es))),
                ("no issuer", token(es_head, {k: v for k, v in claims.items() if k != "iss"}, es256(es))),
                ("another audience", token(es_head, {**claims, "aud": "other"}, es256(es))),
                ("an unknown role", token(es_head, {**claims, "role": "mayor"}, es256(es))),
                ("the public's role", token(es_head, {**claims, "role": "public"}, es256(es))),
                ("no role", token(es_head, {k: v for k, v in claims.items() if k != "role"}, es256(es))),
                ("an empty subject", token(es_head, {**claims, "sub": ""}, es256(es))),
                ("no county's code", token(es_head, {**county, "counties": ["5402"]}, es256(es))),
                ("a foreign key", token(es_head, claims, es256(foreign))),
                ("a key by another name", token({**es_head, "kid": "ed"}, claims, es256(es))),
                ("an unknown key", token({**es_head, "kid": "none"}, claims, es256(es))),
                ("no key's name", token({"alg": "ES256"}, claims, es256(es))),
                ("no algorithm", token({"alg": "none", "kid": "es"}, claims, lambda _: b"")),
                ("a symmetric one with the public key", token({"alg": "HS256", "kid": "es"}, claims, symmetric(es))),
                ("RSA", token({"alg": "RS256", "kid": "es"}, claims, rsa_signer())),
                ("a changed signature", ".".join(good.split(".")[:2] + [flipped])),
                ("a changed claim", ".".join([good.split(".")[0], b64(json.dumps({**claims, "role": "city"}).encode()),
                                              signature])),
                ("cut off", good[:-5]), ("two parts", ".".join(good.split(".")[:2])), ("four parts", good + ".x"),
                ("very long", good + "A" * 20_000),
            ]:
                reply = service.get("/v1/events?limit=1", bad)
                while reply.code == "tooManyRequests":
                    time.sleep(1)
                    reply = service.get("/v1/events?limit=1", bad)
                tally.same(what, reply.code, "unauthenticated")
            held = next((r for r in (service.get("/v1/head", good + "x") for _ in range(500)) if r.status == 429), None)
            tally.true("tokens that open nothing are held to a rate", held and held.headers.get("retry-after") == "1")
            tally.same("which keys do not share", service.get("/v1/head", statistics).status, 200)
            tally.true("tokens are not logged", signature not in service.log_text)
        for what, file in [
            ("no keys", {"keys": []}), ("a symmetric key", {"keys": [{"kty": "oct", "kid": "x", "k": "AAAA"}]}),
            ("two of one name", {"keys": [keys["keys"][0], keys["keys"][0]]}),
            ("a private part", {"keys": [{**keys["keys"][0], "d": "AAAA"}]}),
            ("no name", {"keys": [{k: v for k, v in keys["keys"][0].items() if k != "kid"}]}),
        ]:
            (place / "bad.json").write_text(json.dumps(file))
            done = cairn("serve", "--port", "0", "--jwks", str(place / "bad.json"), ledger=ledger.path, check=False)
            tally.same(f"a JWKS file with {what}", done.returncode, 2)


def symmetric(key):
    def sign(data):
        mac = hmac.HMAC(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), hashes.SHA256())
        mac.update(data)
        return mac.finalize()
    return sign


def rsa_signer():
    key = rsa.generate_private_key(65_537, 2_048)
    return lambda data: key.sign(data, padding.PKCS1v15(), hashes.SHA256())
