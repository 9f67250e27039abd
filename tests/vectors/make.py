#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the vectors: make.py FOLDER VERIFY-VECTOR

FOLDER gets vectors/NAME.p7m, anchors/, trusts/, crls/ and cases.tsv, one line a file: name, file,
anchors or trust folder, revocation lists, time (seconds UTC), confirmations. What is expected of each is in expected.tsv, by hand.
"""
import pathlib
import subprocess
import sys

import content
import form
import policy
import signer
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
    for part in (form, signer, content, policy):
        for name, vector in part.vectors(world):
            if isinstance(vector, bytes):
                vector = Vector(vector)
            cases.append(write(folder, world, name, vector))
    names = [case[0] for case in cases]
    assert len(names) == len(set(names)), "a name occurs twice"
    (folder / "cases.tsv").write_text("".join("\t".join(case) + "\n" for case in cases))
    return cases


def write(folder, world, name, vector):
    path, anchors, lists = folder / "vectors" / f"{name}.p7m", "-", "-"
    path.write_bytes(vector.data)
    if isinstance(vector.trust, policy.Trust):
        anchors = folder / "trusts" / name
        vector.trust.write(anchors)
    elif vector.trust:
        anchors = folder / "anchors" / f"{vector.trust}.pem"
    if vector.crl:
        lists = folder / "crls" / f"{name}.pem"
        lists.write_text("".join(pem(crl, "X509 CRL") for crl in vector.crl))
    answers = []
    for number, data in enumerate(vector.confirm):
        answers.append(folder / "vectors" / f"{name}.{number}.confirmation.p7m")
        answers[-1].write_bytes(data)
    return [name, str(path), str(anchors), str(lists), str(world.time_s(vector.days)),
            *map(str, answers)]


if __name__ == "__main__":
    make(pathlib.Path(sys.argv[1]), sys.argv[2])
