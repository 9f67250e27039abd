# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with attributes, algorithms, signers and the path to an anchor."""
from cms import (CAPABILITIES, CONTENT_TYPE, ID_DATA, MESSAGE_DIGEST, SIGNING_CERT_V2, SIGNING_TIME, attribute,
                 attributes, cert_id, digest_of, issuer_serial, record, signed_data, signer_info,
                 signing_cert_v1, signing_cert_v2)
from der import NULL, integer, octets, oid, seq, set_of, tlv
from pki import DIGESTS, ECDSA, RSA, extension, pss_algorithm
from world import DAY, Vector


def signed_attributes(world):
    w, content = world, world.record
    usual = attributes(w.engineer, content)
    kind, digest, cert = usual

    def at(text, tag=0x17):
        return attribute(SIGNING_TIME, tlv(tag, text.encode()))

    def made(*signed):
        return record(w.engineer, content, signed=list(signed))

    yield "no-signed-attributes", record(w.engineer, content, signed=())
    yield "no-content-type", made(digest, cert)
    yield "wrong-content-type", made(attribute(CONTENT_TYPE, oid("1.2.3")), digest, cert)
    yield "two-content-types", made(kind, attribute(CONTENT_TYPE, oid("1.2.3")), digest, cert)
    yield "no-message-digest", made(kind, cert)
    yield "two-message-digests", made(
        kind, digest, attribute(MESSAGE_DIGEST, octets(bytes(32))), cert)
    yield "two-values-of-message-digest", made(
        kind, attribute(MESSAGE_DIGEST, octets(digest_of("sha256", content)),
                        octets(bytes(32))), cert)
    yield "no-value-of-message-digest", made(kind, attribute(MESSAGE_DIGEST), cert)
    yield "wrong-message-digest", made(kind, attribute(MESSAGE_DIGEST, octets(bytes(32))), cert)
    yield "message-digest-as-integer", made(kind, attribute(MESSAGE_DIGEST, integer(1)), cert)
    yield "signing-time-as-text", made(*usual, attribute(SIGNING_TIME, octets(b"today")))
    yield "signing-time-good", made(*usual, at("260601000000Z"))
    yield "signing-time-a-day-early", made(*usual, at("260531000000Z"))
    yield "signing-time-too-early", made(*usual, at("260530235959Z"))
    yield "signing-time-later", made(*usual, at("270101000000Z"))
    yield "signing-time-in-1999", made(*usual, at("990601000000Z"))
    yield "signing-time-no-date", made(*usual, at("270229000000Z"))
    yield "signing-time-leap-second", made(*usual, at("260630235960Z"))
    yield "signing-time-wrong-type", made(*usual, at("20260601000000Z", 0x18))
    yield "signing-time-fraction", made(*usual, at("20500601000000.5Z", 0x18))
    yield "signing-time-2050", made(*usual, at("20500101000000Z", 0x18))
    yield "unknown-attribute", made(*usual, attribute("1.2.3.4", integer(1)))
    yield "capabilities-attribute", made(*usual, attribute(CAPABILITIES, seq()))
    yield "two-unknown-attributes", made(*usual, attribute("1.2.3.4", integer(1)),
                                         attribute("1.2.3.4", integer(2)))
    yield "thirty-three-attributes", made(*usual, *(attribute(f"1.2.3.{i}", integer(1))
                                                    for i in range(30)))
    yield "no-signing-cert", made(kind, digest)
    yield "two-signing-certs", made(*usual, signing_cert_v2(cert_id(w.other)))
    yield "signing-cert-v1-only", made(kind, digest, signing_cert_v1(w.engineer))
    yield "signing-cert-v1-too", made(*usual, signing_cert_v1(w.engineer))
    yield "signing-cert-of-another", made(kind, digest, signing_cert_v2(cert_id(w.other)))
    yield "signing-cert-two-ids", made(
        kind, digest, signing_cert_v2(cert_id(w.engineer), cert_id(w.root)))
    yield "signing-cert-no-id", made(kind, digest, attribute(SIGNING_CERT_V2, seq(seq())))
    yield "signing-cert-as-set", made(
        kind, digest, attribute(SIGNING_CERT_V2, set_of(seq(cert_id(w.engineer)))))
    yield "signing-cert-default-spelt-out", made(
        kind, digest, signing_cert_v2(cert_id(w.engineer, explicit=True)))
    yield "signing-cert-sha1", made(kind, digest, signing_cert_v2(cert_id(w.engineer, "sha1")))
    yield "signing-cert-other-serial", made(
        kind, digest, signing_cert_v2(cert_id(w.engineer, serial=issuer_serial(w.other))))
    yield "signing-cert-short-hash", made(
        kind, digest, signing_cert_v2(seq(octets(digest_of("sha256", w.engineer.der)[:20]))))


