# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys, certificates and revocation lists, good and bad, made from scratch.

Only key generation and the raw signatures are left to others: python3-cryptography, since a
thousand processes of openssl took longer than all verifying.
"""
import hashlib
import itertools
import os
import subprocess

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding

from der import (NULL, bits, boolean, context, integer, octets, oid, seq, set_of, time, tlv,
                 utf8)

DIGESTS = {
    "md5": "1.2.840.113549.2.5",
    "sha1": "1.3.14.3.2.26",
    "sha224": "2.16.840.1.101.3.4.2.4",
    "sha256": "2.16.840.1.101.3.4.2.1",
    "sha384": "2.16.840.1.101.3.4.2.2",
    "sha512": "2.16.840.1.101.3.4.2.3",
}
ECDSA = {
    "sha1": "1.2.840.10045.4.1",
    "sha224": "1.2.840.10045.4.3.1",
    "sha256": "1.2.840.10045.4.3.2",
    "sha384": "1.2.840.10045.4.3.3",
    "sha512": "1.2.840.10045.4.3.4",
}
RSA = {
    "md5": "1.2.840.113549.1.1.4",
    "sha1": "1.2.840.113549.1.1.5",
    "sha224": "1.2.840.113549.1.1.14",
    "sha256": "1.2.840.113549.1.1.11",
    "sha384": "1.2.840.113549.1.1.12",
    "sha512": "1.2.840.113549.1.1.13",
}
CURVES = {"P-256": ec.SECP256R1, "P-384": ec.SECP384R1, "P-521": ec.SECP521R1,
          "secp256k1": ec.SECP256K1, "brainpoolP256r1": ec.BrainpoolP256R1}
USAGE_BITS = {"digitalSignature": 0, "nonRepudiation": 1, "keyEncipherment": 2,
              "keyCertSign": 5, "cRLSign": 6}
EKU = {"timeStamping": "1.3.6.1.5.5.7.3.8", "any": "2.5.29.37.0",
       "emailProtection": "1.3.6.1.5.5.7.3.4", "serverAuth": "1.3.6.1.5.5.7.3.1"}
SIGNER_USAGE = ("digitalSignature", "nonRepudiation")
CA_USAGE = ("keyCertSign", "cRLSign")

_numbers = itertools.count(1)


def openssl(*args, data=None):
    return subprocess.run(["openssl", *map(str, args)], input=data, check=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE).stdout


def pss_algorithm(digest, mask=None, salt=None):
    """RSASSA-PSS with its parameters (RFC 4055)."""
    algorithm = seq(oid(DIGESTS[digest]))
    mask = seq(oid("1.2.840.113549.1.1.8"), seq(oid(DIGESTS[mask or digest])))
    salt = hashlib.new(digest).digest_size if salt is None else salt
    return seq(oid("1.2.840.113549.1.1.10"),
               seq(context(0, algorithm), context(1, mask), context(2, integer(salt))))


class Key:
    """path: the private key as PEM, for programs. private: the same in this process."""

    def __init__(self, path, private=None):
        self.path, self.private = path, private
        if private:
            self.spki = private.public_key().public_bytes(
                serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        else:
            self.spki = openssl("pkey", "-in", path, "-pubout", "-outform", "DER")
        if oid("1.2.840.10045.2.1") in self.spki:
            self.kind = "ec"
        elif oid("1.2.840.113549.1.1.10") in self.spki:
            self.kind = "rsa-pss"
        else:
            self.kind = "rsa"
            self.private = serialization.load_pem_private_key(path.read_bytes(), None)

    @classmethod
    def new(cls, folder, curve):
        path = folder / f"key-{next(_numbers)}.pem"
        private = ec.generate_private_key(CURVES[curve]())
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(private.private_bytes(serialization.Encoding.PEM,
                                             serialization.PrivateFormat.PKCS8,
                                             serialization.NoEncryption()))
        return cls(path, private)

    def sign(self, data, digest="sha256", pss=False, mask=None, salt=None):
        if self.kind == "rsa-pss":  # a kind that python3-cryptography does not know
            return openssl("dgst", f"-{digest}", "-sign", self.path,
                           "-sigopt", "rsa_padding_mode:pss",
                           "-sigopt", f"rsa_pss_saltlen:{'digest' if salt is None else salt}",
                           "-sigopt", f"rsa_mgf1_md:{mask or digest}", data=data)
        algorithm = getattr(hashes, digest.upper())()
        if self.kind == "ec":
            return self.private.sign(data, ec.ECDSA(algorithm))
        how = padding.PKCS1v15()
        if pss:
            how = padding.PSS(padding.MGF1(getattr(hashes, (mask or digest).upper())()),
                              algorithm.digest_size if salt is None else salt)
        return self.private.sign(data, how, algorithm)

    def algorithm(self, digest="sha256"):
        if self.kind == "ec":
            return seq(oid(ECDSA[digest]))
        if self.kind == "rsa-pss":
            return pss_algorithm(digest)
        return seq(oid(RSA[digest]), NULL)

    @property
    def identifier(self):
        return hashlib.sha1(self.spki).digest()


def name(common_name, organisation="Test Organisation"):
    def part(kind, text):
        return set_of(seq(oid(kind), utf8(text)))
    return seq(part("2.5.4.10", organisation), part("2.5.4.3", common_name))


def extension(kind, value, critical=False):
    return seq(oid(kind), boolean(True) if critical else b"", octets(value))


def key_usage(usages):
    numbers = [USAGE_BITS[usage] for usage in usages]
    last = max(numbers)
    value = sum(0x80 >> number for number in numbers)
    return bits(bytes([value]), 7 - last)


class Certificate:
    """What was issued, and the key to sign with."""

    def __init__(self, der, key, subject, issuer_name, serial):
        self.der, self.key, self.subject = der, key, subject
        self.issuer_name, self.serial = issuer_name, serial

    @property
    def issuer_and_serial(self):
        return seq(self.issuer_name, integer(self.serial))


def issue(key, common_name, issuer, start, end, *, ca=False, usage=SIGNER_USAGE, eku=None,
          pathlen=None, digest="sha256", organisation="Test Organisation", more=(),
          basic=True, serial=None, identifiers=True, issuer_key=None, spoil=None):
    """issuer None: self-signed. spoil changes the encoded TBSCertificate before it is signed."""
    subject = name(common_name, organisation)
    serial = serial or 1000 + next(_numbers)
    issuer_name = issuer.subject if issuer else subject
    signing_key = issuer_key or (issuer.key if issuer else key)
    extensions = list(more)
    if basic:
        limit = integer(pathlen) if pathlen is not None else b""
        extensions.append(extension("2.5.29.19", seq(boolean(True), limit) if ca else seq(),
                                    True))
    if usage:
        extensions.append(extension("2.5.29.15", key_usage(usage), True))
    if eku:
        extensions.append(extension("2.5.29.37", seq(oid(EKU[eku])), eku == "timeStamping"))
    if identifiers:
        extensions.append(extension("2.5.29.14", octets(key.identifier)))
        extensions.append(extension("2.5.29.35", seq(tlv(0x80, signing_key.identifier))))
    algorithm = signing_key.algorithm(digest)
    tbs = seq(context(0, integer(2)), integer(serial), algorithm, issuer_name,
              seq(time(start), time(end)), subject, key.spki, context(3, seq(*extensions)))
    if spoil:
        tbs = spoil(tbs)
    der = seq(tbs, algorithm, bits(signing_key.sign(tbs, digest)))
    return Certificate(der, key, subject, issuer_name, serial)


def revocation_list(issuer, revoked, start, end, key=None, names_key=True):
    """A CRL of version 2. revoked: certificates, or (certificate, moment, extensions)."""
    key = key or issuer.key
    triples = [item if isinstance(item, tuple) else (item, start, b"") for item in revoked]
    entries = [seq(integer(certificate.serial), time(moment), more)
               for certificate, moment, more in triples]
    names = extension("2.5.29.35", seq(tlv(0x80, key.identifier))) if names_key else b""
    extensions = seq(names, extension("2.5.29.20", integer(next(_numbers))))
    tbs = seq(integer(1), key.algorithm(), issuer.subject, time(start),
              time(end) if end else b"", seq(*entries) if entries else b"",
              context(0, extensions))
    return seq(tbs, key.algorithm(), bits(key.sign(tbs)))
