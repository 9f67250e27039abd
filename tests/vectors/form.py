# SPDX-License-Identifier: GPL-3.0-or-later
"""What is valid, and what is wrong with the encoding and the structure."""
import subprocess

from cms import (COUNTERSIGNATURE, TIMESTAMP_TOKEN, attribute, attributes, issuer_serial, cert_id,
                 lower_s, raise_s, record, signed_data, signer_info, signing_cert_v2)
from der import NULL, boolean, integer, octets, oid, parse, seq, set_of, tlv
from pki import DIGESTS, openssl
from world import Vector, pem


def by_openssl(world):
    """As anybody can sign with stock tools."""
    content, cert = world.folder / "content.json", world.folder / "engineer.pem"
    content.write_bytes(world.record)
    cert.write_text(pem(world.engineer.der))
    return openssl("cms", "-sign", "-in", content, "-binary", "-nodetach", "-outform", "DER",
                   "-cades", "-md", "sha256", "-nosmimecap", "-signer", cert, "-inkey",
                   world.engineer.key.path)


def by_massho(world, certificate):
    path = world.folder / "signer.pem"
    path.write_text(pem(certificate.der))
    return subprocess.run([world.program, "sign", certificate.key.path, path], input=world.record,
                          check=True, stdout=subprocess.PIPE).stdout


def good(world):
    w, content = world, world.record
    p384 = w.signer("P-384", key=w.key("P-384"))
    rsa = w.signer("RSA", key=w.rsa["rsa-3072"])
    rsa_pss = w.signer("RSA-PSS", key=w.rsa["rsa-pss-3072"])
    below = w.signer("Below", w.middle)
    with_serial = attributes(w.engineer, content)
    with_serial[2] = signing_cert_v2(cert_id(w.engineer, serial=issuer_serial(w.engineer)))
    with_sha512 = attributes(w.engineer, content)
    with_sha512[2] = signing_cert_v2(cert_id(w.engineer, "sha512"))
    yield "valid-p256", record(w.engineer, content, change_signature=lower_s)
    yield "valid-high-s", record(w.engineer, content,
                                 change_signature=lambda s: raise_s(lower_s(s)))
    yield "valid-p256-sha512", record(w.engineer, content, digest="sha512")
    yield "valid-p384", record(p384, content, digest="sha384")
    yield "valid-rsa-3072", record(rsa, content)
    yield "valid-rsa-3072-plain-oid", record(
        rsa, content, algorithm=seq(oid("1.2.840.113549.1.1.1"), NULL))
    yield "valid-rsa-3072-pss", record(rsa, content, pss=True)
    yield "valid-rsa-pss-key", record(rsa_pss, content)
    yield "valid-intermediate", record(below, content, [w.middle])
    yield "valid-intermediate-as-anchor", Vector(record(below, content), trust="middle")
    yield "valid-lower-as-anchor-more-above", Vector(record(
        w.signer("Lowest", w.lower), content, [w.lower, w.middle, w.root]), trust="lower")
    any_ca = w.authority("Any CA", w.root, eku="any")
    p521_ca = w.authority("P-521 CA", w.root, key=w.key("P-521"))
    rsa_ca = w.authority("RSA CA", w.root, key=w.rsa["rsa-2048"])
    for name, ca in (("any-eku", any_ca), ("p521", p521_ca), ("rsa-2048", rsa_ca)):
        yield f"valid-intermediate-{name}", record(w.signer("Below", ca), content, [ca])
    yield "valid-root-embedded", record(w.engineer, content, [w.root])
    yield "valid-key-identifier", record(w.engineer, content, by_key_id=True)
    yield "valid-issuer-serial", record(w.engineer, content, signed=with_serial)
    yield "valid-signing-cert-sha512", record(w.engineer, content, signed=with_sha512)
    yield "valid-digest-null", record(w.engineer, content, in_data={"digest_set": set_of(
        seq(oid(DIGESTS["sha256"]), NULL))}, digest_algorithm=seq(oid(DIGESTS["sha256"]), NULL))
    yield "valid-by-openssl", by_openssl(w)
    for name, certificate in (("p256", w.engineer), ("p384", p384), ("rsa-3072", rsa),
                              ("rsa-pss-key", rsa_pss)):
        yield f"valid-by-massho-{name}", by_massho(w, certificate)
    yield "attempt-open", record(w.engineer, w.attempt)


def spoilt(data, *path, style=None, change=None):
    """data with one element, found by its path of indices, encoded otherwise."""
    tree = parse(data)
    node = tree
    for index in path:
        node = node[index]
    if style:
        node.style = style
    if change:
        change(node)
    return tree.encode()


# contentInfo / [0] / signedData / ...
SIGNED_DATA = (1, 0)
ENCAPSULATED = (1, 0, 2)
CERTIFICATE = (1, 0, 3, 0)
SIGNER = (1, 0, 4, 0)


def constructed(node):
    node.tag, node.content = 0x24, [parse(octets(node.content))]


def pad(node):
    node.content = b"\0" + node.content


def long_tbs(tbs):
    """A certificate that an authority signed although its inside is no DER."""
    tree = parse(tbs)
    tree[5].style = "long"
    return tree.encode()


def false_as_one(tbs):
    return tbs.replace(boolean(True), b"\x01\x01\x01", 1)