def algorithms(world):
    w, content = world, world.record
    rsa = w.signer("RSA", key=w.rsa["rsa-3072"])
    pss_key = w.signer("RSA-PSS", key=w.rsa["rsa-pss-3072"])
    cut = "sha256"
    yield "sha1-digest", record(w.engineer, content, digest="sha1")
    yield "md5-digest", record(rsa, content, digest="md5")
    yield "sha224-digest", record(w.engineer, content, digest="sha224")
    yield "sha1-rsa", record(rsa, content, digest="sha1")
    yield "digest-parameters", record(
        w.engineer, content, digest_algorithm=seq(oid(DIGESTS[cut]), integer(1)),
        in_data={"digest_set": set_of(seq(oid(DIGESTS[cut]), integer(1)))})
    yield "ecdsa-other-digest", record(w.engineer, content, algorithm=seq(oid(ECDSA["sha384"])))
    yield "ecdsa-null-parameters", record(w.engineer, content,
                                          algorithm=seq(oid(ECDSA["sha256"]), NULL))
    yield "ecdsa-as-rsa", record(w.engineer, content, algorithm=seq(oid(RSA["sha256"]), NULL))
    yield "ecdsa-plain-oid", record(w.engineer, content,
                                    algorithm=seq(oid("1.2.840.10045.2.1")))
    yield "rsa-other-digest", record(rsa, content, algorithm=seq(oid(RSA["sha512"]), NULL))
    yield "rsa-no-parameters", record(rsa, content, algorithm=seq(oid(RSA["sha256"])))
    yield "rsa-pss-short-salt", record(rsa, content, pss=True, salt=20)
    yield "rsa-pss-other-mask", record(rsa, content, pss=True, mask="sha1")
    yield "rsa-pss-other-digest", record(rsa, content, pss=True,
                                         algorithm=pss_algorithm("sha512"))
    yield "rsa-pss-defaults", record(rsa, content, pss=True,
                                     algorithm=seq(oid("1.2.840.113549.1.1.10"), seq()))
    yield "rsa-pss-key-as-pkcs1", record(pss_key, content,
                                         algorithm=seq(oid(RSA["sha256"]), NULL))
    yield "rsa-1024", record(w.signer("1024", key=w.rsa["rsa-1024"]), content)
    yield "rsa-2048", record(w.signer("2048", key=w.rsa["rsa-2048"]), content)
    yield "p521", record(w.signer("P-521", key=w.key("P-521")), content)
    yield "secp256k1", record(w.signer("Coin", key=w.key("secp256k1")), content)


