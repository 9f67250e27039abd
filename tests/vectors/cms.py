# SPDX-License-Identifier: GPL-3.0-or-later
"""CMS SignedData (RFC 5652) with CAdES attributes, and everything that can be wrong with it."""
import hashlib

from der import (NULL, context, integer, octets, oid, parse, seq, set_of, tlv)
from pki import DIGESTS, pss_algorithm

ID_DATA = "1.2.840.113549.1.7.1"
ID_SIGNED_DATA = "1.2.840.113549.1.7.2"
CONTENT_TYPE = "1.2.840.113549.1.9.3"
MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
SIGNING_TIME = "1.2.840.113549.1.9.5"
COUNTERSIGNATURE = "1.2.840.113549.1.9.6"
SIGNING_CERT_V1 = "1.2.840.113549.1.9.16.2.12"
SIGNING_CERT_V2 = "1.2.840.113549.1.9.16.2.47"
CAPABILITIES = "1.2.840.113549.1.9.15"
TIMESTAMP_TOKEN = "1.2.840.113549.1.9.16.2.14"

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def attribute(kind, *values):
    return seq(oid(kind), set_of(*values))


def digest_of(name, data):
    return hashlib.new(name, data).digest()


def issuer_serial(certificate):
    return seq(seq(context(4, certificate.issuer_name)), integer(certificate.serial))


def cert_id(certificate, digest="sha256", explicit=False, serial=None):
    """ESSCertIDv2; the default algorithm is left out unless explicit."""
    algorithm = seq(oid(DIGESTS[digest])) if explicit or digest != "sha256" else b""
    return seq(algorithm, octets(digest_of(digest, certificate.der)), serial or b"")


def signing_cert_v2(*ids):
    return attribute(SIGNING_CERT_V2, seq(seq(*ids)))


def signing_cert_v1(certificate):
    return attribute(SIGNING_CERT_V1, seq(seq(seq(octets(digest_of("sha1", certificate.der))))))


def attributes(certificate, content, digest="sha256", content_type=ID_DATA):
    """What a record has."""
    return [attribute(CONTENT_TYPE, oid(content_type)),
            attribute(MESSAGE_DIGEST, octets(digest_of(digest, content))),
            signing_cert_v2(cert_id(certificate))]


def raise_s(signature):
    """The other one of the two ECDSA signatures."""
    r, s = (int.from_bytes(node.content, "big") for node in parse(signature).content)
    return seq(integer(r), integer(P256_ORDER - s))


def lower_s(signature):
    r, s = (int.from_bytes(node.content, "big") for node in parse(signature).content)
    return seq(integer(r), integer(min(s, P256_ORDER - s)))


def signer_info(certificate, content, *, digest="sha256", signed=None, sort=True, key=None,
                pss=False, mask=None, salt=None, algorithm=None, by_key_id=False,
                digest_algorithm=None, unsigned=None, change_signature=None, version=None,
                sid=None):
    """signed: attributes to sign, () for none at all (the content is signed then).
    unsigned, [] or more: the field is there; a function is given the signature.

    The signature is over the sorted attributes even where sort is False: a verifier that sorts
    for itself sees nothing wrong.
    """
    key = key or certificate.key
    signed = attributes(certificate, content, digest) if signed is None else signed
    to_sign = set_of(*signed) if signed else content
    signature = key.sign(to_sign, digest, pss, mask, salt)
    if change_signature:
        signature = change_signature(signature)
    if callable(unsigned):
        unsigned = unsigned(signature)
    if not algorithm:
        pss = pss or key.kind == "rsa-pss"
        algorithm = pss_algorithm(digest, mask, salt) if pss else key.algorithm(digest)
    if by_key_id:
        sid = tlv(0x80, certificate.key.identifier)
    else:
        sid = sid or certificate.issuer_and_serial
    ordered = sorted(signed) if sort else sorted(signed, reverse=True)
    return seq(integer(version or (3 if by_key_id else 1)), sid,
               digest_algorithm or seq(oid(DIGESTS[digest])),
               context(0, *ordered) if signed else b"", algorithm, octets(signature),
               context(1, *sorted(unsigned)) if unsigned is not None else b"")


def signed_data(content, infos, certificates, *, crls=None, digests=("sha256",), version=1,
                content_type=ID_DATA, outer_type=ID_SIGNED_DATA, sort=True,
                raw_certificates=(), digest_set=None):
    """content None: detached."""
    encapsulated = seq(oid(content_type),
                       context(0, octets(content)) if content is not None else b"")
    encoded = [certificate.der for certificate in certificates] + list(raw_certificates)
    encoded = sorted(encoded) if sort else sorted(encoded, reverse=True)
    announced = digest_set or set_of(*(seq(oid(DIGESTS[digest])) for digest in digests))
    return seq(oid(outer_type), context(0, seq(
        integer(version), announced, encapsulated,
        context(0, *encoded) if encoded else b"",
        context(1, *sorted(crls)) if crls is not None else b"", set_of(*infos))))


def record(certificate, content, certificates=(), **options):
    """One signed record; options go to signer_info(), in_data=dict to signed_data()."""
    in_data = options.pop("in_data", {})
    in_data.setdefault("digests", (options.get("digest", "sha256"),))
    if options.get("by_key_id"):
        in_data.setdefault("version", 3)
    info = signer_info(certificate, content, **options)
    return signed_data(content, [info], [certificate, *certificates], **in_data)
