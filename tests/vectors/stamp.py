# SPDX-License-Identifier: GPL-3.0-or-later
"""Timestamps (RFC 3161): whom they help, and everything that can be wrong with them."""
import datetime

from cms import (CONTENT_TYPE, MESSAGE_DIGEST, TIMESTAMP_TOKEN, attribute, cert_id, digest_of,
                 record, signed_data, signer_info, signing_cert_v1, signing_cert_v2)
from der import NULL, integer, octets, oid, seq, tlv
from pki import DIGESTS, extension, openssl
from world import DAY, Vector, pem

TST_INFO = "1.2.840.113549.1.9.16.1.4"
HOUR = datetime.timedelta(hours=1)


def generalized(moment, fraction=""):
    return tlv(0x18, (moment.strftime("%Y%m%d%H%M%S") + fraction + "Z").encode())


def tst_info(imprinted, moment, *, digest="sha256", version=1, fraction="", time=None,
             extensions=b""):
    imprint = seq(seq(oid(DIGESTS[digest]), NULL), octets(digest_of(digest, imprinted)))
    return seq(integer(version), oid("1.2.3.4"), imprint, integer(77),
               time or generalized(moment, fraction), extensions)


def token(authority, info, certificates=(), *, signed=None, digest="sha256", twice=False,
          kind=TST_INFO, **options):
    """signed: attributes beside content type and message digest; by default what names the signer."""
    named = [signing_cert_v2(cert_id(authority))] if signed is None else signed
    attributes = [attribute(CONTENT_TYPE, oid(TST_INFO)),
                  attribute(MESSAGE_DIGEST, octets(digest_of(digest, info))), *named]
    signer = signer_info(authority, info, signed=attributes, digest=digest, **options)
    return signed_data(info, [signer, signer_info(authority, info, signed=attributes[::-1],
                                                  digest="sha512")] if twice else [signer],
                       [authority, *certificates], version=3, content_type=kind,
                       digests=(digest,))


def stamped(certificate, content, make, **options):
    """A record with a token that make() gives for its signature."""
    return record(certificate, content, **options,
                  unsigned=lambda signature: [attribute(TIMESTAMP_TOKEN, make(signature))])


def by_openssl(w, tsa):
    """As "openssl ts" answers."""
    def make(signature):
        folder = w.folder
        (folder / "signature").write_bytes(signature)
        (folder / "tsa.pem").write_text(pem(tsa.der))
        (folder / "serial").write_text("01\n")
        (folder / "ts.cnf").write_text(
            f"[tsa]\ndefault_tsa = t\n[t]\nserial = {folder}/serial\nsigner_digest = sha256\n"
            "default_policy = 1.2.3.4\ndigests = sha256\ness_cert_id_alg = sha256\n"
            "clock_precision_digits = 3\naccuracy = secs:1\n")
        query, reply = folder / "q.tsq", folder / "r.tsr"
        openssl("ts", "-query", "-data", folder / "signature", "-sha256", "-cert", "-out", query)
        openssl("ts", "-reply", "-config", folder / "ts.cnf", "-queryfile", query, "-signer",
                folder / "tsa.pem", "-inkey", tsa.key.path, "-out", reply, "-token_out")
        return reply.read_bytes()
    return make