def wrong_signers(world):
    w, content = world, world.record
    ca_signer = w.authority("Signing CA", w.root,
                            usage=("digitalSignature", "keyCertSign", "cRLSign"))
    info = signer_info(w.engineer, content)
    twin = w.signer("Engineer", serial=w.engineer.serial)
    yield "flipped-signature", record(
        w.engineer, content, change_signature=lambda s: s[:-1] + bytes([s[-1] ^ 1]))
    yield "flipped-content", record(w.engineer, content).replace(b"SAMPLE-0001", b"SAMPLE-0002")
    yield "wrong-signer", record(w.engineer, content, key=w.other.key)
    yield "swapped-certificate", signed_data(content, [info], [w.other])
    yield "swapped-certificate-same-name-and-serial", signed_data(content, [info], [twin])
    yield "signer-id-of-another", signed_data(
        content, [signer_info(w.other, content, signed=attributes(w.engineer, content),
                              key=w.engineer.key)], [w.engineer, w.other])
    yield "signer-id-other-case", record(w.engineer, content, sid=seq(
        w.engineer.issuer_name.replace(b"Root", b"rOOT"), integer(w.engineer.serial)))
    yield "signer-id-other-string-type", record(w.engineer, content, sid=seq(
        w.engineer.issuer_name.replace(b"\x0c\x04Root", b"\x13\x04Root"),
        integer(w.engineer.serial)))
    yield "signer-id-with-tail", record(w.engineer, content, sid=seq(
        w.engineer.issuer_name, integer(w.engineer.serial), integer(0)))
    yield "zero-signature", record(w.engineer, content, change_signature=lambda _: seq(
        integer(0), integer(0)))
    yield "empty-signature", record(w.engineer, content, change_signature=lambda _: b"")
    yield "signature-with-tail", record(w.engineer, content, change_signature=lambda s: s + b"\0")
    yield "eku-time-stamping", record(w.signer("TSA", eku="timeStamping",
                                               usage=("digitalSignature",)), content)
    yield "eku-email", record(w.signer("Mail", eku="emailProtection"), content)
    yield "eku-any", record(w.signer("Any", eku="any"), content)
    yield "ca-as-signer", record(ca_signer, content)
    yield "ca-without-cert-sign-as-signer", record(
        w.authority("Idle CA", w.root, usage=("digitalSignature",)), content)
    yield "root-as-signer", record(w.root, content)
    yield "no-key-usage", record(w.signer("No usage", usage=()), content)
    yield "key-encipherment-only", record(w.signer("Cipher", usage=("keyEncipherment",)),
                                          content)
    yield "key-cert-sign-too", record(
        w.signer("Half CA", usage=("digitalSignature", "keyCertSign")), content)
    yield "critical-extension", record(
        w.signer("Odd", more=[extension("1.2.3.4", NULL, True)]), content)


def untrusted(world):
    w, content = world, world.record
    unsuited = w.signer("Leaf", usage=("digitalSignature", "nonRepudiation", "keyCertSign"))
    old_ca = w.authority("No basicConstraints", w.root, basic=False)
    short = w.authority("Short", w.root, pathlen=0)
    below_short = w.authority("Below short", short)
    stranger = w.authority("Stranger")
    sha1_ca = w.authority("SHA-1 CA", w.root, digest="sha1")
    weak_ca = w.authority("Weak CA", w.root, key=w.rsa["rsa-1024"])
    tls_ca = w.authority("TLS CA", w.root, eku="serverAuth")
    coin_ca = w.authority("Coin CA", w.root, key=w.key("secp256k1"))
    odd_ca = w.authority("Odd CA", w.root, key=w.key("brainpoolP256r1"))
    for name, ca in (("eku", tls_ca), ("secp256k1", coin_ca), ("brainpool", odd_ca)):
        yield f"{name}-in-path", record(w.signer("Below", ca), content, [ca])
    yield "rogue-ca-same-name", record(w.signer("Engineer", w.rogue), content)
    yield "rogue-ca-embedded", record(w.signer("Engineer", w.rogue), content, [w.rogue])
    yield "rogue-ca-without-identifiers", record(
        w.signer("Engineer", w.rogue, identifiers=False), content)
    yield "stranger-embedded", record(w.signer("Engineer", stranger), content, [stranger])
    yield "leaf-as-ca", record(w.signer("Victim", w.engineer), content, [w.engineer])
    yield "leaf-with-cert-sign-as-ca", record(w.signer("Victim", unsuited), content, [unsuited])
    yield "ca-without-basic-constraints", record(w.signer("Below", old_ca), content, [old_ca])
    yield "path-too-long", record(w.signer("Below", below_short), content,
                                  [short, below_short])
    yield "intermediate-missing", record(w.signer("Below", w.middle), content)
    yield "certificate-not-signed-by-issuer", record(
        w.signer("Forged", w.root, issuer_key=w.other.key, identifiers=False), content)
    yield "sha1-in-path", record(w.signer("Below", sha1_ca), content, [sha1_ca])
    yield "rsa-1024-in-path", record(w.signer("Below", weak_ca), content, [weak_ca])
    yield "no-trust", Vector(record(w.engineer, content), trust=None)
    yield "no-trust-flipped", Vector(
        record(w.engineer, content).replace(b"SAMPLE-0001", b"SAMPLE-0002"), trust=None)
    yield "no-trust-eku", Vector(record(w.signer("Mail", eku="emailProtection"), content),
                                 trust=None)
    yield "demo", Vector(record(w.signer("massho DEMO Engineer", w.demo_root,
                                         organisation="massho DEMO (not for real use)"),
                                content), trust="demo")
    yield "demo-root-only", Vector(record(w.signer("Engineer", w.demo_root), content),
                                   trust="demo")


