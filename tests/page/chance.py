#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: where lists, timestamps and certificates meet by chance, the page says what the C verifier says.

Nothing is expected of the cases: both are asked. MASSHO_SEED and MASSHO_CASES make other ones.
"""
import datetime
import os
import pathlib
import random
import subprocess
import sys
import tempfile

import bundle
import made
import policy
from archive import archived, certificates, lists, with_attributes
from cms import record
from der import bits, context, integer, octets, seq, time, tlv
from pki import extension
from stamp import stamped, token, tst_info
from world import DAY, Vector, World

SEED = int(os.environ.get("MASSHO_SEED", "7"))
CASES = int(os.environ.get("MASSHO_CASES", "250"))
HOUR = datetime.timedelta(hours=1)
SPANS = [(-20, -5), (-5, 1), (0, 3), (1, 3), (1, 300), (2, 50), (40, 60), (90, 120), (99, 400), (100, 101), (-5, 700)]


def crl(issuer, start, end, entries=(), key=None, more=(), identified=True):
    """More can be said than revocation_list() says: any extension, of the list and of an entry."""
    key = key or issuer.key
    named = [extension("2.5.29.35", seq(tlv(0x80, key.identifier)))] if identified else []
    tbs = seq(integer(1), key.algorithm(), issuer.subject, time(start), time(end),
              seq(*(seq(integer(number), time(moment), *extensions) for number, moment, *extensions in entries))
              if entries else b"", context(0, seq(*named, extension("2.5.29.20", integer(1)), *more)))
    return seq(tbs, key.algorithm(), bits(key.sign(tbs)))


class Chance:
    def __init__(self, world):
        self.w, self.rest = world, random.Random(SEED)
        w, at = world, world.issued_at
        self.scene = policy.Scene(w)
        self.middle_rogue = w.authority("Middle")
        self.no_list_usage = w.authority("Mute", w.root, usage=("keyCertSign",))
        self.again = w.authority("Middle", w.root, key=w.middle.key, start=at - 10 * DAY, end=at + 20 * DAY)
        self.signers = [w.signer("Long"), w.signer("Brief", end=at + 2 * DAY), w.signer("Below", w.middle),
                        w.signer("Brief below", w.middle, end=at + 2 * DAY), w.signer("Of the mute", self.no_list_usage)]
        self.above = {id(self.signers[2]): [w.middle], id(self.signers[3]): [w.middle], id(self.signers[4]): [self.no_list_usage]}
        self.tsas = [w.tsa(), w.tsa(end=at + 50 * DAY), w.tsa(issuer=w.authority("Stranger TSA"))]
        self.pool = [self.make_list(number) for number in range(60)]
        self.records = [self.make_record(signer) for signer in self.signers for _ in range(4)]

    def entry(self, certificate):
        at = self.w.issued_at
        more = self.rest.choice([[], [], [], [extension("2.5.29.21", tlv(0x0A, b"\x08"))], [extension("2.5.29.21", tlv(0x0A, b"\x01"))],
                                 [extension("1.2.3.4", octets(b""), True)],
                                 [extension("2.5.29.24", tlv(0x18, (at - DAY).strftime("%Y%m%d%H%M%SZ").encode()))]])
        return (certificate.serial, at + self.rest.choice([-3, 0, 1, 30]) * DAY, *([seq(*more)] if more else []))

    def make_list(self, number):
        """No two of one second: which of those is asked is left to libcrypto."""
        w, at, pick = self.w, self.w.issued_at, self.rest.choice
        issuer = pick([w.root, w.root, w.middle, w.middle, self.no_list_usage, w.tsa_root, w.tsa_root])
        start, end = pick(SPANS)
        named = [one for one in [*self.signers, *self.tsas, w.middle, w.root] if self.rest.random() < 0.08]
        key = pick([None] * 6 + [w.rogue.key])
        more = pick([[]] * 6 + [[extension("1.2.3.4", octets(b""), True)]])
        made_at = at + start * DAY + number * datetime.timedelta(seconds=1)
        return crl(issuer, made_at, at + end * DAY, [self.entry(one) for one in named], key, more,
                   self.rest.random() < 0.8)

    def make_record(self, signer):
        w, at, pick = self.w, self.w.issued_at, self.rest.choice
        above = self.above.get(id(signer), [])
        inside = above if self.rest.random() < 0.6 else []
        if self.rest.random() < 0.15:
            return record(signer, w.record, inside)
        tsa, hours = pick(self.tsas), pick([1, 1, 30, 24 * 45])
        made_at = at + hours * HOUR
        data = stamped(signer, w.record, lambda s: token(tsa, tst_info(s, made_at)), certificates=inside)
        attributes = []
        if self.rest.random() < 0.5:
            attributes.append(certificates(*self.rest.sample([w.root, w.middle, self.again, w.tsa_root, self.middle_rogue,
                                                              self.no_list_usage], 3)))
        if self.rest.random() < 0.6:
            attributes.append(lists(*self.rest.sample(self.pool, pick([1, 2, 4]))))
        if attributes:
            data = with_attributes(data, *attributes)
        for _ in range(pick([0, 0, 1, 2])):
            data = archived(data, pick(self.tsas), at + pick([2, 40, 40, 60]) * DAY)
        return data

    def trust(self):
        pick, w = self.rest.choice, self.w
        if self.rest.random() < 0.5:
            return pick(["root", "root", "root", "middle"])
        kinds = [policy.NONE, policy.AFTER, policy.lists(7), policy.lists(400)]
        return self.scene.free(tsa=[w.tsa_root], crl=self.rest.sample(self.pool, pick([0, 1, 3, 8])),
                               revocation=pick(kinds), anchors=pick([[], [policy.rule(w.root, pick(kinds))]]))

    def vector(self):
        pick, trust = self.rest.choice, self.trust()
        some = [] if isinstance(trust, policy.Trust) else self.rest.sample(self.pool, pick([0, 1, 2, 5]))
        return Vector(pick(self.records), trust, crl=some or None, days=pick([0.5, 1, 30, 55, 100, 300, 600]),
                      tsa_trust=None if isinstance(trust, policy.Trust) else pick([None, "tsa", "tsa"]),
                      tsa_crl=None)


def ask_c(lines):
    """As tests/vectors/run.py orders them."""
    output = subprocess.run([made.PROGRAM, "verify"], input=lines, check=True, text=True, stdout=subprocess.PIPE).stdout
    return {name: (authentic, reason, code, standing, stamp, detail) for name, authentic, reason, code, _, _, standing, stamp, detail in
            (line.split("\t") for line in output.splitlines())}


def ask_page(core, table):
    output = subprocess.run(["node", made.HERE / "verdicts.mjs", core, table], check=True, text=True,
                            stdout=subprocess.PIPE).stdout
    return {name: (*answer, detail) for name, *answer, _held, _leak, detail in
            (line.split("\t") for line in output.splitlines())}


def main():
    core = bundle.bundle("core.js", "chance-core.mjs")
    with tempfile.TemporaryDirectory(prefix="massho-page-") as name:
        folder = pathlib.Path(name)
        for part in ("keys", "anchors", "crls", "vectors"):
            (folder / part).mkdir()
        content = [subprocess.run([made.PROGRAM, "record", kind], check=True, stdout=subprocess.PIPE).stdout
                   for kind in ("erasure", "unverified", "attempt")]
        w = World(folder / "keys", made.PROGRAM, content, made.HERE.parent / "fixtures" / "keys")
        chance = Chance(w)
        w.write_anchors(folder / "anchors")
        lines = "".join("\t".join(made.make.write(folder, w, f"chance-{number}", chance.vector())) + "\n"
                        for number in range(CASES))
        (folder / "cases.tsv").write_text(lines)
        theirs, ours = ask_c(lines), ask_page(core, folder / "cases.tsv")
        keep = os.environ.get("MASSHO_KEEP")
        if keep:
            subprocess.run(["cp", "-r", folder, keep], check=True)
    wrong = [f"{one}: page {ours[one]}, C {theirs[one]}" for one in theirs if ours[one][:5] != theirs[one][:5]]
    kinds = {answer[:2] for answer in theirs.values()}
    print(f"seed {SEED}, {len(theirs)} cases, {sorted(kinds)}; {len(wrong)} differ", *wrong[:20], sep="\n  ")
    return 1 if wrong or len(kinds) < 5 else 0


if __name__ == "__main__":
    sys.exit(main())