def vectors(world):
    w, content = world, world.record
    stamped_at = w.issued_at + HOUR
    expired = w.signer("Expired", end=w.issued_at + 2 * DAY)
    tsa = w.tsa()

    def plain(signature, authority=tsa, moment=stamped_at, **options):
        return token(authority, tst_info(signature, moment), **options)

    def with_info(**options):
        return lambda signature: token(tsa, tst_info(signature, stamped_at, **options))

    def vector(make, certificate=w.engineer, days=1, tsa_trust="tsa", **options):
        return Vector(stamped(certificate, content, make), days=days, tsa_trust=tsa_trust,
                      **options)

    def by(authority):
        return lambda signature: plain(signature, authority)

    def at(moment):
        return lambda signature: plain(signature, moment=moment)

    yield "stamp", vector(plain)
    yield "stamp-expired-since", vector(plain, expired, days=100)
    yield "stamp-expired-since-no-anchor", Vector(stamped(expired, content, plain), trust=None,
                                                  days=100, tsa_trust="tsa")
    yield "stamp-nobody-trusted", vector(plain, tsa_trust=None)
    yield "stamp-nobody-trusted-expired", vector(plain, expired, 100, None)
    yield "stamp-anchor-of-signers-only", vector(plain, expired, 100, None)
    yield "stamp-fraction", vector(with_info(fraction=".5"))
    yield "stamp-sha512", vector(with_info(digest="sha512"))
    yield "stamp-rsa-2048", vector(by(w.tsa(key=w.rsa["rsa-2048"])), expired, 100)
    middle = w.authority("TSA CA", w.tsa_root, eku="timeStamping")
    below = w.tsa(issuer=middle)
    yield "stamp-intermediate", vector(lambda s: plain(s, below, certificates=[middle]), expired,
                                       100)
    yield "stamp-root-embedded", vector(lambda s: plain(s, certificates=[w.tsa_root]))
    yield "stamp-sha256-spelt-out", vector(
        lambda s: plain(s, signed=[signing_cert_v2(cert_id(tsa, explicit=True))]))

    yield "stamp-of-the-content", vector(lambda s: plain(content))
    yield "stamp-of-another-signature", vector(lambda s: plain(b"another" + s))
    yield "stamp-garbage", vector(lambda s: seq(oid("1.2.840.113549.1.7.2")))
    yield "stamp-trailing", vector(lambda s: seq(plain(s), NULL))
    yield "stamp-huge", vector(lambda s: plain(s, unsigned=[attribute("1.2.3", octets(
        b"x" * (1 << 20)))]))
    yield "stamp-flipped", vector(lambda s: plain(s).replace(generalized(stamped_at),
                                                             generalized(stamped_at - HOUR)))
    yield "stamp-two-signers", vector(lambda s: plain(s, twice=True))
    yield "stamp-is-data", vector(lambda s: plain(s, kind="1.2.840.113549.1.7.1"))
    yield "stamp-is-a-record", vector(lambda s: record(tsa, content))
    yield "stamp-version-2", vector(with_info(version=2))
    yield "stamp-critical-extension", vector(with_info(
        extensions=tlv(0xA1, extension("1.2.3", octets(b""), True))))
    yield "stamp-no-such-day", vector(with_info(time=tlv(0x18, b"20260230000000Z")))
    yield "stamp-local-time", vector(with_info(time=tlv(0x18, b"20260228000000+0900")))
    yield "stamp-fraction-zero", vector(with_info(fraction=".50"))
    yield "stamp-sha1-imprint", vector(with_info(digest="sha1"))
    yield "stamp-sha1-signature", vector(lambda s: plain(s, digest="sha1"))
    yield "stamp-rsa-1024", vector(by(w.tsa(key=w.rsa["rsa-1024"])))
    yield "stamp-ess-missing", vector(lambda s: plain(s, signed=[]))
    yield "stamp-ess-sha1", vector(lambda s: plain(s, signed=[signing_cert_v1(tsa)]))
    yield "stamp-ess-other", vector(
        lambda s: plain(s, signed=[signing_cert_v2(cert_id(w.engineer))]))
    for name, options in (("no-usage", {"eku": None}), ("for-servers", {"eku": "serverAuth"}),
                          ("for-anything", {"eku": "any"}),
                          ("not-critical", {"eku": None, "more": [extension(
                              "2.5.29.37", seq(oid("1.3.6.1.5.5.7.3.8")))]}),
                          ("two-usages", {"eku": None, "more": [extension(
                              "2.5.29.37", seq(oid("1.3.6.1.5.5.7.3.8"),
                                               oid("1.3.6.1.5.5.7.3.4")), True)]}),
                          ("encipherment", {"usage": ("keyEncipherment",)}),
                          ("authority", {"ca": True})):
        yield f"stamp-by-{name}", vector(by(w.tsa(**options)))
    yield "stamp-by-the-signer", vector(by(w.engineer))

    stranger = w.authority("Stranger TSA")
    yield "stamp-rogue", vector(by(w.tsa(issuer=stranger)))
    yield "stamp-rogue-expired", vector(by(w.tsa(issuer=stranger)), expired, 100)
    yield "stamp-below-anchor-of-signers", vector(by(w.tsa(issuer=w.root)), expired, 100)
    short = w.tsa(end=w.issued_at + 50 * DAY)
    yield "stamp-tsa-expired", vector(by(short), days=100)
    yield "stamp-tsa-expired-too", vector(by(short), expired, 100)
    demo = w.tsa(organisation="massho DEMO (not for real use)")
    yield "stamp-demo", vector(by(demo))
    yield "stamp-demo-expired", vector(by(demo), expired, 100)
    yield "stamp-tsa-revoked", vector(plain, tsa_crl=[w.crl(w.tsa_root, [tsa])])
    yield "stamp-tsa-revoked-expired", vector(plain, expired, 10,
                                              tsa_crl=[w.crl(w.tsa_root, [tsa])])
    yield "stamp-tsa-not-revoked", vector(plain, expired, 10, tsa_crl=[w.crl(w.tsa_root)])
    yield "stamp-to-come", vector(at(w.issued_at + 2 * DAY))
    yield "stamp-after-expiry", vector(at(w.issued_at + 3 * DAY), expired, 100)
    yield "stamp-before-issue", vector(at(w.issued_at - DAY))
    yield "stamp-five-minutes-before-issue", vector(at(w.issued_at - 5 * DAY / 1440))

    later = w.issued_at + 4 * HOUR

    def revoking(moment=later, more=b"", **options):
        return [w.crl(w.root, [(w.engineer, moment, more)], **options)]

    invalid_since = seq(extension("2.5.29.24", generalized(w.issued_at)))
    yield "stamp-revoked-later", vector(plain, crl=revoking())
    yield "stamp-revoked-before", vector(plain, crl=revoking(w.issued_at))
    yield "stamp-revoked-later-for-before", vector(plain, crl=revoking(more=invalid_since))
    yield "stamp-rogue-revoked-later", vector(by(w.tsa(issuer=stranger)), crl=revoking())
    yield "revoked-later", Vector(record(w.engineer, content), crl=revoking())
    between = w.crl(w.root, start=w.issued_at + DAY, end=w.issued_at + 3 * DAY)
    before = w.crl(w.root, start=w.issued_at, end=w.issued_at + 3 * DAY)
    after = w.crl(w.root, start=w.issued_at + 90 * DAY, end=w.issued_at + 120 * DAY)
    yield "stamp-list-between", vector(plain, expired, 100, crl=[between, after])
    yield "stamp-list-before", vector(plain, expired, 100, crl=[before])
    yield "stamp-list-after", vector(plain, expired, 100, crl=[after])
    forged = w.crl(w.root, start=w.issued_at + DAY, end=w.issued_at + 3 * DAY, key=w.rogue.key)
    yield "stamp-list-forged", vector(plain, expired, 100, crl=[forged])
    yield "stamp-list-fresh", vector(plain, crl=[w.crl(w.root, start=w.issued_at + 2 * HOUR)])
    yield "stamp-list-stale", vector(plain, days=50, crl=[before])
    yield "stamp-by-openssl", vector(by_openssl(w, w.tsa(start=w.start, end=w.start + 9000 * DAY)),
                                     days=3000)