def encoding(world):
    w, content = world, world.record
    data = record(w.engineer, content)
    long_name = w.signer("Long", spoil=long_tbs)
    odd_true = w.signer("Odd", spoil=false_as_one)
    yield "empty", b""
    yield "one-byte", b"\x30"
    yield "random", bytes((i * 167 + 13) % 251 for i in range(4096))
    yield "zeros", bytes(4096)
    yield "text", b"This is not a record.\n"
    yield "pem", b"-----BEGIN CMS-----\n" + data.hex().encode() + b"\n-----END CMS-----\n"
    yield "truncated-by-one", data[:-1]
    yield "truncated-half", data[: len(data) // 2]
    yield "trailing-zero", data + b"\0"
    yield "trailing-newline", data + b"\n"
    yield "trailing-copy", data + data
    yield "too-large", data + bytes(17 << 20)
    yield "ber-indefinite-outer", spoilt(data, style="indefinite")
    yield "ber-indefinite-content", spoilt(data, *ENCAPSULATED, 1, style="indefinite")
    yield "ber-constructed-content", spoilt(data, *ENCAPSULATED, 1, 0, change=constructed)
    yield "ber-indefinite-signer", spoilt(data, *SIGNER, style="indefinite")
    yield "long-length-outer", spoilt(data, style="long")
    yield "long-length-signer", spoilt(data, *SIGNER, style="long")
    yield "long-length-attribute", spoilt(data, *SIGNER, 3, 0, 1, style="long")
    yield "long-length-signature", spoilt(data, *SIGNER, 5, style="long")
    yield "long-length-in-certificate", record(long_name, content)
    yield "boolean-in-certificate", record(odd_true, content)
    yield "padded-version", spoilt(data, *SIGNED_DATA, 0, change=pad)
    yield "unsorted-attributes", record(w.engineer, content, sort=False)
    yield "unsorted-certificates", record(w.engineer, content, [w.other],
                                          in_data={"sort": False})
    yield "deep", deep(5000)
    yield "unsorted-digests", signed_data(
        content, [signer_info(w.engineer, content)], [w.engineer], digest_set=tlv(
            0x31, *sorted((seq(oid(DIGESTS[name])) for name in ("sha256", "sha512")),
                          reverse=True)))


def deep(levels):
    data = b""
    for _ in range(levels):
        data = seq(data)
    return data


def structure(world):
    w, content = world, world.record
    info, other = signer_info(w.engineer, content), signer_info(w.other, content)
    bad = signer_info(w.other, content, change_signature=lambda s: s[:-1] + bytes([s[-1] ^ 1]))
    countersignature = attribute(COUNTERSIGNATURE, other)
    data = record(w.engineer, content)
    below = w.signer("Below", w.middle)
    yield "certificate-twice", record(w.engineer, content,
                                      in_data={"raw_certificates": [w.engineer.der]})
    yield "certificate-of-another-too", record(w.engineer, content, [w.other])
    yield "certificate-beside-the-path", record(below, content, [w.middle, w.lower])
    yield "certificate-above-the-root", record(w.engineer, content, [w.rogue])
    yield "certificate-of-anchor-spoilt", record(w.engineer, content, in_data={
        "raw_certificates": [w.root.der[:-1] + bytes([w.root.der[-1] ^ 1])]})
    yield "no-crls", record(w.engineer, content, in_data={"crls": []})
    yield "no-unsigned-attributes", record(w.engineer, content, unsigned=[])
    yield "enveloped-data-type", signed_data(content, [info], [w.engineer],
                                             outer_type="1.2.840.113549.1.7.3")
    yield "detached", signed_data(None, [info], [w.engineer])
    yield "other-content-type", record(
        w.engineer, content, in_data={"content_type": "1.2.840.113549.1.9.16.1.4"},
        signed=attributes(w.engineer, content, content_type="1.2.840.113549.1.9.16.1.4"))
    yield "no-signer", signed_data(content, [], [w.engineer])
    yield "two-signers", signed_data(content, [info, other], [w.engineer, w.other])
    yield "two-signers-one-bad", signed_data(content, [info, bad], [w.engineer, w.other])
    yield "same-signer-twice", signed_data(content, [info, info], [w.engineer])
    yield "signed-data-version-2", signed_data(content, [info], [w.engineer], version=2)
    yield "signed-data-version-3", signed_data(content, [info], [w.engineer], version=3)
    yield "both-versions-2", record(w.engineer, content, by_key_id=True, version=2,
                                    in_data={"version": 2})
    yield "signer-version-3", record(w.engineer, content, version=3)
    yield "two-digests-announced", signed_data(content, [info], [w.engineer],
                                               digests=("sha256", "sha512"))
    yield "no-digest-announced", signed_data(content, [info], [w.engineer], digests=())
    yield "other-digest-announced", signed_data(content, [info], [w.engineer],
                                                digests=("sha512",))
    yield "attribute-certificate", signed_data(content, [info], [w.engineer],
                                               raw_certificates=[tlv(0xA2, w.other.der[4:])])
    yield "malformed-certificate", signed_data(content, [info], [w.engineer],
                                               raw_certificates=[seq(integer(1))])
    yield "seventeen-certificates", signed_data(
        content, [info], [w.engineer], raw_certificates=[w.other.der] * 16)
    yield "no-certificate", signed_data(content, [info], [])
    yield "extra-field", spoilt(data, *SIGNER, change=lambda node: node.content.append(
        parse(NULL)))
    yield "unsigned-countersignature", record(w.engineer, content, unsigned=[countersignature])
    yield "unsigned-unknown", record(w.engineer, content,
                                     unsigned=[attribute("1.2.3.4", integer(1))])
    yield "two-timestamps", record(w.engineer, content, unsigned=[
        attribute(TIMESTAMP_TOKEN, seq(integer(1))), attribute(TIMESTAMP_TOKEN, seq(integer(2)))])


def vectors(world):
    for part in (good, encoding, structure):
        yield from part(world)