def times(world):
    w, content = world, world.record
    issued = w.issued_at
    old_ca = w.authority("Old CA", w.root, start=issued - 20 * DAY, end=issued + DAY / 2)
    yield "expired", record(w.signer("Expired", end=issued + DAY / 2), content)
    yield "not-yet-valid", record(w.signer("Early", start=issued + 10 * DAY), content)
    yield "expired-before-issue", Vector(record(w.signer("Before", end=issued - DAY), content),
                                         days=-2)
    yield "issued-before-validity", record(w.signer("After", start=issued + DAY / 2), content)
    yield "intermediate-expired", record(w.signer("Below", old_ca), content, [old_ca])
    yield "everything-expired", Vector(record(w.engineer, content), days=3000)
    minute = DAY / 1440
    yield "issued-in-six-minutes", Vector(record(w.engineer, content), days=-6 * minute / DAY)
    yield "issued-in-five-minutes", Vector(record(w.engineer, content), days=-5 * minute / DAY)
    yield "expired-and-rogue", record(w.signer("Engineer", w.rogue, end=issued + DAY / 2),
                                      content)


def revocation(world):
    w, content = world, world.record
    data = record(w.engineer, content)
    below = w.signer("Below", w.middle)
    under_middle = record(below, content, [w.middle])
    fresh = w.crl(w.root)
    revoking = w.crl(w.root, [w.engineer])
    stale = w.crl(w.root, start=w.start, end=w.issued_at)
    later = w.crl(w.root, start=w.issued_at + 5 * DAY)
    yield "crl-fresh", Vector(data, crl=[fresh])
    yield "crl-revoked", Vector(data, crl=[revoking])
    yield "crl-other-revoked", Vector(data, crl=[w.crl(w.root, [w.other])])
    yield "crl-stale", Vector(data, crl=[stale])
    yield "crl-stale-and-expired", Vector(
        record(w.signer("Expired", end=w.issued_at + DAY / 2), content), crl=[stale])
    yield "crl-not-yet-valid", Vector(data, crl=[later])
    yield "crl-of-another-authority", Vector(data, crl=[w.crl(w.demo_root)])
    yield "crl-forged", Vector(data, crl=[w.crl(w.root, key=w.rogue.key)])
    yield "crl-chain-fresh", Vector(under_middle, crl=[fresh, w.crl(w.middle)])
    yield "crl-chain-signer-revoked", Vector(under_middle, crl=[fresh, w.crl(w.middle, [below])])
    yield "crl-chain-middle-revoked", Vector(under_middle,
                                             crl=[w.crl(w.root, [w.middle]), w.crl(w.middle)])
    yield "crl-chain-middle-unknown", Vector(under_middle, crl=[w.crl(w.middle)])
    yield "crl-anchor-in-the-middle", Vector(under_middle, trust="middle",
                                             crl=[w.crl(w.middle)])
    older = w.crl(w.root, start=w.start)
    old_revoking = w.crl(w.root, [w.engineer], start=w.start)
    yield "crl-older-revokes", Vector(data, crl=[old_revoking, fresh])
    yield "crl-older-revokes-last", Vector(data, crl=[fresh, old_revoking])
    yield "crl-newer-revokes", Vector(data, crl=[older, revoking])
    yield "crl-newer-revokes-first", Vector(data, crl=[revoking, older])
    yield "crl-forged-revokes", Vector(
        data, crl=[w.crl(w.root, [w.engineer], start=w.start, key=w.rogue.key), fresh])
    yield "crl-older-revokes-middle", Vector(under_middle, crl=[
        w.crl(w.root, [w.middle], start=w.start), fresh, w.crl(w.middle)])
    yield "crl-embedded", Vector(record(w.engineer, content, in_data={"crls": [fresh]}),
                                 crl=[fresh])


def vectors(world):
    for part in (signed_attributes, algorithms, wrong_signers, untrusted, times, revocation):
        yield from part(world)
