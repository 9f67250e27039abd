#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the vectors: make.py FOLDER VERIFY-VECTOR

FOLDER gets vectors/NAME.p7m, anchors/, trusts/, crls/ and cases.tsv, one line a file: name, file,
anchors or trust folder, revocation lists, anchors and lists of timestamps, time (seconds UTC),
confirmations. What is expected of each is in expected.tsv, by hand.
"""
import pathlib
import subprocess
import sys

import act
import archive
import content
import form
import keys
import policy
import signer
import stamp
from world import Vector, World, pem

HERE = pathlib.Path(__file__).resolve().parent


def make(folder, program):
    for name in ("keys", "anchors", "crls", "vectors"):
        (folder / name).mkdir(parents=True)
    records = [subprocess.run([program, "record", kind], check=True, stdout=subprocess.PIPE)
               .stdout for kind in ("erasure", "unverified", "attempt")]
    world = World(folder / "keys", program, records, HERE.parent / "fixtures" / "keys")
    world.write_anchors(folder / "anchors")
    cases = []
    for part in (form, signer, content, keys, policy, stamp, archive, act):
        for name, vector in part.vectors(world):
            if isinstance(vector, bytes):
                vector = Vector(vector)
            cases.append(write(folder, world, name, vector))
    names = [case[0] for case in cases]
    assert len(names) == len(set(names)), "a name occurs twice"
    (folder / "cases.tsv").write_text("".join("\t".join(case) + "\n" for case in cases))
    return cases


def write(folder, world, name, vector):
    path = folder / "vectors" / f"{name}.p7m"
    path.write_bytes(vector.data)

    def anchors(trust):
        if isinstance(trust, policy.Trust):
            trust.write(folder / "trusts" / name)
            return folder / "trusts" / name
        return folder / "anchors" / f"{trust}.pem" if trust else "-"

    def lists(crls, label):
        if not crls:
            return "-"
        file = folder / "crls" / f"{name}{label}.pem"
        file.write_text("".join(pem(crl, "X509 CRL") for crl in crls))
        return file

    answers = []
    for number, data in enumerate(vector.confirm):
        answers.append(folder / "vectors" / f"{name}.{number}.confirmation.p7m")
        answers[-1].write_bytes(data)
    return [str(field) for field in
            (name, path, anchors(vector.trust), lists(vector.crl, ""), anchors(vector.tsa_trust),
             lists(vector.tsa_crl, "-tsa"), world.time_s(vector.days), *answers)]


if __name__ == "__main__":
    make(pathlib.Path(sys.argv[1]), sys.argv[2])
