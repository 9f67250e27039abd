# SPDX-License-Identifier: GPL-3.0-or-later
"""The authorities and signers of the vectors, and the moments they are looked at."""
import base64
import datetime
import json
import shutil

from pki import CA_USAGE, Key, issue, revocation_list

DAY = datetime.timedelta(days=1)


def pem(der, label="CERTIFICATE"):
    return f"-----BEGIN {label}-----\n{base64.encodebytes(der).decode()}-----END {label}-----\n"


class Vector:
    """One file, and under what it is verified. trust: a name of World.anchors, or a folder.
    confirm: files of confirmations that are found beside it."""

    def __init__(self, data, trust="root", crl=None, days=1, confirm=(), tsa_trust=None,
                 tsa_crl=None):
        self.data, self.trust, self.crl, self.days = data, trust, crl, days
        self.confirm = confirm
        self.tsa_trust, self.tsa_crl = tsa_trust, tsa_crl


class World:
    def __init__(self, folder, program, records, rsa_keys):
        self.folder, self.program = folder, program
        self.record, self.unverified, self.attempt = records
        self.issued_at = datetime.datetime.strptime(json.loads(self.record)["issued_at"],
                                                    "%Y-%m-%dT%H:%M:%SZ")
        self.start = self.issued_at - 30 * DAY
        self.end = self.issued_at + 700 * DAY
        self.rsa = {}
        for path in sorted(rsa_keys.glob("*.pem")):
            copy = folder / path.name
            shutil.copyfile(path, copy)
            copy.chmod(0o600)
            self.rsa[path.stem] = Key(copy)
        self.make_authorities()
        self.engineer = self.signer("Engineer")
        self.other = self.signer("Other Engineer")

    def key(self, curve="P-256"):
        return Key.new(self.folder, curve)

    def authority(self, name, issuer=None, key=None, start=None, end=None, **options):
        options.setdefault("usage", CA_USAGE)
        return issue(key or self.key(), name, issuer, start or self.start, end or self.end,
                     ca=True, **options)

    def signer(self, name="Signer", issuer=None, key=None, start=None, end=None, **options):
        return issue(key or self.key(), name, issuer or self.root, start or self.start,
                     end or self.end, **options)

    def make_authorities(self):
        self.root = self.authority("Root")
        self.middle = self.authority("Middle", self.root)
        self.demo_root = self.authority("massho DEMO Root CA",
                                        organisation="massho DEMO (not for real use)")
        self.rogue = self.authority("Root")  # the same name, another key
        self.lower = self.authority("Lower", self.middle)
        self.tsa_root = self.authority("TSA Root", end=self.start + 9000 * DAY)
        self.anchors = {"root": self.root, "middle": self.middle, "lower": self.lower,
                        "demo": self.demo_root, "tsa": self.tsa_root}

    def tsa(self, issuer=None, end=None, eku="timeStamping", usage=("digitalSignature",),
            **options):
        """An authority of timestamps; its certificate is good for long."""
        return issue(options.pop("key", None) or self.key(), "TSA", issuer or self.tsa_root,
                     options.pop("start", None) or self.start, end or self.start + 4000 * DAY,
                     eku=eku, usage=usage, **options)

    def crl(self, issuer, revoked=(), start=None, end=None, **options):
        return revocation_list(issuer, revoked, start or self.issued_at,
                               end or self.issued_at + 30 * DAY, **options)

    def time_s(self, days):
        moment = self.issued_at + days * DAY
        return int(moment.replace(tzinfo=datetime.timezone.utc).timestamp())

    def write_anchors(self, folder):
        for name, authority in self.anchors.items():
            (folder / f"{name}.pem").write_text(pem(authority.der))
